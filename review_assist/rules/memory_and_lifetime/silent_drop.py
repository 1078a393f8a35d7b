"""silent-drop: `let _ = unsafe { Box::from_raw(p) };`, a value taken back only so that it goes."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import comments_above, field, statements, text
from review_assist.syntax.source import SourceFile

_OWNER = pattern(r"(?:\w+::)*(?:Pin::<)?\w*(?:Box|Rc|Arc|ARef|Vec|CString|Owned|OwnedFd)(?:<.*>)?")
"""Types whose `from_raw` takes something back, and does not merely look at it."""
_SAYS_SO = pattern(r"(?i)\b(drop|free|releas|unref|dealloc|destroy|reclaim)")


@rule(
    level="note",
    confidence="high",
    words=("::from_raw", "::from_foreign"),
    message="what `{call}` takes back is dropped on this line, and nothing says so",
    ask="is `{call}` there to drop the value, and could `drop(..)` around it say so?",
    why="""In C the word is `free`. Here a value is made again and thrown away in the same statement: to a reader
        the line looks like one whose result does not matter.""",
    instead="Write `{cure}`.",
    query="""
    (call_expression function: (scoped_identifier path: (_) @owner name: (identifier) @taker)
      (#any-of? @taker "from_raw" "from_raw_parts" "from_raw_fd" "from_foreign")) @call
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="kfree(data);",
    checks="A reader then finds what frees the value by the word; `drop` takes it, and the compiler sees it gone.",
)
def silent_drop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    What C frees with a call of that name, Rust frees where its owner goes. A pointer that was given away with
    `into_raw` or `into_foreign` becomes an owner again by `from_raw`, and if nobody wants it, the owner goes at
    once: the call that reads "make a box of this pointer" is the one that frees it.

    `let _ = ..` is how Rust says that a result is of no interest, and `unsafe { .. };` looks like a call for its
    effect. Both hide that this line is the end of the value. `drop(unsafe { Box::from_raw(p) })` does the same and
    has the word in it. The documentation of the standard library asks for it, and so do reviewers.

    ## Keep it when
    The value is only looked at, and another owner keeps it: then it must not be dropped here at all.

    ## Known problems
    The owners are known by the names of their types; `from_foreign` is the kernel's word for it.

    ```rust bad
    unsafe extern "C" fn on_close(data: *mut c_void) {
        // SAFETY: `data` came from `Box::into_raw` in `register`, and C forgets it.
        let _ = unsafe { Box::from_raw(data.cast::<State>()) };
    }
    ```
    ```rust good
    unsafe extern "C" fn on_close(data: *mut c_void) {
        // SAFETY: `data` came from `Box::into_raw` in `register`, and C forgets it.
        drop(unsafe { Box::from_raw(data.cast::<State>()) });
    }
    ```
    ```rust good
    // It is taken back to be used.
    unsafe extern "C" fn finish(data: *mut c_void) {
        // SAFETY: `data` came from `Box::into_raw` in `register`, and C forgets it.
        let state = unsafe { Box::from_raw(data.cast::<State>()) };
        state.report();
    }
    ```
    """
    call = captures["call"]
    if text(captures["taker"]) != "from_foreign" and not _OWNER.fullmatch(_plain(text(captures["owner"]))):
        return "the type is not known to take something back"
    value = _outermost(call)
    place = value.parent
    if place is None or not _is_thrown_away(value, place):
        return "the value is used"
    if _SAYS_SO.search(comments_above(call)) or _SAYS_SO.search(comments_above(place)):
        return "a comment says that it goes"
    function = file.function(call)
    if function is not None and _SAYS_SO.search(function.name.replace("_", " ")):
        return "the function's name says that it goes"
    statement = value if place.type == "expression_statement" else place
    end = ";" if text(statement).endswith(";") else ""
    drop = "core::mem::drop" if "drop" in file.names.functions else "drop"
    fix = Rewrite((replaced(statement, f"{drop}({written(value, file)}){end}"),), is_safe=True)
    values: dict[str, Node | str] = {"call": call, "cure": f"{drop}({file.quote(value, 50)})"}
    return Hit(at=call, values=values, fix=fix)


def _plain(path: str) -> str:
    """`Arc<T>` of `Arc::<T>` and of `<Arc<T>>`."""
    path = re.sub(r"\s|(?<=\w)::(?=<)", "", path)
    return path[1:-1] if path.startswith("<") else path


def _outermost(call: Node) -> Node:
    """`unsafe { .. }` of which the call is the whole value; the call itself if it stands among other code."""
    node = call
    while node.parent is not None:
        around = node.parent
        if around.type == "block" and statements(around) == [node] and around.parent is not None:
            if around.parent.type != "unsafe_block" or around.named_children[-1] != node:
                return node
            node = around.parent
        elif around.type == "parenthesized_expression":
            node = around
        else:
            return node
    return node


def _is_thrown_away(value: Node, place: Node) -> bool:
    """A statement of its own, or the value of `let _`."""
    if place.type == "expression_statement":
        after = place.next_sibling
        return place.children[-1].type == ";" or (after is not None and after.type == "empty_statement")
    if place.type == "let_declaration":
        return text(field(place, "pattern")) == "_" and field(place, "type") is None
    return place.type == "assignment_expression" and text(field(place, "left")) == "_"
