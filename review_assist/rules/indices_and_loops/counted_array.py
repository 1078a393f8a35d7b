"""counted-array: an array of fixed size and a separate number that says how much of it is used."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.rules.indices_and_loops._loops import array_length, index_of, indexed_base
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, enclosing, field, text
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile, squeezed

_HANDFUL = ("1", "2", "3", "4")
"""As many bytes as a word has: they are gathered, and no `Vec` is wanted for them."""


@rule(
    level="note",
    confidence="medium",
    words=("+= 1",),
    message="`{array}` and `{count}` together are a list that is kept by hand",
    ask="could `{array}` and `{count}` be one `Vec`, or one small type with `push` and `as_slice`?",
    why="""C cannot grow an array, so it reserves room and keeps a count. Each use has to respect the count, and
        the compiler only knows of the room.""",
    instead="""Use a `Vec` made with `Vec::with_capacity({length})` where the heap will do; where layout or
        migration needs the array, a type of its own that holds both and gives out
        the slice up to the count.""",
    query="""
    (expression_statement (assignment_expression left: (index_expression) @element)) @store
    """,
    in_c="""
        if (s->count < ARRAY_SIZE(s->items))
            s->items[s->count++] = item;
    """,
    checks="""
        The compiler then keeps the count private to one type: no other code can let it disagree with the
        elements.
    """,
)
def counted_array(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `s->items[s->n_items++] = item;` is a list in C: room for so many, and a number that says how many there are.
    Every loop has to stop at the number and not at the room, and every insertion has to ask whether there is room
    left.

    `Vec` holds both. Its slice ends where the elements end, so loops, searches and comparisons see those
    only, and `push` grows it. Where the heap is no choice, or the array is part of a layout that others know,
    a small type around the two fields keeps the same promise: one `push` that checks, one `as_slice`.

    ## Keep it when
    The array is a ring or a stack of a processor, where the number is a register by itself. A `while` that writes
    every element, as a `const fn` has to, keeps no list; an array of `MaybeUninit` with a count is the small type.
    The rule is silent on those, on an array that the caller lends, on a handful of elements, and where the same
    number is a position in another array.

    ## Known problems
    Migration or a C header may fix the two fields; the type around them still helps.

    ```rust bad
    struct Queue {
        items: [u32; 16],
        count: usize,
    }
    impl Queue {
        fn add(&mut self, item: u32) {
            self.items[self.count] = item;
            self.count += 1;
        }
    }
    ```
    ```rust good
    struct Queue {
        items: Vec<u32>,
    }
    impl Queue {
        fn add(&mut self, item: u32) {
            self.items.push(item);
        }
    }
    ```
    ```rust good
    // A ring: the number is a position.
    struct Ring {
        items: [u32; 16],
        head: usize,
    }
    impl Ring {
        fn add(&mut self, item: u32) {
            self.items[self.head] = item;
            self.head = (self.head + 1) % 16;
        }
    }
    ```
    """
    element = captures["element"]
    base, index, first = indexed_base(element), index_of(element), child(element, 0)
    if index is not None and index.type == "type_cast_expression":
        index = field(index, "value")
    after = captures["store"].next_named_sibling
    if index is None or first is None or after is None or not base:
        return "it is no element with an index, or the last statement of its block"
    count, owner = squeezed(text(index)), base.rpartition(".")[0]
    if not re.fullmatch(r"\w+\.\w+" if owner else r"[a-z_]\w*", count) or count.rpartition(".")[0] != owner:
        return "the index is no variable or field beside the array"
    if squeezed(text(after)) not in (
        f"{count}+=1;",
        f"{count}={count}+1;",
    ):
        return "the next statement does not count up"
    if _fills_all(captures["store"], count) or "MaybeUninit::new(" in text(captures["store"]):
        return "every element is written, or is `MaybeUninit`"
    length = array_length(first, file) or _local_length(first)
    if length is None or length in _HANDFUL or _is_lent(first, file):
        return "the array is lent, its length is not visible, or it is very small"
    if _is_position_elsewhere(captures["store"], base, count):
        return "the number is a position elsewhere, too"
    return Hit(at=element, values={"array": base, "count": count, "length": length})


def _fills_all(store: Node, count: str) -> bool:
    """Stands right in a `while` that counts by this number: each element is written, and none is spare."""
    loop = store.parent.parent if store.parent is not None else None
    condition = field(loop, "condition") if loop is not None and loop.type == "while_expression" else None
    return condition is not None and re.match(rf"{re.escape(count)}(<|!=)", squeezed(text(condition))) is not None


def _is_lent(base: Node, file: SourceFile) -> bool:
    """`out: &mut [u8; 64]`: the caller chose the array."""
    return base.type == "identifier" and file.names.is_reference(base)


def _is_position_elsewhere(store: Node, base: str, count: str) -> bool:
    """`lens[ORDER[self.have]]`: it counts the steps, whatever they write."""
    whole = enclosing(store, "impl_item" if "." in count else "function_item")
    return whole is not None and bool(_arrays_by_index(whole).get(count, set()) - {base})


@lru_cache(maxsize=4)
def _arrays_by_index(whole: Node) -> dict[str, set[str]]:
    """What is indexed, by what it is indexed with, a cast left out."""
    found: dict[str, set[str]] = {}
    for element in descendants(whole, "index_expression", into_functions=True):
        index = index_of(element)
        inside = field(index, "value") if index is not None and index.type == "type_cast_expression" else index
        if inside is not None:
            found.setdefault(squeezed(text(inside)), set()).add(indexed_base(element))
    return found


def _local_length(base: Node) -> str | None:
    """`32` of `let mut picked = [0u32; 32];`."""
    found = re.fullmatch(r"\[.*;\s*([\w:]+)\s*\]", text(bound_value(base)), re.DOTALL)
    return found[1] if found else None
