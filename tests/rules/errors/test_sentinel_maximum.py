"""Cases of sentinel-maximum beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "sentinel-maximum"


def test_a_local_that_is_set_and_tested() -> None:
    code = "fn f(v: &[u8]) -> bool {\n    let mut found = usize::MAX;\n"
    code += "    look(&mut found);\n    found != usize::MAX\n}\n"
    (first, second) = findings(code, "src/lib.rs", RULE)
    assert first.question == 'does `usize::MAX` in `found` stand for "none", and could `found` be an `Option`?'
    assert (first.line, second.line) == (2, 4)


def test_all_bits_set() -> None:
    code = "fn f(s: &mut S) -> bool { s.owner = !0; g(s); s.owner == !0 }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}", f"1 {RULE}"]


def test_only_set_or_only_tested() -> None:
    assert said("fn f(s: &mut S) { s.owner = u32::MAX; }\n", "src/lib.rs", RULE) == []
    assert said("fn f(n: u32) -> bool { n == u32::MAX }\n", "src/lib.rs", RULE) == []


def test_limits_and_masks_are_numbers() -> None:
    code = "fn f(s: &mut S) -> bool { s.NAME = u32::MAX; s.NAME == u32::MAX }\n"
    for name in ("max_args", "irq_mask", "limit"):
        assert said(code.replace("NAME", name), "src/lib.rs", RULE) == []


def test_a_layout_that_c_reads() -> None:
    code = "#[repr(C)]\nstruct S { owner: u32 }\n"
    code += "fn f(s: &mut S) -> bool { s.owner = u32::MAX; s.owner == u32::MAX }\n"
    assert said(code, "src/lib.rs", RULE) == []
