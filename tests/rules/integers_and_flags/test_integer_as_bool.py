"""Cases of integer-as-bool beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "integer-as-bool"


def _field(uses: str, declared: str = "u8", attribute: str = "") -> str:
    return f"{attribute}struct T {{ wrap_flag: {declared} }}\nimpl T {{ fn f(&mut self) {{ {uses} }} }}\n"


def test_asks_for_a_field_that_only_holds_0_and_1() -> None:
    (finding,) = findings(
        _field("self.wrap_flag = 1; if self.wrap_flag != 0 { self.wrap_flag = 0; }"), "src/lib.rs", RULE
    )
    assert finding.confidence == "medium" and finding.message.startswith("`wrap_flag` is `u8`")


def test_asks_for_a_parameter_that_is_only_tested() -> None:
    assert said("fn f(is_on: i32) { if is_on != 0 { go(); } }\n", "src/lib.rs", RULE) == ["1 integer-as-bool"]
    assert said("fn f(is_on: i32) { if is_on != 0 { go(is_on); } }\n", "src/lib.rs", RULE) == []
    assert said('extern "C" fn f(is_on: i32) { if is_on != 0 { go(); } }\n', "src/lib.rs", RULE) == []


def test_is_silent_on_numbers() -> None:
    for uses in (
        "self.wrap_flag = 2; if self.wrap_flag != 0 {}",
        "self.wrap_flag = 1; if self.wrap_flag != 0 {} go(self.wrap_flag);",
        "self.wrap_flag = 1; if self.wrap_flag > 0 {}",
        "self.wrap_flag += 1; if self.wrap_flag != 0 {}",
        "if self.wrap_flag != 0 {}",
    ):
        assert said(_field(uses), "src/lib.rs", RULE) == [], uses


def test_is_silent_on_types_of_others_and_wire_formats() -> None:
    uses = "self.wrap_flag = 1; if self.wrap_flag != 0 {}"
    assert said(_field(uses, "bool"), "src/lib.rs", RULE) == []
    assert (
        said(
            _field(uses).replace("{ wrap", "{ pub wrap").replace("struct", "#[repr(C)]\nstruct"),
            "src/lib.rs",
            RULE,
        )
        == []
    )
    assert said(_field(uses) + "vmstate! { vmstate_of!(T, wrap_flag) }\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize("cell", ["Cell<u8>", "BqlCell<u8>"])
def test_a_cell_of_a_number(cell: str) -> None:
    code = (
        f"struct Line {{ enabled: {cell} }}\nimpl Line {{\n"
        "    fn set(&self, on: bool) { self.enabled.set(if on { 1 } else { 0 }); }\n"
        "    fn get(&self) -> bool { self.enabled.get() != 0 }\n}\n"
    )
    assert said(code, "src/a.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("else { 0 }", "else { 2 }"), "src/a.rs", RULE) == []
    assert said(code.replace(".get() != 0", ".get() > 0"), "src/a.rs", RULE) == []


def test_a_comparison_that_is_cast_to_be_combined() -> None:
    code = "fn f(mut ret: c_int, a: u8) -> c_int {{ ret {} (a == 3) as {}; ret }}\n"
    for operator, declared in (("&=", "c_int"), ("&=", "u8"), ("|=", "c_int")):
        assert said(code.format(operator, declared), "src/lib.rs", RULE) == ["1 integer-as-bool"]
    assert said(code.format("|=", "u8"), "src/lib.rs", RULE) == []  # a bit of a register
    assert said("fn f(mut ret: u8, a: u8) { ret &= (a + 3) as u8; }\n", "src/lib.rs", RULE) == []


def test_a_question_that_is_answered_by_a_number() -> None:
    assert said("fn f(g: Bits) { if g.has_error() != 0 {} }\n", "src/lib.rs", RULE) == ["1 integer-as-bool"]
    for test in ("g.has_error()", "g.error_count() != 0", "g.has_error() == 7", "(*g).has_error() != 0"):
        assert said(f"fn f(g: Bits) {{ if unsafe {{ {test} }} {{}} }}\n", "src/lib.rs", RULE) == [], test


def test_a_truth_value_or_a_bit_that_is_cast() -> None:
    for value in ("(a >= b) as u8", "((a >> 3) & 1) as u8", "u8::from(a == b)"):
        for name in ("locked", "trigger_masked"):
            code = f"struct T {{ {name}: u8 }}\nfn f(t: &mut T) {{ t.{name} = {value}; go(t.{name} as u64); }}\n"
            assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"], code
    for code in (
        "struct T { level: u8 }\nfn f(t: &mut T) { t.level = ((a >> 3) & 1) as u8; }\n",  # a line, not a question
        "struct T { locked: u8 }\nfn f(t: &mut T) { t.locked = ((a >> 3) & 3) as u8; }\n",
        "struct T { locked: u8 }\nfn f(t: &mut T) { t.locked = (a + b) as u8; }\n",
        "struct T { status_led: u8 }\nfn f(t: &mut T) { t.status_led = (a >= b) as u8; }\n",
        "struct T { locked: u8 }\nfn f(t: &mut T) { t.locked = (a >= b) as u8; go(t.locked + 1); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_local_that_is_made_to_be_compared() -> None:
    for value in ("if s.on && s.mask { 1 } else { 0 }", "(s.on && s.mask) as i32"):
        code = f"fn f(s: &S) {{ let level = {value}; s.irq.set(level != 0); }}\n"
        assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"], code
        assert said(code.replace("level != 0", "level"), "src/lib.rs", RULE) == [], code
        assert said(code.replace("level != 0", "level == 2"), "src/lib.rs", RULE) == [], code


def test_a_private_field_of_an_object_of_qom() -> None:
    uses = "impl S { fn f(&self) { self.level.set(1); if self.level.get() != 0 { self.level.set(0); } } }\n"
    code = "#[repr(C)]\nstruct S { parent_obj: ParentField<Device>, level: BqlCell<u32> }\n" + uses
    path = "rust/hw/misc/example/src/device.rs"
    assert said(code, path, RULE) == [f"2 {RULE}"]
    assert said(code.replace("level: B", "pub level: B"), path, RULE) == []
    assert said(code.replace("parent_obj", "header"), path, RULE) == []


def test_a_parameter_that_turns_something_on() -> None:
    for name in ("up", "irq_enable", "force"):
        assert said(f"fn f({name}: i32) {{ if {name} != 0 {{ go(); }} }}\n", "src/lib.rs", RULE) == [f"1 {RULE}"]
    for name in ("level", "count", "value"):
        assert said(f"fn f({name}: i32) {{ if {name} != 0 {{ go(); }} }}\n", "src/lib.rs", RULE) == [], name
