"""Bodies of `macro_rules!` arms are read as code, each thing in its place."""

from __future__ import annotations

import pytest

from review_assist.syntax import rust
from review_assist.syntax.macro_bodies import open_bodies
from review_assist.syntax.nodes import descendants


def opened(code: str) -> list[str]:
    """What the bodies look like to the parser, without the blanks around them."""
    source = code.encode()
    trees = open_bodies(rust.parse(source), source, range(code.count("\n") + 1))
    return [" ".join((tree.root_node.text or b"").decode().split()) for tree in trees]


@pytest.mark.parametrize(
    ("arm", "code"),
    [
        ("($x:expr) => { f($x) }", "{ f(_x) }"),
        ("($($x:expr),* $(,)?) => { [$($x),*, $crate::END] }", "{ [ _x , crate::END] }"),
        ("($v:vis $n:ident, $t:ty) => { $v static $n: $t = 0; }", "{ static _n: _t = 0; }"),
        ("($(#[$a:meta])* $b:block) => { $(#[$a])* fn f() $b }", "{ #[_a] fn f() {} }"),
        ("($x:expr) => ($x + 1)", "{_x + 1}"),
        ("() => {{ let x = 1; x }};", "{{ let x = 1; x }}"),
    ],
)
def test_what_is_bound_has_a_stand_in(arm: str, code: str) -> None:
    assert opened(f"macro_rules! m {{ {arm} }}\n") == [code]


def test_nodes_have_their_places_in_the_file() -> None:
    source = "// é\nmacro_rules! m {\n    () => {\n        static mut COUNT: u32 = 0;\n    };\n}\n".encode()
    (tree,) = open_bodies(rust.parse(source), source, {3})
    (item,) = descendants(tree.root_node, "static_item")
    assert source[item.start_byte : item.end_byte] == b"static mut COUNT: u32 = 0;"
    assert item.start_point == (3, 8)


def test_a_body_that_is_no_code_by_itself_is_left_out() -> None:
    assert opened("macro_rules! m { ($x:expr) => { 1 => $x, } }\n") == []
    assert opened("macro_rules! m { ($op:tt) => { a $op b } ($x:expr) => { $x } }\n") == ["{ _x }"]


def test_only_arms_that_were_written_are_opened() -> None:
    source = b"macro_rules! m {\n    (a) => { 1 };\n    (b) => { 2 };\n}\n"
    assert len(open_bodies(rust.parse(source), source, {2})) == 1
    assert open_bodies(rust.parse(source), source, {0}) == ()
