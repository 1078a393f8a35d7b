"""Cases of silent-clamp beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "silent-clamp"
DEVICE = "rust/hw/timer/x/src/device.rs"


def in_realize(body: str) -> str:
    return f"impl Timer {{\n    fn realize(&self) {{\n        {body}\n    }}\n}}\n"


def test_a_cell_is_set_to_its_bound() -> None:
    code = in_realize("if self.count.get() > MAX { self.count.set(MAX); }")
    (finding,) = findings(code, DEVICE, RULE)
    assert "`self.count`" in finding.question and "`MAX`" in finding.question
    assert (finding.line, finding.confidence) == (3, "medium")


def test_both_ends_are_one_finding() -> None:
    code = in_realize("if self.n < 3 { self.n = 3; } else if self.n > 32 { self.n = 32; }")
    assert said(code, DEVICE, RULE) == [f"3 {RULE}"]


def test_clamp_on_the_value_itself() -> None:
    assert said(in_realize("self.n = self.n.clamp(MIN, MAX);"), DEVICE, RULE) == [f"3 {RULE}"]
    assert said(in_realize("self.n.set(self.n.get().min(32));"), DEVICE, RULE) == [f"3 {RULE}"]


def test_a_warning_is_not_silent() -> None:
    code = in_realize('if self.n > 32 { warn_report("at most 32"); self.n = 32; }')
    assert said(code, DEVICE, RULE) == []


def test_derived_values_and_defaults() -> None:
    assert said(in_realize("self.depth = self.n.min(32);"), DEVICE, RULE) == []
    assert said(in_realize("if self.n == 0 { self.n = 8; }"), DEVICE, RULE) == []
    assert said(in_realize("if self.n > self.m { self.n = self.m; }"), DEVICE, RULE) == []


def test_other_code_may_clamp() -> None:
    code = in_realize("if self.n > 32 { self.n = 32; }")
    assert said(code, "src/timer.rs", RULE) == []
    assert said(code.replace("realize", "scroll"), DEVICE, RULE) == []
