"""Cases of let-else-by-hand beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "let-else-by-hand"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "use libc::c_int;\nfn f() -> u8 { let x = match g() { Some(x) => x, None => 0 }; x }\n",
        "use libc::c_int;\nfn f() -> u8 { let x = match g() { Ok(x) => x, Err(e) => return h(e) }; x }\n",
        "use libc::c_int;\nfn f() -> u8 { let x = if let Some(x) = g() { x + 1 } else { return 0 }; x }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_is_a_matter_of_taste_without_c() -> None:
    code = "fn f() -> u8 { let x = if let Some(x) = g() { x } else { return 0 }; x }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said("use libc::c_int;\n" + code, "src/lib.rs", RULE) == ["2 let-else-by-hand"]


def test_a_part_of_a_long_expression_is_not_shown_as_code() -> None:
    long = "g(" + ", ".join(f"argument_{n}" for n in range(12)) + ")"
    code = f"use libc::c_int;\nfn f() -> u8 {{ let x = match {long} {{ Some(x) => x, None => return 0 }}; x }}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`let Some(x) = .. else { return 0 };`" in finding.question


def test_a_match_that_gives_a_value_or_a_reason_is_a_matter_of_taste() -> None:
    head = 'extern "C" { fn lock(); }\nfn f(p: &Ports) -> u32 { let x = match p.find() { Some(x) => x, '
    for way in ("None => return p.size(),", "None => {\n// none yet\nreturn 0;\n}"):
        assert said(f"{head}{way} }}; x.level() }}\n", "src/lib.rs", RULE) == [], way
    for way in ("None => return 0,", "None => { return -1; }", "None => return ptr::null_mut(),"):
        assert said(f"{head}{way} }}; x.level() }}\n", "src/lib.rs", RULE) != [], way
