"""What takes a text for the name of a file, or gives it to C as one."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.nodes import ancestors, arguments, callee, enclosing, field, method, receiver, text
from review_assist.syntax.scopes import local_binding

_OPENS = pattern(
    r"(\w+::)*(File::(open|create|create_new)|CString::new|(std::)?fs::\w+|Path(Buf)?::(new|from)|"
    r"OsString::from|UnixStream::connect|UnixListener::bind|Command::new)"
)
_JOINS = pattern(r'"/?(\{\w*\}[\w.-]*|[\w.-]+)(/(\{\w*\}|[\w.-])+)+"')
"""A path with a place in it: `{}/data.sock`."""
_FAR = 20
"""Statements behind a `let` that are looked at."""
_WRAPS = frozenset(
    "to_string into_owned to_owned as_ref as_str as_bytes into deref clone into_bytes as_os_str borrow".split()
)


def outermost(call: Node) -> Node:
    """The expression that hands the text on: `x.to_string_lossy().into_owned()`, with `&` and `*` in front."""
    node = call
    for parent in ancestors(call):
        is_wrapped = parent.type == "call_expression" and method(parent) in _WRAPS and receiver(parent) == node
        if is_wrapped or parent.type in ("reference_expression", "parenthesized_expression", "unary_expression"):
            node = parent
        elif parent.type != "field_expression":
            break
    return node


def user_of(node: Node) -> Node | None:
    """The call that takes the text for a name: `File::open(node)`."""
    holder = node.parent
    if holder is None or holder.type != "arguments" or holder.parent is None:
        return None
    call = holder.parent
    is_name = call.type == "call_expression" and _opens(call)
    return call if is_name and arguments(call)[:1] == [node] else None


def user_of_local(call: Node) -> Node | None:
    """The same for `let name = path.to_string_lossy();`, if such a call gets it further on in the block."""
    holder = outermost(call).parent
    pattern = field(holder, "pattern") if holder is not None and holder.type == "let_declaration" else None
    after = holder.next_named_sibling if holder is not None else None
    if pattern is None or pattern.type != "identifier":
        return None
    for _ in range(_FAR):
        if after is None:
            break
        for candidate in _calls(after):
            given = arguments(candidate)[:1]
            root = _root(given[0]) if given else None
            if root is not None and text(root) == text(pattern) and local_binding(root) == holder:
                return candidate
        after = after.next_named_sibling
    return None


def is_put_together(call: Node) -> bool:
    """Whether a path is made of the text, `format!("{}/data", dir.to_string_lossy())`, and not a message."""
    holder = outermost(call).parent
    macro = holder.parent if holder is not None and holder.type == "arguments" else None
    if macro is None or callee(macro) != "format_" or macro.parent is None:
        return False
    around = enclosing(macro, "arguments", "block", "let_declaration", "macro_invocation", "match_arm")
    if around is None or around.type == "arguments":
        return False
    return _JOINS.fullmatch(text(next(iter(arguments(macro)), None))) is not None


def _calls(statement: Node) -> list[Node]:
    found, todo = [], [statement]
    while todo:
        node = todo.pop()
        if node.type == "call_expression" and _opens(node):
            found.append(node)
        todo += node.named_children
    return found


def named(call: Node) -> str:
    return "OpenOptions::open" if method(call) == "open" else callee(call)


def _opens(call: Node) -> bool:
    """Whether the call takes a name: `File::open(name)`, `OpenOptions::new().read(true).open(name)`."""
    if _OPENS.fullmatch(callee(call)) is not None:
        return True
    return method(call) == "open" and "OpenOptions::" in text(receiver(call))


def _root(node: Node) -> Node | None:
    """`name` of `&name`, `name.as_ref()` and `&*name`."""
    while True:
        if node.type in ("reference_expression", "unary_expression", "parenthesized_expression"):
            inner = next(iter(node.named_children), None)
        elif node.type == "call_expression" and method(node) in _WRAPS:
            inner = receiver(node)
        else:
            return node if node.type == "identifier" else None
        if inner is None:
            return None
        node = inner
