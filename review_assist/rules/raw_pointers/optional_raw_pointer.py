"""optional-raw-pointer: `Option<*mut T>`, in which there are two ways to say that there is nothing."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.raw_pointers._pointers import is_void, pointee, usual_unless_at_home
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, text
from review_assist.syntax.roles import is_trait_method
from review_assist.syntax.source import SourceFile

_PLACES = ("parameter", "field_declaration", "let_declaration", "function_item", "static_item", "const_item")

_NAMED = ("type_item", "associated_type", "type_binding")


@rule(
    level="warning",
    confidence="medium",
    words=("Option<*",),
    message="`{type}` can be `None`, and `Some` of a null pointer",
    ask="what does `Some` of a null pointer mean here, beside `None`: could this be `{better}`?",
    why="""In C the pointer itself is what may be NULL. An `Option` around it adds a second nothing, which every
        reader has to rule out, and it is larger than the pointer.""",
    instead="Write `{better}`, which has `None` for null and the size of the pointer{lend}.",
    query="""
    (generic_type type: (type_identifier) @name type_arguments: (type_arguments . (pointer_type) @pointer .)
      (#eq? @name "Option")) @type
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.CONTRACT),
    in_c="void update(struct bio *or_null);",
    checks="The compiler then keeps the two apart: what is `Some` is not null, and needs no test.",
)
def optional_raw_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Every pointer of C may be NULL, and the signature does not say of which ones that is expected.

    Somebody who comes to Rust learns that `Option` says it, and puts one around the pointer. But a raw pointer can
    still be null. `Some(ptr::null_mut())` compiles, a test for `None` does not see it, and the two together take
    twice the space. `NonNull<T>` is the pointer that is never null: `Option<NonNull<T>>` is exactly as large as a
    pointer, its `None` is null, and `NonNull::new(raw)` makes one of what comes from C. Inside of Rust a
    reference says even more.

    ## Keep it when
    Null and "not given" are two things, which the caller tells apart; then a comment says which is which.

    ## Known problems
    Whether null is ever put in is not looked at.

    ```rust bad
    pub struct Stream {
        reader: Option<*mut Port>,
    }
    ```
    ```rust good
    pub struct Stream {
        reader: Option<NonNull<Port>>,
    }
    ```
    ```rust good
    // A function pointer is never null, and `Option` is how C's NULL is written for it.
    pub struct Hook {
        call: Option<unsafe extern "C" fn(*mut Port)>,
    }
    ```
    """
    pointer, kind = captures["pointer"], captures["type"]
    place = next((node for node in ancestors(kind) if node.type in _PLACES), None)
    if place is None or any(node.type in _NAMED for node in ancestors(kind)):
        return "it is part of another type"
    if place.type == "let_declaration" or is_trait_method(kind):
        return "a trait, or what the local is made of, has decided the type"
    target = pointee(pointer)
    if target.startswith("*"):
        return "it points at another pointer"
    lend = "" if is_void(target) or place.type != "parameter" else f", or `Option<{_reference(pointer)}>`"
    return Hit(
        at=kind,
        confidence=usual_unless_at_home("medium", kind, file),
        values={"type": kind, "better": f"Option<NonNull<{target}>>", "lend": lend},
    )


def _reference(pointer: Node) -> str:
    is_mutable = text(pointer).startswith("*mut")
    return f"&mut {pointee(pointer)}" if is_mutable else f"&{pointee(pointer)}"
