"""mixed-allocators: memory is given back to another allocator than the one it came from."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, child, method, receiver, text, unwrapped
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_FREES = frozenset(
    "free g_free g_strfreev g_clear_pointer kfree kvfree vfree qemu_vfree realloc g_realloc".split()
)
_ALLOCATES = pattern(
    r"(g_)?(try_)?(malloc0?|calloc|realloc|strn?dup|memalign|new0?|strdup_\w+|memdup2?)(_n)?|aligned_alloc"
)
_TAKES = pattern(r"\b(Box|Vec|String|CString|Rc|Arc)::(<.*>::)?from_raw(_parts)?$")
_SAME = frozenset(("cast", "cast_mut", "cast_const", "as_ptr"))


@rule(
    level="error",
    confidence="high",
    words=("into_raw", "from_raw"),
    message="`{release}` gives back memory that came from `{origin}`",
    ask="does `{release}` give this memory, which came from `{origin}`, back to the right allocator?",
    why="""Each allocator can only take back its own blocks: it keeps sizes and lists beside them. Rust's may
        happen to be `malloc` on this platform, but a `Box` or `Vec` also promises a layout.""",
    instead="Keep the two allocators apart: {better}.",
    query="""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name "free" "g_free" "g_strfreev" "g_clear_pointer" "kfree" "kvfree" "vfree" "qemu_vfree"
        "realloc" "g_realloc" "from_raw" "from_raw_parts")) @call
    """,
    silent_in=(FileRole.SHIM,),
    outranks=("c-allocation", "glib-call-outside-bindings"),
    in_c="""
        char *s = g_strdup(name);
        kfree(s);                           /* another allocator's */
    """,
    checks="The compiler then lets the owner free the memory, with the allocator that it came from.",
)
def mixed_allocators(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C program has one `malloc` and one `free`, and memory can change hands without a word. With Rust beside
    it there are two allocators, even where both end up in the same library.

    What `Box::into_raw` or `CString::into_raw` gives away must come back through `from_raw` of the same type,
    which knows size and alignment; C's `free` knows neither, and runs no `Drop`. The other way round
    `Box::from_raw` on a block of `malloc` frees it through Rust's allocator, with a size that it makes up
    from the type. Both may pass each test on one system and corrupt the heap on the next. No type keeps the
    two kinds of pointer apart, so that this is for a wrapper to do: one that remembers which side allocates.

    ## Keep it when
    The C function is written in Rust and returns what `into_raw` gave it.

    ## Known problems
    Only memory that is allocated and given back in the same function is followed.

    ```rust bad
    fn label(name: CString) {
        let raw = name.into_raw();
        // SAFETY: not used again.
        unsafe { libc::free(raw.cast()) };
    }
    ```
    ```rust good
    fn label(name: CString) {
        let raw = name.into_raw();
        // SAFETY: it came from `into_raw`.
        drop(unsafe { CString::from_raw(raw) });
    }
    ```
    ```rust good
    fn label(name: Box<u32>) -> Box<u32> {
        let raw = Box::into_raw(name);
        // SAFETY: it came from `into_raw`.
        unsafe { Box::from_raw(raw) }
    }
    ```
    """
    call, name = captures["call"], text(captures["name"])
    given = child(call.child_by_field_name("arguments") or call, 0) if arguments(call) else None
    if given is None:
        return "the call is given nothing"
    origin = _origin(given)
    if origin is None:
        return "where the memory comes from cannot be seen"
    if name in _FREES:
        return _freed_by_c(call, origin, file)
    return _freed_by_rust(call, origin, file)


def _freed_by_c(call: Node, origin: Node, file: SourceFile) -> Hit | str:
    came_from = method(origin) or callee(origin)
    if came_from.rpartition("::")[2] != "into_raw" or not c_function(call, file.names):
        return "the memory does not come from Rust"
    better = "turn it back with `from_raw` of the type that gave it away, and let that value be dropped"
    values = {"release": f"{callee(call)}()", "origin": f"{came_from}()", "better": better}
    return Hit(at=call, values={**values})


def _freed_by_rust(call: Node, origin: Node, file: SourceFile) -> Hit | str:
    name = c_function(origin, file.names) if not method(origin) else ""
    if not name or not _TAKES.search(callee(call)):
        return "the memory does not come from C"
    confidence: Confidence = "high" if _ALLOCATES.fullmatch(name) else "medium"
    better = "let a type of its own hold the pointer and give it back to C in its `Drop`, or copy the data out"
    values = {"release": f"{callee(call)}()", "origin": f"{callee(origin)}()", "better": better}
    return Hit(at=call, values={**values}, confidence=confidence)


def _origin(value: Node) -> Node | None:
    """The call that a pointer came from: itself, without casts, or what its `let` was given."""
    node = _without_casts(value)
    if node.type == "identifier":
        given = bound_value(node)
        if given is None:
            return None
        node = _without_casts(given)
    return node if node.type == "call_expression" else None


def _without_casts(value: Node) -> Node:
    node = unwrapped(value)
    while True:
        inner = None
        if node.type == "type_cast_expression":
            inner = node.child_by_field_name("value")
        elif node.type == "call_expression" and method(node) in _SAME:
            inner = receiver(node)
        elif node.type == "unsafe_block":
            inner = _only_statement(node)
        if inner is None:
            return node
        node = unwrapped(inner)


def _only_statement(block: Node) -> Node | None:
    inner = child(block, 0)
    return child(inner, 0) if inner is not None and inner.named_child_count == 1 else None
