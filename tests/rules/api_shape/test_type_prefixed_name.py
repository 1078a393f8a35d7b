"""Cases of type-prefixed-name beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "type-prefixed-name"


def test_names_the_short_name() -> None:
    (finding,) = findings("impl PacketQueue { fn packet_queue_push(&mut self) {} }\n", "src/lib.rs", RULE)
    assert "`push`" in finding.instead and "`PacketQueue::packet_queue_push`" in finding.message


def test_a_short_name_that_is_taken() -> None:
    assert said("impl Q { fn q_push(&mut self) {}\nfn push(&mut self) {} }\n", "src/lib.rs", RULE) == []


def test_what_a_thing_has_rather_than_does() -> None:
    for method in ("node_id", "node_kind", "node_at", "nodes", "node_1", "node_move"):
        assert said(f"impl Node {{ fn {method}(&self) {{}} }}\n", "src/lib.rs", RULE) == [], method


def test_a_trait_names_its_methods() -> None:
    assert said("impl Push for Queue { fn queue_push(&mut self) {} }\n", "src/lib.rs", RULE) == []


def test_variants_and_fields_with_a_prefix() -> None:
    for code in (
        "enum colour { COLOUR_RED, COLOUR_GREEN, COLOUR_BLUE }\n",
        "enum WindowSize { WINDOW_SIZE_A, WINDOW_SIZE_B, WINDOW_SIZE_C }\n",
        "enum Kind { KindLeaf, KindBranch, KindRoot }\n",
        "struct Window { w_id: u32, w_name: String, w_x: u32, w_y: u32 }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == ["1 " + RULE], code
    for code in (
        "enum Colour { COLOUR_RED, COLOUR_GREEN }\n",
        "enum Colour { Red, Green, Blue }\n",
        "enum Event { KEY_A, KEY_B, KEY_C }\n",
        "enum Bits { BITS_1, BITS_2, BITS_4 }\n",
        "#[repr(C)]\nenum Colour { COLOUR_RED, COLOUR_GREEN, COLOUR_BLUE }\n",
        "#[repr(C)]\nstruct Window { w_id: u32, w_name: String, w_x: u32, w_y: u32 }\n",
        "struct Options { is_a: bool, is_b: bool, is_c: bool, is_d: bool }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_what_cxx_shares_has_the_names_of_the_other_side() -> None:
    code = "#[cxx::bridge]\nmod ffi {\n    enum Colour { COLOUR_RED, COLOUR_GREEN, COLOUR_BLUE }\n}\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("#[cxx::bridge]\n", ""), "src/lib.rs", RULE) == [f"2 {RULE}"]
