"""unchecked-c-string: a string that a C function may answer NULL for is read without a look at the pointer."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import callee, child, comments_above, enclosing, field, method, text
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_CAN_SAY_SO = pattern(r"(\w+::)*(Result|Option)\b")
_NEVER = pattern(
    r"str(v?)error\w*|\w*_err(or)?_(str|string|name)|gai_strerror|\w*(version|strerror)\w*|g_strdup\w*|inet_ntoa"
)
"""C functions that always have a text."""
_SPOKEN_OF = pattern(r"\bnull\b", re.IGNORECASE)


@rule(
    level="warning",
    confidence="medium",
    words=("from_ptr(", "from_char_ptr(", "strlen("),
    message="`{reader}` reads what `{c_function}` returned, which may be NULL",
    ask="can `{c_function}` return NULL, which `{reader}` would read?",
    why="""A C getter answers NULL where there is nothing to get, today or in its next version, and each caller
        tests for it. `{reader}` reads from the address whatever it is, and `{function}` has a way to say that
        there was nothing.""",
    instead="""Test it with `is_null()` before it is read, and return {nothing}. If C promises never to return
        NULL, let the SAFETY comment say so.""",
    query="""
    (call_expression function: [(identifier) @reader (scoped_identifier name: (identifier) @reader)]
      arguments: (arguments . (_) @pointer .) (#any-of? @reader "from_ptr" "from_char_ptr" "strlen")) @call
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.CONTRACT),
    in_c="""
        path = chip_get_path(chip);
        if (!path)
            return -ENOENT;
    """,
    checks="At run time NULL is then an answer like any other; nobody has to know the C function's manual.",
)
def unchecked_c_string(captures: Captures, file: SourceFile) -> Hit | str:
    """
    NULL is how a C function says "no name", "no label", "not found", and `if (!name)` behind the call is so usual
    that its absence is what one sees.

    `CStr::from_ptr` wants the address of a string, and reads from it up to the NUL. Given NULL it reads from
    address 0. It is an `unsafe fn` for that reason: who calls it promises that there is a string. In a wrapper
    whose function returns an `Option` or a `Result` the honest answer costs one line, and then nobody has to know
    whether the C library can return NULL here, or will in its next version.

    ## Keep it when
    C's documentation promises a string. Then the SAFETY comment can say so: the rule is silent where a comment
    speaks of null.

    ## Known problems
    What the C function promises is not known here. Functions that answer with the text of an error are left out.

    ```rust bad
    impl Chip {
        pub fn label(&self) -> Result<&str, Utf8Error> {
            // SAFETY: the chip is open.
            let label = unsafe { bindings::chip_get_label(self.as_ptr()) };
            // SAFETY: a C string that lives as long as the chip.
            unsafe { CStr::from_ptr(label) }.to_str()
        }
    }
    ```
    ```rust good
    impl Chip {
        pub fn label(&self) -> Result<&str, Error> {
            // SAFETY: the chip is open.
            let label = unsafe { bindings::chip_get_label(self.as_ptr()) };
            if label.is_null() {
                return Err(Error::NoLabel);
            }
            // SAFETY: a C string that lives as long as the chip.
            Ok(unsafe { CStr::from_ptr(label) }.to_str()?)
        }
    }
    ```
    ```rust good
    impl Chip {
        pub fn label(&self) -> Result<&str, Utf8Error> {
            // SAFETY: the chip is open, and then its label is never null.
            unsafe { CStr::from_ptr(bindings::chip_get_label(self.as_ptr())) }.to_str()
        }
    }
    ```
    """
    call, function = captures["call"], file.function(captures["call"])
    pointer = without_casts(captures["pointer"])
    answered = _c_call(pointer)
    name = c_function(answered, file.names) if answered is not None else ""
    if answered is None or function is None or not name or _NEVER.fullmatch(name):
        return "the pointer is not the answer of a C function, or one that is never NULL"
    returned = text(field(function.node, "return_type"))
    can_say = _CAN_SAY_SO.match(returned)
    if can_say is None or _is_looked_at(pointer, function.node) or _speaks_of_null(answered, call):
        return "the function cannot answer that there is none, or the pointer is looked at"
    values: dict[str, Node | str] = {
        "reader": f"{callee(call)}()",
        "c_function": f"{name}()",
        "function": function.name or "the function",
        "nothing": "`None`" if can_say[2] == "Option" else "an error",
    }
    return Hit(at=answered, values=values)


def _c_call(pointer: Node) -> Node | None:
    """The call that gave the pointer: the argument itself, or what a `let` holds."""
    bound = local_binding(pointer) if pointer.type == "identifier" else None
    node = field(bound, "value") if bound is not None and bound.type == "let_declaration" else pointer
    while node is not None and node.type in ("unsafe_block", "block", "parenthesized_expression"):
        node = child(node, 0) if node.named_child_count == 1 else None
    node = without_casts(node) if node is not None else None
    return node if node is not None and node.type == "call_expression" and not method(node) else None


def _is_looked_at(pointer: Node, function: Node) -> bool:
    """Whether the function compares the pointer with something, or asks it."""
    if pointer.type != "identifier":
        return False
    name = re.escape(text(pointer))
    asked = (
        rf"\b{name}\s*(\.\s*(is_null|as_ref)\b|[!=]=)|\b(NonNull::new|is_null|check\w*|\w*null\w*!?)\(\s*{name}\b"
    )
    return re.search(asked, text(field(function, "body"))) is not None


def _speaks_of_null(answered: Node, call: Node) -> bool:
    blocks = (enclosing(node, "unsafe_block") for node in (answered, call))
    places = (answered, call, *(block for block in blocks if block is not None))
    return any(_SPOKEN_OF.search(comments_above(place)) for place in places)
