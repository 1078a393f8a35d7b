"""Cases of combinator-by-hand beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "combinator-by-hand"
C = 'extern "C" { fn lock(); }\n'


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("fn f(x: Option<u8>) -> u8 { match x { Some(v) => v, None => 0 } }", "x.unwrap_or_default()"),
        ("fn f(x: Option<u8>) -> u8 { let n = if let Some(v) = x { v } else { 7 }; n }", "x.unwrap_or(7)"),
        ("fn f() -> u8 { match g() { Ok(v) => v, Err(_) => u8::MAX } }", "g().unwrap_or(u8::MAX)"),
        ("fn f() -> Option<u8> { if let Ok(v) = g() { Some(v) } else { None } }", "g().ok()"),
        ("fn f() -> R { match g() { Some(v) => Ok(v), None => Err(E::Gone) } }", "g().ok_or(E::Gone)"),
        ("fn f() -> R { match g() { Some(v) => Ok(v), None => Err(e(1)) } }", "g().ok_or_else(|| e(1))"),
        ("fn f() -> O { let n = match g() { Some(v) => Some(v + 1), None => None }; n }", "g().map(|v| v + 1)"),
        (
            "fn f() -> R { let v = match g() { Ok(v) => v, Err(e) => return Err(E::of(e)) }; h(v) }",
            "g().map_err(E::of)?",
        ),
        (
            "fn f() -> R { let v = match g() { Ok(v) => B::new(v), Err(_) => { return Err(E::Gone); } }; h(v) }",
            "g().map_err(|_| E::Gone)?",
        ),
    ],
)
def test_names_the_method(code: str, cure: str) -> None:
    (finding,) = [each for each in findings(C + code + "\n", "src/lib.rs", RULE) if each.confidence != "low"]
    assert f"`{cure}`" in finding.question


@pytest.mark.parametrize(
    "code",
    [
        'fn f(m: &Map, k: u32) -> &str { match m.get(&k) { Some(s) => s, None => "" } }',
        'fn f() -> R { let v = match g() { Ok(v) => v, Err(_) => return Err("bad".into()) }; h(v) }',
        "fn f() -> Result<u8, Box<dyn E>> { let v = match g() { Ok(v) => v, Err(e) => return Err(B(e)) }; h(v) }",
        "fn f(x: &Option<String>) -> R { match x { Some(v) => Ok(v), None => Err(E::Gone) } }",
        'const A: &str = match option_env!("A") { Some(v) => v, None => LIMIT };',
        'fn f(n: usize) { let s = match NAMES.get(n) { Some(v) => v, None => "none" }; h(s); }',
        "fn f() { for x in g() { let n = match x { Some(v) => v, None => continue }; h(n); } }",
        "fn f() -> u8 { let n = match g() { Ok(v) => v, Err(_) => return 0 }; h(n) }",
        "fn f() -> u8 { loop { let n = match g() { Some(v) => v, None => break }; h(n); } }",
        "fn f(x: &Option<u8>) -> &u8 { match &x { Some(v) => v, None => 0 } }",
        "fn f(x: Option<u8>) -> u8 { match x { Some(ref v) => v, None => 0 } }",
        "fn f(x: Option<u8>) -> u8 { match x { Some(v) => v, None => g() } }",
        "fn f(x: Option<u8>) -> u8 { match x { Some(v) => v + 1, None => 0 } }",
        "fn f(x: Option<u8>) -> u8 { match x { Some(v) => v, None => /* none yet */ 0 } }",
        "fn f(x: Option<u8>) -> u8 { if a { 1 } else if let Some(v) = x { v } else { 0 } }",
        "fn f() -> Option<u8> { let n = match g() { Some(v) => Some(h(v)?), None => None }; n }",
        "fn f() -> R { let v = match g() { Ok(v) => v, Err(e) => { log(&e); return Err(E::of(e)); } }; h(v) }",
        "fn f() -> R { let v = match g() { Ok(v) => v, Err(e) => return Err(e) }; h(v) }",
        "fn f() -> R { let v = match g() { Ok(v) => v, Err(e) => return Err(h(e)?) }; h(v) }",
        "const fn f(x: Option<u8>) -> u8 { match x { Some(v) => v, None => 0 } }",
        "#[test]\nfn f() { let n = match g() { Some(v) => v, None => 0 }; }",
    ],
)
def test_is_silent_where_an_arm_does_more(code: str) -> None:
    assert said(C + code + "\n", "src/lib.rs", RULE) == []


def test_another_error_is_a_matter_of_taste_without_c() -> None:
    code = "fn f() -> R { let v = match g() { Ok(v) => v, Err(e) => return Err(E::of(e)) }; h(v) }\n"
    assert said(code, "src/lib.rs", RULE) == [] and said(C + code, "src/lib.rs", RULE) == [f"2 {RULE}"]
