"""Cases of cloned-owner beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "cloned-owner"


def owner(field: str, drop: str, derive: str = "Clone") -> str:
    struct = f"#[derive({derive})]\nstruct T {{\n    p: {field},\n}}\n\n"
    return f"{struct}impl Drop for T {{\n    fn drop(&mut self) {{ {drop} }}\n}}\n"


@pytest.mark.parametrize(
    ("field", "drop"),
    [
        ("*mut c_thing", "unsafe { thing_free(self.p) }"),
        ("*const u8", "unsafe { drop(Box::from_raw(self.p.cast_mut())) }"),
        ("NonNull<Node>", "unsafe { drop(Box::from_raw(self.p.as_ptr())) }"),
        ("Option<NonNull<Node>>", "release(&mut self.p)"),
        ("RawFd", "unsafe { libc::close(self.p) };"),
    ],
)
def test_knows_what_a_clone_would_share(field: str, drop: str) -> None:
    assert said(owner(field, drop), "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    ("field", "drop", "derive"),
    [
        ("*mut c_thing", "unsafe { thing_free(self.p) }", "Debug"),
        ("*mut c_thing", "self.p = null_mut();", "Clone"),
        ("Arc<Thing>", "leave(&self.p)", "Clone"),
        ("i32", 'println!("{}", self.p)', "Clone"),
    ],
)
def test_is_silent_where_nothing_is_freed_twice(field: str, drop: str, derive: str) -> None:
    assert said(owner(field, drop, derive), "src/a.rs", RULE) == []


def test_a_tuple_struct_and_a_drop_of_another_type() -> None:
    code = "#[derive(Debug, Clone)]\nstruct A(*mut u8);\nstruct B(*mut u8);\n"
    code += "impl Drop for B {\n    fn drop(&mut self) { free(self.0) }\n}\n"
    assert said(code, "src/a.rs", RULE) == []
    assert said(code.replace("for B", "for A"), "src/a.rs", RULE) == [f"2 {RULE}"]
