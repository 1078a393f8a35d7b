"""void-pointer-user-data: a callback and an untyped pointer travel side by side."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import Names
from review_assist.syntax.nodes import enclosing, has_attribute, text
from review_assist.syntax.roles import takes_callback_of_c
from review_assist.syntax.source import SourceFile

_UNTYPED = pattern(r"(Option<)?(NonNull<|\*(mut|const)\s)\s*(\w+::)*c_void>?>?|(\w+::)*g(const)?pointer")
_CALLBACK = pattern(r"\bfn\s*\(")

_RELEASES = pattern(r"free|destroy|dtor|drop|release")


@rule(
    level="warning",
    confidence="high",
    words=("c_void", "gpointer", "gconstpointer"),
    message="`{function}` gets its data through the untyped pointer `{data}`",
    ask="could `{function}` and `{data}` be one closure?",
    why="""A C callback cannot carry data, so a `void *` travels beside it and is cast back unchecked. A Rust
        closure is both in one value: the captured variables keep their types, and the compiler knows how
        long they live.""",
    instead="""Take `impl FnMut(...)`, or `Box<dyn FnMut(...)>` if it is stored, in place of `{function}` and
        `{data}`. If C makes the call, the `void *` stays inside of the binding.""",
    query="""
    (function_item parameters: (parameters (parameter type: (_) @type) @data)) @holder
    (struct_item body: (field_declaration_list (field_declaration type: (_) @type) @data)) @holder
    """,
    silent_in=(
        FileRole.SHIM,
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
    ),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.BOUNDARY),
    outranks=("raw-pointer-parameter", "raw-pointer-field", "glib-type-outside-bindings"),
    in_c="""
        void each(struct list *l, void (*visit)(int, void *), void *opaque);
        each(l, count_one, &total);
    """,
    checks="""
        The compiler then checks that the data has the type which the callback expects, and lives as long as
        the callback.
    """,
)
def void_pointer_user_data(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `void (*done)(void *opaque), void *opaque`: a C callback has no place for data, and so each interface that
    takes one takes a pointer beside it. That both belong together, what the pointer points to and how long it
    must live is in the manual.

    A Rust closure is the function and its data in one value. It is called like a function, the variables that
    it captured keep their types, and it cannot outlive what it borrows. Where C is to call it, one generic
    function in the binding turns the pointer back into the closure, for all closures alike. Then the compiler
    checks what a reviewer of C has to trust: that this callback gets this data.

    ## Keep it when
    C keeps and passes the pair, and this is the declaration of its function or of its struct; or the function
    has C's calling convention because C has registered it, which only a device has no reason for.

    ## Known problems
    That the two belong together is concluded from their being neighbours.

    ```rust bad
    fn each(items: &[u32], visit: fn(u32, *mut c_void), opaque: *mut c_void) {
        for &item in items {
            visit(item, opaque);
        }
    }
    ```
    ```rust good
    fn each(items: &[u32], mut visit: impl FnMut(u32)) {
        for &item in items {
            visit(item);
        }
    }
    ```
    ```rust good
    // C's layout: C keeps the pair.
    #[repr(C)]
    struct Handler {
        run: Option<unsafe extern "C" fn(opaque: *mut c_void)>,
        opaque: *mut c_void,
    }
    ```
    """
    holder, data = captures["holder"], captures["data"]
    if not _UNTYPED.fullmatch(" ".join(text(captures["type"]).split())):
        return "it is no untyped pointer"
    if holder.type == "struct_item" and has_attribute(holder, r"repr\("):
        return "the struct is laid out for C"
    if enclosing(holder, "foreign_mod_item") is not None:
        return "C declares it"
    if takes_callback_of_c(holder, file.names) and not file.is_device:
        return "the callback is C's"
    callback = _callback_beside(data, file.names)
    if callback is None:
        return "no callback beside it takes an untyped pointer"
    return Hit(at=data, values={"function": _name(callback), "data": _name(data)})


def _callback_beside(data: Node, names: Names) -> Node | None:
    """The parameter or field that is a function taking an untyped pointer for its work; one that only frees it
    is no callback. None if there are several: what they share is no closure."""
    if data.parent is None:
        return None
    siblings = [c for c in data.parent.named_children if c.type == data.type]
    found = [c for c in siblings if _is_callback(c, names) and not _RELEASES.search(_name(c))]
    return found[0] if len(found) == 1 else None


def _is_callback(node: Node, names: Names) -> bool:
    declared = text(node.child_by_field_name("type"))
    alias = names.aliases.get(re.sub(r"^Option<|>$", "", declared).rpartition("::")[2])
    if alias is not None:
        declared = text(alias.child_by_field_name("type"))
    if re.fullmatch(r"(Option<)?(\w+::)*G(SourceFunc|Func|CompareDataFunc)>?", declared):
        return True
    return (
        _CALLBACK.search(declared) is not None
        and re.search(r"c_void|gpointer|gconstpointer", declared) is not None
    )


def _name(node: Node) -> str:
    found = node.child_by_field_name("name") or node.child_by_field_name("pattern")
    return " ".join(text(found).split())[:40]
