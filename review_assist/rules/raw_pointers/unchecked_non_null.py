"""unchecked-non-null: `NonNull::new_unchecked(p)`, or an assertion that `p` is not null and then a dereference."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.rules.raw_pointers._origins import is_never_null
from review_assist.rules.raw_pointers._pointers import has_safety_comment, usual_unless_at_home
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import (
    arguments,
    callee,
    descendants,
    enclosing,
    macro_name,
    method,
    receiver,
    text,
)
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_LARGE = 5000
"""Nodes of a function that is too long to be searched for every call."""


@rule(
    level="warning",
    confidence="medium",
    words=("new_unchecked", "is_null"),
    message="`{code}` {what}",
    ask="could `NonNull::new({pointer}).unwrap()` do instead of `{code}`{purpose}?",
    why="""C asserts and goes on with the same pointer, so check and use can drift apart, and a debug build's
        check is gone in the release. `NonNull::new` checks and converts in one step, in every build, and
        needs no `unsafe`.""",
    instead="""Write `NonNull::new({pointer}).unwrap()`, or `expect` with the reason: this step needs no
        `unsafe`, and what follows cannot meet a null.""",
    query="""
    (call_expression function: [(scoped_identifier) (identifier)] arguments: (arguments (_))) @call
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST, FunctionRole.TEST, FunctionRole.CONTRACT),
    in_c="""
        assert(opaque);
        use(opaque);                        /* with NDEBUG nobody checks */
    """,
    checks="At run time the null is found here, in every build; what follows has a type that cannot be null.",
)
def unchecked_non_null(captures: Captures, file: SourceFile) -> Hit | str:
    """
    An assertion is how C documents that a pointer is never NULL: `assert(p);`, and on with `p`. In a build
    without assertions nothing is left of it, and if the line is moved, nothing holds the check and the use
    together.

    `NonNull::new(p)` answers `Option<NonNull<T>>`. With `unwrap()` it panics where the assertion would, in
    release builds too, and what comes out cannot be null by its type. `NonNull::new_unchecked(p)` is for
    places where the pointer has been made from a reference a moment ago; everywhere else it trades a check
    that costs next to nothing for undefined behaviour.

    ## Keep it when
    A moment ago the pointer was made from a reference or a box, or the check is measurably too slow; a SAFETY
    comment says so.

    ## Known problems
    Where the pointer came from is only seen within the function.

    ```rust bad path=rust/hw/misc/example/src/device.rs
    fn ready(opaque: *mut c_void) -> bool {
        unsafe {
            debug_assert!(!opaque.is_null());
            NonNull::new_unchecked(opaque.cast::<Port>()).as_ref().is_ready()
        }
    }
    ```
    ```rust bad
    unsafe fn port_of(opaque: *mut Port) -> NonNull<Port> {
        unsafe { NonNull::new_unchecked(opaque) }
    }
    ```
    ```rust good
    impl Port {
        fn handle(&self) -> NonNull<Port> {
            NonNull::from(self)
        }
    }
    ```
    ```rust good
    fn pin(port: Box<Port>) -> NonNull<Port> {
        // SAFETY: a box is never null.
        unsafe { NonNull::new_unchecked(Box::into_raw(port)) }
    }
    ```
    """
    call = captures["call"]
    if re.search(r"(^|::)NonNull(::<.*>|<.*>)?::new_unchecked$", callee(call)):
        return _unchecked(call, file)
    if macro_name(call) in ("assert", "debug_assert"):
        return _asserted(call, file)
    return "it makes no `NonNull`, and asserts nothing"


def _unchecked(call: Node, file: SourceFile) -> Hit | str:
    given = arguments(call)
    if len(given) != 1 or is_never_null(given[0]):
        return "the pointer cannot be null"
    pointer = file.quote(given[0])
    return Hit(
        at=call,
        confidence=_trust(given[0], call, file),
        values={
            "code": call,
            "what": "takes it on trust that the pointer is not null",
            "pointer": pointer,
            "purpose": "",
        },
        fix=_fix(call, file),
    )


