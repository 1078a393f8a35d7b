"""Cases of declared-then-assigned beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "declared-then-assigned"


def test_tells_a_placeholder_from_no_value() -> None:
    first, second = findings(
        "fn f() {\n    let a: u8;\n    let mut p = ptr::null_mut();\n    a = 1;\n    p = g();\n}\n"
    )[:2]
    assert "declared without a value" in first.message and "assigned `1`" in first.message
    assert "a placeholder, `ptr::null_mut()`" in second.message


def test_is_silent_where_the_first_mention_is_something_else() -> None:
    for body in (
        "let x; if a { x = 1; } else { x = 2; }",
        "let mut x = 0; for y in z { x += y; } x = 2;",
        "let mut x = 0; log(x); x = 2;",
        'let mut x = 0; println!("{x}"); x = 2;',
        "let mut x = 0; x = x + 1;",
        "let mut x = 0; (x, y) = g();",
        "let mut x = start(); x = 2;",
        "let mut x = 0; let next = || x + 1; x = 2;",
        "let mut x = 0; loop { x = 2; }",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_is_silent_where_a_cfg_decides() -> None:
    assert (
        said("fn f() {\n    let mut x = 0;\n    #[cfg(unix)]\n    x = 2;\n    g(x)\n}\n", "src/lib.rs", RULE) == []
    )


def test_is_silent_where_the_order_of_drops_may_be_meant() -> None:
    for body in (
        "let _guard; go(); _guard = lock();",
        "let thread; let queue = open(); thread = spawn(move || queue.run());",
    ):
        assert said(f"fn f() {{ {body} }}\n", "src/lib.rs", RULE) == [], body
    code = "fn f() {\n    let a: u32;\n    let b = g();\n    a = b + 1;\n    h(a)\n}\n"
    assert said(code, "src/lib.rs", RULE) == ["2 declared-then-assigned"]


def test_is_silent_where_a_borrow_of_the_variable_leaves_the_block() -> None:
    for code in (
        "fn f(us: u64) { let mut tv; let p = if us == 0 { null_mut() } else { tv = make(us); &mut tv }; g(p); }\n",
        "fn f(&mut self) { let all: Vec<u8>; let part = { all = self.take(); all.as_slice() }; g(part); }\n",
        "fn f(k: bool, mut part: &[u8]) { let mut all; if k { all = make(); part = &all; } g(part); }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
