"""Cases of flag-in-drop beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "flag-in-drop"
STRUCT = (
    "struct R {\n    up: bool,\n}\n\nimpl R {\n    fn start(&mut self) {\n        self.up = true;\n    }\n}\n\n"
)


def drop(body: str, trait: str = "Drop") -> str:
    return f"{STRUCT}impl {trait} for R {{\n    fn drop(&mut self) {{\n        {body}\n    }}\n}}\n"


@pytest.mark.parametrize(
    "body",
    [
        "if self.up { stop(); }",
        "if !self.up { return; }\n        stop();",
        "if self.up {\n  // SAFETY: ours\n unsafe { stop() };\n }",
    ],
)
def test_asks_where_drop_asks(body: str) -> None:
    (finding,) = findings(drop(body), "src/a.rs", RULE)
    assert finding.line == 13 and "`up`" in finding.message


def test_a_pinned_drop_is_one_too() -> None:
    assert said(drop("if self.up { stop(); }", "PinnedDrop"), "src/a.rs", RULE) == [f"13 {RULE}"]


@pytest.mark.parametrize(
    "body",
    [
        "if !self.up { roll_back(); }",
        "if self.up { stop(); } else { start(); }",
        "if self.other { stop(); }",
        "stop();",
    ],
)
def test_is_silent_on_other_questions(body: str) -> None:
    assert said(drop(body), "src/a.rs", RULE) == []


def test_is_silent_on_a_guard_that_is_armed_from_the_start() -> None:
    code = drop("if self.up { stop(); }") + "fn make() -> R { R { up: true } }\n"
    assert said(code, "src/a.rs", RULE) == []


_NULL = """struct Data {
    kind: c_int,
    owner: *mut c_void,
}

impl Default for Data {
    fn default() -> Self {
        Self { kind: -1, owner: ptr::null_mut() }
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        if !self.owner.is_null() {
            unsafe { data_free(self.kind, self.owner) };
        }
    }
}
"""


def test_a_null_pointer_for_nothing_yet() -> None:
    (finding,) = findings(_NULL, "src/lib.rs", RULE)
    assert finding.line == 14 and "`owner.is_null()`" in finding.question and "`Data`" in finding.question
    early = _NULL.replace(
        "!self.owner.is_null() {", "self.owner.is_null() {\n            return;\n        }\n        {"
    )
    assert said(early, "src/lib.rs", RULE) == [f"14 {RULE}"]
    for other in (
        _NULL.replace("ptr::null_mut()", "alloc()"),
        _NULL.replace("Self { kind", "Other { kind"),
        _NULL.replace("owner: *mut c_void", "owner: Handle"),
        _NULL.replace("!self.owner", "self.owner"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other
