"""What the rules of this family ask of pointers: what is one, whom it is handed to, who answers for it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.syntax.nodes import (
    ancestors,
    callee,
    comments_above,
    documentation,
    enclosing,
    field,
    has_attribute,
    is_raw_borrow,
    macro_name,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

NUMBERS = frozenset(
    "u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool c_char c_uchar c_short c_ushort c_int "
    "c_uint c_long c_ulong uint8_t uint16_t uint32_t uint64_t int8_t int16_t int32_t int64_t size_t".split()
)
C_OBJECTS = frozenset("FILE DIR passwd group tm dirent addrinfo hostent servent protoent spwd utmpx".split())
"""What only C can look into: no reference to it is ever made."""
ARITHMETIC = frozenset(
    ("add", "sub", "offset", "wrapping_add", "wrapping_sub", "byte_add", "byte_sub", "byte_offset")
)
ALLOCATION = pattern(r"(?i)(alloc|uninit)\w*(::<[^()]*>)?\s*\(")
"""What comes out may be null, and holds no value yet: a reference to it would claim both."""
_FAR = 30
"""How far a chain is followed, so that hostile input costs no more than other input."""
_SAFETY = pattern(r"safety", re.IGNORECASE)
_MAKES_POINTERS = frozenset("as_ptr as_mut_ptr cast cast_mut cast_const into_raw as_void_ptr raw_get".split())
_C_GLOB = pattern(r"(^|::)(libc|bindings|ffi|sys|[a-z0-9_]+_sys)$")
_PASSES_ON = frozenset(
    (
        "type_cast_expression",
        "parenthesized_expression",
        "reference_expression",
        "field_expression",
        "unsafe_block",
        "block",
    )
)


def pointee(pointer: Node) -> str:
    """What a `pointer_type` points at, as written, on one line."""
    return " ".join(text(pointer.child_by_field_name("type")).split())


def last_segment(path: str) -> str:
    """`c_void` of `core::ffi::c_void`."""
    return path.rpartition("::")[2]


_EMPTY = pattern(r"\{\s*\}$")
_TALKS_TO_C = pattern(rb'\bextern "C"|\b(glib|gobject)_sys\b|\bffi::|\bgpointer\b|\bc_void\b')


@lru_cache(maxsize=4)
def _talk_to_c(hunks: tuple[Node, ...]) -> bool:
    return any(_TALKS_TO_C.search(hunk.text or b"") for hunk in hunks)


def is_elsewhere(path: str, file: SourceFile) -> bool:
    """Whether a file that C calls, or that calls C, does not declare the type: it may as well be an object of C.

    A translation keeps C's spelling, small letters, for what it has translated.
    """
    name = last_segment(re.sub(r"<.*", "", path))
    opaque = file.names.enums.get(name)
    if opaque is not None and _EMPTY.search(text(opaque)):
        return True
    if file.is_device or not _talk_to_c(file.names.roots):
        return False
    declared = (file.names.structs, file.names.enums, file.names.aliases)
    return name[:1].isupper() and not any(name in kind for kind in declared)


def is_void(path: str) -> bool:
    """Whether a pointee is C's `void`."""
    return last_segment(path) in ("c_void", "void", "gpointer")


def is_pointer_type(written: str | None) -> bool:
    """Whether a type as written is a raw pointer."""
    return written is not None and written.startswith(("*mut", "*const"))


def is_pointer(node: Node, file: SourceFile) -> bool:
    """Whether the file itself says that this expression is a raw pointer."""
    for _ in range(_FAR):
        node = unwrapped(node)
        if node.type in ("identifier", "field_expression"):
            if is_pointer_type(file.names.type_of(node)):
                return True
            value = bound_value(node)
            if value is None or value.type == "identifier":
                return False
            node = value
        elif node.type == "unary_expression" and text(node).startswith("*") and node.named_children:
            holder = re.sub(r"\s", "", file.names.type_of(unwrapped(node.named_children[0])) or "")
            return re.match(r"\*(mut|const)\*|&mut\*", holder) is not None
        elif method(node) in ARITHMETIC:
            inner = receiver(node)
            if inner is None:
                return False
            node = inner
        else:
            return _makes_pointer(node)
    return False


def _makes_pointer(node: Node) -> bool:
    if node.type == "type_cast_expression":
        return text(node.child_by_field_name("type")).startswith("*")
    if node.type == "macro_invocation":
        return macro_name(node) in ("addr_of", "addr_of_mut")
    return method(node) in _MAKES_POINTERS or is_raw_borrow(node)


