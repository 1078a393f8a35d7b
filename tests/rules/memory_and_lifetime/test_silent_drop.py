"""Cases of silent-drop beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "silent-drop"


def function(code: str) -> str:
    return f"fn f(p: *mut Data) {{\n    {code}\n}}\n"


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("let _ = unsafe { Box::from_raw(p) };", "drop(unsafe { Box::from_raw(p) });"),
        ("unsafe { Box::from_raw(p) };", "drop(unsafe { Box::from_raw(p) })"),
        ("unsafe {\n        let _ = Box::from_raw(p);\n        g();\n    }", "drop(Box::from_raw(p));"),
        ("unsafe { KBox::from_raw(p); }", "drop(KBox::from_raw(p));"),
        ("_ = unsafe { CString::from_raw(p) };", "drop(unsafe { CString::from_raw(p) });"),
        ("let _ = unsafe { T::Data::from_foreign(p) };", "drop(unsafe { T::Data::from_foreign(p) });"),
        ("let _ = unsafe { Vec::from_raw_parts(p, 0, 1) };", "drop(unsafe { Vec::from_raw_parts(p, 0, 1) });"),
        ("let _ = unsafe { Arc::<Data>::from_raw(p) };", "drop(unsafe { Arc::<Data>::from_raw(p) });"),
    ],
)
def test_gives_the_drop(code: str, cure: str) -> None:
    (finding,) = findings(function(code), "src/a.rs", RULE)
    assert cure.rstrip(";") in finding.instead and finding.fix is not None
    assert [edit.text.rstrip(";") for edit in finding.fix.edits] == [cure.rstrip(";")]


@pytest.mark.parametrize(
    "code",
    [
        "drop(unsafe { Box::from_raw(p) });",
        "let b = unsafe { Box::from_raw(p) };",
        "let _guard = unsafe { Box::from_raw(p) };",
        "let _: Box<Data> = unsafe { Box::from_raw(p) };",
        "unsafe { Box::from_raw(p) }.finish();",
        "let _ = unsafe { Device::from_raw(p) };",
        "let _ = unsafe { slice::from_raw_parts(p, 1) };",
        "let _ = ManuallyDrop::new(unsafe { Box::from_raw(p) });",
        "let _ = unsafe { Box::from_raw(p).into_inner() };",
        "// drop the reference\n    unsafe { Rc::from_raw(p) };",
        "mem::forget(unsafe { Box::from_raw(p) });",
    ],
)
def test_other_values(code: str) -> None:
    assert said(function(code), "src/a.rs", RULE) == []


def test_the_value_of_a_function_is_no_statement() -> None:
    assert said("fn f(p: *mut Data) -> Box<Data> {\n    unsafe { Box::from_raw(p) }\n}\n", "src/a.rs", RULE) == []


def test_the_name_of_the_function_says_it() -> None:
    code = 'extern "C" fn NAME(p: *mut State) {\n    let _ = unsafe { Box::from_raw(p) };\n}\n'
    assert said(code.replace("NAME", "state_done"), "src/lib.rs", RULE) == [f"2 {RULE}"]
    for name in ("state_free", "drop", "destroy_state"):
        assert said(code.replace("NAME", name), "src/lib.rs", RULE) == [], name
