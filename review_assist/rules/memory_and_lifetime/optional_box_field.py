"""optional-box-field: an `Option<Box<T>>` field that is unwrapped at every use."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import begins_with_parent
from review_assist.syntax.nodes import enclosing, method, text
from review_assist.syntax.source import SourceFile

_BORROWS = frozenset(("as_ref", "as_mut", "as_deref", "as_deref_mut"))
_TRUSTS = frozenset(("unwrap", "expect", "unwrap_unchecked"))


@rule(
    level="warning",
    confidence="high",
    needs="file",
    words=("Option<Box<",),
    message="`{field}` may be `None` by its type, but {reads} it",
    ask="could `{field}` be {better}, as whoever reads it unwraps it?",
    why="""A pointer member that is set up later is NULL until then, and `Option<Box<T>>` says the same in
        Rust. Where the code knows that it is set, the type can know it too, and each `unwrap()`
        disappears.""",
    instead="""Hold {better}, made together with `{struct}`. If it must come later, let the step that makes
        it return the finished object.""",
    query="""
    (struct_item name: (type_identifier) @struct body: (field_declaration_list
      (field_declaration name: (field_identifier) @name type: (generic_type) @type) @field)) @item
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c="""
        s->timer = NULL;                    /* until realize */
        timer_mod(s->timer, 10);            /* set by now? */
    """,
    checks="""
        The compiler then knows that the object is there: no reader of the field has a case in which it is
        not.
    """,
)
def optional_box_field(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `QEMUTimer *timer;` in a C struct starts as NULL and is allocated by the init function. Word for word this
    is `Option<Box<Timer>>`, set to `Some` in one place and unwrapped in all others.

    The type then says less than the author knows. Each use has a panic in it that never happens, a reviewer
    asks each time whether it can, and the value is an allocation away from the struct it belongs to. A field
    of type `Timer`, made when the struct is made, needs no question and no allocation; `Box<Timer>` keeps the
    allocation where the value is large or must not move. The compiler then checks once, at the constructor,
    that the value is there.

    ## Keep it when
    The value really comes and goes, or it is made on demand: then some place matches on it rather than
    unwrapping it, and nothing is said.

    ## Known problems
    Uses in other files are not seen.

    ```rust bad
    struct Counter {
        timer: Option<Box<Timer>>,
    }

    impl Counter {
        fn start(&self) {
            self.timer.as_ref().unwrap().modify(10);
        }

        fn stop(&self) {
            self.timer.as_ref().unwrap().delete();
        }
    }
    ```
    ```rust good
    struct Counter {
        timer: Timer,
    }

    impl Counter {
        fn start(&self) {
            self.timer.modify(10);
        }

        fn stop(&self) {
            self.timer.delete();
        }
    }
    ```
    ```rust good
    // There may be none, and the code asks.
    struct Counter {
        timer: Option<Box<Timer>>,
    }

    impl Counter {
        fn start(&self) {
            if let Some(timer) = &self.timer {
                timer.modify(10);
            }
        }

        fn restart(&self) {
            self.timer.as_ref().unwrap().modify(10);
            self.timer.as_ref().unwrap().modify(20);
        }
    }
    ```
    """
    boxed = re.fullmatch(r"Option<\s*Box<\s*(.+?),?\s*>\s*>", " ".join(text(captures["type"]).split()))
    owner, name = text(captures["struct"]), text(captures["name"])
    if boxed is None or re.match(rf"{re.escape(owner)}\b", boxed[1]) or len(file.names.fields.get(name, ())) > 1:
        return "the type is no `Option<Box<..>>`, or a link of a list"
    reads = [_is_trusting(use) for use in file.names.uses.get(name, ()) if _is_read(use)]
    if len(reads) < (1 if _is_object(captures["item"], file) else 2) or not all(reads):
        return "not every use of it unwraps"
    is_unsized = boxed[1].startswith(("dyn ", "[")) or boxed[1] == "str"
    better = f"a `Box<{boxed[1][:50]}>`" if is_unsized else f"a `{boxed[1][:50]}`, or a `Box` of one"
    return Hit(
        at=captures["field"],
        values={"field": name, "struct": owner, "reads": _reads(len(reads)), "better": better},
    )


def _is_object(item: Node, file: SourceFile) -> bool:
    """Whether it is an object of QOM in its device, where a timer that is made in realize is never absent."""
    return file.is_device and begins_with_parent(item)


def _reads(count: int) -> str:
    return (
        "the only place that reads it unwraps"
        if count == 1
        else f"each of the {count} places that read it unwraps"
    )


def _is_read(use: Node) -> bool:
    """An access to the field, but neither its declaration, nor a value in an initialiser, nor `x.f = ...`."""
    access = use.parent
    if access is None or access.type != "field_expression":
        return enclosing(use, "token_tree") is not None
    parent = access.parent
    is_written = parent is not None and parent.type == "assignment_expression"
    return not (is_written and parent is not None and parent.child_by_field_name("left") == access)


def _is_trusting(use: Node) -> bool:
    """`x.f.as_ref().unwrap()`"""
    borrow = _call_on(use.parent)
    if borrow is None or method(borrow) not in _BORROWS:
        return False
    trust = _call_on(borrow)
    return trust is not None and method(trust) in _TRUSTS


def _call_on(value: Node | None) -> Node | None:
    """The method call whose receiver is this expression."""
    access = value.parent if value is not None else None
    call = access.parent if access is not None and access.type == "field_expression" else None
    if access is None or access.child_by_field_name("value") != value:
        return None
    return call if call is not None and call.type == "call_expression" else None