def is_handed_to_c(node: Node, file: SourceFile) -> bool:
    """Whether the value goes straight into the arguments of a call of C, casts and borrows aside."""
    below = node
    for parent in ancestors(node):
        if parent.type == "arguments":
            call = parent.parent
            if call is None or call.type != "call_expression":
                return False
            if method(call) not in _MAKES_POINTERS:
                return calls_c(call, file)
        elif parent.type == "call_expression":
            if method(parent) not in _MAKES_POINTERS or field(parent, "function") != below:
                return False
        elif parent.type not in _PASSES_ON:
            return False
        below = parent
    return False


def calls_c(call: Node, file: SourceFile) -> bool:
    """Whether the call is one of C, or of a bare name that a glob of C's bindings may have brought."""
    name = callee(call)
    if is_c_path(name, file.names):
        return True
    return re.fullmatch(r"[a-z]\w*", name) is not None and comes_by_glob(name, file)


def comes_by_glob(name: str, file: SourceFile) -> bool:
    """Whether nothing in the file says where a bare name comes from, but for a glob of C's bindings."""
    names = file.names
    known = (names.functions, names.imports, names.structs, names.enums, names.aliases)
    return not any(name in kind for kind in known) and any(_C_GLOB.search(glob) for glob in names.globs[:_FAR])


def is_argued(node: Node) -> bool:
    """Whether the author says why it is sound: SAFETY at the unsafe block, `# Safety` on the function."""
    if has_safety_comment(node):
        return True
    function = node if node.type == "function_item" else enclosing(node, "function_item")
    if function is None:
        return False
    return "# Safety" in documentation(function) or bool(_SAFETY.search(comments_above(function)))


def has_safety_comment(node: Node) -> bool:
    """Whether a SAFETY comment stands above or at the beginning of an unsafe block around the node."""
    blocks = (place for place in (node, *ancestors(node)) if place.type == "unsafe_block")
    return any(_SAFETY.search(comments_above(block) + _first_comment(block)) for block in blocks)


def _first_comment(block: Node) -> str:
    body = next((c for c in block.named_children if c.type == "block"), None)
    first = body.named_child(0) if body is not None and body.named_child_count else None
    return text(first) if first is not None and first.type in ("line_comment", "block_comment") else ""


def is_vector_code(node: Node, file: SourceFile) -> bool:
    """Code for the vector unit, where loads and stores take addresses."""
    function = node if node.type == "function_item" else enclosing(node, "function_item")
    if function is not None and has_attribute(function, r"target_feature|cfg\(.*target_feature"):
        return True
    paths = islice(chain(file.names.globs, file.names.imports.values()), 10 * _FAR)
    return any(re.search(r"(^|::)(std|core)::arch(::|$)", path) for path in paths)


def usual_unless_at_home(usual: Confidence, node: Node, file: SourceFile) -> Confidence:
    """`usual`, or low where raw pointers are at home: bindings, vector code, unsafe with its reason given."""
    if is_binding(node, file) or file.role in (FileRole.SHIM, FileRole.MACROS) or is_in_container(node):
        return "low"
    return "low" if is_argued(node) or is_vector_code(node, file) else usual


def is_in_container(node: Node) -> bool:
    """Whether the function links elements of any type by their addresses, as an intrusive list or tree does:
    `fn insert<T, D>(head: *mut Head<T>, element: *mut T)`."""
    function = node if node.type == "function_item" else enclosing(node, "function_item")
    parameters = field(function, "type_parameters") if function is not None else None
    if function is None or parameters is None:
        return False
    names = [text(field(child, "name")) for child in parameters.named_children if child.type == "type_parameter"]
    signature = text(field(function, "parameters")) + text(field(function, "return_type"))
    element = "|".join(names) or "$"
    is_head = re.search(rf"\*(mut|const) \w+<({element})\b", signature) is not None
    return is_head or (len(names) > 1 and re.search(rf"\*(mut|const) ({element})\b(?!:)", signature) is not None)


def is_binding(node: Node, file: SourceFile) -> bool:
    """Whether the code wraps C; a file that declares functions of C for itself does so where it calls them."""
    if file.role is not FileRole.BINDING or not file.names.foreign:
        return file.role is FileRole.BINDING
    function = file.function(node)
    return function is None or function.role in (FunctionRole.BOUNDARY, FunctionRole.CONTRACT, FunctionRole.THUNK)
