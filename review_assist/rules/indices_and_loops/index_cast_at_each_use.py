"""index-cast-at-each-use: a variable is only ever used as `i as usize`, and is given another type all the same."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._elements import elements_of
from review_assist.rules.indices_and_loops._loops import counted_loop
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, field, is_mutable, text
from review_assist.syntax.roles import is_abi
from review_assist.syntax.source import SourceFile

_INTEGER = pattern(r"[iu](8|16|32|64)|(\w+::)*c_(u?(int|char|short|long))")
_IS_USIZE = pattern(r"\.len\(\)$|as usize\)?$")
"""The end of a range that makes a `usize` of its variable without any cast."""
_BODY_LIMIT = 20_000
_OFTEN = 3


@rule(
    level="note",
    confidence="high",
    words=("as usize",),
    message="`{name}` is cast to `usize` at each of its {count} uses",
    ask="could `{name}` be a `usize` from the start, instead of {count} casts?",
    why="""C converts an index by itself, so it may have any width. In Rust an index is a `usize`; a cast at
        each use hides which of them could lose something, where one conversion says it once.""",
    instead="Say once what it is: {advice}.",
    query="""
    [(function_item parameters: (parameters (parameter pattern: (identifier) @name type: (_) @type))) @scope
     (for_expression pattern: (identifier) @name value: (range_expression) @range body: (block)) @scope
     (let_declaration pattern: (identifier) @name type: (_) @type value: (_)) @let]
    """,
    silent_in=(FunctionRole.CONST, FileRole.TEST),
    in_c="""
        uint32_t {name} = next(dev);
        use(names[{name}], sizes[{name}], limits[{name}]);
    """,
    checks="The compiler then has one conversion to check, and a reader one place where a value could be cut off.",
)
def index_cast_at_each_use(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C array can be indexed by any integer, so a counter or a parameter has the width of whatever it came from. In
    Rust only `usize` indexes, and a variable that keeps its C type carries an `as usize` to each place.

    A cast with `as` never fails: a negative number becomes a huge one, and a reader cannot see at the tenth
    cast what was known at the first. One conversion where the value comes in, `let slot = usize::from(slot);`
    or a range of `usize`, says it once, and the rest of the function has an index that is one.

    ## Keep it when
    The value is used as its own type as well; the rule is silent there.

    ## Known problems
    Callers may have to change with the parameter; a `let` at the top of the function avoids that.

    ```rust bad
    fn show(names: &[&str], sizes: &[u32], slot: u8) {
        print(names[slot as usize]);
        if sizes[slot as usize] > 0 {
            print_size(sizes[slot as usize]);
        }
    }
    ```
    ```rust good
    fn show(names: &[&str], sizes: &[u32], slot: usize) {
        print(names[slot]);
        if sizes[slot] > 0 {
            print_size(sizes[slot]);
        }
    }
    ```
    ```rust good
    // It is a number of its own, too.
    fn show(names: &[&str], sizes: &[u32], slot: u8) {
        print(names[slot as usize]);
        if slot > 0 {
            print_size(sizes[slot as usize]);
        }
    }
    ```
    """
    name, declared = text(captures["name"]), captures.get("type")
    scope = _scope(captures)
    if scope is None or scope.end_byte - scope.start_byte > _BODY_LIMIT:
        return "it changes, or the function is too long to be sure"
    if declared is not None and not _INTEGER.fullmatch(text(declared)):
        return "its type is no integer"
    is_range = captures.get("range") is not None
    start = captures["let"].end_byte if captures.get("let") is not None else scope.start_byte
    uses = [use for use in _identifiers(scope) if text(use) == name and use.start_byte >= start]
    is_index_already = is_range and _IS_USIZE.search(text(captures["range"])) is not None
    if len(uses) < (2 if is_index_already else _OFTEN) or not all(_is_cast(use) for use in uses):
        return "it is used without the cast, too, or hardly ever with it"
    if (
        is_range
        and (loop := counted_loop(captures["scope"], file.content.source)) is not None
        and elements_of(loop)
    ):
        return "the loop needs no number at all"
    if not any(file.is_added(use) for use in uses) or f"{{{name}" in text(scope):
        return "the patch did not write these uses, or one is in a format string"
    return Hit(
        at=captures["name"],
        values={
            "name": name,
            "count": str(len(uses)),
            "advice": _advice(captures, file),
        },
    )


def _scope(captures: Captures) -> Node | None:
    """Where the variable lives; None for one that changes, or that is declared without a block around it."""
    made = captures.get("let")
    if made is not None:
        return (
            made.parent
            if made.parent is not None and made.parent.type == "block" and not is_mutable(made)
            else None
        )
    return field(captures["scope"], "body")


@lru_cache(maxsize=4)
def _identifiers(scope: Node) -> tuple[Node, ...]:
    return tuple(descendants(scope, "identifier"))


def _is_cast(use: Node) -> bool:
    cast = use.parent
    return cast is not None and cast.type == "type_cast_expression" and text(field(cast, "type")) == "usize"


def _advice(captures: Captures, file: SourceFile) -> str:
    name, declared, counted = text(captures["name"]), captures.get("type"), captures.get("range")
    is_local = captures.get("let") is not None
    if counted is not None and _IS_USIZE.search(text(counted)):
        return f"`{name}` is a `usize` already, as the end of `{file.quote(counted)}` is; the casts can go"
    if counted is not None:
        return f"count in `usize`, with bounds of that type in place of `{file.quote(counted)}`; the casts go away"
    if is_local:
        return f"give `{name}` the type `usize` where it is set, by one `usize::try_from(..)` for all of its uses"
    take = "" if is_abi(captures["scope"]) else "take a `usize`, or "
    if text(declared) in ("u8", "u16"):
        return f"{take}begin with `let {name} = usize::from({name});`"
    return (
        f"{take}convert once at the top, with `usize::try_from({name})` and what is to be done where it does "
        "not fit"
    )
