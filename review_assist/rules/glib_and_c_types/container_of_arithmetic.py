"""container-of-arithmetic: the outer object is computed from the address of one of its fields."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, macro_name, method, text
from review_assist.syntax.source import SourceFile

_STEPS_BACK = frozenset(
    ("sub", "byte_sub", "wrapping_sub", "wrapping_byte_sub", "offset", "byte_offset", "wrapping_offset")
)
_ADDRESS = pattern(r"\bas\s+[ui]size\b|addr|ptr")
_TRANSPARENT = frozenset(("arguments", "type_cast_expression", "parenthesized_expression", "unary_expression"))
_ARGUMENTS = pattern(
    r"\w+!\s*[({\[]\s*(?:[^,]{1,80},)?\s*(?P<type>(?:\w+::)*\w+)\s*,\s*(?P<field>[\w.]+)\s*,?\s*[)}\]]"
)


@rule(
    level="warning",
    confidence="medium",
    words=("offset_of!", "container_of!"),
    message="`{code}` leads from the field `{field}` back to the `{type}` around it",
    ask="could this code be given the `{type}` itself, rather than compute it from `{field}`?",
    why="""A C callback gets a pointer to the member it was registered with, and `container_of` finds the object
        around it. The compiler cannot check that the member really lies in one, nor that nobody else has
        borrowed the rest.""",
    instead="""Hand the `{type}` to the callback, as the argument of a method or as what a closure captures. Where
        C gives back the member, do this step once, in the wrapper that registers it.""",
    query="(macro_invocation macro: (_) @name (token_tree) @arguments) @call",
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.THUNK, FunctionRole.CONTRACT, FunctionRole.CONST),
    in_c="UartState *s = container_of(t, UartState, {field});",
    checks="""
        The compiler then checks that the callback gets the object it was registered with, of the right
        type.
    """,
)
def container_of_arithmetic(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `struct uart *s = container_of(timer, struct uart, timer)` gets a C callback from the part that it was
    given to the whole that it works on. It is right as long as that timer is the member of a uart.

    A Rust callback can be given the whole. A closure captures the object it works on; a method takes it as
    `&self`; a function that wants a part takes a closure that leads from the whole to the part, `|uart| &mut
    uart.timer`, which the compiler checks. Going the other way needs a pointer that may reach beyond the
    field it was made from, and a promise that no reference to the rest is alive. A wrapper type can make this
    promise once for all of its users, at the place where C calls back.

    ## Keep it when
    This is that wrapper, or the list whose nodes lie in the elements.

    ## Known problems
    Whether the part could be exchanged for the whole depends on who calls.

    ```rust bad
    fn expired(timer: *mut Timer) {
        // SAFETY: every timer lies in a uart.
        let uart = unsafe { &*timer.byte_sub(offset_of!(Uart, timer)).cast::<Uart>() };
        uart.update();
    }
    ```
    ```rust good
    fn expired(uart: &Uart) {
        uart.update();
    }
    ```
    ```rust good
    // An offset on its own describes a layout.
    const TIMER_OFFSET: usize = std::mem::offset_of!(Uart, timer);
    ```
    """
    call, name = captures["call"], macro_name(captures["call"])
    if name != "container_of" and (name != "offset_of" or not _steps_back(call)):
        return "it does not go from a field back to its struct"
    found = _ARGUMENTS.search(" ".join(text(call)[:400].split()))
    if found is None:
        return "what is computed cannot be read"
    return Hit(at=call, values={"code": f"{name}!", "type": found["type"][:40], "field": found["field"][:40]})


def _steps_back(call: Node) -> bool:
    """`p.byte_sub(offset_of!(..))` or `p as usize - offset_of!(..)`."""
    below = call
    for parent in ancestors(call):
        if parent.type == "call_expression":
            return method(parent) in _STEPS_BACK and below.type == "arguments"
        if parent.type == "binary_expression":
            is_right = parent.child_by_field_name("right") == below
            is_minus = text(parent.child_by_field_name("operator")) == "-"
            return is_right and is_minus and _ADDRESS.search(text(parent.child_by_field_name("left"))) is not None
        if parent.type not in _TRANSPARENT:
            return False
        below = parent
    return False
