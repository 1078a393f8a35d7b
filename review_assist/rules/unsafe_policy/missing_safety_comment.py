"""missing-safety-comment: an `unsafe` block without a comment on why it is sound."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._unsafe import body, has_safety_comment, keyword, mentions_safety, unsafe_of
from review_assist.syntax.nodes import (
    COMMENTS,
    arguments,
    callee,
    comments_above,
    descendants,
    enclosing,
    field,
    holder_of,
    statements,
    text,
)
from review_assist.syntax.places import statement_before
from review_assist.syntax.source import Function, SourceFile

_SAYS_WHY = pattern(rb"(?<!/)//\s*(#\s*)?(SAFETY|Safety|safety(?=:))\b")
_OFTEN = 2
"""Comments of this kind in what is visible of a file that make them its custom."""
_UNCHECKED = frozenset(
    ("get_unchecked", "get_unchecked_mut", "unreachable_unchecked", "unwrap_unchecked", "assert_unchecked")
)
"""What does without a check that costs little: the reason why it need not be made is all that a reader has."""
_OWN_PROMISE = pattern(r"\bSelf::(do_)?\w+\(|\b(Box|Arc|Rc|CString|Vec)::from_raw\w*\(|\btransmute\b")
"""What needs a reason of its own, however thin the wrapper: memory that is taken back, a contract of our own."""


@rule(
    level="note",
    confidence="low",
    clippy=("undocumented_unsafe_blocks",),
    words=("unsafe",),
    message="no SAFETY comment says why this `unsafe` block{place} is sound",
    ask="could a SAFETY comment say why this `unsafe` block{place} is sound?",
    why="""A C reviewer reconstructs from the whole program why a pointer is good. Beside an `unsafe` block
        the author writes it down once, and the reviewer checks one claim instead of finding it.""",
    instead="""Put `// SAFETY: ` and the reason directly above the statement: who owns it, which lock, which
        check.""",
    query="(unsafe_block) @unsafe",
    silent_in=(FunctionRole.TEST, FileRole.TEST, FileRole.SHIM, FileRole.BUILD, FileRole.MACROS),
    needs="function",
    in_c="*p = 0;                             /* every line is like this in C */",
    checks="""
        A reader then checks the block against its reason; clippy's `undocumented_unsafe_blocks` can demand
        that there is one.
    """,
)
def missing_safety_comment(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Nobody writes down in C why a dereference is all right; there would be one comment a line. Rust reduces
    the places that need a reason to the few `unsafe` blocks, and by convention each has a comment that
    begins with `SAFETY:`. Many projects, the kernel among them, ask for it in review, and clippy can insist.

    Such a comment is addressed to the next person who changes the code. It names what must stay true: that
    the handle lives as long as the struct, that the lock is held, that the length was checked above.

    ## Keep it when
    The project does not ask for it, or the block is one call of a thin wrapper and the reason is the same
    for all of them. In files of bindings a block of a single statement is therefore passed over, unless it
    takes memory back (`Box::from_raw`), calls an `unsafe fn` of the same type, or the project wants a reason for
    each block, as the kernel does, or the file gives one for most; then the first one of several is told.

    Where the file has no such comments the rule is silent, unless the patch takes the `unsafe` off a function, or
    the block leaves out a check: `get_unchecked`, `unreachable_unchecked`. Only its author knows why.

    ## Known problems
    A comment that explains the block without the word "safety" is not recognised.

    ```rust bad path=rust/hw/char/uart/src/device.rs
    impl Fifo {
        fn peek(&self) -> u8 {
            unsafe { self.buffer.as_ptr().add(self.position).read() }
        }
    }
    ```
    ```rust good path=rust/hw/char/uart/src/device.rs
    impl Fifo {
        fn peek(&self) -> u8 {
            self.buffer[self.position]
        }
    }
    ```
    ```rust bad path=rust/chardev/src/backend.rs
    impl Snapshot {
        fn finish(&self) {
            let state = unsafe { Box::from_raw(self.state.replace(ptr::null_mut())) };
            drop(state);
        }
    }
    ```
    ```rust good path=rust/chardev/src/backend.rs
    impl Fifo {
        fn send_break(&self) {
            unsafe { bindings::backend_send_break(self.as_mut_ptr()) }
        }
    }
    ```
    """
    block = captures["unsafe"]
    function = file.function(block)
    if function is not None and function.role is FunctionRole.THUNK:
        return "a generic function that C calls is explained where it is registered"
    if _has_reason(block, file) or not file.is_visible(block):
        return "a comment gives the reason, or may and is not shown"
    place = f" in `{function.name}`" if function is not None else ""
    if _is_plain_call(block, file):
        alike = (other for other in _blocks(file.tree.root_node) if _is_bare_call(other, file))
        if next(alike, None) != block or not _explains_wrappers(file):
            return "it is a thin wrapper of one call, like others that the file has"
        place += ", the first of several," if any(alike) else ""
    names = unsafe_of(function, file) if function is not None else frozenset[str]()
    is_bare = _is_bare(block, function)
    unchecked = _unchecked(block) if is_bare else ""
    if unchecked:
        place = f" with `{unchecked}`{place}"
    is_due = bool(unchecked) or (is_bare and function is not None and function.name in file.made_safe)
    confidence: Confidence | None = "medium" if is_due or _is_custom(file.content.source) else None
    return Hit(at=keyword(block), values={"place": place}, names=names, confidence=confidence)


