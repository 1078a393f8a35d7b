"""missing-repr-c: a struct begins with C's base object, but has Rust's layout."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, has_attribute, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile

_CERTAIN = pattern(r"parent_(obj|class|instance)")
_LIKELY = pattern(r"(parent|base|super_|header|common)")


@rule(
    level="error",
    confidence="high",
    words=("parent", "base", "super_", "header", "common", "extern"),
    message="`{type}` {begins}, but has no `#[repr(C)]`, so `{field}` may lie anywhere in it",
    ask="does C {uses}, and should it be `#[repr(C)]` then?",
    why="""C {knows}. Without `#[repr(C)]` the compiler may reorder fields, and {so}.""",
    instead="Put `#[repr(C)]` above `{type}`, and keep {order}.",
    query="(struct_item name: (type_identifier) @name body: (field_declaration_list) @body) @struct",
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    in_c="""
        struct uart_class {{
            DeviceClass parent_class;       /* first, by the C standard */
        }};
    """,
    checks="The compiler then keeps the fields in the order written, so C finds the parent at offset zero.",
)
def missing_repr_c(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C object starts with the object it inherits from: `struct Uart { Device parent_obj; ... }`. A pointer to
    one is a pointer to the other, since C keeps fields in the order in which they are written. Allocators,
    class tables and casts all count on it.

    Rust promises no order. The compiler sorts fields to save padding, and may do it differently in the next
    version or with a randomised layout. `#[repr(C)]` asks for C's rules: first field at offset zero, the
    others in order, C's padding. It works as long as somebody remembers it: the compiler does not know that C
    looks at the struct, and a struct that happens to come out right today hides the mistake.

    ## Keep it when
    The field is an ordinary value, and nobody outside of Rust sees the struct.

    ## Known problems
    That C walks the struct is concluded from the name and type of its first field.

    ```rust bad
    pub struct UartClass {
        parent_class: DeviceClass,
        revision: u32,
    }
    ```
    ```rust good
    #[repr(C)]
    pub struct UartClass {
        parent_class: DeviceClass,
        revision: u32,
    }
    ```
    ```rust good
    // A Rust struct: nobody casts it.
    pub struct Page {
        parent: Option<u32>,
        revision: u32,
    }
    ```
    """
    struct = captures["struct"]
    fields = [c for c in captures["body"].named_children if c.type == "field_declaration"]
    if len(fields) < 2 or has_attribute(struct, r"(cfg_attr\(.*)?repr\(") or file.is_cut_above(struct):
        return "the struct has a layout, is short, or what is above it is not shown"
    first = fields[0]
    name, base = first.child_by_field_name("name"), first.child_by_field_name("type")
    confidence = _confidence(text(name), base, file)
    if name is None or base is None:
        return "the first field cannot be read"
    if confidence is None:
        return _of_declared(captures["name"], name, file)
    kind, first_field, its_type = text(captures["name"]), text(name), text(base)
    return Hit(
        at=captures["name"],
        values={
            "type": kind,
            "field": first_field,
            "begins": f"begins with `{first_field}: {its_type}`",
            "uses": f"use a pointer to `{kind}` as one to `{its_type}`",
            "knows": "inherits by putting the base first and casting the pointer",
            "so": f"a pointer to `{kind}` then is no pointer to `{first_field}`",
            "order": f"`{first_field}` as its first field",
        },
        confidence="high" if confidence == "high" else "medium",
    )


def _of_declared(name: Node, first: Node, file: SourceFile) -> Hit | str:
    """A struct that a function of C, declared in this file, takes by pointer."""
    kind = text(name)
    taker = _takers(file.names.roots).get(kind)
    if taker is None:
        return "no `extern` block takes or returns a pointer to it"
    return Hit(
        at=name,
        values={
            "type": kind,
            "field": first,
            "begins": f"is passed to `{taker}` of C",
            "uses": f"look into the `{kind}` that `{taker}` gets",
            "knows": "finds each field by its offset, as its header has them",
            "so": "C then reads one field for another",
            "order": "the fields in the order of the C struct",
        },
        confidence="medium",
    )


@lru_cache(maxsize=4)
def _takers(roots: tuple[Node, ...]) -> dict[str, str]:
    """Struct to the first function in an `extern "C"` block that takes or returns a pointer to it."""
    found: dict[str, str] = {}
    for root in roots:
        for block in descendants(root, "foreign_mod_item"):
            for function in descendants(block, "function_signature_item"):
                signature = text(function.child_by_field_name("parameters")) + text(
                    function.child_by_field_name("return_type")
                )
                for kind in re.findall(r"\*\s*(?:mut|const)\s+([A-Z]\w+)", signature):
                    found.setdefault(kind, text(function.child_by_field_name("name")))
    return found


def _confidence(name: str, base: Node | None, file: SourceFile) -> str | None:
    if base is None or base.type not in ("type_identifier", "scoped_type_identifier", "generic_type"):
        return None
    written = text(base).partition("<")[0]
    if _CERTAIN.fullmatch(name) and written not in ("Option", "Rc", "Arc", "Weak", "Box", "Vec", "String"):
        return "high"
    is_c = base.type != "generic_type" and is_c_path(written, file.names) and not written.endswith("_t")
    return "medium" if is_c and _LIKELY.fullmatch(name) else None
