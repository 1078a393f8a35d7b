"""repeated-index-cast: the same element is looked up again and again, with a cast each time."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.indices_and_loops._counters import is_assigned
from review_assist.rules.indices_and_loops._loops import index_of, indexed_base, is_static_mut
from review_assist.rules.indices_and_loops._methods import indexed_list, same_in_methods
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax import rust
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import descendants, field, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_OFTEN = 3
_COMPARED = 16
"""Places, and elements, that are looked at closely; more of them say nothing new."""


@rule(
    level="note",
    confidence="medium",
    words=("as usize]",),
    message="{place} looks up `{element}` {count} times",
    ask="could {place} {cure} `{element}`, instead of looking it up {count} times?",
    why="""C repeats `a[i]` without a thought. In Rust each one is a cast and a bounds check, and a reader
        has to compare them to see that they are the same element.""",
    instead="Say it once: {advice}.",
    query="""
    [(function_item body: (block) @body) @function
     (index_expression (type_cast_expression
         value: (field_expression value: (self) field: (field_identifier) @field)
         type: (primitive_type) @type) @cast) @element]
    """,
    silent_in=(FunctionRole.CONST, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        s->timers[i].config = 0;
        s->timers[i].compare = ~0ULL;
    """,
    checks="""
        The compiler then looks up the element once, and no other code can move or change it while it is
        borrowed.
    """,
)
def repeated_index_cast(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `s->timer[n].config` is how C names a thing inside of an array, and writing it ten times in a function is
    normal: the compiler finds out that it is one address. When the index keeps its C width, every one of
    them in Rust also carries an `as usize`.

    A reference names the element once: `let timer = &mut self.timers[n as usize];`. There is one cast and one
    bounds check to look at, and the borrow checker knows that the function works on one element. The width of
    the stored index can stay what migration or hardware says it is.

    ## Keep it when
    Between the uses in one function the array itself is needed mutably, for instance by a method on `self`;
    then one reference cannot live across them, and an index is the plain answer.

    ## Known problems
    Whether the borrow checker accepts one reference depends on the calls in between, so this is a question.

    ```rust bad
    struct Bank {
        regs: [Regs; 32],
        index: u8,
    }
    struct Regs {
        config: u64,
        compare: u64,
        period: u64,
    }
    impl Bank {
        fn clear(&mut self) {
            self.regs[self.index as usize].config = 0;
            self.regs[self.index as usize].compare = u64::MAX;
            self.regs[self.index as usize].period = 0;
        }
    }
    ```
    ```rust good
    struct Bank {
        regs: [Regs; 32],
        index: u8,
    }
    struct Regs {
        config: u64,
        compare: u64,
        period: u64,
    }
    impl Bank {
        fn clear(&mut self) {
            let regs = &mut self.regs[self.index as usize];
            regs.config = 0;
            regs.compare = u64::MAX;
            regs.period = 0;
        }
    }
    ```
    ```rust good
    // Three elements, not one.
    fn median(samples: &[u32], low: u8, high: u8) -> u32 {
        let mid = (low + high) / 2;
        samples[low as usize].max(samples[mid as usize]).min(samples[high as usize])
    }
    ```
    """
    if captures.get("element") is not None:
        found = same_in_methods(captures["element"], captures["cast"], captures["field"], file)
        return (
            _hit_in_methods(found, captures, file)
            if found and text(captures["type"]) == "usize"
            else "the other methods do not look the same element up"
        )
    if "as usize]" not in text(captures["body"]):
        return "nothing in the function is indexed by a cast"
    groups: dict[str, list[Node]] = {}
    indices: dict[str, set[str]] = {}
    for node in descendants(captures["body"], "index_expression"):
        base, index = indexed_base(node), index_of(node)
        if base and index is not None:
            groups.setdefault(squeezed(text(node)), []).append(node)
            indices.setdefault(base, set()).add(squeezed(text(index)))
    often = [nodes for nodes in groups.values() if len(nodes) >= _OFTEN]
    often = [nodes for nodes in often if len(indices[indexed_base(nodes[0])]) == 1]
    for nodes in sorted(often, key=len, reverse=True)[:_COMPARED]:
        if _is_one_element(nodes, captures["body"], file):
            return _hit(nodes, captures["function"], file)
    return "no element is looked up often enough that is sure to be the same each time"


def _hit(nodes: list[Node], function: Node, file: SourceFile) -> Hit:
    element, item = file.quote(nodes[0]), _name(indexed_base(nodes[0]))
    return Hit(
        at=next((node for node in nodes if file.is_added(node)), nodes[0]),
        values={
            "place": f"`{text(function.child_by_field_name('name'))}`",
            "element": nodes[0],
            "count": str(len(nodes)),
            "cure": "bind",
            "advice": f"{_where(nodes[0])} `let {item} = &{element};`, with `&mut` if it is written to, or "
            f"without `&` for a plain number; the rest then reads `{item}`",
        },
    )


def _where(element: Node) -> str:
    """Where the index is known first."""
    cast = index_of(element)
    index = field(cast, "value") if cast is not None else None
    if index is None or index.type != "identifier":
        return "near the top"
    bound = local_binding(index)
    if bound is None:
        return "before the first of them"
    return f"below `let {text(index)}`," if bound.type == "let_declaration" else "near the top"


def _hit_in_methods(same: list[Node], captures: Captures, file: SourceFile) -> Hit:
    owner = self_type(captures["element"])
    shown = f"{indexed_list(captures['element'])}[{file.quote(captures['cast'])}]"
    return Hit(
        at=captures["element"],
        values={
            "place": f"the code of `{owner}`" if owner else "this code",
            "element": shown,
            "count": str(len(same)),
            "cure": "have one method that finds",
            "advice": f"a small method that returns `&{shown}`, and one for `&mut` if it is written to, leave one "
            "cast and one place that trusts the index",
        },
    )


def _is_one_element(nodes: list[Node], body: Node, file: SourceFile) -> bool:
    """Whether the same text means the same element: a plain index that nothing assigns and one binding gives."""
    index = index_of(nodes[0])
    if index is None or index.type != "type_cast_expression" or text(field(index, "type")) != "usize":
        return False
    if is_static_mut(indexed_base(nodes[0]), file):
        return False
    value = field(index, "value")
    shape = squeezed(text(unwrapped(value))) if value is not None else ""
    if value is None or not re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", shape):
        return False
    if any(is_assigned(body, target) for target in (shape, shape.partition(".")[0], indexed_base(nodes[0]))):
        return False
    if value.type != "identifier":
        return True
    bindings = set()
    for node in nodes[:_COMPARED]:
        cast = index_of(node)
        used = field(cast, "value") if cast is not None else None
        bound = local_binding(used) if used is not None else None
        bindings.add(bound.id if bound is not None else 0)
    return len(bindings) == 1


def _name(base: str) -> str:
    last = base.rpartition(".")[2]
    one = last[:-1] if re.search(r"[^aiuse]s$", last) else "entry"
    return "entry" if one in rust.KEYWORDS else one
