"""Cases of manual-swap beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "manual-swap"


def test_names_the_call_for_each_kind_of_place() -> None:
    for first, second, cure in (
        ("a", "b", "mem::swap(&mut a, &mut b)"),
        ("s.a", "t.b", "mem::swap(&mut s.a, &mut t.b)"),
        ("v[i]", "v[j]", "v.swap(i, j)"),
        ("*p", "*q", "mem::swap(p, q)"),
    ):
        code = f"fn f() {{\n    let t = {first};\n    {first} = {second};\n    {second} = t;\n}}\n"
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert f"`{cure}`" in finding.instead and finding.line == 2


def test_is_silent_where_it_is_no_swap() -> None:
    for body in (
        "let t = a; a = b; b = c;",
        "let t = a; b = a; a = t;",
        "let t = g(); a = b; b = t;",
        "let t = a; a = b;",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_behind_raw_pointers() -> None:
    code = "unsafe fn f(p: *mut u8) { let t = *p.add(1); *p.add(1) = *p.add(2); *p.add(2) = t; }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`ptr::swap(p.add(1), p.add(2))`" in finding.instead
