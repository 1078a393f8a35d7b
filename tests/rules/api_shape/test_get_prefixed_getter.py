"""Cases of get-prefixed-getter beyond its examples."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "get-prefixed-getter"
PATH = "bindings/rust/src/chip.rs"


def getter(name: str, c_name: str, kind: str = "u32") -> str:
    return f"    pub fn {name}(&self) -> {kind} {{\n        unsafe {{ bindings::{c_name}(self.raw) }}\n    }}\n"


def chip(*methods: str) -> str:
    return "impl Chip {\n" + "".join(methods) + "}\n"


def test_is_told_once_a_type() -> None:
    code = chip(getter("get_a", "chip_get_a"), getter("get_b", "chip_get_b"), getter("c", "chip_get_c"))
    (finding,) = findings(code, PATH, RULE)
    assert finding.line == 2 and "so does 1 more" in finding.message and "Call it `a`" in finding.instead


def test_a_first_getter_that_only_forwards() -> None:
    first = "    pub fn get_name(&self) -> Result<&str> {\n        self.info.name()\n    }\n"
    code = chip(first, getter("get_a", "chip_get_a"), getter("get_b", "chip_get_b"))
    (finding,) = findings(code, PATH, RULE)
    assert finding.line == 2 and "`chip_get_a`" in finding.message and "2 more" in finding.message


def test_one_getter_is_no_habit() -> None:
    assert said(chip(getter("get_a", "chip_get_a"), getter("b", "chip_get_b")), PATH, RULE) == []


def test_names_that_do_not_come_from_c() -> None:
    assert said(chip(getter("get_a", "chip_read_a"), getter("get_b", "chip_read_b")), PATH, RULE) == []


def test_what_a_look_up_is_called() -> None:
    for name in ("get_mut", "get_unchecked", "get_or_init", "get_raw", "get_ptr"):
        code = chip(getter(name, f"chip_{name}"), getter(name + "_a", f"chip_{name}_a"))
        assert said(code, PATH, RULE) == [], name
    keyed = getter("get_line", "chip_get_line").replace("&self", "&self, at: u32")
    assert said(chip(keyed, keyed.replace("line", "edge")), PATH, RULE) == []


def test_a_short_name_that_is_taken() -> None:
    code = chip(getter("get_a", "chip_get_a"), getter("get_b", "chip_get_b"), getter("a", "chip_a"))
    assert said(code, PATH, RULE) == []


def test_a_keyword_is_no_name() -> None:
    code = chip(getter("get_type", "chip_get_type"), getter("get_b", "chip_get_b"))
    assert said(code, PATH, RULE) == []


def test_the_kernel_keeps_the_names_of_c() -> None:
    code = chip(getter("get_a", "chip_get_a"), getter("get_b", "chip_get_b"))
    assert said(code, "rust/kernel/chip.rs", RULE, profile=shipped()["linux"]) == []
