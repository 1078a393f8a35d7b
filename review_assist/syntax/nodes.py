"""Small questions about nodes of the tree, for rules to ask."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tree_sitter import Node

ITEMS = frozenset(
    "function_item impl_item trait_item struct_item enum_item union_item mod_item const_item static_item "
    "type_item foreign_mod_item macro_definition".split()
)
LOOPS = frozenset(("for_expression", "while_expression", "loop_expression"))
COMMENTS = frozenset(("line_comment", "block_comment"))


def text(node: Node | None) -> str:
    """The node's source as the parser saw it; empty for None. For text shown to people: `SourceFile.quote`."""
    if node is None or node.text is None:
        return ""
    return node.text.decode()


def field(node: Node, *names: str) -> Node | None:
    """The child reached by following field names; None as soon as one is missing."""
    current: Node | None = node
    for name in names:
        if current is None:
            return None
        current = current.child_by_field_name(name)
    return current


def child(node: Node, position: int) -> Node | None:
    """The named child at this position; None if there are fewer (`named_child` raises)."""
    children = node.named_children
    return children[position] if position < len(children) else None


def ancestors(node: Node) -> Iterator[Node]:
    """Parents, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def enclosing(node: Node, *kinds: str) -> Node | None:
    """The innermost ancestor of one of these kinds."""
    return next((parent for parent in ancestors(node) if parent.type in kinds), None)


def descendants(node: Node, *kinds: str, into_functions: bool = False) -> Iterator[Node]:
    """Named nodes below `node` of these kinds (all if none), in source order.

    Nested functions are a world of their own and are left out unless `into_functions`; closures are not.
    """
    todo = list(reversed(node.named_children))
    while todo:
        current = todo.pop()
        if current.type == "function_item" and not into_functions:
            continue
        if not kinds or current.type in kinds:
            yield current
        todo.extend(reversed(current.named_children))


def statements(block: Node) -> list[Node]:
    """What a block consists of, without comments and attributes; an `expression_statement` is unwrapped."""
    found = []
    for child in block.named_children:
        if child.type in COMMENTS or child.type in ("attribute_item", "label"):
            continue
        is_wrapped = child.type == "expression_statement" and child.named_children
        found.append(child.named_children[0] if is_wrapped else child)
    return found


def tail(block: Node) -> Node | None:
    """The block's value: its last child, if that is an expression without `;`."""
    last = next((c for c in reversed(block.named_children) if c.type not in COMMENTS), None)
    if last is None or last.type.endswith(("_item", "_declaration")):
        return None
    if last.type == "expression_statement" and text(last).endswith(";"):
        return None
    if last.type == "expression_statement":
        return next(iter(last.named_children), None)
    return last


def unwrapped(node: Node) -> Node:
    """The node inside of any parentheses."""
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return node


def modifiers(function: Node) -> frozenset[str]:
    """Of a function: `unsafe`, `const`, `async`, `extern`; of an impl or trait: `unsafe`."""
    holder = next((c for c in function.children if c.type == "function_modifiers"), function)
    names = {"extern" if c.type == "extern_modifier" else c.type for c in holder.children}
    return frozenset(names & {"unsafe", "const", "async", "extern"})


def attributes(item: Node) -> list[str]:
    """The attributes written above an item, `#[` and `]` off, white space squeezed, nearest last."""
    found = []
    for sibling in _before(item):
        if sibling.type == "attribute_item":
            found.append(" ".join(text(sibling)[2:-1].split()))
    return found[::-1]


def has_attribute(item: Node, pattern: str) -> bool:
    """Whether an attribute above the item matches the regular expression from its beginning."""
    return any(re.match(pattern, attribute) for attribute in attributes(item))


def allowed_lint(node: Node, lints: Collection[str]) -> str:
    """The first of these clippy lints that an `#[allow]` or `#[expect]` around the node names; else empty."""
    wanted = [lint for lint in lints if lint]
    for item in (node, *ancestors(node)) if wanted else ():
        for attribute in (*attributes(item), *_inner_attributes(item)):
            if re.search(r"\b(allow|expect)\(", attribute):
                named = re.findall(r"\bclippy::(\w+)", attribute)
                if found := next((lint for lint in wanted if lint in named), ""):
                    return found
    return ""


