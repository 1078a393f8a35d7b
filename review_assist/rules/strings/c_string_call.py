"""c-string-call: `strlen`, `strcmp`, `snprintf`, `atoi` and their kin, where `str` has methods."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.c_names import is_c_namesake
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import arguments, callee, is_in_unsafe
from review_assist.syntax.roles import c_function, is_abi, is_c_path
from review_assist.syntax.source import SourceFile

_LENGTH = "`.len()` of a `&str` or `&[u8]`, or `CStr::count_bytes()` (Rust 1.79) where it must stay a C string"
_AS_C_STR = "`CStr::from_ptr({start})`, which finds the end itself"
_EQUAL = "`==` on `&str`, `&[u8]` or `&CStr`"
_ORDER = "`cmp()` on `&str`, `&[u8]` or `&CStr`, which gives an `Ordering`"
_PREFIX = "`starts_with()`, or `==` on two slices"
_ANY_CASE = "`eq_ignore_ascii_case()`"
_COPY = "`to_owned()` for a new string, `push_str()` to append, `copy_from_slice()` into a buffer"
_FIND = "`find()`, `rfind()` or `contains()`"
_NUMBER = "`text.parse::<T>()`, or `T::from_str_radix(text, 16)` for another base"
_NUMBERS = "`split_once()` or `split()`, and `parse::<T>()` for each number"
_FORMAT = "`format!`, or `write!` into a `String` or a buffer"
_PRINT = "`println!` or `eprintln!` in a tool, the project's log in a library"
_SPLIT = "`split()` or `split_once()`"
_CLASS = "`is_ascii_digit()`, `is_ascii_alphabetic()` and so on, on `u8` or `char`"
_CASE = "`to_ascii_lowercase()` or `to_ascii_uppercase()`, on `u8`, `char` or `str`"
_SORT = "`sort_by()` or `sort_unstable_by_key()`"

_BETTER = {
    **dict.fromkeys(("strlen", "strnlen"), _LENGTH),
    "strcmp": _EQUAL,
    "strncmp": _PREFIX,
    **dict.fromkeys(("strcasecmp", "strncasecmp"), _ANY_CASE),
    **dict.fromkeys("strcpy strncpy strcat strncat strlcpy strlcat stpcpy".split(), _COPY),
    **dict.fromkeys("strchr strrchr strstr strpbrk strspn strcspn".split(), _FIND),
    **dict.fromkeys("atoi atol atoll atof strtol strtoul strtoll strtoull strtod".split(), _NUMBER),
    "sscanf": _NUMBERS,
    **dict.fromkeys("sprintf snprintf asprintf vsnprintf vasprintf vsprintf".split(), _FORMAT),
    **dict.fromkeys("printf fprintf puts fputs putchar fputc perror".split(), _PRINT),
    **dict.fromkeys(("strtok", "strtok_r", "strsep"), _SPLIT),
    **dict.fromkeys("isdigit isalpha isalnum isspace isxdigit isprint isupper islower ispunct".split(), _CLASS),
    **dict.fromkeys(("tolower", "toupper"), _CASE),
    "qsort": _SORT,
    "bsearch": "`binary_search_by()`",
}
_NAMES = " ".join(f'"{name}"' for name in _BETTER)


@rule(
    level="warning",
    confidence="high",
    words=tuple(f"{name}(" for name in _BETTER),
    message="`{function}` is C's: in Rust this is {better}",
    ask="could this `{function}` be {better}?",
    why="""These functions trust that the string ends, or that the buffer is large enough. `&str` and slices
        know their length, so the methods need no `unsafe` and cannot run past the end.""",
    instead="""Use {better}. A `*const c_char` from C becomes a `&CStr` once, with `CStr::from_ptr`, and a
        `&str` by `to_str()`.""",
    query=f"""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name {_NAMES})) @call
    """,
    silent_in=(FileRole.SHIM, FunctionRole.THUNK, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI),
    in_c="""
        if (strcmp(kind, "serial") == 0)
            n = strlen(kind);               /* trusts the NUL */
    """,
    checks="""
        The compiler then keeps the length with the text: nothing reads or writes past its end for want of a
        NUL.
    """,
)
def c_string_call(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C string is an address, and its length is where the first zero happens to be. `strlen` walks there each
    time, `strcpy` trusts that there is room, `atoi` gives 0 for what is no number, and `strtok` writes into
    its argument.

    `&str` and `&[u8]` are an address with a length. Comparing, searching, splitting and copying are methods,
    safe to call, that know where to stop. `parse()` returns a `Result`, so that "no number" and "0" are two
    answers. `format!` makes the buffer as large as the text. The type of every value that is formatted is
    checked, which C compilers do only for literal formats.

    ## Keep it when
    The string belongs to C, is used once and goes straight back to C. A C function whose locale or
    rounding matters bit by bit is another reason.

    ## Known problems
    Which encoding the bytes have is not known: `&str` is UTF-8, file names are better kept as `OsStr` or bytes.

    ```rust bad
    fn is_serial(kind: *const c_char) -> bool {
        // SAFETY: both are C strings.
        unsafe { libc::strcmp(kind, c"serial".as_ptr()) == 0 }
    }
    ```
    ```rust good
    fn is_serial(kind: &str) -> bool {
        kind == "serial"
    }
    ```
    ```rust good
    // A function of this program, which has the name only.
    fn strlen(text: &str) -> usize {
        text.chars().count()
    }

    fn width(text: &str) -> usize {
        strlen(text) + 2
    }
    ```
    """
    call = captures["call"]
    name = c_function(call, file.names)
    function = file.function(call)
    if name not in _BETTER or (function is not None and is_c_namesake(function.name)):
        return "it calls none of C's string functions, or the function takes the place of one"
    if name.startswith("v") and function is not None and is_abi(function.node):
        return "a variadic function that C calls can only hand its arguments on"
    is_named = is_c_path(callee(call), file.names)
    start = _start_of_slice(call) if name == "strlen" else None
    better = _AS_C_STR.format(start=file.quote(start)) if start is not None else _BETTER[name]
    better = _ORDER if name == "strcmp" and _is_sorted_by(call) else better
    return Hit(
        at=call,
        values={"function": f"{callee(call)}()", "better": better},
        confidence="high" if is_named and is_in_unsafe(call) else "medium",
    )


def _start_of_slice(length: Node) -> Node | None:
    """`name` in `from_raw_parts(name as *const u8, strlen(name))`: where the text starts that is measured."""
    while length.parent is not None and length.parent.type == "type_cast_expression":
        length = length.parent
    holder = length.parent if length.parent is not None and length.parent.type == "arguments" else None
    call = holder.parent if holder is not None else None
    if call is None or not callee(call).endswith("from_raw_parts"):
        return None
    return without_casts(arguments(call)[0])


def _is_sorted_by(call: Node) -> bool:
    """Whether the sign of what `strcmp` gives is passed on: to what sorts."""
    around = call.parent
    while around is not None and around.type == "parenthesized_expression":
        around = around.parent
    return around is not None and around.type in ("arguments", "let_declaration")
