"""emptiness-by-length: `names.len() == 0`, as C counts in order to know whether there is anything."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import bare_name, self_type
from review_assist.syntax.nodes import arguments, method, receiver, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_EMPTY = {("==", "0"): True, ("<", "1"): True, ("!=", "0"): False, (">", "0"): False, (">=", "1"): False}
_HAS_NONE = pattern(r"(?i)\b(meta|metadata|stat|file|args|iter|chunks|windows|chars|bytes)\w*(\(.*\)\??)?$")
"""Files, and iterators that know how many are left: their `is_empty()` is missing or not stable."""
_HAS_IT = ("Vec<", "String", "str", "[", "VecDeque<", "HashMap<", "BTreeMap<", "HashSet<", "BTreeSet<", "OsString")


@rule(
    level="note",
    confidence="medium",
    clippy=("len_zero",),
    words=(".len()",),
    message="`{comparison}` counts to find out whether there is anything",
    ask="could `{comparison}` be `{better}`?",
    why="""C has a length, kept or counted, and compares it with 0. Containers and strings of Rust have a method
        that asks the question itself; a length that means a length stands out then.""",
    instead="Write `{better}`.",
    query="""
    (binary_expression left: (call_expression) @length operator: _ @operator right: (integer_literal) @number)
    @comparison
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="""
        if (strlen(name) == 0 || queue->len > 0)
            return;
    """,
    checks="A reader no longer has to look whether the length is used for anything else.",
)
def emptiness_by_length(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (strlen(name) == 0)`, `if (queue->len > 0)`: that there is nothing is, in C, a number that is 0. With a
    linked list or a string it is even counted.

    In Rust slices, strings, vectors and maps have `is_empty()` beside `len()`. It says what is asked, and a type
    that has to count can answer sooner.

    ## Keep it when
    The number 0 is one case among several lengths, as in a `match`, or the comparison is with a limit that happens
    to be 0.

    ## Known problems
    A type of another crate may have `len()` alone. Where nothing in the file comes from C it is only told on
    request.

    ```rust bad profile=qemu
    fn may_send(queue: &[u8], name: &str) -> bool {
        queue.len() > 0 && name.len() != 0
    }
    ```
    ```rust good
    fn may_send(queue: &[u8], name: &str) -> bool {
        !queue.is_empty() && !name.is_empty()
    }
    ```
    ```rust good
    // A length that is meant.
    fn is_pair(queue: &[u8]) -> bool {
        queue.len() == 2
    }
    ```
    """
    length, comparison = captures["length"], captures["comparison"]
    is_empty = _EMPTY.get((text(captures["operator"]), text(captures["number"])))
    owner = receiver(length)
    if is_empty is None or owner is None or method(length) != "len" or arguments(length):
        return "the length is compared with another number, or is none"
    function = file.function(comparison)
    if function is not None and function.name == "is_empty":
        return "this is how `is_empty` is defined"
    if _is_without(owner, file) or _HAS_NONE.search(text(owner)):
        return "its type has `len()` and no `is_empty()`, or may have none"
    better = f"{'' if is_empty else '!'}{file.quote(owner)}.is_empty()"
    return Hit(
        at=comparison,
        confidence="medium" if comes_from_c(file) else "low",
        values={"comparison": comparison, "better": better},
        fix=_fix(comparison, owner, file, is_empty=is_empty),
    )


def _is_without(owner: Node, file: SourceFile) -> bool:
    counts = file.names.functions.get("len")
    if counts is None or "is_empty" in file.names.functions:
        return False
    declared = (file.names.type_of(owner) or "").removeprefix("&").removeprefix("mut ")
    kind = self_type(owner) if text(owner) == "self" else bare_name(declared)
    return not kind or kind == self_type(counts)


def _fix(comparison: Node, owner: Node, file: SourceFile, *, is_empty: bool) -> Rewrite:
    kind = (file.names.type_of(owner) or "").removeprefix("&").removeprefix("mut ")
    is_known = kind.startswith(_HAS_IT) and local_binding(owner) is not None
    code = f"{'' if is_empty else '!'}{written(owner, file)}.is_empty()"
    return Rewrite((replaced(comparison, code),), is_safe=is_known)