def _inner_attributes(item: Node) -> Iterator[str]:
    """`#![..]` at the head of an item; it stops at the first child of another kind, as a file may be long."""
    for index in range(item.named_child_count):
        child = item.named_child(index)
        if child is None or (child.type not in COMMENTS and child.type != "inner_attribute_item"):
            return
        if child.type == "inner_attribute_item":
            yield text(child)


def documentation(item: Node) -> str:
    """The doc comment above an item (`///`, `/** */`), marks off."""
    lines = []
    for sibling in _before(item):
        if sibling.type in COMMENTS and text(sibling).startswith(("///", "/**")):
            lines.append(re.sub(r"^(///|/\*\*|\*/)\s?", "", text(sibling).strip()))
    return "\n".join(lines[::-1])


def comments_above(node: Node) -> str:
    """The run of comments directly above the statement or item that holds the node, attributes skipped."""
    lines = [text(s).strip() for s in _before(holder_of(node)) if s.type in COMMENTS]
    return "\n".join(lines[::-1])


def holder_of(node: Node) -> Node:
    """The statement, item or match arm that holds the node."""
    holder = node
    for parent in ancestors(node):
        if parent.type in ("block", "declaration_list", "source_file", "match_block"):
            break
        holder = parent
    return holder


def callee(call: Node) -> str:
    """What a call calls, white space and turbofish off: `libc::malloc`, `self.regs.get`, `ptr::null`."""
    function = call.child_by_field_name("function")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    name = re.sub(r"\s+", "", text(function))
    return re.sub(r"::<.*?>(?=::)", "", name) if "<" in name else name


def method(call: Node) -> str:
    """The method's name, if the call is a method call: `is_null` of `p.is_null()`; else empty."""
    function = call.child_by_field_name("function")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    if function is None or function.type != "field_expression":
        return ""
    return text(function.child_by_field_name("field"))


def receiver(call: Node) -> Node | None:
    """What a method is called on."""
    function = call.child_by_field_name("function")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    return function.child_by_field_name("value") if function is not None else None


def arguments(call: Node) -> list[Node]:
    """The arguments of a call, comments left out."""
    holder = call.child_by_field_name("arguments")
    return [c for c in holder.named_children if c.type not in COMMENTS] if holder is not None else []


def macro_name(node: Node) -> str:
    """`println` for `println!(..)`, whether the parser opened it (see `rust.parse_opened`) or not; else empty."""
    if node.type == "macro_invocation":
        return text(node.child_by_field_name("macro")).rpartition("::")[2]
    if node.type == "call_expression":
        name = callee(node).rpartition("::")[2]
        return name[:-1] if name.endswith("_") else ""
    return ""


def is_raw_borrow(node: Node) -> bool:
    """`&raw const x` or `&raw mut x`: the keyword, not a variable of that name."""
    return node.type == "reference_expression" and any(c.type == "raw" for c in node.children)


def is_mutable(node: Node) -> bool:
    """Whether a `mut` stands directly in this node: `&mut T`, `*mut T`, `static mut`, `let mut`."""
    return any(c.type == "mutable_specifier" for c in node.children)


def is_string(node: Node, prefix: str = "") -> bool:
    """A string literal with exactly this prefix: empty, `b`, `c`; raw ones too."""
    if node.type not in ("string_literal", "raw_string_literal"):
        return False
    mark = text(node).partition('"')[0].rstrip("#").removesuffix("r")
    return mark == prefix


def mentions(node: Node, name: str) -> bool:
    """Whether the identifier occurs in or below the node, token trees of macros included."""
    return any(n.type == "identifier" and text(n) == name for n in (node, *descendants(node)))


def is_in_unsafe(node: Node) -> bool:
    """Inside an `unsafe` block or an `unsafe fn` (as far as it is visible)."""
    for parent in ancestors(node):
        if parent.type == "unsafe_block":
            return True
        if parent.type == "function_item":
            return "unsafe" in modifiers(parent)
    return False


def _before(item: Node) -> Iterator[Node]:
    """Comments and attributes that directly precede an item, nearest first."""
    sibling = item.prev_sibling
    while sibling is not None and (sibling.type == "attribute_item" or sibling.type in COMMENTS):
        yield sibling
        sibling = sibling.prev_sibling
