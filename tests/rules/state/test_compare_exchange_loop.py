"""Cases of compare-exchange-loop beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "compare-exchange-loop"


@pytest.mark.parametrize(
    "loop",
    [
        "while let Err(x) = a.compare_exchange(old, f(old), R, A) { old = x; }",
        "loop { match a.compare_exchange_weak(old, f(old), R, A) { Ok(_) => break, Err(x) => old = x } }",
        "loop { match a.compare_exchange(old, f(old), R, A) { Err(x) => { old = x; } Ok(_) => { break } } }",
        "loop { let n = f(old); match a.compare_exchange(old, n, R, A) { Ok(_) => return n, Err(x) => old = x } }",
    ],
)
def test_writes_the_call(loop: str) -> None:
    code = f"fn g(a: &AtomicU32) -> u32 {{ let mut old = a.load(R); {loop} old }}\n".replace("{ break }", "break,")
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "`a.fetch_update(R, A, |old| Some(f(old)))`" in finding.instead


@pytest.mark.parametrize(
    "loop",
    [
        "loop { match a.compare_exchange(old, f(old)?, R, A) { Ok(_) => break, Err(x) => old = x } }",
        "loop { match a.compare_exchange(0, 1, R, A) { Ok(_) => break, Err(x) => old = x } }",
        "loop { match a.compare_exchange(old, 1, R, A) { Ok(_) => break, Err(x) => { tries += 1; old = x; } } }",
        "loop { match a.compare_exchange(old, 1, R, A) { Ok(_) => done(), Err(x) => old = x } }",
        "while a.compare_exchange(false, true, R, A).is_err() { spin_loop(); }",
        "while let Err(x) = a.try_lock(old, f(old), R, A) { old = x; }",
    ],
)
def test_is_silent_on_loops_that_do_more(loop: str) -> None:
    code = f"fn g(a: &AtomicU32) -> u32 {{ let mut old = a.load(R); {loop} old }}\n"
    assert said(code, "src/a.rs", RULE) == []
