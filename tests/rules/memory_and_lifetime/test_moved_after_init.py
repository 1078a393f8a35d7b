"""Cases of moved-after-init beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "moved-after-init"
USE = "use crate::bindings::X;\n"


def test_points_at_the_call_that_sets_it_up() -> None:
    code = f"{USE}fn f() -> T {{\nlet mut t = T::new();\nt.init();\nt\n}}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 4 and "`t.init()`" in finding.question and "`Pin<&mut T>`" in finding.instead


def test_a_block_inside_of_a_box() -> None:
    code = f"{USE}fn f() {{ g(Box::new({{ let mut t = T::new(); t.init_full(X); t }})); }}\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_rust_alone_keeps_no_addresses() -> None:
    assert said("fn f() -> T { let mut t = T::new(); t.init(); t }\n", "src/lib.rs", RULE) == []


def test_a_value_that_only_lends_itself() -> None:
    assert said(f"{USE}fn f() -> u8 {{ let mut t = T::new(); t.init(); t.get() }}\n", "src/lib.rs", RULE) == []


def test_a_function_of_c_got_the_old_address() -> None:
    code = "fn f() -> D { let mut d = D::default(); unsafe { libc::sem_init(&mut d.s, 0, 1) }; d }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]
    assert said(code.replace("; d }", "; keep(&d); }"), "src/lib.rs", RULE) == []


def test_a_pointer_into_the_value_itself() -> None:
    code = "fn f() -> L { let mut l = L::new(); l.tail = &raw mut l.head; l }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]
    assert said(code.replace("let mut l = L::new();", "let l = &mut g();"), "src/lib.rs", RULE) == []
