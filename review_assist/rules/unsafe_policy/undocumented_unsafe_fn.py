"""undocumented-unsafe-fn: an `unsafe fn` whose documentation does not say what the caller must ensure."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import COMMENTS, attributes, comments_above, enclosing, field, has_attribute, text
from review_assist.syntax.roles import has_symbol, is_abi
from review_assist.syntax.source import Function, SourceFile

_SAYS_SO = pattern(r"safe|invariant|undefined behaviou?r|\bUB\b|must|caller", re.IGNORECASE)
_EXEMPT = r"doc\(.*hidden|(cfg_attr\(.*)?target_feature"
_PROGRAM = pattern(r"(^|/)(examples|bin)/|(^|/)main\.rs$")
"""Files that nobody depends on, so that `pub` means nothing there."""


@rule(
    level="note",
    confidence="high",
    clippy=("missing_safety_doc",),
    words=("unsafe",),
    message="`{function}` is `{marks}` and does not say what {who} must ensure",
    ask="could `{function}` say in a `# Safety` section what {who} must ensure?",
    why="""A C header states the rules of a call in prose, or leaves them to be read from the code. An
        `unsafe fn` hands a duty over to each caller, and a caller can only justify its `unsafe` block if
        the duty is written down.""",
    instead="""Add a `/// # Safety` section to `{function}` with the conditions{pointers}, or make it {safe}
        if there are none.""",
    query="""
    (function_item (visibility_modifier)? @visibility (function_modifiers) name: (identifier) @name) @function
    (trait_item (visibility_modifier) @visibility "unsafe" name: (type_identifier) @trait) @item
    """,
    silent_in=(
        FunctionRole.THUNK,
        FunctionRole.TEST,
        FileRole.TEST,
        FileRole.SHIM,
        FileRole.MACROS,
    ),
    in_c="""
        /* Caller must hold s->lock; buf has room for n bytes. */
        uint32_t sum(const uint16_t *buf, size_t n);
    """,
    checks="""
        A reader then holds each call against the list; the compiler sees to it that every call stands in
        `unsafe`.
    """,
)
def undocumented_unsafe_fn(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Every C function has conditions: not NULL, at least `len` bytes, called with the lock held. If they are
    written down at all, it is in a comment that nobody is obliged to read.

    In Rust `unsafe fn` means that the compiler cannot check such conditions and that the caller has to. The
    caller writes an `unsafe` block and a SAFETY comment that answers the callee's `# Safety` section, point by
    point. Without the section there is nothing to answer, and the review of every call starts from the
    implementation. Writing the section often shows that there is no condition, or that a reference or a
    newtype could carry it; then the function need not be `unsafe`.

    ## Keep it when
    The function is not part of an interface after all: then drop the `pub`. Methods of traits are documented
    at the trait, functions that C calls in the C header; both are passed over, as are programs and examples.
    A private function is asked about only if it has documentation, in which the condition is missing.

    ## Known problems
    Whether a `pub` item can be reached from outside of its crate is not visible; of methods it is only asked.

    ```rust bad
    /// Sum of `count` samples.
    pub unsafe fn sum_samples(samples: NonNull<u16>, count: usize) -> u32 {
        let samples = core::slice::from_raw_parts(samples.as_ptr(), count);
        samples.iter().map(|&sample| u32::from(sample)).sum()
    }
    ```
    ```rust good
    /// Sum of the samples.
    pub fn sum_samples(samples: &[u16]) -> u32 {
        samples.iter().map(|&sample| u32::from(sample)).sum()
    }
    ```
    ```rust good
    /// Sum of `count` samples.
    ///
    /// # Safety
    ///
    /// `samples` points to `count` initialised samples that nobody writes during the call.
    pub unsafe fn sum_samples(samples: NonNull<u16>, count: usize) -> u32 {
        // SAFETY: the caller promises `count` valid samples.
        let samples = unsafe { core::slice::from_raw_parts(samples.as_ptr(), count) };
        samples.iter().map(|&sample| u32::from(sample)).sum()
    }
    ```
    """
    if (trait := captures.get("trait")) is not None:
        return _of_trait(captures, trait, file)
    item = captures["function"]
    function = file.function(item)
    visibility = captures.get("visibility")
    if function is None:
        return "the function is not shown"
    if not function.is_unsafe:
        return "the function is not `unsafe`"
    if visibility is not None and text(visibility) != "pub":
        return "the function is not public"
    if visibility is None and not _is_described(item, function):
        return "the function is private and has no documentation"
    if (
        _PROGRAM.search(file.path)
        or self_type(item).startswith("__Bindgen")
        or function.is_trait_method
        or enclosing(item, "foreign_mod_item") is not None
        or has_attribute(item, _EXEMPT)
        or not _is_top_visible(item, file)
        or not file.shows_body(item)
    ):
        return "its contract is that of a trait, of C, or of a program, or is not all shown"
    if _SAYS_SO.search(comments_above(item)) or any(a.startswith(("doc = ", "doc=")) for a in attributes(item)):
        return "its documentation says it"
    return Hit(
        at=captures["name"],
        values={
            "function": function.name,
            "marks": "pub unsafe" if visibility is not None else "unsafe",
            "pointers": _about_pointers(item),
            "who": "its caller",
            "safe": "a safe `fn`",
        },
        confidence=_confidence(item) if visibility is not None else "medium",
    )


def _of_trait(captures: Captures, trait: Node, file: SourceFile) -> Hit | str:
    """`pub unsafe trait T`: what an `unsafe impl` promises has to be written somewhere."""
    item = captures["item"]
    if text(captures["visibility"]) != "pub" or not _is_top_visible(item, file) or _PROGRAM.search(file.path):
        return "the trait is not public, or what is above it is not shown"
    if _SAYS_SO.search(comments_above(item)) or has_attribute(item, _EXEMPT):
        return "its documentation says it"
    values: dict[str, Node | str] = {"function": trait, "marks": "pub unsafe", "who": "an `unsafe impl`"}
    return Hit(at=trait, confidence="medium", values={**values, "pointers": "", "safe": "a safe `trait`"})


def _is_described(item: Node, function: Function) -> bool:
    """Whether a private function has documentation, so that its reader looks for the condition there."""
    return function.role is FunctionRole.PLAIN and any(
        line.startswith("///") for line in comments_above(item).splitlines()
    )


def _confidence(function: Node) -> Confidence:
    if is_abi(function) or has_symbol(function):
        return "low"
    return "medium" if enclosing(function, "impl_item") else "high"


def _about_pointers(function: Node) -> str:
    """`, e.g. on `p`` for the first raw pointer that the function takes."""
    holder = field(function, "parameters")
    for parameter in holder.named_children if holder is not None else ():
        name = field(parameter, "pattern")
        if text(field(parameter, "type")).startswith(("*mut", "*const")) and name is not None:
            return f" on `{text(name)}`"[:80]
    return ""


def _is_top_visible(item: Node, file: SourceFile) -> bool:
    """Whether what precedes the item is something else, so that no part of its comment was cut off."""
    if file.is_complete:
        return True
    before = item.prev_sibling
    while before is not None and (before.type in COMMENTS or before.type == "attribute_item"):
        before = before.prev_sibling
    return before is not None and before.end_byte > file.content.start
