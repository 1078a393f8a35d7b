"""Cases of called-twice-for-value beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "called-twice-for-value"


@pytest.mark.parametrize(
    "body",
    [
        "if let Ok(_) = parse(s.clone()) { let t = parse(s)?; }",
        "if let Ok(_) = is_next(s.clone(), c) { let (t, _) = is_next(s, c)?; s = t; }",
        "if let Some(_) = map.get(&key) { put(map.get(&key).unwrap()); }",
        "if map.get(&key).is_some() { put(map.get(&key).unwrap()); }",
        'if find(a, b).is_ok() { log(); return find(a, b).expect("found"); }',
    ],
)
def test_asks_by_calling(body: str) -> None:
    (finding,) = findings(f"fn f() -> R {{ {body} }}\n", "src/lib.rs", RULE)
    assert "keep the value of the first call" in finding.question


@pytest.mark.parametrize(
    "body",
    [
        "if let Ok(t) = parse(s.clone()) { let t = parse(s)?; }",
        "if let Ok(_) = parse(s) { let t = parse(other)?; }",
        "if let Ok(_) = parse(s) { s = next(s); let t = parse(s)?; }",
        "if let Ok(_) = parse(s) { let t = parse(s); }",
        "if it.next().is_some() { put(it.next().unwrap()); }",
        "if queue.try_recv().is_ok() { put(queue.try_recv().unwrap()); }",
        "if map.get(&key).is_none() { put(map.get(&key).unwrap()); }",
        "if a.b.is_some() { put(a.b.unwrap()); }",
    ],
)
def test_asks_once_or_for_something_else(body: str) -> None:
    assert said(f"fn f() -> R {{ {body} }}\n", "src/lib.rs", RULE) == []
