"""Cases of as-underscore beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "as-underscore"


def test_is_only_told_on_request() -> None:
    code = "fn f(x: u64) -> u32 { x as _ }\n"
    assert said(code, "src/lib.rs") == []
    assert said(code, "src/lib.rs", RULE) == ["1 as-underscore"]


def test_is_soft_where_the_function_talks_to_c() -> None:
    (finding,) = findings("fn f(n: usize) { unsafe { libc::free_n(n as _) } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_leaves_pointers_alone() -> None:
    assert said("fn f(x: &u8) { g(x as *const _); }\n", "src/lib.rs", RULE) == []
