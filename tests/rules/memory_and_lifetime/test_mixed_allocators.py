"""Cases of mixed-allocators beyond its examples."""

from __future__ import annotations

from tests.helper import findings

RULE = "mixed-allocators"


def _in_function(body: str) -> list[str]:
    return [f.confidence for f in findings(f"unsafe fn f(b: Box<u8>) {{ {body} }}\n", "src/lib.rs", RULE)]


def test_follows_the_pointer_through_casts() -> None:
    assert _in_function("let p = Box::into_raw(b); libc::free(p as *mut c_void);") == ["high"]
    assert _in_function("let p = unsafe { libc::malloc(4) }.cast::<u8>(); drop(Box::from_raw(p));") == ["high"]
    assert _in_function("let v = Vec::from_raw_parts(libc::calloc(4, 1) as *mut u8, 4, 4);") == ["high"]


def test_what_another_function_of_c_returns_is_asked_about() -> None:
    assert _in_function("let p = bindings::device_name(d); let s = CString::from_raw(p);") == ["medium"]


def test_each_side_to_its_own() -> None:
    assert _in_function("let p = libc::malloc(4); libc::free(p);") == []
    assert _in_function("let p = Box::into_raw(b); drop(Box::from_raw(p));") == []
    assert _in_function("let p = libc::strdup(s); let c = CStr::from_ptr(p);") == []


def test_a_parameter_comes_from_somewhere_else() -> None:
    assert findings("unsafe fn f(p: *mut u8) { libc::free(p.cast()); }\n", "src/lib.rs", RULE) == []


def test_a_free_of_ones_own_is_not_cs() -> None:
    code = "fn free(p: *mut u8) {}\nfn f(b: Box<u8>) { free(Box::into_raw(b)); }\n"
    assert findings(code, "src/lib.rs", RULE) == []
