"""Cases of nul-terminated-literal beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "nul-terminated-literal"


def test_offers_the_c_literal() -> None:
    (finding,) = findings('fn f() { g(b"ab c\\0".as_ptr() as *const c_char) }\n', "src/lib.rs", RULE)
    assert finding.instead.startswith('Write `c"ab c"`: it needs Rust 1.77')
    assert (finding.column, finding.end_column) == (12, 21)


def test_checked_as_it_had_to_be_before_there_were_c_literals() -> None:
    code = 'fn f() { CStr::from_bytes_with_nul(b"ab\\0").unwrap() }\n'
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("bytes_with_nul", "bytes_with_nul_unchecked"), "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_bytes_that_memcmp_compares() -> None:
    code = 'fn f() { unsafe { memcmp(p, b"\\xe2ab\\0" as *const u8 as *const c_void, 3) } }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_concat_with_a_number_appends_a_digit() -> None:
    code = "fn f() { g(concat!(stringify!(a), 0).as_ptr()) }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("0", '"\\0"'), "src/lib.rs", RULE) == []


def test_bytes_that_are_no_text_for_c() -> None:
    for literal in ('b"ustar\\0"', '"a\\0b\\0"', '"\\0"', 'c"ab"'):
        assert said(f"fn f(s: &str) {{ s.contains({literal}) }}\n", "src/lib.rs", RULE) == []
    assert said('fn f() { g(b"a\\0b\\0".as_ptr()) }\n', "src/lib.rs", RULE) == []


def test_a_literal_that_a_match_chooses_for_c() -> None:
    arms = 'E::A => { "first\\0" },\n        E::B => "second\\0",\n'
    code = f"fn f(e: E) {{\n    let name = match e {{\n        {arms}    }};\n"
    assert said(code + "    send(name.as_ptr());\n}\n", "src/lib.rs", RULE) == [f"3 {RULE}", f"4 {RULE}"]
    assert said(code + "    log(name);\n}\n", "src/lib.rs", RULE) == []


def test_a_table_whose_elements_become_pointers() -> None:
    code = 'const TEXTS: [&str; 2] = [\n    "fine\\0",\n    "broken\\0",\n];\n'
    use = "fn text(n: usize) -> *const c_char { TEXTS[n].as_ptr().cast() }\n"
    assert said(code + use, "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(code, "src/lib.rs", RULE) == []
