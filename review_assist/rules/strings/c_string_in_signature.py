"""c-string-in-signature: a function that only Rust calls takes or returns a C string."""

from __future__ import annotations

import re

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._references import looks_behind
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._c_strings import may_not_allocate
from review_assist.rules.strings._passes_through import is_returned_to_c, passes_through
from review_assist.syntax.c_names import is_c_namesake
from review_assist.syntax.nodes import ancestors, field, text
from review_assist.syntax.source import Function, SourceFile, squeezed

_RAW = pattern(r"\*(const|mut)(\w+::)*c_char|Option<\*(const|mut)(\w+::)*c_char>")
_BORROWED = pattern(r"(Option<)?&(?!'static)('\w+)?(\w+::)*CStr>?")
"""Not `&'static CStr`: that asks for a literal, `c"name"`, which costs nothing."""
_OWNED = pattern(r"(Option<)?(\w+::)*CString>?")
_GOES_ON = pattern(r"\b(into_raw|as_ptr|as_c_str|c_char)\b")
"""It is made for C, here."""
_IS_OPAQUE = pattern(r"^_?(data|arg|args|opaque|cookie|user_?data|priv|private|ctx|context)$")
"""C's `char *` for "anything"."""
_IS_A_PATH = pattern(r"(^|_)(path|dir|cwd|directory|filename|file_name|pathname)$")
_CONVERTS = pattern(
    r"(^|_)(from|to|into|as)_|(^|_)(c_?str|cstring|raw|ptr|unchecked|foreign|ffi)(_|$)|^(name|description)$"
)


