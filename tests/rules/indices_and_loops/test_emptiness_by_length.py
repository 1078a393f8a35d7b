"""Cases of emptiness-by-length beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "emptiness-by-length"
C = "use libc::c_int;\n"


@pytest.mark.parametrize(
    ("test", "better"),
    [
        ("v.len() == 0", "v.is_empty()"),
        ("v.len() < 1", "v.is_empty()"),
        ("self.v.len() > 0", "!self.v.is_empty()"),
        ("get(a).len() >= 1", "!get(a).is_empty()"),
        ("v.len() != 0", "!v.is_empty()"),
    ],
)
def test_names_the_method(test: str, better: str) -> None:
    (finding,) = findings(f"{C}fn f() {{\n    if {test} {{}}\n}}\n", "src/lib.rs", RULE)
    assert finding.line == 3 and finding.instead == f"Write `{better}`."


@pytest.mark.parametrize(
    "test", ["v.len() == 1", "v.len() > 1", "v.len() <= 1", "v.len(0) == 0", "len() == 0", "n == 0"]
)
def test_is_silent_on_a_length_that_is_meant(test: str) -> None:
    assert said(f"{C}fn f() {{ if {test} {{}} }}\n", "src/lib.rs", RULE) == []


def test_where_is_empty_is_defined_or_missing() -> None:
    counts = "impl Ring {\n    fn len(&self) -> usize { self.n }\nHERE}\n"
    own = C + counts.replace("HERE", "    fn f(&self) -> bool { self.len() == 0 }\n")
    assert said(own, "src/lib.rs", RULE) == []
    assert said(own.replace("fn f", "fn is_empty"), "src/lib.rs", RULE) == []
    use = C + "fn f(ring: &Ring, names: &[u8]) -> bool {\n    KIND.len() == 0\n}\n"
    assert said(use.replace("KIND", "ring") + counts.replace("HERE", ""), "src/lib.rs", RULE) == []
    assert said(use.replace("KIND", "names") + counts.replace("HERE", ""), "src/lib.rs", RULE) == [f"3 {RULE}"]
    both = counts.replace("HERE", "    fn is_empty(&self) -> bool { self.n == 0 }\n")
    assert said(use.replace("KIND", "ring") + both, "src/lib.rs", RULE) == [f"3 {RULE}"]


def test_is_low_where_nothing_comes_from_c() -> None:
    (finding,) = findings("fn f(v: &[u8]) -> bool { v.len() == 0 }\n", "src/lib.rs", RULE)
    assert finding.confidence == "low"


def test_what_may_have_no_is_empty() -> None:
    for owner in ("f.metadata()?", "meta", "std::env::args()", "v.chunks(4)", "s.iter()"):
        assert said(f"{C}fn f() {{ if {owner}.len() == 0 {{}} }}\n", "src/lib.rs", RULE) == [], owner
