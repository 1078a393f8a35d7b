"""error-through-buffer: a function writes its error text into a parameter and returns a flag."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import return_type
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, text
from review_assist.syntax.source import SourceFile, squeezed

_BUFFER = pattern(
    r"(\*mut){1,2}((\w+::)*(c_char|u8|i8)|\[(\w+::)*(c_char|u8|i8)(;\w+)?\])"
    r"|&mut(\*mut)?(\[u8(;\w+)?\]|(\w+::)*c_char|String|WString|CString)"
    r"|&mutOption<(String|CString|&'?\w*str)>|Option<&mut(String|WString)>"
)
_IS_AN_ERROR = pattern(
    r"(\w+_)?(err|error|errbuf|errstr|errmsg|cause|error_?(msg|message|text|string|str|buf|buffer)|reason)"
)
_FLAGS = frozenset(("bool", "i32", "c_int", "i64", "isize"))


@rule(
    level="warning",
    confidence="medium",
    words=("err", "cause", "reason"),
    message="`{function}` writes its error into `{parameter}` and returns {flag}",
    ask="could `{function}` return a `Result` with the text in it, instead of writing it into `{parameter}`?",
    why="""A C function has one return value, so the flag takes it and the text goes through a buffer of the
        caller. Nothing ties the two: a flag without text and a text without flag both compile.""",
    instead="""Return `Result<{value}, E>`, where `E` is an error type or, to begin with, `String`. `?` then hands
        the text on, and no buffer has a size to get wrong.""",
    query="(function_item parameters: (parameters (parameter type: (_) @type) @parameter)) @function",
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM),
    softer_in=(FileRole.TEST, FunctionRole.TEST, FileRole.BINDING),
    outranks=("out-parameter", "raw-pointer-parameter", "c-string-in-signature"),
    in_c="""
        snprintf(err, errlen, "no range: %s", text);
        return false;
    """,
    checks="""
        The compiler then warns of an error that nobody looks at, and there is no buffer whose size a caller
        could get wrong.
    """,
)
def error_through_buffer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `int parse(const char *text, struct limits *out, char *errbuf, size_t errlen)`: the number says that it went
    wrong, the buffer says why. The caller provides the memory, guesses its size, and has to know whether the
    text is there and who frees it.

    `Result<T, E>` returns either the value or the error, and the error owns its text. It has the length it
    needs, is dropped when nobody keeps it, and `?` carries it up together with the early return. An enum as `E`
    tells the reasons apart and writes the text only where somebody reads it.

    ## Keep it when
    C calls the function, or several errors are collected while the work goes on: then the list is an output of
    its own.

    ## Known problems
    That the parameter carries an error is taken from its name.

    ```rust bad
    fn parse_range(text: &str, range: &mut Range, error: &mut String) -> bool {
        let Some((low, high)) = text.split_once('-') else {
            *error = format!("no range: {text}");
            return false;
        };
        range.set(low, high);
        true
    }
    ```
    ```rust good
    fn parse_range(text: &str) -> Result<Range, String> {
        let (low, high) = text.split_once('-').ok_or_else(|| format!("no range: {text}"))?;
        Ok(Range::new(low, high))
    }
    ```
    ```rust good
    // Several mistakes are collected while it goes on.
    fn check(entries: &[Entry], errors: &mut Vec<String>) {
        for entry in entries {
            errors.extend(entry.mistake());
        }
    }
    ```
    """
    function, parameter = file.function(captures["function"]), captures["parameter"]
    name = text(field(parameter, "pattern"))
    if function is None or function.is_trait_method or not _IS_AN_ERROR.fullmatch(name):
        return "it is not named like an error, or a trait gives the signature"
    if not _BUFFER.fullmatch(squeezed(text(captures["type"]))):
        return "no text can be written into it"
    returns = return_type(function.node)
    whole = squeezed(text(field(function.node, "return_type")))
    is_pointer = whole.startswith(("*mut", "*const"))
    is_option = whole.startswith("Option<") and "&mutString" not in squeezed(text(captures["type"]))
    if returns not in _FLAGS and not is_option and not is_pointer:
        return "what is returned is more than whether it went well"
    value = "()" if returns in _FLAGS and not is_pointer else "T"
    flag = "a pointer" if is_pointer else "an `Option`" if value == "T" else f"`{returns}`"
    return Hit(
        at=parameter,
        values={"function": function.name, "parameter": name, "flag": flag, "value": value},
    )
