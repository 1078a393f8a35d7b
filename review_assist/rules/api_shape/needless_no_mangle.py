"""needless-no-mangle: a function is exported by name to a C that cannot or need not call it by that name."""

from __future__ import annotations

from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, enclosing, field, modifiers, text
from review_assist.syntax.source import SourceFile

_EXPORT = pattern(r"#\[\s*(unsafe\s*\(\s*)?no_mangle\b")
_RUST_ONLY = pattern(
    r"&\s*('\w+\s+)?(mut\s+)?(str\b|\[)|(\w+::)*(String|Vec|VecDeque|HashMap|BTreeMap|Result|Rc|Arc|Cow)(?=[<\s,]|$)"
    r"|impl\b|(Option<)?Box<\s*(dyn\b|\[|str\b)|\(.+,"
)
_ENTRY = pattern(r"main|_start|__?rust\w*|rust_\w+|[A-Z]\w*|\w*(panic|unwind|alloc)\w*")


@rule(
    level="warning",
    confidence="medium",
    words=("no_mangle",),
    message="`{function}` is exported as a symbol, but {reason}",
    ask="does anything look `{function}` up by its name, given that {reason}?",
    why="""Every C function that is not `static` is a symbol, so a port exports each one. The linker needs a
        name only where another object file refers to it; elsewhere `#[no_mangle]` makes one more global name
        and hides from the compiler that the function may be unused.""",
    instead="If nothing looks the name up, {better}.",
    query="""
    (function_item name: (identifier) @name parameters: (parameters) @parameters) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS, FileRole.TEST, FunctionRole.TEST),
    in_c="void uart_reset(DeviceState *dev);  /* not static: in every namespace */",
    checks="A reader no longer has to look for C code that calls it by its name.",
)
def needless_no_mangle(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function can be called from any other file unless it is `static`, and a callback is a function like
    the others. A port that keeps the names keeps `#[no_mangle]` on all of them.

    The attribute does one thing: it gives the function this very symbol in the object file, so that C code
    which declares it in a header can be linked. A function whose address is put into a table needs no name;
    a private `extern "C" fn` does, and the compiler will say when nobody uses it any more. Without `extern
    "C"` the arguments are not where C looks for them. With `&str`, `Vec` or `Result` in its signature there
    is no declaration that C could write.

    ## Keep it when
    A C header declares the function, or a linker script, a debugger or another program looks it up by name.

    ## Known problems
    C files are not read: whether a header declares the function is for the author to say.

    ```rust bad
    pub struct Operations {
        reset: Option<unsafe extern "C" fn(unit: u32)>,
    }

    /// # Safety
    ///
    /// Called by C during reset.
    #[no_mangle]
    unsafe extern "C" fn uart_reset(unit: u32) {
        log(unit);
    }

    pub static OPERATIONS: Operations = make(Some(uart_reset));
    ```
    ```rust good
    /// # Safety
    ///
    /// Called by C during reset.
    unsafe extern "C" fn uart_reset(unit: u32) {
        log(unit);
    }

    pub static OPERATIONS: Table = make(Some(uart_reset));
    ```
    ```rust good
    // A header declares it, and board code written in C calls it.
    #[no_mangle]
    pub extern "C" fn uart_count(limit: u32) -> u32 {
        limit.min(4)
    }
    ```
    """
    name, attribute = text(captures["name"]), _export(captures["function"])
    if attribute is None or enclosing(captures["function"], "foreign_mod_item") is not None:
        return "it is not exported by name"
    found = _reason(captures, file)
    if found is None:
        return "C may well call it by that name"
    reason, better = found
    return Hit(at=attribute, values={"function": name, "reason": reason, "better": better})


def _reason(captures: Captures, file: SourceFile) -> tuple[str, str] | None:
    function, name = captures["function"], text(captures["name"])
    if "extern" not in modifiers(function):
        is_trap = text(function.child_by_field_name("return_type")) == "!"  # found by the linker, not called
        if is_trap or _ENTRY.fullmatch(name) or not captures["parameters"].named_children:
            return None
        better = 'drop `#[no_mangle]`; if C calls it, make it `extern "C"`'
        return "it has Rust's calling convention, in which C cannot call it", better
    if (foreign := _type_unknown_to_c(function)) is not None:
        better = "drop `#[no_mangle]`; if C calls it, take what C can pass, such as a pointer and a length"
        return f"C has no type for its `{foreign}`", better
    if any(_is_address(use) for use in islice(file.names.uses.get(name, ()), 200)):
        better = 'drop `#[no_mangle]`: what is reached by a pointer needs `extern "C"`, but no name'
        return "this file hands out its address", better
    return None


def _export(function: Node) -> Node | None:
    sibling = function.prev_sibling
    while sibling is not None and (sibling.type == "attribute_item" or sibling.type in COMMENTS):
        if sibling.type == "attribute_item" and _EXPORT.match(text(sibling)):
            return sibling
        sibling = sibling.prev_sibling
    return None


def _type_unknown_to_c(function: Node) -> str | None:
    parameters = function.child_by_field_name("parameters")
    types = [field(c, "type") for c in (parameters.named_children if parameters is not None else ())]
    types.append(function.child_by_field_name("return_type"))
    written = (" ".join(text(node).split()) for node in types if node is not None)
    return next((kind[:40].replace("`", "'") for kind in written if _RUST_ONLY.match(kind)), None)


def _is_address(use: Node) -> bool:
    """The function's name as a value: `Some(uart_reset)`, `reset: uart_reset`, `uart_reset as usize`."""
    parent = use.parent
    if parent is None or use.type != "identifier":
        return False
    if parent.type == "token_tree":
        return _is_option(parent)
    if parent.type in ("arguments", "type_cast_expression", "array_expression"):
        return True
    return parent.type in ("field_initializer", "assignment_expression") and use == parent.named_children[-1]


def _is_option(tokens: Node) -> bool:
    """`(uart_reset)` of `Some(uart_reset)` in the arguments of a macro; a name alone may make a symbol there."""
    before = tokens.prev_sibling
    return tokens.named_child_count == 1 and before is not None and text(before) == "Some"
