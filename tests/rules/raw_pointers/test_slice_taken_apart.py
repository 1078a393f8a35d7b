"""Cases of slice-taken-apart beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "slice-taken-apart"


def test_names_the_range() -> None:
    code = (
        "fn f(v: &mut Vec<u8>, n: usize) { g(unsafe { slice::from_raw_parts_mut(v.as_mut_ptr().add(n), 4) }) }\n"
    )
    assert "`&mut v[n..][..4]`" in findings(code, "src/lib.rs", RULE)[0].instead


def test_sees_the_pointer_in_a_variable() -> None:
    code = "fn f(v: &[u8]) { let p = v.as_ptr(); g(unsafe { from_raw_parts(p, v.len()) }) }\n"
    assert "`&v[..]`" in findings(code, "src/lib.rs", RULE)[0].instead


def test_is_silent_on_what_is_no_slice_of_the_same_elements() -> None:
    for value in ("v.as_ptr().cast::<u16>(), 2", "v.as_ptr() as *const i8, v.len()", "p, 3", "other.as_ptr(), 3"):
        code = f"fn f(v: &[u8], p: *const u8) {{ g(unsafe {{ slice::from_raw_parts({value}) }}) }}\n"
        assert said(code, "src/lib.rs", RULE) == [], value


def test_is_silent_on_memory_without_values() -> None:
    code = "fn f(v: &mut Vec<u8>) { g(unsafe { slice::from_raw_parts_mut(v.as_mut_ptr(), v.capacity()) }) }\n"
    assert said(code, "src/lib.rs", RULE) == []
