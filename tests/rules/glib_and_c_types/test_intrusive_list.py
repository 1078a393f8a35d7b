"""Cases of intrusive-list beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "intrusive-list"


def test_one_note_for_both_links() -> None:
    code = "struct Node {\n    next: *mut Node,\n    prev: *mut Node,\n    n: u8,\n}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 2 and "`Vec<Node>`" in finding.instead


def test_list_types_of_c() -> None:
    for kind in ("bindings::list_head", "hlist_node", "tailq_entry<Node>", "QTailQLink"):
        assert said(f"struct Node {{ entry: {kind} }}\n", "src/lib.rs", RULE) == [f"1 {RULE}"], kind


def test_speaks_in_place_of_raw_pointer_field() -> None:
    code = "struct Node {\n    next: *mut Node,\n    n: u8,\n}\n"
    assert said(code, "src/lib.rs", RULE, "raw-pointer-field") == [f"2 {RULE}"]


def test_links_that_own_or_lie_in_cs_layout() -> None:
    for kind in ("Option<Box<Node>>", "Option<Rc<Node>>", "Option<usize>", "Option<&'a Node>", "*mut Other"):
        assert findings(f"struct Node<'a> {{ next: {kind} }}\n", "src/lib.rs", RULE) == [], kind
    assert findings("#[repr(C)]\nstruct Node { next: *mut Node }\n", "src/lib.rs", RULE) == []