@rule(
    level="warning",
    confidence="high",
    words=("c_char", "CStr"),
    message="`{function}` {does} a C string, `{type}`, though only Rust calls it",
    ask="where `{function}` {does} `{type}`, could it be {better}?",
    why="""A C string carries no length and no proof that it is UTF-8, so each user walks and
        checks it anew. Inside of Rust a `&str` has both, and the conversion belongs to the one place that
        talks to C.""",
    instead="Use {better}{how}.",
    query="""
    (function_item parameters: (parameters (parameter type: (_) @type) @at)) @function
    (function_item return_type: (_) @type @at) @function
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.CONST,
        FileRole.SHIM,
        FileRole.TEST,
        FunctionRole.TEST,
        FileRole.MACROS,
        FileRole.BINDING,
    ),
    outranks=("raw-pointer-parameter", "raw-pointer-return"),
    in_c="bool is_serial(const char *kind);   /* NULL? ends in a NUL? */",
    checks="The compiler then checks at each call that the text is there, alive and of known length.",
)
def c_string_in_signature(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `const char *` is the only text C has, and in a translation it stays in every signature as `*const c_char`
    or `&CStr`. Callers then write `c"...".as_ptr()` or make a `CString` each, and inside of the function the
    text has no methods.

    Rust code passes text as `&str`, or `&[u8]`, `&OsStr` or `&Path` where it need not be UTF-8. Such a
    reference has a length, can be sliced, compared and searched, and a literal is one already.
    The C string is made right before the C call, by `CString::new`, and read right after it, by
    `CStr::from_ptr`; the binding is the place for both.

    ## Keep it when
    The function is that binding, or is a `const fn` that fills a table for C: `CString::new` allocates and
    cannot run there, so `&'static CStr` is right, as it is for a name that is always a literal. A text that only
    passes from one C call to the next needs no `&str` in between. Without `std`, as in the kernel, `&CStr` is
    right wherever C is given the text: a `CString` can fail to be made.

    ## Known problems
    Whether the text passes through a function of another file is not visible.

    ```rust bad
    fn is_serial(kind: *const c_char) -> bool {
        // SAFETY: the caller has a C string.
        unsafe { CStr::from_ptr(kind) }.to_bytes() == b"serial"
    }
    ```
    ```rust good
    fn is_serial(kind: &str) -> bool {
        kind == "serial"
    }
    ```
    ```rust good
    // A table for C is built at compile time.
    const fn entry(name: &'static CStr, size: usize) -> Entry {
        Entry { name, size }
    }
    ```
    """
    function, written = file.function(captures["function"]), squeezed(text(captures["type"]))
    if function is None or function.is_trait_method or _is_given(function) or may_not_allocate(function, file):
        return "the signature is given by a trait or the name, or the function may not allocate"
    is_raw = _RAW.fullmatch(written) is not None
    if not is_raw and not _BORROWED.fullmatch(written) and not _OWNED.fullmatch(written):
        return "the type is no C string"
    if not is_raw and file.profile.policy.no_std:
        return "in the kernel `CStr` is the text that C is given, from the literal on"
    if _OWNED.fullmatch(written) and _GOES_ON.search(text(field(function.node, "body"))):
        return "the function hands the string on to C"
    is_parameter = captures["at"].type == "parameter"
    if _OWNED.fullmatch(written) and not is_parameter:
        return "it is made for C, where a caller needs it"
    name = text(field(captures["at"], "pattern")).removeprefix("mut ") if is_parameter else ""
    if name == "_" or (is_parameter and _IS_OPAQUE.search(name)):
        return "the name says that it is no text, or is not used"
    if passes_through(function, name, file) if is_parameter else is_returned_to_c(function, file):
        return "it comes from C, or goes on to C"
    is_kept = (
        is_raw and not is_parameter and re.search(r"\.as_ptr\(\)", text(field(function.node, "body"))) is not None
    )
    better = "`&CStr`" if file.profile.policy.no_std or is_kept else _better(written, is_parameter, name)
    return Hit(
        at=captures["at"],
        values={
            "function": function.name,
            "does": "takes" if is_parameter else "returns",
            "type": captures["type"],
            "better": better,
            "how": _how(better, is_parameter=is_parameter, is_raw=is_raw),
        },
        confidence=_confidence(function, name, is_raw, is_parameter),
    )


def _how(better: str, *, is_parameter: bool, is_raw: bool) -> str:
    """Where the C string is made or kept: a pointer that comes out has an owner, who must not go before C does."""
    if is_raw and not is_parameter and better == "`&CStr`":
        return (
            ", in an `Option` if there may be none, and take `as_ptr()` where C gets it: its owner cannot go first"
        )
    if is_raw and not is_parameter:
        owner = "let a field own a `CString`, return `&CStr`, and take `as_ptr()` where C gets it"
        return f". Where C keeps the text, {owner}"
    if better == "`&CStr`":
        return ", and take `as_ptr()` where C is called"
    return ", and make the C string where C is called, in a variable that outlives what C does with it"


def _confidence(function: Function, name: str, is_raw: bool, is_parameter: bool) -> Confidence:
    """A function that calls C may be there to hand the string on; one that reads the text itself is not."""
    if function.role is FunctionRole.BOUNDARY:
        reads = is_raw and is_parameter and looks_behind(name, function.node)
        return "medium" if reads or (is_raw and not function.is_unsafe) else "low"
    return "high" if is_raw and not function.is_unsafe else "medium"


def _is_given(function: Function) -> bool:
    """A converter has C strings in its name, and a trait's method its signature from the trait."""
    if _CONVERTS.search(function.name) or is_c_namesake(function.name):
        return True
    return any(parent.type in ("trait_item", "foreign_mod_item") for parent in ancestors(function.node))


def _better(written: str, is_parameter: bool, name: str) -> str:
    if _IS_A_PATH.search(name):
        return "an `Option<&Path>`" if written.startswith("Option<") else "`&Path`"
    text_type = "`&str`" if is_parameter else "`&str` or `String`"
    if written.startswith("Option<"):
        return f"an `Option` of {text_type}"
    return text_type if "const" in written or "CStr" in written else f"{text_type}, or `&mut [u8]` for a buffer"
