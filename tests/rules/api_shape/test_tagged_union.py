"""Cases of tagged-union beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "tagged-union"
UNION = "union U { a: u32, b: f32 }\n"


def test_names_the_tag_and_the_data() -> None:
    (finding,) = findings(UNION + "struct A { event_type: u8, data: U }\n", "src/lib.rs", RULE)
    assert finding.message.startswith("`event_type` says which member of the union `data` of `A`")


def test_cs_layout_is_cs() -> None:
    assert said(UNION + "#[repr(C)]\nstruct A { kind: u8, data: U }\n", "src/lib.rs", RULE) == []


def test_a_field_of_any_other_type() -> None:
    assert said(UNION + "struct A { kind: u8, data: V }\n", "src/lib.rs", RULE) == []
