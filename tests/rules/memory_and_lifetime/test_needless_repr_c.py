"""Cases of needless-repr-c beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "needless-repr-c"
STRUCT = "#[repr(C)]\nstruct A { n: u32, s: String }\n"


def test_points_at_the_attribute() -> None:
    (finding,) = findings(STRUCT, "src/lib.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (1, 1, 11)
    assert "`s: String`" in finding.message


def test_a_type_that_raw_pointers_point_to_may_need_its_layout() -> None:
    for use in ("unsafe fn f(p: *mut A) {}", "const N: usize = offset_of!(A, s);", "fn f(p: NonNull<A>) {}"):
        assert findings(f"{STRUCT}{use}\n", "src/lib.rs", RULE) == []


def test_types_of_c_beside_it() -> None:
    for other in ("p: *mut u8", "d: bindings::device", "parent_obj: Device", "n: c_int"):
        assert findings(f"#[repr(C)]\nstruct A {{ {other}, s: String }}\n", "src/lib.rs", RULE) == []


def test_a_binding_is_not_asked() -> None:
    assert said(STRUCT, "rust/kernel/a.rs", RULE) == []


def test_other_layouts_have_other_reasons() -> None:
    assert findings("#[repr(C, packed)]\nstruct A { s: String }\n", "src/lib.rs", RULE) == []
