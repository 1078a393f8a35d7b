"""static-from-parameter: a `static` in a function keeps for everybody what the first caller passed."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, descendants, enclosing, field, method, receiver, text
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_CELL = pattern(r"(?:\w+::)*Once(?:Lock|Cell)<")
_KEYED = pattern(r"Mutex|RwLock|Map|RefCell|Sender|Receiver|Python|Atomic")
_FILLS = frozenset(("get_or_init", "get_or_try_init"))


@rule(
    level="error",
    confidence="medium",
    words=("static ",),
    message="`{static}` keeps what the first call of `{function}` makes of `{parameter}`, for all later calls",
    ask="should each call of `{function}` get what the first one made of `{parameter}`, which `{static}` keeps?",
    why="""A `static` in a function is one variable for the whole program, in C and in Rust. A cell like
        `{cell}` is filled once and never again: whatever `{parameter}` is in the second call, the answer is about
        the first.""",
    instead="""Keep the value where what it is made of lives, as a field that is filled at its first use; a
        reference or pointer to it is then good for as long as that is. What has to be asked for anew is
        returned by value.""",
    query="(static_item name: (identifier) @name type: (_) @type) @static",
    silent_in=(FileRole.TEST, FunctionRole.TEST, FileRole.BUILD),
    in_c="""
        static char *type;
        if (!type)
            type = strdup(image->type);     /* of the first image */
        return type;
    """,
    checks="The compiler then ties a reference to the value that it was made of, and each value has its own.",
)
def static_from_parameter(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that has to return a string, and has nobody to own it, keeps it in a `static`. The next call
    overwrites it, which everybody knows of `ctime` and `strerror`. With `static OnceLock` the same habit has
    another end: the cell refuses to be overwritten, so the second object gets the string of the first.

    The cell belongs into the object: `OnceCell<CString>` as a field of `Image`, filled through `self`. The pointer
    that C gets is good for as long as the image is. For one value per key there is a map in a `Mutex`.

    ## Keep it when
    Each caller passes the same value, such as the one context of the program. A parameter is then not needed, or
    a function that is called once at the start can set the cell.

    ## Known problems
    A value that is made of the parameter before the cell is filled is not followed.

    ```rust bad
    impl Image {
        fn type_name(&self) -> &'static str {
            static NAME: OnceLock<String> = OnceLock::new();
            NAME.get_or_init(|| self.kind.to_string())
        }
    }
    ```
    ```rust good
    struct Image {
        kind: Kind,
        name: OnceLock<String>,
    }

    impl Image {
        fn type_name(&self) -> &str {
            self.name.get_or_init(|| self.kind.to_string())
        }
    }
    ```
    ```rust good
    // The same for all.
    fn width(line: &str) -> usize {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(Table::new).width(line)
    }
    ```
    """
    function, name, kind = file.function(captures["static"]), text(captures["name"]), text(captures["type"])
    if function is None or not _CELL.match(kind) or _KEYED.search(kind):
        return "the static is no cell that keeps one value for all"
    if enclosing(captures["static"], "impl_item", "function_item") != function.node:
        return "it is not in a function"
    for call in descendants(function.node, "call_expression"):
        if method(call) in _FILLS and text(receiver(call)) == name:
            taken = next(_parameters(call, function.node), None)
            return (
                _hit(captures, function.name, taken)
                if taken is not None
                else "what it keeps does not come from a parameter"
            )
    return "nothing fills it there"


def _hit(captures: Captures, function: str, taken: Node) -> Hit:
    is_object = taken.type == "self" or _is_pointer(taken)
    return Hit(
        at=captures["static"],
        confidence="high" if is_object else None,
        values={
            "static": captures["name"],
            "function": function,
            "parameter": taken,
            "cell": text(captures["type"]).partition("<")[0].rpartition("::")[2],
        },
    )


def _parameters(call: Node, function: Node) -> Iterator[Node]:
    """What a closure takes out of the function's own parameters."""
    closures = [given for given in arguments(call) if given.type == "closure_expression"]
    for closure in closures:
        for used in descendants(closure, "identifier", "self"):
            if used.parent is not None and used == field(used.parent, "pattern"):
                continue
            bound = local_binding(used) if used.type == "identifier" else field(function, "parameters")
            if bound is None or enclosing(bound, "function_item", "closure_expression") != function:
                continue
            if used.type == "self" or bound.type == "parameter":
                yield used


def _is_pointer(used: Node) -> bool:
    bound = local_binding(used)
    return bound is not None and text(field(bound, "type")).startswith("*")
