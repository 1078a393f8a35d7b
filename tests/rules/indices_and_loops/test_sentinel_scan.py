"""Cases of sentinel-scan beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "sentinel-scan"


def _loop(condition: str, body: str = "i += 1;") -> str:
    return f"fn f(a: &[u8]) {{\n    let mut i = 0;\n    while {condition} {{ {body} }}\n}}\n"


def test_fits_the_cure_to_the_loop() -> None:
    (finding,) = findings(_loop("a[i] != b'\\0'"), "src/lib.rs", RULE)
    assert "`a.iter().position(|each| *each == b'\\0')`" in finding.instead
    (finding,) = findings(_loop("a[i] != 0", "put(a[i]); i += 1;"), "src/lib.rs", RULE)
    assert "`a.iter().take_while(|each| **each != 0)`" in finding.instead


def test_is_silent_where_it_is_something_else() -> None:
    for condition, body in (
        ("a[i] != 7", "i += 1;"),
        ("a[i] == 0", "i += 1;"),
        ("a[i] != 0", "i = next[i];"),
        ("a[i + 1] != 0", "i += 1;"),
        ("i < a.len() && a[i] != 0", "i += 1;"),
    ):
        assert said(_loop(condition, body), "src/lib.rs", RULE) == [], condition
