"""forgotten-value: `mem::forget` silences the owner of what a pointer or a descriptor still stands for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, is_in_unsafe, text
from review_assist.syntax.scopes import bound_value, local_binding
from review_assist.syntax.source import SourceFile

_BORROWED = (
    ("CString", "`CStr`, which only borrows,"),
    ("raw_fd", "`BorrowedFd`, which only borrows,"),
    ("raw_handle", "`BorrowedHandle`, which only borrows,"),
    ("raw_socket", "`BorrowedSocket`, which only borrows,"),
    ("from_raw_parts", "a slice, which only borrows,"),
    ("", "a reference, made of the pointer with `as_ref()` or `&*`,"),
)
"""What to make of a pointer that has another owner, by a part of the call that takes it over."""
_FROM_RAW = pattern(r"\b(from_raw|from_raw_parts|from_raw_fd|from_raw_handle|from_raw_socket)$")
_OF_POINTER = pattern(r"(^|[.:_])(ptr_(in)?to_\w+|from_\w*ptr)$")
"""The same by a name of the project, in unsafe code."""
_BY_VALUE = pattern(r"\(\s*(mut\s+)?self\b")
_TAKES_OUT = pattern(
    rb"\blet\s+(mut\s+)?\w+\s*=\s*(?:unsafe\s*\{\s*)?(?:(?:std|core)::)?(?:ptr::read\(\s*&)?self\.\w+"
)
_LENDS = pattern(rb"(?<![\w.])(\w+)\s*\.\s*as_(?:(?:mut_)?ptr|raw_\w+)\(")


@rule(
    level="warning",
    confidence="medium",
    words=("forget(",),
    clippy=("mem_forget",),
    message="`{value}` {story}, and `mem::forget` is to keep its `Drop` from running",
    ask="could {better} take the place of `mem::forget({value})`?",
    why="""An owner that is silenced at the end is an owner until then: whatever returns or panics before that
        line frees or closes what somebody else still uses. C has no owner that could, so there the order of
        the two steps does not matter.""",
    instead="Use {better} and nothing has to be forgotten. {reason}.",
    query="""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      arguments: (arguments . [(identifier) (self)] @value .) (#eq? @name "forget")) @call
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="char *raw = g_steal_pointer(&name); /* somebody else frees it */",
    checks="""
        The compiler then follows the hand-over: the old name cannot be used again, and nothing is freed
        twice.
    """,
)
def forgotten_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    To hand a buffer over in C one passes the pointer and stops using it. In Rust the owner would still free
    it at the end of the function, so the first thing that works is `as_ptr()` followed by `mem::forget`.

    The standard library has calls that do both at once and say so. `Box::into_raw` and `CString::into_raw`
    consume the owner and return the pointer; `into_raw_fd` does the same for a file. The twin `from_raw` takes
    it back, and a reader can search for the pair. To look at something that belongs to another owner there
    are borrowing types, `CStr`, slices, `BorrowedFd`, that never free, so nothing has to be forgotten. The
    compiler then checks that the value is not used after it was given away.

    ## Keep it when
    The value's `Drop` must not run on purpose and no pointer to its inside is around, as with a guard that
    has been defused: this is not reported.

    ## Known problems
    Only the function itself is looked at.

    ```rust bad
    fn export(name: CString) -> *const i8 {
        let raw = name.as_ptr();
        std::mem::forget(name);
        raw
    }
    ```
    ```rust good
    fn export(name: CString) -> *mut i8 {
        name.into_raw()
    }
    ```
    ```rust good
    // The guard is defused; nothing points into it.
    fn commit(guard: Rollback) {
        std::mem::forget(guard);
    }
    ```
    """
    value, function = captures["value"], file.function(captures["call"])
    if function is None or "mem" not in file.names.resolve(callee(captures["call"])):
        return "it is not `mem::forget`"
    if value.type == "self":
        return _of_self(captures, function.node)
    given = bound_value(value)
    if given is not None and (taken := _taken_from_raw(given)):
        better = next(cure for end, cure in _BORROWED if end in taken)
        reason = "Or put it into a `ManuallyDrop` from the start, so that no path can free what another owns"
        return _hit(captures, f"was made by `{taken}` from something that has another owner", better, reason)
    if not _lends(function.node, captures["call"], value):
        return "nothing that the value stands for was lent out before"
    better = "a call that gives the owner up, such as `into_raw` or `into_raw_fd`,"
    reason = "A `Vec` becomes a `Box<[T]>` first"
    return _hit(captures, "has lent out its pointer or descriptor", better, reason)


def _of_self(captures: Captures, function: Node) -> Hit | str:
    """`let p = self.p; mem::forget(self); p`: an owner that gives away what it has."""
    parameters = function.child_by_field_name("parameters")
    before = (function.text or b"")[: captures["call"].start_byte - function.start_byte]
    if parameters is None or not _BY_VALUE.match(text(parameters)) or not _TAKES_OUT.search(before):
        return "it gives no pointer of itself away before"
    reason = "What returns or panics in between then frees nothing"
    hit = _hit(captures, "has given its pointer away", "a `ManuallyDrop::new(self)` at the start", reason)
    return replace(hit, level="note", confidence="low")  # a style of its own, and a common one


def _hit(captures: Captures, story: str, better: str, reason: str) -> Hit:
    values = {"value": text(captures["value"]), "story": story, "better": better, "reason": reason}
    return Hit(at=captures["call"], values={**values})


def _taken_from_raw(given: Node) -> str:
    """`File::from_raw_fd()` of `unsafe { File::from_raw_fd(fd) }`; empty for any other value."""
    node: Node | None = given
    while node is not None and node.type in ("unsafe_block", "block", "parenthesized_expression"):
        node = node.named_children[-1] if node.named_children else None
    if node is None or node.type != "call_expression":
        return ""
    is_raw = _FROM_RAW.search(callee(node)) or (is_in_unsafe(node) and _OF_POINTER.search(callee(node)))
    return f"{callee(node)}()" if is_raw else ""


def _lends(function: Node, call: Node, value: Node) -> bool:
    """Whether the function calls `as_ptr` or the like on the variable before it forgets it."""
    places = _lendings(function).get(text(value).encode(), [])
    index = bisect_left(places, call.start_byte)
    if index == 0:
        return False
    use = function.named_descendant_for_byte_range(places[index - 1], places[index - 1] + 1)
    return use is not None and local_binding(use) == local_binding(value)


@lru_cache(maxsize=64)
def _lendings(function: Node) -> dict[bytes, list[int]]:
    """Where the function calls `x.as_ptr()` or the like, by the variable's name."""
    found: dict[bytes, list[int]] = {}
    for match in _LENDS.finditer(function.text or b""):
        found.setdefault(match[1], []).append(function.start_byte + match.start())
    return found
