"""What lies behind a cast pointer, as far as the function shows it, and what it is taken for."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._origins import is_slice
from review_assist.rules.raw_pointers._pointers import ARITHMETIC, is_pointer_type, last_segment, pointee
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import ancestors, arguments, callee, field, method, receiver, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

NUMBER = pattern(r"([iu](16|32|64|128|size))")
FLOAT = frozenset(("f32", "f64"))
BYTES = frozenset(("u8", "i8", "c_char", "c_uchar", "c_schar"))
UNKNOWN = pattern(r"^(_|Self|[A-Z]\w?|\w*void|dyn\b.*|.*MaybeUninit.*|\(\))$|[\[(]|\bfn\b|^__m|\bAtomic|\w+_t$")
"""What says nothing of the bytes behind it, or has a reason of its own."""
_READS = frozenset(("read", "write", "read_unaligned", "write_unaligned"))
_READ_CALLS = pattern(r"(^|::)ptr::(read|write)(_unaligned)?$")
_LENGTH = pattern(r":\s*(usize|u?int\d*_t|(\w+::)*s?size_t|(\w+::)*c_u?(int|long)|[iu](16|32|64))\b")
"""A parameter that may be the length of another."""
_FAR = 10


def seen_through(access: Node) -> tuple[Node, str] | None:
    """The cast, and the type it was cast to, of `*(p as *const T)` and `p.cast::<T>().read()`."""
    inner: Node | None
    if access.type == "let_declaration":
        inner = field(access, "value")
    elif access.type == "unary_expression":
        inner = access.named_children[0] if text(access).startswith("*") and access.named_children else None
    elif method(access):
        is_plain = method(access) in _READS and len(arguments(access)) == ("write" in method(access))
        inner = receiver(access) if is_plain else None
    else:
        inner = next(iter(arguments(access)), None) if _READ_CALLS.search(callee(access)) else None
    if inner is None:
        return None
    cast = unwrapped(inner)
    if cast.type == "type_cast_expression":
        kind = field(cast, "type")
        return (cast, pointee(kind)) if kind is not None and kind.type == "pointer_type" else None
    if method(cast) == "cast":
        written = text(field(cast, "function", "type_arguments"))
        return (cast, " ".join(written[1:-1].split())) if written else None
    return None


def is_looked_through(name: Node, file: SourceFile) -> bool:
    """Whether the function dereferences the pointer that a `let` made by a cast."""
    function = file.function(name)
    return (
        function is not None
        and re.search(rf"(?<![\w.)\]])\*{re.escape(text(name))}\b", text(function.node)) is not None
    )


def source_of(cast: Node, target: str, file: SourceFile) -> str | None:
    """What the memory is seen to hold, if that is something else than the cast says."""
    node = _begin(cast)
    if method(node) in ("as_ptr", "as_mut_ptr") and (owner := receiver(node)) is not None:
        return _of_slice(owner, file)
    if node.type == "reference_expression" and _steps(cast) >= 2:
        return _of_type(file.names.type_of(field(node, "value") or node) or "", target)
    if node.type in ("identifier", "field_expression"):
        declared = file.names.type_of(node) or ""
        if _is_handle(node, declared, target, file):
            return None
        if is_pointer_type(declared):
            return _of_type(re.sub(r"^\*(mut|const)\s+", "", declared), target)
        if declared.startswith("&"):
            return _of_type(re.sub(r"^&\s*('\w+\s+)?(mut\s+)?", "", declared), target)
    return None


def _is_handle(node: Node, declared: str, target: str, file: SourceFile) -> bool:
    """Whether the pointer is C's, or another language's, name for what Rust made, and not a view of other memory.

    The file makes such a pointer of a `target` itself, or it is a parameter of bytes that comes without a length,
    and is borrowed as the whole object.
    """
    kind = last_segment(re.sub(r"^\*(mut|const)\s+", "", declared))
    if kind in BYTES:
        function = file.function(node)
        taken = text(field(function.node, "parameters")) if function is not None else ""
        is_parameter = (
            node.type == "identifier" and re.search(rf"\b{re.escape(text(node))}\s*:", taken) is not None
        )
        return is_parameter and _is_borrowed(node) and not _LENGTH.search(taken)
    made = rf"\bas\s+\*(const|mut)\s+{re.escape(target)}\s+as\s+\*(const|mut)\s+{re.escape(kind)}\b"
    return bool(kind) and re.search(made.encode(), file.content.source) is not None


def _is_borrowed(pointer: Node) -> bool:
    """Whether it stands in `&*(p as *const T)`."""
    access = next((node for node in ancestors(pointer) if node.type == "unary_expression"), None)
    return access is not None and access.parent is not None and access.parent.type == "reference_expression"


def is_own_buffer(cast: Node) -> bool:
    """Whether the memory is an array or `Vec` that the function has made itself: `let buf = vec![0u8; n];`."""
    begin = _begin(cast)
    buffer = receiver(begin) if method(begin) in ("as_ptr", "as_mut_ptr") else None
    binding = local_binding(buffer) if buffer is not None and buffer.type == "identifier" else None
    return binding is not None and binding.type == "let_declaration"


def _begin(cast: Node) -> Node:
    """The pointer without casts and without what is added to it."""
    node = without_casts(cast)
    for _ in range(_FAR):
        inner = receiver(node) if method(node) in ARITHMETIC else None
        if inner is None:
            break
        node = without_casts(inner)
    return node


def _of_slice(owner: Node, file: SourceFile) -> str | None:
    declared = squeezed(file.names.type_of(owner) or "")
    element = re.search(r"\[(\w+)[;\]]|Vec<(\w+)>", declared)
    if not is_slice(owner, file) or (element and (element[1] or element[2]) not in ("u8", "i8", "u16", "u32")):
        return None
    return (
        f"`{file.quote(owner)}`, a slice of `{element[1] or element[2]}`," if element else f"`{file.quote(owner)}`"
    )


def _of_type(declared: str, target: str) -> str | None:
    """A plain number, or a struct by its name; an opaque or generic type tells nothing."""
    name = last_segment(declared)
    if not name or UNKNOWN.search(name) or name == last_segment(target) or "<" in declared:
        return None
    if name in BYTES:
        return f"`{name}`"
    is_known = name in FLOAT or NUMBER.fullmatch(name) or re.fullmatch(r"[A-Z]\w+", name)
    return f"type `{name}`" if is_known else None


def _steps(cast: Node) -> int:
    """How many casts are on top of each other."""
    count, node = 0, cast
    while node.type == "type_cast_expression" or method(node) == "cast":
        below = field(node, "value") if node.type == "type_cast_expression" else receiver(node)
        if below is None:
            break
        count, node = count + 1, unwrapped(below)
    return count
