"""Cases of guard-across-callback beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "guard-across-callback"
UPDATE = "    fn update(&self) {\n        self.line.set(self.regs.borrow().level);\n    }\n}\n"


def _receive(*lines: str) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"impl Uart {{\n    fn receive(&self) {{\n{body}    }}\n{UPDATE}"


def test_points_at_the_call() -> None:
    (finding,) = findings(_receive("let mut regs = self.regs.borrow_mut();", "self.update();"), "src/a.rs", RULE)
    assert (finding.line, finding.level) == (4, "error")
    assert finding.message == "`self.update()` borrows `self.regs` while `regs` still holds it"


def test_sees_the_second_borrow_in_the_same_function() -> None:
    code = _receive("let regs = self.regs.borrow();", "self.regs.borrow_mut().level = 0;")
    assert said(code, "src/a.rs", RULE) == [f"4 {RULE}"]


@pytest.mark.parametrize(
    "lines",
    [
        ("let mut regs = self.regs.borrow_mut();", "drop(regs);", "self.update();"),
        ("let regs = self.regs.borrow();", "self.update();"),
        ("let level = self.regs.borrow().level;", "self.update();"),
        ("{", "let mut regs = self.regs.borrow_mut();", "}", "self.update();"),
        ("let mut other = self.other.borrow_mut();", "self.update();"),
        ("let mut regs = self.regs.borrow_mut();", "self.defer(|this| this.update());"),
        ("let mut regs = self.regs.borrow_mut();", "finish(regs);", "self.update();"),
    ],
)
def test_is_silent_where_the_borrows_do_not_meet(lines: tuple[str, ...]) -> None:
    assert said(_receive(*lines), "src/a.rs", RULE) == []
