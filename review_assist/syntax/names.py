"""What a file itself says of a name; it stands in for the type information that a patch does not carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from tree_sitter import Node

from review_assist.change.openers import PLACEHOLDER
from review_assist.patterns import pattern
from review_assist.syntax import rust
from review_assist.syntax.nodes import descendants, enclosing, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.uses import read_uses

_ITEMS = rust.compile_query(
    """[(const_item) (static_item) (struct_item) (enum_item) (type_item) (function_item) (foreign_mod_item)
        (use_declaration)] @item"""
)

_ARRAY = pattern(r"(vec!)?\[\s*-?\d[\d_]*?_?([iu](?:8|16|32|64|128|size)|f32|f64)\s*;\s*([^\[\];]+?)\s*\]")
_SHORT = 120
_ABI = 20
"""Bytes of an `extern` block in which its ABI is named."""


@dataclass(frozen=True)
class Names:
    """Names declared in the visible parts of one file."""

    roots: tuple[Node, ...]
    """Root nodes of the file's trees: one for a whole file, one per hunk otherwise."""

    constants: dict[str, Node] = field(default_factory=dict)
    """`const_item` by name."""
    statics: dict[str, Node] = field(default_factory=dict)
    structs: dict[str, Node] = field(default_factory=dict)
    enums: dict[str, Node] = field(default_factory=dict)
    aliases: dict[str, Node] = field(default_factory=dict)
    functions: dict[str, Node] = field(default_factory=dict)
    """`function_item` by name, free functions and methods alike; the first of a name counts."""
    foreign: frozenset[str] = frozenset()
    """Functions and statics declared in `extern` blocks: C's own."""
    exported: frozenset[str] = frozenset()
    """Functions listed in `extern "Rust"` blocks, as those of cxx: the other side calls them."""
    imports: dict[str, str] = field(default_factory=dict)
    """Imported name (after `as`) to its full path: `{"malloc": "libc::malloc"}`."""
    globs: tuple[str, ...] = ()
    """Paths of `use path::*`."""

    @cached_property
    def fields(self) -> dict[str, list[tuple[str, Node]]]:
        """Field name to (struct name, `field_declaration`) for every struct that has such a field."""
        found: dict[str, list[tuple[str, Node]]] = {}
        for struct, item in self.structs.items():
            body = item.child_by_field_name("body")
            for child in body.named_children if body is not None else ():
                if child.type == "field_declaration":
                    found.setdefault(text(child.child_by_field_name("name")), []).append((struct, child))
        return found

    @cached_property
    def impls(self) -> dict[str, list[Node]]:
        """Type name to every `impl_item` for it, of a trait or of its own, in source order."""
        found: dict[str, list[Node]] = {}
        for root in self.roots:
            for block in descendants(root, "impl_item"):
                found.setdefault(bare_name(text(block.child_by_field_name("type"))), []).append(block)
        return found

    def traits(self, name: str) -> frozenset[str]:
        """Names, without path and generics, of the traits that the file implements for a type."""
        return frozenset(bare_name(text(block.child_by_field_name("trait"))) for block in self.impls.get(name, ()))

    @cached_property
    def variants(self) -> frozenset[str]:
        """Names of all enum variants declared in the file."""
        found = set()
        for item in self.enums.values():
            body = item.child_by_field_name("body")
            for child in body.named_children if body is not None else ():
                if child.type == "enum_variant":
                    found.add(text(child.child_by_field_name("name")))
        return frozenset(found)

    @cached_property
    def uses(self) -> dict[str, list[Node]]:
        """Every `identifier` and `field_identifier` of the visible parts by name, in source order."""
        return read_uses(self.roots)

    def type_of(self, node: Node) -> str | None:
        """The declared type of a name, `x`, `self.x` or `a.x`, as written; None if the file does not say.

        A local that shadows without a type hides what lies further out. A field of an unknown struct counts
        only if every visible struct with a field of that name agrees on its type.
        """
        if node.type == "identifier":
            return self._type_of_identifier(node)
        if node.type == "field_expression":
            return self._type_of_field(node)
        return None

    def is_reference(self, node: Node) -> bool:
        """Whether the name is declared as a reference, as far as the file says."""
        return (self.type_of(node) or "").startswith("&")

    def _type_of_identifier(self, node: Node) -> str | None:
        name = text(node)
        binding = local_binding(node)
        if binding is not None:
            is_typed = binding.type in ("let_declaration", "parameter")  # a pattern's `type` is its constructor
            return text(binding.child_by_field_name("type")) or _made(binding) if is_typed else None
        item = self.constants.get(name) or self.statics.get(name)
        return text(item.child_by_field_name("type")) if item is not None else None

    def _type_of_field(self, node: Node) -> str | None:
        owners = self.fields.get(text(node.child_by_field_name("field")), [])
        if text(node.child_by_field_name("value")) == "self":
            own = self_type(node)
            mine = [declared for struct, declared in owners if struct == own]
            if own in self.structs:
                return text(mine[0].child_by_field_name("type")) if mine else None
        types = {text(declared.child_by_field_name("type")) for _, declared in owners}
        return types.pop() if len(types) == 1 else None

    def resolve(self, path: str) -> str:
        """A path with its first segment replaced by what `use` says of it: `malloc` -> `libc::malloc`."""
        head, separator, rest = path.partition("::")
        return self.imports.get(head, head) + separator + rest


