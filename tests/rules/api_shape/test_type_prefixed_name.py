"""Cases of type-prefixed-name beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "type-prefixed-name"


def test_names_the_short_name() -> None:
    (finding,) = findings("impl PacketQueue { fn packet_queue_push(&mut self) {} }\n", "src/lib.rs", RULE)
    assert "`push`" in finding.instead and "`PacketQueue::packet_queue_push`" in finding.message


def test_a_short_name_that_is_taken() -> None:
    assert said("impl Q { fn q_push(&mut self) {}\nfn push(&mut self) {} }\n", "src/lib.rs", RULE) == []


def test_what_a_thing_has_rather_than_does() -> None:
    for method in ("node_id", "node_kind", "node_at", "nodes", "node_1", "node_move"):
        assert said(f"impl Node {{ fn {method}(&self) {{}} }}\n", "src/lib.rs", RULE) == [], method


def test_a_trait_names_its_methods() -> None:
    assert said("impl Push for Queue { fn queue_push(&mut self) {} }\n", "src/lib.rs", RULE) == []
