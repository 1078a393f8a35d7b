"""Cases of bounds-checked-by-hand beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "bounds-checked-by-hand"
C = 'extern "C" { fn lock(); }\n'


@pytest.mark.parametrize(
    ("body", "cure"),
    [
        ("if i >= v.len() { return Err(E::Range); } g(v[i])", "v.get(i).ok_or(E::Range)?"),
        ("if i >= v.len() { return Err(e(i)); } g(v[i])", "v.get(i).ok_or_else(|| ..)?"),
        ("if v.len() <= i { return; } g(v[i]); h(v[i].n)", "let Some(..) = v.get(i) else { return };"),
        (
            "if i as usize >= self.v.len() { return None; } Some(self.v[i as usize])",
            "let Some(..) = self.v.get(i as usize) else { return None };",
        ),
    ],
)
def test_tells_the_way_out(body: str, cure: str) -> None:
    (finding,) = findings(f"{C}fn f(v: &[u32]) {{ {body} }}\n", "src/lib.rs", RULE)
    assert f"`{cure}`" in finding.instead


@pytest.mark.parametrize(
    "body",
    [
        "if i >= v.len() { log(); } g(v[i])",
        "if i >= v.len() { return; } v[i] = 4;",
        "if i >= v.len() { return; } g(&mut v[i]);",
        "if i >= v.len() { return; } i += 1; g(v[i]);",
        "if i >= w.len() { return; } g(v[i]);",
        "if i > v.len() { return; } g(v[i]);",
        "if i >= v.len() { return; } g(v[i]); g(v[i]); g(v[i]);",
        "if i + 1 >= v.len() { return; } g(v[i]);",
        "if i >= v.len() { g(); } else { return; } g(v[i]);",
    ],
)
def test_is_silent_where_it_is_something_else(body: str) -> None:
    assert said(f"{C}fn f(v: &mut [u32]) {{ {body} }}\n", "src/lib.rs", RULE) == []


def test_is_a_matter_of_taste_without_c() -> None:
    code = "fn f(v: &[u32], i: usize) { if i >= v.len() { return; } g(v[i]); }\n"
    assert said(code, "src/lib.rs", RULE) == [] and said(C + code, "src/lib.rs", RULE) == [f"2 {RULE}"]