def _made(binding: Node) -> str | None:
    """The type of `let x = [0u8; N];` and `let x = vec![0u8; n];`, which say it themselves; else None."""
    value = binding.child_by_field_name("value")
    array = (
        _ARRAY.fullmatch(text(value)) if value is not None and value.end_byte - value.start_byte < _SHORT else None
    )
    if array is None:
        return None
    return f"Vec<{array[2]}>" if array[1] else f"[{array[2]}; {array[3]}]"


def read_names(roots: tuple[Node, ...]) -> Names:
    """Collect the names that the trees of one file declare."""
    tables: dict[str, dict[str, Node]] = {}
    foreign: set[str] = set()
    exported: set[str] = set()
    imports: dict[str, str] = {}
    globs: list[str] = []
    for root in roots:
        for _, captures in rust.matches(_ITEMS, root):
            item = captures["item"][0]
            if item.type == "foreign_mod_item":
                names = exported if '"Rust"' in text(item)[:_ABI] else foreign
                names |= _declared(item)
            elif item.type == "use_declaration" and (path := item.child_by_field_name("argument")):
                _read_use(path, "", imports, globs)
            elif name := text(item.child_by_field_name("name")):
                tables.setdefault(item.type, {}).setdefault(name, item)
    return Names(
        roots=roots,
        constants=tables.get("const_item", {}),
        statics=tables.get("static_item", {}),
        structs=tables.get("struct_item", {}),
        enums=tables.get("enum_item", {}),
        aliases=tables.get("type_item", {}),
        functions={name: item for name, item in tables.get("function_item", {}).items() if name not in foreign},
        foreign=frozenset(foreign),
        exported=frozenset(exported),
        imports=imports,
        globs=tuple(globs),
    )


def self_type(node: Node) -> str:
    """Name of the type whose `impl` holds the node, without its generics; empty outside of one that is known."""
    holder = enclosing(node, "impl_item")
    if holder is None:
        return ""
    name = re.sub(r"<.*", "", text(holder.child_by_field_name("type"))).rpartition("::")[2].strip()
    return "" if name == PLACEHOLDER.decode() else name


def bare_name(written: str) -> str:
    """`Vec` of `std::vec::Vec<u8>`: a type or a trait without path and generics."""
    return written.partition("<")[0].rpartition("::")[2].strip()


def members(body: Node) -> list[tuple[str, str]]:
    """Name, or number, and type of each field in the body of a struct, white space squeezed."""
    if body.type == "field_declaration_list":
        declared = [child for child in body.named_children if child.type == "field_declaration"]
        named = [(text(one.child_by_field_name("name")), one.child_by_field_name("type")) for one in declared]
    else:
        named = [(str(number), kind) for number, kind in enumerate(body.children_by_field_name("type"))]
    return [(name, " ".join(text(kind).split())) for name, kind in named]


def _declared(foreign: Node) -> set[str]:
    body = foreign.child_by_field_name("body")
    return {
        text(child.child_by_field_name("name"))
        for child in (body.named_children if body is not None else ())
        if child.type in ("function_signature_item", "function_item", "static_item")  # a cut one has a body
    }


def _read_use(node: Node, prefix: str, imports: dict[str, str], globs: list[str]) -> None:
    """Walk a use tree: `a::{b as c, d::*}`."""
    if node.type == "use_wildcard":
        path = text(node.named_children[0]) if node.named_children else ""
        globs.append(f"{prefix}{path}" or "*")
    elif node.type == "use_as_clause":
        path = f"{prefix}{text(node.child_by_field_name('path'))}"
        imports[text(node.child_by_field_name("alias"))] = path
    elif node.type == "scoped_use_list":
        inner = f"{prefix}{text(node.child_by_field_name('path'))}::"
        holder = node.child_by_field_name("list")
        for child in holder.named_children if holder is not None else ():
            _read_use(child, inner, imports, globs)
    elif node.type == "use_list":
        for child in node.named_children:
            _read_use(child, prefix, imports, globs)
    elif node.type == "self":
        imports[prefix.removesuffix("::").rpartition("::")[2]] = prefix.removesuffix("::")
    elif node.type in ("identifier", "scoped_identifier"):
        path = prefix + text(node)
        imports[path.rpartition("::")[2]] = path
