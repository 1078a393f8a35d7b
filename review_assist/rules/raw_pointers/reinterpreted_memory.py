"""reinterpreted-memory: `*(p as *const Header)`, bytes or another type read through a cast pointer."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import (
    is_handed_to_c,
    last_segment,
    usual_unless_at_home,
)
from review_assist.rules.raw_pointers._reinterpreted import (
    BYTES,
    FLOAT,
    NUMBER,
    UNKNOWN,
    is_looked_through,
    is_own_buffer,
    seen_through,
    source_of,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    callee,
    comments_above,
    field,
    has_attribute,
    method,
    text,
)
from review_assist.syntax.source import SourceFile

_OF_C = pattern(r"(^|_)(hdr|header|sockaddr|addr|dirent|ifreq|cmsg|nlmsg\w*)(_|$)|sockaddr")
_CHECKS = pattern(r"\b(align_of(_val)?|is_aligned(_to)?|align_offset|align_to(_mut)?)\b")


@rule(
    level="warning",
    confidence="medium",
    words=(" as *", "cast::<", "from_raw_parts"),
    clippy=("cast_ptr_alignment", "transmute_ptr_to_ptr"),
    message="`{code}` {does} memory of {source} as `{target}`",
    ask="could `{target}` be {better} instead of `{code}`?",
    why="""Casting a pointer and looking through it is how C takes the bytes of a message apart. In Rust it skips
        three checks at once: that there are enough bytes, that the address is aligned{layout}, and that the bytes
        are a valid `{target}`.""",
    instead="Let `{target}` be {cure}.",
    query="""
    (unary_expression (parenthesized_expression)) @access
    (unary_expression (type_cast_expression)) @access
    (unary_expression (call_expression)) @access
    (call_expression function: (field_expression field: (field_identifier) @_method
      (#any-of? @_method "read" "write" "read_unaligned" "write_unaligned"))) @access
    (call_expression function: (scoped_identifier name: (identifier) @_name
      (#any-of? @_name "read" "write" "read_unaligned" "write_unaligned"))) @access
    (let_declaration pattern: (identifier) @name value: [(type_cast_expression) (call_expression)]) @access
    """,
    silent_in=(FunctionRole.THUNK, FileRole.SHIM),
    softer_in=(FileRole.TEST, FunctionRole.TEST, FunctionRole.CONTRACT),
    outranks=("pointer-arithmetic",),
    in_c="""
        struct header *h = (struct header *)buf;
        return h->length;                   /* is buf that long? aligned? */
    """,
    checks="The compiler then makes the code handle a message that is too short, and no address need be aligned.",
)
def reinterpreted_memory(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `(struct header *)buf` lays a struct over bytes that came from a file or the network. It works on the machine
    it was written on, if the buffer is long enough and happens to be aligned, and a reviewer has to know both.

    In Rust a read through `buf.as_ptr() as *const Header` is `unsafe`, as it takes all of this on trust, and more:
    fields of a struct without `#[repr(C)]` may lie in any order, and a `bool` or an `enum` that has none of its
    values is undefined behaviour at once. `u32::from_le_bytes(buf[4..8].try_into()?)` checks the length, needs no
    alignment and names the byte order. For a whole struct there are crates that check once, when the program is
    compiled, that any bytes will do. A float and its bits have `to_bits()` and `from_bits()`.

    ## Keep it when
    The memory was written as that type by the same program or by C, and a SAFETY comment says by whom.

    ## Known problems
    What a pointer led to before is only known if the function shows it.

    ```rust bad
    pub fn length(packet: &[u8]) -> u32 {
        unsafe { *(packet.as_ptr().add(4) as *const u32) }
    }
    ```
    ```rust good
    pub fn length(packet: &[u8]) -> Option<u32> {
        Some(u32::from_le_bytes(packet.get(4..8)?.try_into().ok()?))
    }
    ```
    ```rust good
    // The bytes of a message are taken apart one by one, and never looked at as a struct.
    pub fn kind(packet: &[u8]) -> Option<(u8, u16)> {
        let &[kind, low, high, ..] = packet else { return None };
        Some((kind, u16::from_le_bytes([low, high])))
    }
    ```
    """
    access = captures["access"]
    found = seen_through(access)
    if found is None:
        return "nothing is read through a cast pointer"
    cast, target = found
    if UNKNOWN.search(target) or last_segment(target) in BYTES or is_handed_to_c(access, file):
        return "the type is bytes, not known, or C's business"
    if (name := captures.get("name")) is not None and not is_looked_through(name, file):
        return "the name is not read through"
    source = source_of(cast, target, file)
    if source is None:
        return "what the memory really holds cannot be seen"
    if _is_called_by_c(access, file) and not is_own_buffer(cast):
        return "C calls the function, and may have laid the memory out"
    is_struct = not NUMBER.fullmatch(target) and target not in FLOAT
    better, cure = _better(source, target, access)
    lacks_layout = is_struct and target in file.names.structs and not _has_layout(target, file)
    layout = ", that the fields lie in this order (there is no `repr(C)`)" if lacks_layout else ""
    return Hit(
        at=access,
        confidence=usual_unless_at_home(_confidence(source, target, access, file), access, file),
        values={
            "code": field(access, "value") or access,
            "does": "writes" if _is_written(access) else "reads",
            "source": source,
            "target": target,
            "better": better,
            "cure": cure,
            "layout": layout,
        },
    )


def _is_called_by_c(node: Node, file: SourceFile) -> bool:
    function = file.function(node)
    return function is not None and function.role is FunctionRole.ABI


def _better(source: str, target: str, access: Node) -> tuple[str, str]:
    if "f32" in (target, source[-4:-1]) or "f64" in (target, source[-4:-1]):
        return "made by a conversion of its bits", "made with `to_bits()` or `from_bits()`"
    if NUMBER.fullmatch(target) and _is_written(access):
        made = "stored with `copy_from_slice(&value.to_le_bytes())`, or `to_be_bytes`"
        return "stored byte by byte", f"{made}, into a range of the slice that is checked"
    if NUMBER.fullmatch(target):
        made = f"made with `{target}::from_le_bytes`, `from_be_bytes` or `from_ne_bytes`"
        return made, f"{made}, from a range of the slice that `get()` checks"
    if source.startswith("type `"):
        return (
            "reached by a conversion that looks at what is there",
            "a variant of an enum that `match` looks at, or a field of the other type; if C laid it out, say in "
            "a SAFETY comment what was checked",
        )
    return (
        "made of its fields, each from a checked range of the bytes",
        "made field by field, `from_le_bytes` of a checked range, or by a crate that checks the layout, "
        "such as zerocopy or bytemuck",
    )


def _confidence(source: str, target: str, access: Node, file: SourceFile) -> Confidence:
    """Low where the author has visibly thought of length and alignment, or keeps the bytes in a type for it."""
    function = file.function(access)
    if (
        comments_above(access)
        or source.startswith("`self.")
        or (function is not None and _CHECKS.search(text(function.node)))
    ):
        return "low"
    if _OF_C.search(target) and target[:1].islower():
        return "low"
    return "medium"


def _has_layout(target: str, file: SourceFile) -> bool:
    return has_attribute(file.names.structs[target], r"(cfg_attr\(.*)?repr\(")


def _is_written(access: Node) -> bool:
    if "write" in method(access) or "write" in callee(access).rpartition("::")[2]:
        return True
    parent = access.parent
    is_assignment = parent is not None and parent.type in ("assignment_expression", "compound_assignment_expr")
    return is_assignment and parent is not None and field(parent, "left") == access
