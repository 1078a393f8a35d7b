"""Cases of repeated-index-cast beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "repeated-index-cast"
THREE = "s.r[n as usize].a = 1; s.r[n as usize].b = 2; s.r[n as usize].c = 3;"


def test_counts_and_points_at_the_first() -> None:
    (finding,) = findings(f"fn f(s: &mut S, n: u8) {{\n    {THREE}\n}}\n", "src/lib.rs", RULE)
    assert "3 times" in finding.message and (finding.line, finding.column) == (2, 5)


def test_is_silent_where_it_is_not_one_element() -> None:
    for body in (
        f"{THREE} n += 1;",
        f"{THREE} s.r[m as usize].d = 4;",
        "for n in a { x[n as usize] = 1; } for n in b { x[n as usize] = 2; } for n in c { x[n as usize] = 3; }",
        "x[n as usize] = 1; x[n as usize] = 2;",
    ):
        assert said(f"fn f(s: &mut S, mut n: u8) {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_many_methods_that_look_it_up_once_are_one_finding() -> None:
    methods = "".join(f"    fn f{i}(&self) {{ self.all().regs[self.index as usize].f{i}(); }}\n" for i in range(8))
    (finding,) = findings(f"impl Timer {{\n{methods}}}\n", "src/lib.rs", RULE)
    assert finding.line == 2 and "the code of `Timer`" in finding.question
    assert "`regs[self.index as usize]`" in finding.question and "8 times" in finding.question
    few = methods.replace("f7(); }", "f7(); } }\nimpl Other {")
    assert said(f"impl Timer {{\n{few}}}\n", "src/lib.rs", RULE) == ["2 repeated-index-cast"]
    fewer = "".join(methods.splitlines(keepends=True)[:7])
    assert said(f"impl Timer {{\n{fewer}}}\n", "src/lib.rs", RULE) == []


def test_no_keyword_is_offered_for_a_name() -> None:
    body = "a.refs[n as usize].x = 1; a.refs[n as usize].y = 2; a.refs[n as usize].z = 3;"
    (finding,) = findings(f"fn f(a: &mut A, n: u8) {{ {body} }}\n", "src/lib.rs", RULE)
    assert "let entry = &a.refs[n as usize]" in finding.instead


def test_says_where_the_index_is_known() -> None:
    lines = "t.a[n as usize].x = 1; t.a[n as usize].y = 2; t.a[n as usize].z = 3;"
    (finding,) = findings(f"fn f(t: &mut T, n: u8) {{ {lines} }}\n", "src/lib.rs", RULE)
    assert "near the top `let" in finding.instead
    (finding,) = findings(f"fn f(t: &mut T) {{ let n = t.at; {lines} }}\n", "src/lib.rs", RULE)
    assert "below `let n`, `let" in finding.instead
    (finding,) = findings(f"fn f(t: &mut T) {{ {lines} }}\n", "src/lib.rs", RULE)
    assert "before the first of them `let" in finding.instead
