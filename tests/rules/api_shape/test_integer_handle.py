"""Cases of integer-handle beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "integer-handle"
USES = "fn f(a: PaneId) {}\nfn g(a: PaneId, b: u8) {}\n"


def test_is_shown_on_request_only() -> None:
    code = "type PaneId = u32;\n" + USES
    assert len(findings(code, "src/lib.rs", RULE)) == 1
    assert said(code, "src/lib.rs") == []


def test_a_type_that_a_trait_asks_for() -> None:
    assert findings("impl T for A { type PaneId = u32; }\n" + USES, "src/lib.rs", RULE) == []


def test_addresses_and_sizes_are_to_be_computed_with() -> None:
    code = "pub type hwaddr = u64;\nfn f(a: hwaddr) {}\nfn g(a: hwaddr) {}\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_a_name_that_is_hardly_used() -> None:
    assert findings("type PaneId = u32;\nfn f(a: PaneId) {}\n", "src/lib.rs", RULE) == []
