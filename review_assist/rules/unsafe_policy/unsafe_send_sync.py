"""unsafe-send-sync: `unsafe impl Send` or `Sync` for a type with raw pointers, without a reason."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._unsafe import mentions_safety
from review_assist.syntax.names import members
from review_assist.syntax.nodes import attributes, comments_above, field, modifiers, text
from review_assist.syntax.source import SourceFile

_POINTER = pattern(r"\*(mut|const)\b|\bNonNull<")
_POINTERS = pattern(r"(&\s*('\w+\s+)?(mut\s+)?)?\[\s*\*\s*(mut|const)\b")
"""A slice or array of them: no wrapper of one object of C."""
_OF_C = pattern(r"(\w+::)*(bindings|\w+_sys)::\w+")
_RUN = 50
"""As many of them, one below the other, may share a comment."""
_WRAPPED = pattern(r"\bOpaque<|\bUnsafeCell<")
_SAFE_AS = pattern(r"(?im)^\s*//+\s*safe (as|because|since|for|to)\b")
"""A reason that lacks the word; whether it is a good one is for others to say."""


@rule(
    level="warning",
    confidence="medium",
    clippy=("undocumented_unsafe_blocks", "non_send_fields_in_send_ty"),
    words=("unsafe impl",),
    message="`{type}` {is}, and nothing says why it may be `{trait}`",
    ask="what makes it sound for `{type}` to be `{trait}`, as it {is}?",
    why="""In C whether a struct may be used from another thread is a matter of knowing. Rust refuses for raw
        pointers, as it cannot know what they share; `unsafe impl {trait}` overrules it for every user of
        `{type}`.""",
    instead="""Put `// SAFETY:` above the `impl`, with the lock or the ownership that makes it
        true{otherwise}.""",
    query='(impl_item trait: (type_identifier) @trait type: (_) @type (#any-of? @trait "Send" "Sync")) @impl',
    silent_in=(FunctionRole.TEST, FileRole.TEST, FileRole.SHIM),
    in_c="static struct property *first;      /* safe in which threads? */",
    checks="""
        A reader then holds the code against the stated reason; for types without raw pointers the compiler
        decides by itself.
    """,
)
def unsafe_send_sync(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A pointer in a C struct is good in every thread, and which lock guards what is behind it stands in a
    comment near the lock. The first time such a struct is put into a `static` or given to a thread in Rust,
    the compiler objects: the type is not `Sync`, or not `Send`. `unsafe impl Sync` makes it silent.

    What it silences is the check for data races. `Send` promises that the value may be used and dropped in
    another thread, `Sync` that two threads may use it at once through `&`. Both promises are for all code
    that will ever use the type, so they deserve a sentence: which lock is held, who owns what is behind the
    pointer, or that it is never written.

    ## Keep it when
    The type wraps an object of C that has its own locking (`Opaque<..>`), or the pointer owns what it points
    at, as a `Box` would. Say which in the SAFETY comment.

    ## Known problems
    Only fields that are declared in the same file and are raw pointers themselves are seen, or hold a struct of
    that file which has one. What C's structs hold is not: the rule asks for a comment on each run of them.

    ```rust bad
    pub struct PropertyTable {
        first: *const Property,
        count: usize,
    }
    unsafe impl Sync for PropertyTable {}
    ```
    ```rust bad path=rust/qemu-api/src/lib.rs
    unsafe impl Send for bindings::Property {}
    unsafe impl Sync for bindings::Property {}
    ```
    ```rust bad
    #[repr(transparent)]
    pub struct Subsections(pub &'static [*const Description]);
    unsafe impl Sync for Subsections {}
    ```
    ```rust good
    pub struct PropertyTable {
        properties: &'static [Property],
    }
    ```
    ```rust good
    pub struct PropertyTable {
        first: NonNull<Property>,
        count: usize,
    }
    // SAFETY: `first` points into a constant; nothing is ever written through it.
    unsafe impl Send for PropertyTable {}
    unsafe impl Sync for PropertyTable {}
    ```
    """
    item = captures["impl"]
    name = re.sub(r"<.*", "", text(captures["type"]), flags=re.DOTALL)
    if "unsafe" not in modifiers(item) or _is_explained(item):
        return "a comment says why"
    found = _doubt(name, file)
    if found is None:
        return "no pointer in the type keeps the compiler from deciding"
    what, otherwise = found
    return Hit(
        at=captures["trait"],
        values={"type": name, "is": what, "otherwise": otherwise, "trait": captures["trait"]},
    )


def _doubt(name: str, file: SourceFile) -> tuple[str, str] | None:
    """Why the compiler does not decide for the type, and what would let it; None if there is no pointer."""
    if _OF_C.fullmatch(name):
        return "is a struct of C", ""
    struct = file.names.structs.get(name)
    if struct is None:
        return None
    pointers = _field_of(struct, _POINTERS)
    if pointers is not None:
        return f"holds raw pointers in `{pointers}`", ""
    pointer = _field_of(struct, _POINTER)
    if pointer is None or _is_wrapper(struct):
        return _held(struct, name, file)
    owner = "KBox" if file.profile.policy.no_std else "Box"
    place = f"field `{pointer}`" if pointer.isdigit() else f"`{pointer}`"
    what = f"a raw pointer in {place}" if pointer.isdigit() else f"the raw pointer {place}"
    cure = f"; if {place} can be a reference, an index or a `{owner}`, the compiler decides for itself"
    return f"holds {what}", cure


def _held(struct: Node, name: str, file: SourceFile) -> tuple[str, str] | None:
    """The same for a pointer in a struct that a field holds, be it in an `Arc`, and that promises nothing."""
    body = field(struct, "body")
    for holder, written in members(body) if body is not None else ():
        for inner in re.findall(r"\b[A-Z]\w*", written):
            declared = file.names.structs.get(inner)
            pointer = _field_of(declared, _POINTER) if declared is not None and inner != name else None
            if declared is None or pointer is None or _is_wrapper(declared) or _promises(inner, file):
                continue
            return f"holds a raw pointer by way of `{holder}`, in `{inner}`", ""
    return None


def _promises(name: str, file: SourceFile) -> bool:
    """Whether the type says for itself that it may go to another thread, or be used by two."""
    return not file.names.traits(name).isdisjoint(("Send", "Sync"))


def _is_explained(item: Node) -> bool:
    """A comment above it speaks of safety, or one above the run of `unsafe impl`s it belongs to."""
    run: Node | None = item
    for _ in range(_RUN):
        if run is None or run.type != "impl_item" or "unsafe" not in modifiers(run):
            return False
        above = comments_above(run)
        if mentions_safety(above) or _SAFE_AS.search(above):
            return True
        run = run.prev_sibling
    return True


def _is_wrapper(struct: Node) -> bool:
    return bool(_WRAPPED.search(text(struct))) or any("transparent" in a for a in attributes(struct))


def _field_of(struct: Node, kind: re.Pattern[str]) -> str | None:
    """Name or number of the first field whose type begins like this."""
    body = field(struct, "body")
    fields = members(body) if body is not None else []
    return next((name for name, written in fields if kind.match(written)), None)