def _fix(call: Node, file: SourceFile) -> Rewrite | None:
    """The check, without the `unsafe` around the call, if neither that nor a comment says more."""
    block = call.parent
    around = block.parent if block is not None and block.type == "block" else None
    if block is None or around is None or around.type != "unsafe_block" or len(block.named_children) > 1:
        return None
    if has_safety_comment(call):
        return None
    checked = written(call, file).replace("::new_unchecked", "::new", 1)
    return Rewrite((replaced(around, f"{checked}.unwrap()"),), is_safe=False)


def _trust(given: Node, call: Node, file: SourceFile) -> Confidence:
    """Whoever asserts that the pointer is not null does not rely on what `# Safety` asks of the caller."""
    if not _is_asserted(call):
        is_known = not _was_looked_behind(given, call) and not _comes_out_of_sight(given, call, file)
        is_open = _is_bare(given) and is_known
        return usual_unless_at_home("medium" if is_open else "low", call, file)
    is_at_home = usual_unless_at_home("high", call, file) == "low"
    if is_at_home and (has_safety_comment(call) or file.role is not FileRole.LEAF):
        return "low"
    return "medium" if is_at_home else "high"


def _was_looked_behind(given: Node, call: Node) -> bool:
    """Whether the function has read through the pointer before: then a check comes too late."""
    function = enclosing(call, "function_item")
    name = re.escape(text(given))
    before = text(function)[: call.start_byte - function.start_byte] if function is not None else ""
    return re.search(rf"\(\*{name}\)\.", before) is not None


def _comes_out_of_sight(given: Node, call: Node, file: SourceFile) -> bool:
    """Whether the hunk does not show what made the pointer, which may never make a null."""
    root, function = without_casts(given), file.function(call)
    if root.type != "identifier" or function is None or function.is_whole:
        return False
    return local_binding(root) is None


def _is_bare(node: Node) -> bool:
    """A pointer by its name, as it was passed in or stored: `p`, `(*x).p`, `p.cast::<T>()`."""
    root = without_casts(node)
    return root.type == "identifier" or (root.type == "field_expression" and text(root).startswith("(*"))


def _asserted(call: Node, file: SourceFile) -> Hit | str:
    pointer = _pointer_asserted(call)
    function = enclosing(call, "function_item")
    if pointer is None or function is None or function.descendant_count > _LARGE:
        return "it does not assert that a pointer is not null"
    if "NonNull::" in text(function) or not _is_used_raw(text(pointer), call, function):
        return "the function reads nothing through the pointer afterwards"
    quoted, usual = file.quote(pointer), _confidence(call, file)
    return Hit(
        at=call,
        confidence=usual_unless_at_home(usual, call, file),
        values={
            "code": call,
            "what": f"checks `{quoted}`, which then is used as the raw pointer that it was",
            "pointer": pointer,
            "purpose": ", for check and conversion in one",
        },
    )


def _confidence(call: Node, file: SourceFile) -> Confidence:
    """What `assert!` checks is checked in every build, so all that is left to win is the `unsafe`."""
    function = file.function(call)
    if macro_name(call) == "assert":
        return "low"
    return "medium" if function is not None and function.is_whole else "low"


def _pointer_asserted(call: Node) -> Node | None:
    """`p` of `assert!(!p.is_null())`."""
    given = arguments(call)
    if not given or given[0].type != "unary_expression" or not text(given[0]).startswith("!"):
        return None
    inner = given[0].named_children[0] if given[0].named_children else call
    return receiver(inner) if inner.type == "call_expression" and method(inner) == "is_null" else None


def _is_asserted(call: Node) -> bool:
    """Whether an assertion about null stands in the same function, so that the author wants the check."""
    function = enclosing(call, "function_item")
    if function is None or function.descendant_count > _LARGE:
        return False
    calls = descendants(function, "call_expression")
    return any(macro_name(c) in ("assert", "debug_assert") and _pointer_asserted(c) is not None for c in calls)


def _is_used_raw(name: str, call: Node, function: Node) -> bool:
    """Whether the function reads through the pointer after the assertion."""
    for node in descendants(function, "unary_expression"):
        if node.start_byte > call.end_byte and re.match(rf"\*\s*\(?{re.escape(name)}\b", text(node)):
            return True
    return False
