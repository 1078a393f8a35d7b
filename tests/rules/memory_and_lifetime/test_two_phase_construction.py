"""Cases of two-phase-construction beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "two-phase-construction"
STRUCT = "struct A { x: u8, y: u8, z: u8, w: u8 }\n"
SETS = "self.x = x; self.y = 0; self.z = 0;"


def test_counts_the_fields() -> None:
    (finding,) = findings(f"{STRUCT}impl A {{ fn init(&mut self, x: u8) {{ {SETS} }} }}\n", "src/lib.rs", RULE)
    assert "`init` sets 3 of its 4 fields" in finding.message
    assert "-> Self" in finding.instead


def test_what_can_fail_returns_a_result() -> None:
    code = f"{STRUCT}impl A {{ fn init(&mut self, x: u8) -> i32 {{ {SETS} 0 }} }}\n"
    assert "Result<Self, E>" in findings(code, "src/lib.rs", RULE)[0].instead


def test_a_trait_decides_for_its_methods() -> None:
    assert said(f"{STRUCT}impl D for A {{ fn init(&mut self, x: u8) {{ {SETS} }} }}\n", "src/lib.rs", RULE) == []


def test_starting_over_is_not_starting() -> None:
    assert said(f"{STRUCT}impl A {{ fn reset(&mut self, x: u8) {{ {SETS} }} }}\n", "src/lib.rs", RULE) == []


def test_a_builder_moves_along() -> None:
    code = f"{STRUCT}impl A {{ fn init(mut self, x: u8) -> Self {{ {SETS} self }} }}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_struct_of_another_file_is_told_by_a_body_that_does_nothing_else() -> None:
    assert said(f"impl A {{ fn init(&mut self, x: u8) {{ {SETS} }} }}\n", "src/lib.rs", RULE) == ["1 " + RULE]
    others = "f(x); g(x); h(x); i(x);"
    assert said(f"impl A {{ fn init(&mut self, x: u8) {{ {SETS} {others} }} }}\n", "src/lib.rs", RULE) == []


def test_a_function_that_fills_what_its_caller_made() -> None:
    struct = "pub struct Grid { x: u32, y: u32, z: u32 }\n"
    sets = "g.x = 1; g.y = 2; g.z = 3;"
    assert said(struct + f"fn grid_init(g: &mut Grid) {{ {sets} }}\n", "src/lib.rs", RULE) == ["2 " + RULE]
    behind = sets.replace("g.", "(*g).")
    assert said(f"unsafe fn grid_init(g: *mut Grid) {{ {behind} }}\n", "src/lib.rs", RULE) == ["1 " + RULE]
    assert said(f"fn init_grid(g: &mut Grid) {{ {sets} }}\n", "src/lib.rs", RULE) == [], "it may be C's"
