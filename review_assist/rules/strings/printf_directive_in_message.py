"""printf-directive-in-message: a `%d` or `%s` of C stands in a message of Rust, which prints it as it is."""

from __future__ import annotations

import re

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, is_string, macro_name, text
from review_assist.syntax.source import SourceFile

_DIRECTIVE = pattern(r"%[-0#+]*\d*(\.\d+)?(hh|h|ll|l|z|j)?[dsuxXpi](?![\w%])")
_OTHER_PERCENT = pattern(r"%[A-WYZbefgjkmnqrtvyaw({]|%%|[`']%|--\w+=|(?i:strftime|printf|date|format)")
_MESSAGES = (
    "panic println eprintln print eprint error warn info debug trace assert assert_eq assert_ne debug_assert "
    "unreachable todo unimplemented pr_err pr_warn pr_info pr_debug dev_err dev_warn dev_info dev_dbg "
    "log_mask_ln ensure bail"
).split()
_CALLS = " ".join(f'"{name}_"' for name in _MESSAGES)


@rule(
    level="error",
    confidence="high",
    words=("%",),
    message="`{directive}` in `{macro}!` is printed as it is: Rust's place for a value is a pair of braces",
    ask="`{directive}` in this `{macro}!` is printed as it is: should it be a value in braces?",
    why="""A format of C carries over letter by letter, and nothing complains: to Rust's macros a percent sign
        is text. The value never reaches the message.""",
    instead="""Name the value in braces: `{form}` for `{directive}`. The compiler then checks that it exists and
        can be printed.""",
    query=f"""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name {_CALLS})) @call
    """,
    silent_in=(FileRole.SHIM,),
    in_c='fprintf(stderr, "bad offset %" PRIu64 "\\n", offset);',
    checks="The compiler then checks that each value in braces exists and can be printed.",
)
def printf_directive_in_message(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `printf("bad offset %d", offset)` becomes `println!("bad offset %d")` when a port is made in a hurry, often
    with the argument lost on the way, since the macro refuses one that has no place. What is left compiles,
    and the log says `%d` when somebody needs the number.

    Rust's format strings have braces: `{}` for the next argument, `{offset}` for a variable, `{offset:#x}` in
    hexadecimal. The macro reads the string when the program is compiled, so that a place without an argument,
    an argument without a place and a type that cannot be printed are all errors. A percent sign means nothing to
    it, which is why this mistake alone goes through.

    ## Keep it when
    The text is about formats, say the help of a tool that takes them. A string that is handed on to `strftime`
    or to C is no message; the rule looks at macros that print.

    ## Known problems
    A percentage with a unit glued to it, `100%d`, would look the same.

    ```rust bad
    fn check(offset: u64) {
        if offset > 64 {
            eprintln!("bad offset %d");
        }
    }
    ```
    ```rust good
    fn check(offset: u64) {
        if offset > 64 {
            eprintln!("bad offset {offset}");
        }
    }
    ```
    ```rust good
    // A percent sign as such, and the pattern of a date.
    fn show(level: u32) {
        println!("{level}% done");
        println!("dates look like %Y-%m-%d");
    }
    ```
    """
    call = captures["call"]
    literal = next((node for node in arguments(call) if is_string(node)), None)
    if literal is None or _OTHER_PERCENT.search(text(literal)):
        return "the message is no literal, or its percent signs mean something else"
    found = _DIRECTIVE.search(text(literal))
    if found is None:
        return "the message has no such directive"
    return Hit(
        at=literal,
        values={"directive": found[0], "macro": macro_name(call), "form": _form(found[0])},
        confidence="high" if len(arguments(call)) == 1 else "medium",
    )


def _form(directive: str) -> str:
    """The same in Rust, for a variable called `value`: `{value:#x}` for `%#x`."""
    kind = {"x": "x", "X": "X", "p": "p"}.get(directive[-1], "")
    zeros = re.search(r"0(\d+)", directive)
    style = ("#" if "#" in directive else "") + (f"0{zeros[1]}" if zeros else "") + kind
    return f"{{value:{style}}}" if style else "{value}"
