"""Cases of signed-c-char beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "signed-c-char"


def test_the_alias() -> None:
    assert said("pub type c_char = i8;\n", "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said("pub type c_char = u8;\npub type c_schar = i8;\n", "src/lib.rs", RULE) == []


def test_an_alias_that_depends_on_the_platform() -> None:
    code = '#[cfg(target_arch = "x86_64")]\npub type c_char = i8;\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_declarations_of_c() -> None:
    code = 'extern "C" { fn f(name: *const i8, n: i32); }\n'
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("name", "coefficients"), "src/lib.rs", RULE) == []


def test_once_a_file() -> None:
    code = "fn f(s: &CStr) { g(s.as_ptr() as *const i8); name(s.as_ptr() as *const i8); }\n"
    assert said(code.replace("s:", "path:").replace("s.", "path."), "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_numbers_with_a_sign() -> None:
    assert said("fn f(v: &[u8]) { go(v.as_ptr() as *const i8) }\n", "src/lib.rs", RULE) == []
    assert said("fn f() { go(0 as *const i8) }\n", "src/lib.rs", RULE) == []


def test_a_pointer_that_is_cast_once_more_forgets_the_sign() -> None:
    for rest in (".add(n).cast()", ".cast::<c_void>()", ".add(n) as *mut c_void"):
        code = f"fn f(n: usize) {{ memcpy((&raw mut buf as *mut i8){rest}, p) }}\n"
        assert said(code, "src/lib.rs", RULE) == [], rest


def test_an_element_is_no_text() -> None:
    assert said("fn f(path: &P) { open(path.as_ref()[0] as *const i8) }\n", "src/lib.rs", RULE) == []
    assert said("fn f(argv: &A) { open(argv[0] as *const i8) }\n", "src/lib.rs", RULE) == [f"1 {RULE}"]
