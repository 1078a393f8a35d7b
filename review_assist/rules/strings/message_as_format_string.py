"""message-as-format-string: a text made at run time is handed to C as a `printf` format."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import is_literal, makes_c_string, origin, pointed_to, uncast
from review_assist.syntax.nodes import arguments, callee, is_in_unsafe, text
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_FORMAT_AT = {
    **dict.fromkeys(
        "printf printk _printk qemu_log error_report warn_report info_report error_printf error_vprintf "
        "g_print g_printerr g_strdup_printf vprintf warnx warn perror_printf".split(),
        0,
    ),
    **dict.fromkeys(
        "fprintf dprintf syslog sprintf asprintf vfprintf vsprintf vsyslog err errx monitor_printf seq_printf "
        "g_string_printf g_string_append_printf error_prepend error_append_hint error_setg".split(),
        1,
    ),
    **dict.fromkeys("snprintf vsnprintf g_log g_snprintf dev_printk _dev_printk error_setg_errno".split(), 2),
    **dict.fromkeys("error_setg_internal".split(), 4),
}
_NAMES = " ".join(f'"{name}"' for name in _FORMAT_AT)
_VIEW = 600
"""Bytes before a call in a macro in which the string is looked for."""
_IS_FORMAT = pattern(r"_?(\w+_)?(fmt|format|template)(_\w+)?")


@rule(
    level="error",
    confidence="high",
    words=("print", "log(", "report(", "syslog(", "error_", "warn(", "warnx(", "err(", "errx("),
    message="`{function}` takes {value} for its format: a `%` in the text becomes a directive",
    ask="`{function}` takes {value} for its format: can the text contain a `%`?",
    why="""As in C: the first text is a program that `printf` runs, and `%s` or `%n` in a message reads or
        writes whatever lies on the stack. Formatting in Rust first does not change that.""",
    instead="""Pass `c"%s".as_ptr()` as the format and {value} as its argument, or a C function that
        takes bytes and no format. A literal `c"..."` needs Rust 1.77.""",
    query=f"""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name {_NAMES})) @call
    (token_tree (identifier) @name . (token_tree) @arguments (#any-of? @name {_NAMES})) @macro
    """,
    silent_in=(FileRole.SHIM,),
    outranks=("c-string-call",),
    in_c='qemu_log(message);                  /* qemu_log("%s", message) */',
    checks="A reader no longer has to look for a `%` in the text: with a constant format it is printed as it is.",
)
def message_as_format_string(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `printf(message)` is the oldest hole in C programs: the format is a small program, and whoever chooses the
    message writes it. C compilers warn when the format is no literal.

    From Rust the same C functions are called without that warning. It is tempting to format the text
    with `format!`, turn it into a `CString` and hand it to the C log function as its only argument, and
    it works until a guest, a file name or a user puts a `%` into the text. The Rust side
    has formatted it already, so C should not format it again: `"%s"` and the text, or a function that takes a
    buffer and a length. Wrapped in a type with `impl fmt::Write` or `io::Write`, the call is written once and
    everybody else uses `write!`.

    ## Keep it when
    The format is a constant whose name says so, or the function is itself a wrapper that passes on the
    format it was given.

    ## Known problems
    What a constant of another file contains is not visible; the rule is silent on constants.

    ```rust bad
    use std::ffi::CString;

    fn log(message: &str) {
        let line = CString::new(message).unwrap();
        // SAFETY: a C string.
        unsafe { bindings::qemu_log(line.as_ptr()) };
    }
    ```
    ```rust good
    use std::ffi::CString;

    fn log(message: &str) {
        let line = CString::new(message).unwrap();
        // SAFETY: two C strings, as the format wants.
        unsafe { bindings::qemu_log(c"%s".as_ptr(), line.as_ptr()) };
    }
    ```
    ```rust good
    // A log of Rust's own: the text is no format.
    fn report(message: &str) {
        log::error_report(message);
    }
    ```
    """
    if captures.get("macro") is not None:
        return _in_macro(captures, file)
    call = captures["call"]
    name = c_function(call, file.names)
    given = arguments(call)
    position = _FORMAT_AT.get(name, -1)
    if position < 0 or position >= len(given) or not is_in_unsafe(call):
        return "it calls no function of C's that takes a format"
    argument = given[position]
    source = pointed_to(argument) or uncast(argument)
    if _is_fixed(source):
        return "the format is fixed"
    made = bound_value(source)
    if made is not None and _is_fixed(made):
        return "the format is fixed"
    is_only = position == len(given) - 1
    is_text = makes_c_string(source) or (made is not None and makes_c_string(made))
    if name.startswith("v") and not is_text:
        return "where the format comes from cannot be seen"
    return Hit(
        at=argument,
        values={"function": f"{callee(call)}()", "value": f"`{file.quote(source, 40)}`"},
        confidence="high" if is_text and is_only else "medium",
    )


def _in_macro(captures: Captures, file: SourceFile) -> Hit | str:
    """`log(line.as_ptr())` in the body of a macro, where a `CString` of that name is made before it."""
    name, arguments_of_call = text(captures["name"]), captures["arguments"]
    only = re.fullmatch(r"\(\s*(\w+)\s*\.as_ptr\(\)\s*\)", text(arguments_of_call))
    if only is None or _FORMAT_AT[name] != 0:
        return "the macro gets more than a pointer"
    before = _before(arguments_of_call, file)
    if not re.search(rf"\blet {only[1]} = [\w:]*CString::new\([^\"]", before):
        return "the text is not made at run time, as far as can be seen"
    return Hit(at=arguments_of_call, values={"function": f"{name}()", "value": f"`{only[1]}`"})


def _before(node: Node, file: SourceFile) -> str:
    start = max(node.start_byte - _VIEW, 0)
    return file.content.source[start : node.start_byte].decode("utf-8", "replace")


def _is_fixed(value: Node) -> bool:
    """A literal, a constant by its name, or a format that was passed in under that name."""
    made = origin(value)
    if is_literal(made):
        return True
    name = text(made).rpartition("::")[2].rpartition(".")[2]
    if name.isupper() or _IS_FORMAT.fullmatch(name):
        return True
    values = arguments(made) if made.type == "call_expression" and makes_c_string(made) else []
    return bool(values) and is_literal(values[0]) and "%" not in text(values[0])
