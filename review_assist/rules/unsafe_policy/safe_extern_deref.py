"""safe-extern-deref: an `extern "C" fn` that dereferences its argument and is not `unsafe`."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._unsafe import body as body_of
from review_assist.rules.unsafe_policy._unsafe import is_explained
from review_assist.syntax.nodes import (
    arguments,
    callee,
    descendants,
    enclosing,
    field,
    method,
    receiver,
    tail,
    text,
    unwrapped,
)
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile

_READERS = ("from_raw_parts", "from_raw_parts_mut", "from_ptr", "from_raw", "borrow_raw", "copy_nonoverlapping")
_METHODS = frozenset(("as_ref", "as_mut", "read", "write", "read_volatile", "write_volatile", "read_unaligned"))
_CONVERTS = pattern(r"(^|::)(from_[a-z]+_(none|full|borrow)|[a-z0-9_]*c_?str(ing)?(_to_\w+)?)$")
_WRAPPERS = pattern(r"^NonNull::new|(^|::)[A-Z]\w*$")
"""`NonNull::new(p)`, and a tuple struct around a pointer."""
_HIDE = ", and without `pub` if it is only handed over as a pointer"
_STEPS = frozenset(("cast", "cast_mut", "cast_const", "add", "offset", "sub", "unwrap", "expect"))


@rule(
    level="error",
    confidence="high",
    clippy=("not_unsafe_ptr_arg_deref",),
    words=("extern",),
    message="`{function}` is a safe `fn`, yet it dereferences `{parameter}`, whatever the caller passes",
    ask="should `{function}` be an `unsafe` function, as it trusts `{parameter}` to be valid?",
    why="""To C every function looks the same. To Rust a function without `unsafe` promises to be harmless
        for any arguments, so safe code may call `{function}` with a dangling pointer, and nothing
        objects.""",
    instead="""Declare it `unsafe extern "C" fn {function}`, with a `# Safety` section on
        `{parameter}`{visibility}; C does not see a difference.""",
    query="""
    (function_item
      (function_modifiers (extern_modifier))
      name: (identifier) @name
      parameters: (parameters (parameter type: (pointer_type)))
      body: (block) @body) @function
    """,
    silent_in=(FunctionRole.TEST, FileRole.SHIM),
    softer_in=(FileRole.TEST,),
    in_c="""
        int line_level(const struct line *l)
        {{ return l->level; }}                /* NULL or stale: undefined */
    """,
    checks="""
        The compiler then accepts a call from Rust only inside `unsafe`, where somebody vouches for the
        pointer.
    """,
)
def safe_extern_deref(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A callback in C takes a `void *` and trusts it. Ported to Rust it becomes an `extern "C" fn`, and since it
    compiles either way, the word `unsafe` in front is easily forgotten.

    The word is about who has to be careful. A safe function in Rust may be called from safe code with
    anything of the right type, and a raw pointer of any value can be made in safe code. So a safe function
    that looks behind a pointer argument is unsound, even if its only caller today is C. With
    `unsafe extern "C" fn` the duty lies with whoever calls or registers it, and the type of the function
    pointer says so as well. A test for NULL does not change this: a dangling pointer is not NULL.

    ## Keep it when
    The pointer is only compared, stored or passed on to C. Some projects (`safe_callbacks` in their profile) leave
    the word off methods that no other file can name, and say above each `unsafe` block who calls.

    ## Known problems
    A dereference behind another function is not seen, unless its name says that it reads a C string.

    ```rust bad
    pub extern "C" fn line_level(line: *const Line) -> i32 {
        // SAFETY: the C side passes the line it got from `line_new`.
        let line = unsafe { &*line };
        line.level()
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// `line` comes from `line_new` and was not freed.
    pub unsafe extern "C" fn line_level(line: &Line) -> i32 {
        line.level()
    }
    ```
    ```rust good
    extern "C" fn line_is_open(line: *const Line) -> bool {
        !line.is_null()
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_unsafe:
        return "it is an `unsafe fn`"
    if "siginfo_t" in text(field(captures["function"], "parameters")):
        return "a handler of signals may have to be safe, and only the system calls it"
    names = (text(field(parameter, "pattern")) for parameter in _pointer_parameters(captures["function"]))
    pointers = {name: name for name in names}
    for name, origin in _aliases(captures["body"]):
        pointers.setdefault(name, pointers.get(origin, ""))
    used = [pointers[name] for name in _dereferenced(captures["body"]) if pointers.get(name)]
    trusted = used or [pointers[name] for name in _converted(captures["body"]) if pointers.get(name)]
    if not trusted:
        return "it looks behind none of its pointers"
    is_shown = is_public(captures["function"])
    confidence: Confidence = "high" if is_shown and used else "medium"
    return Hit(
        at=_place(captures, trusted[0], file),
        values={"function": function.name, "parameter": trusted[0], "visibility": _HIDE if is_shown else ""},
        confidence="low" if not is_shown and _is_custom(captures["function"], file) else confidence,
    )


def _place(captures: Captures, trusted: str, file: SourceFile) -> Node:
    """The function's name; or the parameter, where the patch gives it its name so as to look behind it."""
    for parameter in _pointer_parameters(captures["function"]):
        if text(field(parameter, "pattern")) == trusted and file.is_added(parameter):
            return captures["name"] if file.is_added(captures["name"]) else parameter
    return captures["name"]


