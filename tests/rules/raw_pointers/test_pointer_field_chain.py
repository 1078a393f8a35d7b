"""Cases of pointer-field-chain beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "pointer-field-chain"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


CODE = "unsafe fn f(w: *mut Window) {\n    (*w).x = 1;\n    (*w).y = (*w).x;\n}\n"


def test_one_finding_for_a_function() -> None:
    (finding,) = findings(CODE, DEVICE, RULE)
    assert finding.line == 2
    assert "`(*w).x` and 2 more" in finding.message
    assert "`let w = &*w;`" in finding.instead and "`w.x`" in finding.instead


def test_is_silent_on_a_single_access() -> None:
    assert said("unsafe fn f(w: *mut Window) { (*w).x = 1; }\n", DEVICE, RULE) == []


def test_is_silent_outside_of_unsafe() -> None:
    assert said("fn f(w: Box<Window>) { (*w).x = 1; (*w).y = 2; }\n", DEVICE, RULE) == []


def test_is_silent_where_the_reason_is_given() -> None:
    assert said("/// # Safety\n///\n/// `w` is good.\n" + CODE, DEVICE, RULE) == []


def test_is_silent_on_places_whose_address_is_taken() -> None:
    code = "unsafe fn f(s: *mut S) { g(&raw mut (*s).a); g(&raw mut (*s).b); g(addr_of!((*s).c)); h(&(*s).d); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_two_accesses_are_not_many() -> None:
    assert said("unsafe fn f(s: *mut S) { (*s).a = (*s).b; }\n", "src/lib.rs", RULE) == []
