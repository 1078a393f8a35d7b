"""lazy-constant-table: a lazily made static whose value is a constant."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    COMMENTS,
    arguments,
    callee,
    enclosing,
    field,
    has_attribute,
    modifiers,
    text,
)
from review_assist.syntax.source import SourceFile, squeezed

_LAZY = pattern(r"(?:\w+::)*(LazyLock|Lazy|OnceLock|OnceCell)<(.*)>", re.DOTALL)
_CONST_CALLS = pattern(
    r"(Vec|String|BTreeMap|BTreeSet|VecDeque)::new|(std::sync::)?atomic::Atomic\w+::new|Atomic\w+::new"
    r"|(std::)?(time::)?Duration::from_(secs|millis|micros|nanos)"
)
_LOCKS = pattern(r"(std::sync::)?(Mutex|RwLock)::new|(std::cell::)?(Cell|RefCell|OnceCell)::new")
_PLAIN = frozenset(
    "integer_literal float_literal string_literal raw_string_literal char_literal boolean_literal "
    "negative_literal array_expression tuple_expression reference_expression parenthesized_expression "
    "string_content escape_sequence struct_expression field_initializer_list field_initializer field_identifier "
    "type_identifier mutable_specifier".split()
)
_NODE_LIMIT = 3000
_DECLARED_AND_MADE = 2
"""Occurrences of a static that only one `get_or_init` fills."""


@rule(
    level="note",
    confidence="high",
    words=("LazyLock", "Lazy<", "OnceLock", "OnceCell"),
    message="`{name}` is made when it is first used, though its value `{value}` is a constant",
    ask="is `{value}` not a constant, so that `{name}` could do without the `{lazy}`?",
    why="""C fills its larger tables at start-up, since an initialiser there can do little. A Rust `static` takes
        any constant expression, and then the table is part of the binary: nothing runs, and no use of it
        has to ask whether it is there yet.""",
    instead="Write `static {name}: {type} = ...;` with the same value{note}.",
    query="""
    (static_item name: (identifier) @name type: (generic_type) @type value: (call_expression
      function: (scoped_identifier name: (identifier) @new)
      arguments: (arguments . (closure_expression body: (_) @value) .)) (#eq? @new "new")) @static
    (call_expression
      function: (field_expression value: (identifier) @name field: (field_identifier) @new)
      arguments: (arguments . (closure_expression body: (_) @value) .) (#eq? @new "get_or_init"))
    """,
    silent_in=(FileRole.TEST, FunctionRole.TEST, FileRole.MACROS),
    in_c="""
        static int *rates;
        if (!rates) {{ rates = build_rates(); }}
    """,
    checks="The compiler then evaluates the table when it builds, and a value that is no constant is an error.",
)
def lazy_constant_table(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C table whose entries need the least bit of computation is filled by an init function, and a flag or a
    call from `main` sees to it that this happens before the first use. The Rust counterpart of that pattern is
    `LazyLock`, `OnceLock` or `lazy_static!`, and it is safe.

    It is also often not needed. Literals, arrays and structs of them, references to them, `const fn` calls and,
    since Rust 1.63, `Mutex::new` of such a value are constants: the compiler works them out, the linker places
    them. A plain `static` has no first use, cannot be initialised in the wrong order, and is read without an
    atomic load. Its type says what it is instead of how it comes to be.

    ## Keep it when
    The value needs an allocation that is not empty, reads the environment, or calls what is not a `const fn`.

    ## Known problems
    `lazy_static!` hides its tables from this rule. Of functions only those of the file and a few well-known
    ones are taken to be `const`.

    ```rust bad
    use std::sync::LazyLock;
    static RATES: LazyLock<[u32; 4]> = LazyLock::new(|| [9600, 19200, 38400, 115200]);
    ```
    ```rust good
    static RATES: [u32; 4] = [9600, 19200, 38400, 115200];
    ```
    ```rust good
    use std::sync::LazyLock;
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| vec![String::from("eth0"), hostname()]);
    ```
    """
    declared = _declared(captures, file)
    kind = _LAZY.fullmatch(text(declared)) if declared is not None else None
    value = _only_expression(captures["value"])
    if kind is None or value is None or not _is_constant(value, file):
        return "the value is not made lazily, or not known when the code is compiled"
    if has_attribute(enclosing(captures["name"], "static_item") or captures["name"], r"cfg\("):
        return "elsewhere the same name may need its first use"
    called = {callee(n) for n in (value,) if n.type == "call_expression"}
    return Hit(
        at=captures["name"],
        values={
            "name": captures["name"],
            "value": file.quote(value, 40),
            "lazy": kind[1],
            "type": " ".join(kind[2].split())[:60],
            "note": " (these are `const fn` since Rust 1.63)" if any(_LOCKS.fullmatch(c) for c in called) else "",
        },
    )


def _declared(captures: Captures, file: SourceFile) -> Node | None:
    """The type of the static, unless it may be set in several places, so that the first one decides."""
    if captures.get("static") is not None:
        return captures["type"]
    item = file.names.statics.get(text(captures["name"]))
    if item is None or enclosing(item, "function_item") is None:
        return None
    is_made_once = len(file.names.uses.get(text(captures["name"]), ())) == _DECLARED_AND_MADE
    return field(item, "type") if is_made_once else None


def _only_expression(body: Node) -> Node | None:
    if body.type != "block":
        return body
    inside = [child for child in body.named_children if child.type not in COMMENTS]
    return inside[0] if len(inside) == 1 else None


def _is_constant(value: Node, file: SourceFile) -> bool:
    """Whether every part of it is known to be allowed in a `static`."""
    todo, seen = [value], 0
    while todo:
        node = todo.pop()
        seen += 1
        if seen > _NODE_LIMIT:
            return False
        if node.type in COMMENTS:
            continue
        if node.type == "call_expression" and _is_constant_call(node, file):
            todo += arguments(node)
        elif node.type in ("identifier", "scoped_identifier"):
            if not _is_constant_name(node, file):
                return False
        elif node.type in _PLAIN:
            todo += node.named_children
        else:
            return False
    return True


def _is_constant_call(call: Node, file: SourceFile) -> bool:
    path = callee(call)
    if path in ("Some", "Ok", "Err") or _CONST_CALLS.fullmatch(path):
        return True
    if _LOCKS.fullmatch(path):
        resolved = file.names.resolve(path)
        return resolved.startswith("std::")
    function = file.names.functions.get(path)
    return function is not None and "const" in modifiers(function)


def _is_constant_name(node: Node, file: SourceFile) -> bool:
    path = squeezed(text(node))
    return path == "None" or path in file.names.constants
