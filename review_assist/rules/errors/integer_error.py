"""integer-error: a function returns a `Result`, and its error is a plain number or a truth value."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.source import SourceFile

_PLAIN = pattern(r"(\w+::)*([iu](8|16|32|64|size)|c_u?(int|long|short)|bool)")

_READS_ERRNO = pattern(r"__errno(_location)?\(\)|\braw_os_error\(\)|\berrno\(\)")
"""The number has been in the hands of the library, which has a type for it."""


@rule(
    level="warning",
    confidence="medium",
    words=("Result<",),
    message="`{function}` fails with {article} `{type}`, whose values have no names",
    ask="could the error of `{function}` be a type with a name, instead of `{type}`?",
    why="""An `int` is what a C function has to say what went wrong, by a table in a header. In Rust the error type
        can name each case, and converts to the number where C wants it.""",
    instead="""Name the error: an enum of what can go wrong, or a struct around the number that can print it. The
        conversion to and from the number of C belongs to that type.""",
    query="""
    (function_item name: (identifier) return_type: (generic_type
      type: [(type_identifier) @result (scoped_type_identifier name: (type_identifier) @result)]
      type_arguments: (type_arguments (_) [(primitive_type) (type_identifier) (scoped_type_identifier)] @error .))
      (#eq? @result "Result")) @function
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.TEST,
        FileRole.TEST,
        FileRole.BUILD,
        FileRole.SHIM,
    ),
    softer_in=(FileRole.BINDING, FileRole.MACROS, FunctionRole.BOUNDARY),
    in_c="return -EINVAL;         /* or was it -22? */",
    checks="The compiler then tells errors of one kind from those of another, and from numbers that are none.",
)
def integer_error(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A negative errno, a code of the library, or -1: a C function says what went wrong by a number, and what
    the number means is in a header. As the error of a `Result` it is handed on by `?`, but remains a number: it
    prints as one, mixes with any other, and -22 from one library meets -22 from another.

    An error type names its cases, or wraps the number and knows where it came from: `struct Errno(c_int)`. It
    implements `Error` and `Display` for people and `From` for `?`, and the function that C calls turns it into the
    number again, once.

    ## Keep it when
    The function stands right at the boundary and its caller hands the number to C.

    ## Known problems
    An alias such as `type Errno = c_int` hides the number, and is not reported.

    ```rust bad
    use libc::c_int;
    fn set_rate(rate: u32) -> Result<u32, c_int> {
        if rate > 96000 {
            return Err(-libc::EINVAL);
        }
        Ok(rate)
    }
    ```
    ```rust good
    struct RateTooHigh(u32);
    fn set_rate(rate: u32) -> Result<u32, RateTooHigh> {
        if rate > 96000 {
            return Err(RateTooHigh(rate));
        }
        Ok(rate)
    }
    ```
    ```rust good
    // As `binary_search`: where it would have been.
    fn place(keys: &[u32], key: u32) -> Result<usize, usize> {
        keys.binary_search(&key)
    }
    ```
    """
    function, error = file.function(captures["function"]), text(captures["error"])
    if function is None or function.is_trait_method or not _PLAIN.fullmatch(error) or not comes_from_c(file):
        return "the error is no plain number, the trait gives the signature, or the file has nothing of C"
    kind = error.rpartition("::")[2]
    if kind == "usize" or (kind.startswith("u") and not kind.startswith(("u8", "u32"))):
        return "the number is a position or an amount"
    return Hit(
        at=captures["error"],
        confidence="high" if _READS_ERRNO.search(text(field(function.node, "body"))) else None,
        values={"function": function.name, "type": error, "article": "an" if kind[0] in "i8" else "a"},
    )