def _is_bare(unsafe_block: Node, function: Function | None) -> bool:
    """Whether no comment of any kind is near that may be the reason."""
    above = comments_above(function.node) if function is not None else ""
    return not (above or comments_above(unsafe_block) or any(descendants(unsafe_block, *COMMENTS)))


def _unchecked(unsafe_block: Node) -> str:
    """The name of a check that the block does without; else empty."""
    for call in descendants(unsafe_block, "call_expression"):
        name = callee(call).rpartition("::")[2].rpartition(".")[2]
        if name in _UNCHECKED and not any(_is_asked(given, unsafe_block) for given in arguments(call)):
            return name
    return ""


def _is_asked(given: Node, unsafe_block: Node) -> bool:
    """Whether a condition around the block, or an `assert!` above it, is about the index: that is the reason."""
    above = statement_before(holder_of(unsafe_block))
    if above is not None and text(above).startswith("assert") and text(given) in text(above):
        return True
    around = enclosing(unsafe_block, "if_expression", "while_expression", "function_item")
    condition = field(around, "condition") if around is not None else None
    return condition is not None and text(given) in text(condition)


@lru_cache(maxsize=4)
def _is_custom(source: bytes) -> bool:
    """Whether the file gives reasons elsewhere, as far as it is shown."""
    return len(_SAYS_WHY.findall(source)) >= _OFTEN


def _has_reason(unsafe_block: Node, file: SourceFile) -> bool:
    """A comment of its own; what stands above the function will do where no block in it has one."""
    if has_safety_comment(unsafe_block, file):
        return True
    function = enclosing(unsafe_block, "function_item")
    if function is None or not mentions_safety(comments_above(function)):
        return False
    return not any(has_safety_comment(other, file) for other in descendants(function, "unsafe_block"))


def _explains_wrappers(file: SourceFile) -> bool:
    """Whether the project gives a reason for thin wrappers too, or this file does for most of them."""
    asked = file.profile.policy.explains_unsafe
    if asked is not None:
        return asked
    plain = [block for block in _blocks(file.tree.root_node) if _is_plain_call(block, file)]
    explained = [block for block in plain if has_safety_comment(block, file)]
    return len(explained) >= _OFTEN and 2 * len(explained) > len(plain)


@lru_cache(maxsize=4)
def _blocks(root: Node) -> tuple[Node, ...]:
    return tuple(descendants(root, "unsafe_block", into_functions=True))


def _is_bare_call(unsafe_block: Node, file: SourceFile) -> bool:
    """A thin wrapper that the patch wrote without a reason."""
    is_new = file.is_added(unsafe_block) and file.is_visible(unsafe_block)
    return is_new and _is_plain_call(unsafe_block, file) and not _has_reason(unsafe_block, file)


def _is_plain_call(unsafe_block: Node, file: SourceFile) -> bool:
    """One call of C, as all the others of a file of wrappers, rather than one that has a reason of its own."""
    holder = body(unsafe_block)
    if file.role is not FileRole.BINDING or holder is None or len(statements(holder)) != 1:
        return False
    return _OWN_PROMISE.search(text(holder)) is None
