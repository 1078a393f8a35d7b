"""integer-as-bool: a variable or field of an integer type that only ever holds 0 and 1."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from tree_sitter import Node

from review_assist.model import FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import is_integer_type
from review_assist.rules.integers_and_flags._truths import of_answer, of_combined, truth_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import begins_with_parent
from review_assist.syntax.nodes import (
    arguments,
    enclosing,
    field,
    has_attribute,
    method,
    text,
)
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile
from review_assist.syntax.uses import uses_between

_PREDICATE = pattern(
    r"(is|has|have|had|can|should|must|needs?|was|did|use|uses)_\w+|\w*_(enabled?|disabled?|flag|found|done|valid|active"
    r"|pending|ready|set|allowed|supported)|(enabled?|found|done|valid|active|pending|ready|busy|dirty|quiet|verbose|stop)"
    r"|(?!(\w+_)?(bed|fed|led|red|shed)$)\w*[^\We]ed"
)
_SWITCH = pattern(r"(\w+_)?(on|off|up|down|enable|disable|force|assert|verbose|high|low)")
"""What a parameter that turns something on and off is called."""
_CELL = pattern(r"^(?:\w+::)*(?:Bql)?Cell<(\w+)>$")
_BODY_LIMIT = 12_000
_ENOUGH = 200
"""Uses looked at; a truth value has fewer."""


@rule(
    level="warning",
    confidence="medium",
    words=("1", "0", "&= (", "|= (", ") as ", "::from("),
    message="`{name}` is {type}, but {evidence}",
    ask="could `{name}` be `bool`, as {evidence}?",
    why="""C had no `bool` for long, and `int` still is the habit. In Rust a condition must be a `bool`, so
        an integer needs `!= 0` each time, and a 2 fits into it as well.""",
    instead="""Declare it `bool`, and use it without `!= 0`. Where a number is needed, for a stored format
        or a C struct, `u8::from(..)` gives 0 or 1 at that place.""",
    query="""
    [(field_declaration name: (field_identifier) @name type: (_) @type) @field
     (let_declaration (mutable_specifier) pattern: (identifier) @name value: (integer_literal) @value) @local
     (let_declaration pattern: (identifier) @name value: [(if_expression) (type_cast_expression)] @made) @local
     (parameter pattern: (identifier) @name type: (_) @type) @parameter
     (compound_assignment_expr left: (identifier) @name operator: ["&=" "|="] right: (type_cast_expression
        value: (parenthesized_expression (binary_expression operator: _ @compares))) @cast) @combined
     (binary_expression left: (call_expression function: (field_expression value: (_) @owner
        field: (field_identifier) @asked)) operator: ["==" "!="] right: (integer_literal) @number) @test]
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT),
    in_c="""
        int {name} = 0;
        if ({name}) {{ report(); }}
    """,
    checks="The compiler then knows two values only, and refuses sums and comparisons with numbers.",
)
def integer_as_bool(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Before C99 there was no `bool`, and much of C still says `int found = 0;`, `u8 wrap_flag`, `if (enabled)`.
    Any number that is not zero counts as true.

    In Rust `bool` is a type with two values, a condition takes nothing else, and an `int` in its place costs a
    `!= 0` at each use. The compiler also knows that the third value does not exist: `match` on a `bool` needs
    two arms, `Option<bool>` fits into one byte, and `b.then_some(x)` reads as it is meant.

    ## Keep it when
    The width belongs to somebody else: a C struct, a register, or the migration stream. Public fields of
    structs with `#[repr(C)]`, and functions that C calls, are left alone.

    ## Known problems
    Other files may store other numbers in a public field.

    ```rust bad
    fn has_error(events: &[Event]) -> bool {
        let mut found = 0;
        for event in events {
            if event.is_error() {
                found = 1;
            }
        }
        found != 0
    }
    ```
    ```rust good
    fn has_error(events: &[Event]) -> bool {
        events.iter().any(|event| event.is_error())
    }
    ```
    ```rust good
    // It counts.
    fn errors(events: &[Event]) -> u32 {
        let mut found = 0;
        for event in events {
            if event.is_error() {
                found += 1;
            }
        }
        found
    }
    ```
    """
    if captures.get("combined") is not None:
        return of_combined(captures)
    if captures.get("asked") is not None:
        return of_answer(captures)
    declared = captures.get("type")
    if declared is not None and not is_integer_type(_CELL.sub(r"\1", text(declared))):
        return "its type is no integer"
    name = text(captures["name"])
    if captures.get("field") is not None:
        evidence = _of_field(captures["field"], name, file)
    elif captures.get("local") is not None:
        evidence = _of_local(captures["local"], name, file)
    else:
        evidence = _of_parameter(captures["parameter"], name, file)
    if not evidence:
        return "it is not seen to hold only 0 and 1, and to be tested as a truth value"
    declared = declared or field(captures["local"], "type")
    values: dict[str, Node | str] = {"name": name, "evidence": evidence, "type": _shown(declared)}
    is_local = captures.get("local") is not None
    return Hit(at=captures["name"], values=values, confidence="high" if is_local else "medium")


def _of_field(item: Node, name: str, file: SourceFile) -> str:
    struct = enclosing(item, "struct_item")
    if struct is None or not _is_own(name, file):
        return ""
    is_shown = is_public(item)
    is_predicate = _PREDICATE.fullmatch(name) is not None
    is_for_c = has_attribute(struct, r"repr\(") and not (begins_with_parent(struct) and not is_shown)
    if (is_shown and not is_predicate) or (is_for_c and (is_shown or not is_predicate)):
        return ""
    declared = item.child_by_field_name("name")
    uses = [
        use for use in file.names.uses.get(name, ()) if declared is None or use.start_byte != declared.start_byte
    ]
    return _evidence(uses, needs_value=True, is_named=is_predicate)


def _is_own(name: str, file: SourceFile) -> bool:
    """Whether no other struct of the file has a field of this name."""
    return len(file.names.fields.get(name, ())) == 1


def _of_local(item: Node, name: str, file: SourceFile) -> str:
    declared, value = field(item, "type"), truth_of(field(item, "value"))
    block = item.parent
    if not value or (declared is not None and not is_integer_type(text(declared))):
        return ""
    if block is None or block.end_byte - item.end_byte > _BODY_LIMIT or block.end_byte > file.content.end:
        return ""
    return _evidence(_uses(block, name, item.end_byte, file), needs_value=value != "made")


def _of_parameter(item: Node, name: str, file: SourceFile) -> str:
    function = file.function(item)
    body = field(function.node, "body") if function is not None else None
    if function is None or body is None or function.is_trait_method:
        return ""
    if not (_PREDICATE.fullmatch(name) or _SWITCH.fullmatch(name)):
        return ""
    if not function.is_whole or body.end_byte - body.start_byte > _BODY_LIMIT:
        return ""
    return _evidence(_uses(body, name, body.start_byte, file), needs_value=False)


def _uses(block: Node, name: str, start: int, file: SourceFile) -> list[Node]:
    found = uses_between(block, name, start, block.end_byte, file.content.source)
    return list(islice(found, _ENOUGH))


def _evidence(uses: Iterable[Node], *, needs_value: bool, is_named: bool = False) -> str:
    """What all uses together say, as a clause; empty if one of them uses it as a number.

    A cast of it says nothing, as a `bool` can be cast as well. A name that is a question needs no comparison where
    a truth value is what it is given.
    """
    found = {_use(use) for use in uses}
    is_asked = "compared" in found or (is_named and "made" in found)
    if "" in found or not is_asked or (needs_value and not found & {"literal", "made"}):
        return ""
    if found & {"literal", "made"}:
        return "it only ever holds 0 and 1"
    return "it is only compared with 0 and 1"


def _use(use: Node) -> str:
    """`compared` with 0 or 1, `cast`, given a `literal` or a `made` truth value, or empty for any other use."""
    node, parent = use, use.parent
    if parent is not None and parent.type == "field_expression":
        node, parent = parent, parent.parent
    if parent is not None and parent.type == "field_expression" and parent.parent is not None:
        node, parent = parent.parent, parent.parent.parent  # `cell.get()`, `cell.set(1)`
        if method(node) == "set":
            return truth_of(next(iter(arguments(node)), None))
        if method(node) != "get":
            return ""
    if parent is None:
        return ""
    if parent.type == "field_initializer" and field(parent, "field") == node:
        return truth_of(field(parent, "value"))
    if parent.type == "assignment_expression" and field(parent, "left") == node:
        return truth_of(field(parent, "right"))
    if parent.type == "type_cast_expression" and is_integer_type(text(field(parent, "type"))):
        return "cast"
    if parent.type == "binary_expression" and text(field(parent, "operator")) in ("==", "!="):
        sides = (field(parent, "left"), field(parent, "right"))
        return "compared" if any(text(side) in ("0", "1") for side in sides) else ""
    return ""


def _shown(declared: Node | None) -> str:
    return f"`{text(declared)}`" if declared is not None else "an integer"
