"""lossy-path: a path or a C string goes through lossy UTF-8 on its way to a file or back to C."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.strings._name_users import is_put_together, named, outermost, user_of, user_of_local
from review_assist.rules.strings._refused_names import PATHS, is_c_string, user_of_others
from review_assist.syntax.nodes import arguments, has_attribute, method, receiver, text
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile

_PATH_NAME = pattern(r"(^|[_.])(path|dir|file_?name|os_str)(\(\))?$|current_dir\(\)|path\(\)$")
_OF_BYTES = pattern(r"\b(to|as)_bytes\(\)|\bfrom_raw_parts\(.*\bstrlen\(", re.DOTALL)
_ELSEWHERE = r"cfg\((not\(unix\)|windows|target_os = \"windows\")\)"
"""Where a name is no bytes, and `OsStrExt` is another trait."""
_TO_C = "make the C string of the bytes: on Unix `CString::new(path.as_os_str().as_bytes())`, by `OsStrExt`"
_TO_PATH = "give the function the `Path` or `OsStr`; for bytes from C there is `OsStr::from_bytes` of `OsStrExt`"
_WAYS = {
    "panics": (
        "panics at",
        "before `{user}()` gets it",
        "is no reason to panic",
        "`unwrap()` ends the program over such a name, which anybody can give to a file",
    ),
    "loses": (
        "loses",
        "and `{user}()` gets another name",
        "stays the same",
        "A lossy conversion puts U+FFFD in for what it cannot read: no file has the new name",
    ),
    "skips": (
        "refuses",
        "and `{user}()` never gets it",
        "is not passed over",
        "A name that is not UTF-8 is refused here, though there may well be such a file",
    ),
}


@rule(
    level="warning",
    confidence="medium",
    words=("_lossy", ".to_str()", "from_utf8("),
    message="`{name}` {does} what is not UTF-8 in `{source}`, {and}",
    ask="could `{user}` get `{source}` itself, so that a name that is not UTF-8 {stays}?",
    why="""Names in C are bytes, and on Unix a file may be called anything. {so}.""",
    instead="For a name, {cure}. Text is for messages.",
    query="""
    (call_expression function: [
      (field_expression field: (field_identifier) @name)
      (scoped_identifier name: (identifier) @name)
    ] (#any-of? @name "to_string_lossy" "from_utf8_lossy" "to_str" "from_utf8")) @call
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.BUILD),
    softer_in=(FileRole.MACROS,),
    in_c="open(path, O_RDONLY);               /* bytes, in whatever encoding */",
    checks="""
        The compiler then keeps file names apart from text: turning one into the other takes a visible
        conversion.
    """,
)
def lossy_path(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A `char *` of C is passed on without anybody asking for its encoding, so a file name arrives at `open` as it
    was typed. In a port the same name passes through `&str` because that is the text type one knows, and
    `to_string_lossy()` is the conversion that never fails.

    It never fails since it changes the text: each sequence that is not UTF-8 becomes a replacement character.
    A file with such a name is then not found, or a new one is made next to it. `Path`, `OsStr` and `CStr` hold
    the bytes as they are. File functions take any `AsRef<Path>`; on Unix `OsStrExt` gives the bytes of an `OsStr`,
    and makes one of them.

    ## Keep it when
    The text is shown or logged, or was checked to be UTF-8 before.

    ## Known problems
    Only a conversion that stands in the call, in a `let` in front of it or in an `if let` around it, is seen.

    ```rust bad
    use std::ffi::{CString, NulError};
    use std::path::Path;

    fn c_name(path: &Path) -> Result<CString, NulError> {
        CString::new(path.to_string_lossy().into_owned())
    }
    ```
    ```rust good
    use std::ffi::{CString, NulError};
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    fn c_name(path: &Path) -> Result<CString, NulError> {
        CString::new(path.as_os_str().as_bytes())
    }
    ```
    ```rust good
    // It is shown, and nothing is opened by it.
    fn report(path: &std::path::Path) {
        eprintln!("cannot read {}", path.to_string_lossy());
    }
    ```
    """
    call = captures["call"]
    function = file.function(call)
    if function is not None and has_attribute(function.node, _ELSEWHERE):
        return "the code is for hosts where a name is no bytes"
    found = _lossy(call) if text(captures["name"]).endswith("lossy") else _strict(call, file)
    source = receiver(call) if method(call) else next(iter(arguments(call)), None)
    if found is None or source is None:
        return "the name does not go on to a file or to C"
    user, way = found
    does, and_then, stays, so = _WAYS[way]
    values: dict[str, Node | str] = {
        "name": f"{text(captures['name'])}(){'.unwrap()' if way == 'panics' else ''}",
        "does": does,
        "and": and_then.format(user=user),
        "stays": stays,
        "so": so,
        "source": source,
        "user": f"{user}()",
        "cure": _TO_C if user.endswith("CString::new") else _TO_PATH,
    }
    return Hit(at=call, values=values)


def _lossy(call: Node) -> tuple[str, str] | None:
    user = user_of(outermost(call)) or user_of_local(call)
    if user is not None:
        return named(user), "loses"
    return ("Path::join", "loses") if is_put_together(call) else None


def _strict(call: Node, file: SourceFile) -> tuple[str, str] | None:
    """The user of a conversion that fails, and what then happens to the name."""
    is_of_c = is_c_string(call, file)
    if not is_of_c and not _is_a_name(call, file):
        return None
    if (user := user_of_others(call)) and (not is_of_c or PATHS.fullmatch(user)):
        return user, "skips"
    whole = call.parent.parent if call.parent is not None else None
    if whole is None or method(whole) not in ("unwrap", "expect") or receiver(whole) != call:
        return None
    taker = user_of(outermost(whole)) or user_of_local(whole)
    if taker is None or (is_of_c and not PATHS.fullmatch(named(taker))):
        return None
    return named(taker), "panics"


def _is_a_name(call: Node, file: SourceFile) -> bool:
    """Whether `x.to_str()` is of a path or an `OsStr`, or `from_utf8(x)` of the bytes of a C string."""
    if not method(call):
        return _OF_BYTES.search(_bytes(call)) is not None
    source = receiver(call)
    kind = file.names.type_of(source) or "" if source is not None else ""
    if source is not None and method(source) == "as_ref" and (inner := receiver(source)) is not None:
        kind = file.names.type_of(inner) or ""
    return (
        re.search(r"\b(Path|PathBuf|OsStr|OsString)\b", kind) is not None
        or _PATH_NAME.search(text(source)) is not None
    )


def _bytes(call: Node) -> str:
    """What `from_utf8` gets, as written: in the call, or in the `let` of its argument."""
    given = next(iter(arguments(call)), None)
    value = bound_value(given) if given is not None else None
    return text(value if value is not None else call)
