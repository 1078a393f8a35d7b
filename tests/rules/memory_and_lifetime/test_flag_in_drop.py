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
