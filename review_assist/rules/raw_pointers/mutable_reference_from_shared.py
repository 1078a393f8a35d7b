"""mutable-reference-from-shared: `fn inner(&self) -> &mut T`, a writable reference out of a shared one."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import child, descendants, field, is_mutable, method, receiver, text
from review_assist.syntax.source import Function, SourceFile

_MUTABLE = pattern(r"^(Option<|Result<)?&\s*('\w+\s+)?mut\b")
_SHARED_ONLY = pattern(r"^&\s*('\w+\s+)?(?!mut\b|')")
_CELL = pattern(r"\b(UnsafeCell|Opaque|RefCell|Mutex|RwLock|BqlRefCell|SyncUnsafeCell|ThreadLocal|GhostCell)\b")
_COUNTS = pattern(r"(\w+::)*(Bql)?RefCell<")
_HANDS_OUT_NEW = pattern(r"(^|_)(alloc\w*|new|create|make|insert|push|pop|next|take|intern|leak|lock|borrow)(_|$)")
"""An arena or a lock gives each caller an object of its own."""


@rule(
    level="error",
    confidence="medium",
    clippy=("mut_from_ref",),
    words=("&mut ", "mut "),
    message="`{function}` makes a `{type}` out of {source}, so two callers can hold one each at the same time",
    ask="what keeps two callers of `{function}` from holding a `{type}` each at the same time?",
    why="""In C a getter hands out a pointer, and whoever has it may write. In Rust `&mut` says that nobody else
        has a reference meanwhile, but {source} can be used again while the first result is alive: two of them
        are undefined behaviour.""",
    instead="""Take `&mut self` if the caller can have it; else put what changes in a `Cell`, a `RefCell` or behind
        a lock, and return its guard.""",
    query="(function_item parameters: (parameters) @parameters return_type: (_) @type) @function",
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FileRole.TEST, FunctionRole.TEST, FunctionRole.CONTRACT),
    in_c="""
        struct regs *get_regs(const struct dev *d)
        {{ return (struct regs *)&d->regs; }}
    """,
    checks="The compiler then refuses a second reference while the first is used, or the cell does at run time.",
)
def mutable_reference_from_shared(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A getter in C returns a pointer to a part of the object, and the caller may read and write through it. How many
    such pointers are around at one time does not matter to the compiler.

    In Rust the result of `fn regs(&self) -> &mut Regs` borrows from a shared reference. The caller still has
    `self`, and can call `regs()` again, from here or from another thread: then there are two `&mut` to the same
    place. Each promises that it is the only one, and the optimiser believes both. The signature is safe, so nobody
    at the call sees that there is something to watch.

    ## Keep it when
    Every call makes a new object, as an arena does, or a flag inside is checked before the reference is made. If
    the caller has to see to it, the function is `unsafe` and says so in `# Safety`.

    ## Known problems
    Whether the struct keeps a count of what it handed out cannot be seen from the signature. A cell that does is
    taken for one, unless `as_ptr()` goes round its count.

    ```rust bad
    impl Device {
        fn regs(&self) -> &mut Regs {
            unsafe { &mut *self.regs }
        }
    }
    ```
    ```rust good
    impl Device {
        fn regs(&mut self) -> &mut Regs {
            &mut self.regs
        }
    }
    ```
    ```rust good
    // Two references come in, and the writable one goes out.
    fn pick<'a>(names: &[String], regs: &'a mut Regs) -> &'a mut Regs {
        regs.used = names.len();
        regs
    }
    ```
    """
    function, written = file.function(captures["function"]), text(captures["type"])
    if function is None:
        return "the function is not shown"
    if function.is_unsafe:
        return "the function is `unsafe`: its caller answers for it"
    if function.is_trait_method:
        return "the trait gives the signature"
    if not _MUTABLE.search(written):
        return "the result lets nobody write"
    body = field(function.node, "body")
    if body is None or "MaybeUninit<" in text(captures["type"]):
        return "memory that holds nothing yet is fresh"
    is_checked = _HANDS_OUT_NEW.search(function.name) or _CELL.search(text(body)) or _is_cell(function, file)
    source = _source(captures["parameters"])
    if source is None or not _makes_it_here(body) or (is_checked and not _goes_round_cell(body, file)):
        return "something writable comes in, nothing unsafe makes the result, or it is new or in a cell"
    return Hit(at=captures["type"], values={"function": function.name, "type": captures["type"], "source": source})


def _source(parameters: Node) -> str | None:
    """The shared reference that the result is made of; None if something writable comes in, or nothing does."""
    found = None
    for parameter in parameters.named_children:
        written = text(parameter)
        kind = written if parameter.type == "self_parameter" else text(field(parameter, "type"))
        if re.search(r"\bmut\b", written) or written == "self":
            return None
        if parameter.type == "self_parameter" and kind.startswith("&"):
            found = "`&self`"
        elif found is None and _SHARED_ONLY.match(kind) and not kind.startswith(("&str", "&[", "&CStr", "&Path")):
            found = f"`{text(field(parameter, 'pattern'))}: {text(field(parameter, 'type'))}`"
        elif kind.startswith(("Pin<", "impl", "NonNull<", "Box<")) or "Guard" in kind:
            return None
    return found


def _makes_it_here(body: Node) -> bool:
    """Whether the body has the `unsafe` without which there is no such reference."""
    return next(descendants(body, "unsafe_block"), None) is not None


def _goes_round_cell(body: Node, file: SourceFile) -> bool:
    """`&mut *self.regs.as_ptr()` of a cell that counts its borrows: this one is not counted."""
    for reference in descendants(body, "reference_expression"):
        deref = field(reference, "value")
        call = child(deref, 0) if deref is not None and deref.type == "unary_expression" else None
        owner = receiver(call) if call is not None and method(call) == "as_ptr" and is_mutable(reference) else None
        if owner is not None and _COUNTS.match(file.names.type_of(owner) or ""):
            return True
    return False


def _is_cell(function: Function, file: SourceFile) -> bool:
    """Whether the struct is seen to keep its data in a cell."""
    struct = file.names.structs.get(self_type(function.node))
    return struct is not None and _CELL.search(text(struct)) is not None
