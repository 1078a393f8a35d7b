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


def test_a_head_names_the_elements_of_its_list() -> None:
    code = "struct Window {\n    panes: tailq_head<Pane>,\n    entry: tailq_entry<Window>,\n}\n"
    head, link = findings(code, "src/lib.rs", RULE)
    assert head.question == "could a collection own the `Pane`s, instead of the head of a list in `panes`?"
    assert link.question == "could a collection own the `Window`s, instead of the links in `entry`?"


def test_one_note_for_all_lists_that_an_element_is_in() -> None:
    code = """struct Pane {
    /// Of all panes.
    entry: tailq_entry<Pane>,
    /// Of those that were visited.
    recent: tailq_entry<Pane>,
}
"""
    assert said(code, "src/lib.rs", RULE) == [f"3 {RULE}"]
