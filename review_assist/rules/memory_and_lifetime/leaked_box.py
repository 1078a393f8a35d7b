"""leaked-box: `Box::leak` or `Box::into_raw` with nothing that takes the box back."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import makes_c_string
from review_assist.syntax.nodes import ancestors, arguments, callee, method, text
from review_assist.syntax.source import SourceFile

_ONCE = frozenset("get_or_init get_or_try_init call_once get_or_insert_with".split())
_LAZY = pattern(r"\b(LazyLock|Lazy|LazyCell)::new$")
_TAKES_BACK = pattern(
    rb"\b(Box|Arc|Rc|CString)\s*::\s*(<[^>]*>\s*::\s*)?(from_raw|decrement_strong_count)\b|\bdrop_in_place\b"
)


@rule(
    level="note",
    confidence="medium",
    words=("Box::leak", "into_raw"),
    needs="file",
    message="`{call}` gives up the owner, and nothing in this file takes it back",
    ask="who frees what `{call}` gives away, and could its owner keep it instead?",
    why="""In C memory that lives as long as the program is allocated and never freed. In Rust that gives
        up `Drop` too, and it hides from the reader which part of the program the value belongs to.""",
    instead="If nobody does, let one place own the memory: {better}.",
    query="""
    (call_expression function: (scoped_identifier path: (identifier) @box name: (identifier) @name)
      (#any-of? @box "Box" "Arc" "Rc" "CString") (#any-of? @name "leak" "into_raw")) @call
    (call_expression function: (field_expression value: (_) @made field: (field_identifier) @name)
      (#eq? @name "into_raw")) @call
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.BUILD,
        FunctionRole.TEST,
        FunctionRole.ABI,
        FunctionRole.THUNK,
    ),
    softer_in=(FileRole.BINDING, FunctionRole.BOUNDARY, FunctionRole.CONTRACT),
    in_c="""
        struct table *t = calloc(1, sizeof(*t));
        return t;                           /* nobody frees it */
    """,
    checks="The compiler then frees the memory with its owner, and refuses a reference that would outlive it.",
)
def leaked_box(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Nobody frees the tables that a C program sets up when it starts, and a pointer to them can be passed
    around without a thought. `Box::leak` gives the same in Rust: a reference that lives for ever, at the
    price of memory that is never returned and a `Drop` that never runs.

    Often the compiler can be told more. Data known when the program is compiled can be a `const` or a
    `static`, which live as long as the program without any allocation. What is computed once, on first use,
    goes into a `OnceLock` or a `LazyLock`, which own it. What belongs to a device belongs in its struct,
    where the compiler checks that references to it end first. `Box::into_raw` has its use where C keeps the
    pointer, and then `Box::from_raw` is found nearby.

    ## Keep it when
    The value is made once, lives to the end, and its type cannot be named in a `static`; or C keeps the
    pointer and gives it back to another file.

    ## Known problems
    Whether it happens once or in a loop is not always visible.

    ```rust bad
    struct Table {
        rows: [u32; 16],
    }

    fn table(seed: u32) -> &'static Table {
        Box::leak(Box::new(Table { rows: [seed; 16] }))
    }
    ```
    ```rust good
    struct Table {
        rows: [u32; 16],
    }

    static TABLE: Table = Table { rows: [7; 16] };

    fn table() -> &'static Table {
        &TABLE
    }
    ```
    ```rust good
    // The static owns it, once.
    use std::sync::OnceLock;

    static NAME: OnceLock<&'static str> = OnceLock::new();

    fn name(given: &str) -> &'static str {
        NAME.get_or_init(|| Box::leak(given.to_owned().into_boxed_str()))
    }
    ```
    """
    call = captures["call"]
    if (made := captures.get("made")) is not None and not makes_c_string(made):
        return "it makes no C string"
    is_leak = text(captures["name"]) == "leak"
    if _is_made_once(call) or _is_taken_back(file.content.source) or _is_rewrapped(call):
        return "it is made once for ever, or something takes it back, or wraps it"
    owner = "CString" if made is not None else text(captures["box"])
    better = (
        "a `const` or `static` if the value is known at compile time, a `OnceLock` or `LazyLock` if it is "
        "computed once, or the `Box` in the struct that it belongs to"
        if is_leak
        else f"if C keeps the pointer, put `{owner}::from_raw` in the `Drop` or the callback that ends it; "
        f"if only Rust does, keep the `{owner}` and lend a reference"
    )
    is_plain = not is_leak or any(callee(argument) == "Box::new" for argument in arguments(call))
    return Hit(
        at=call,
        values={"call": f"{callee(call) if made is None else 'into_raw'}()", "better": better},
        confidence="medium" if is_plain else "low",
    )


def _is_made_once(call: Node) -> bool:
    """Inside of a `static`, a `LazyLock::new(..)` or a `get_or_init(..)`."""
    for parent in ancestors(call):
        if parent.type in ("static_item", "const_item"):
            return True
        if parent.type == "call_expression" and (method(parent) in _ONCE or _LAZY.search(callee(parent))):
            return True
        if parent.type == "function_item":
            return text(parent.child_by_field_name("name")) == "main"
    return False


@lru_cache(maxsize=4)
def _is_taken_back(source: bytes) -> bool:
    return _TAKES_BACK.search(source) is not None


def _is_rewrapped(call: Node) -> bool:
    """`NonNull::from(Box::leak(..))` and `NonNull::new(Box::into_raw(..))` build an owner of their own."""
    for parent in ancestors(call):
        if parent.type == "call_expression":
            return "NonNull" in callee(parent)
        if parent.type in ("let_declaration", "block", "function_item"):
            return False
    return False
