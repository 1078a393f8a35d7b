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


TIMER = """impl Timer {{
    fn write(&mut self, regs: &RefCell<Registers>, value: u64) {{
{body}    }}
    fn arm(&self, registers: &RefCell<Registers>) {{
        self.start(registers.borrow().limit);
    }}
    fn reset(&mut self, regs: &RefCell<Registers>) {{
        self.arm(regs);
    }}
}}
"""


def _write(*lines: str) -> str:
    return TIMER.format(body="".join(f"        {line}\n" for line in lines))


def test_follows_a_cell_that_is_passed_on() -> None:
    code = _write("let timer = &mut regs.borrow_mut().timers[0];", "timer.limit = value;", "self.arm(regs);")
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.line, finding.confidence) == (5, "high")
    assert finding.message == "`self.arm(...)` borrows `regs` while `timer` still holds it"
    assert "inner block" in finding.instead and "drop(" not in finding.instead


def test_follows_a_second_function_and_is_less_sure() -> None:
    code = _write("let mut guard = regs.borrow_mut();", "guard.limit = value;", "self.reset(regs);")
    assert [(f.line, f.confidence) for f in findings(code, "src/a.rs", RULE)] == [(5, "medium")]


def test_asks_where_the_cell_goes_to_a_function_that_is_not_shown() -> None:
    held = "let timer = &mut regs.borrow_mut().timers[0];"
    assert [f.confidence for f in findings(_write(held, "self.is_late(regs);"), "src/a.rs", RULE)] == ["medium"]
    for harmless in ("self.keep.push(regs);", "self.is_late(timer);", "Waker::new(regs);", "drop(regs);"):
        assert said(_write(held, harmless), "src/a.rs", RULE) == []
    assert said(_write(held.replace("mut", "").replace("_", ""), "self.is_late(regs);"), "src/a.rs", RULE) == []


def test_the_head_of_a_loop_holds_its_guard() -> None:
    code = _receive("while let Some(next) = self.regs.borrow_mut().queue.pop() {", "self.update();", "}")
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (
        finding.message == "`self.update()` borrows `self.regs` while the head of the `while let` still holds it"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("let limit = &regs.borrow().timers.len();", "regs.borrow_mut().limit = value;"),
        ("let timer = &mut regs.borrow_mut().timers[0];", "self.arm(other);"),
        ("{", "let timer = &mut regs.borrow_mut().timers[0];", "timer.limit = value;", "}", "self.arm(regs);"),
        ("let guard = value.borrow_mut();", "value.borrow();"),
        ("if regs.borrow().limit == 0 {", "regs.borrow_mut().limit = value;", "}"),
        ("if let Some(t) = { regs.borrow().first() } {", "regs.borrow_mut().limit = value;", "}"),
    ],
)
def test_is_silent_where_the_guard_is_gone_or_another(lines: tuple[str, ...]) -> None:
    assert said(_write(*lines), "src/a.rs", RULE) == []
