"""Cases of function-pointer-struct beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "function-pointer-struct"


def test_names_the_object() -> None:
    code = "struct A { f: fn(&mut Q), g: Option<fn(&Q, u8) -> u8>, h: unsafe fn(q: *mut Q) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "a table of 3 functions on `Q`" in finding.message and finding.confidence == "medium"


def test_c_reads_its_own_tables() -> None:
    assert said("#[repr(C)]\nstruct A { f: fn(&Q), g: fn(&Q), h: fn(&Q) }\n", "src/lib.rs", RULE) == []
    code = 'struct A { f: extern "C" fn(&Q), g: extern "C" fn(&Q), h: extern "C" fn(&Q) }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_a_few_functions_among_data() -> None:
    code = "struct A { f: fn(&Q), g: fn(&Q), h: fn(&Q), a: u8, b: u8, c: u8, d: u8 }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_functions_on_plain_values() -> None:
    assert said("struct A { f: fn(u32), g: fn(u32), h: fn(u32) }\n", "src/lib.rs", RULE) == []