def _is_custom(function: Node, file: SourceFile) -> bool:
    """A callback as its project writes it: a method for a table of this file, each `unsafe` with its reason."""
    if not file.profile.policy.safe_callbacks or enclosing(function, "impl_item") is None:
        return False
    return all(is_explained(block, file) for block in descendants(function, "unsafe_block"))


def _pointer_parameters(function: Node) -> Iterator[Node]:
    holder = field(function, "parameters")
    for parameter in holder.named_children if holder is not None else ():
        kind = field(parameter, "type")
        if kind is not None and kind.type == "pointer_type":
            yield parameter


def _aliases(body: Node) -> Iterator[tuple[str, str]]:
    """`state`, `opaque` for `let state = NonNull::new_unchecked(opaque.cast::<State>())`."""
    for declaration in descendants(body, "let_declaration"):
        origin = _root(field(declaration, "value"))
        if origin:
            yield text(field(declaration, "pattern")).removeprefix("mut "), origin


def _dereferenced(body: Node) -> Iterator[str]:
    """Names that are read or written through, as they are or after a cast."""
    for node in descendants(body, "unary_expression", "call_expression"):
        if node.type == "unary_expression":
            if text(node).startswith("*") and node.named_children:
                yield _root(node.named_children[0])
        elif method(node) in _METHODS:
            yield _root(receiver(node))
        elif callee(node).rpartition("::")[2] in _READERS and arguments(node):
            yield _root(arguments(node)[0])


def _converted(body: Node) -> Iterator[str]:
    """Names that unsafe code hands to a conversion: `String::from_glib_none(text)`, `utf8_cstr(text)`."""
    for block in descendants(body, "unsafe_block"):
        for call in descendants(block, "call_expression"):
            if _CONVERTS.search(callee(call)) and arguments(call):
                yield _root(arguments(call)[0])


def _root(node: Node | None) -> str:
    """`p` of `p.cast::<T>()`, `(p as *mut T)`, `p.add(1)`; of anything else nothing."""
    while node is not None:
        node = unwrapped(node)
        if node.type == "type_cast_expression":
            node = node.child_by_field_name("value")
        elif node.type == "unsafe_block":
            holder = body_of(node)
            node = tail(holder) if holder is not None else None
        elif node.type == "call_expression" and method(node) in _STEPS:
            node = receiver(node)
        elif node.type == "call_expression" and _WRAPPERS.search(callee(node)) and arguments(node):
            node = arguments(node)[0]
        else:
            return text(node) if node.type == "identifier" else ""
    return ""
