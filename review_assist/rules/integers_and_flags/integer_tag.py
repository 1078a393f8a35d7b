"""integer-tag: an integer field says which of the other fields of a struct is in use."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, field, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_TAG = pattern(r"(\w+_)?(kind|type|type_|ty|tag|which|discriminant|variant|class|what)")
_CONSTANT = pattern(r"(\w+::)*[A-Z][A-Z0-9_]+|\d+")
_LIMIT = 12_000


@rule(
    level="warning",
    confidence="medium",
    words=("kind", "type", "tag", "ty", "which", "variant", "class", "what", "discriminant"),
    message="`{tag}` says which fields of `{owner}` hold something: {fields}",
    ask="could `{tag}` be an enum, whose variants hold {fields} themselves?",
    why="""A C struct or union has an `int` that says what is in it, and every reader has to ask that first. A Rust
        enum holds the data in the variant, so what is not there cannot be read.""",
    instead="Make `{tag}` an enum with a variant for each value, and move the fields into the variants.",
    query="""
    [(match_expression value: (field_expression value: (_) @owner field: (field_identifier) @field) @tag
        body: (match_block) @arms)
     (if_expression condition: (binary_expression left: (field_expression value: (_) @owner
        field: (field_identifier) @field) @tag operator: "==") alternative: (else_clause)) @ladder]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c="""
        switch (v->type) {{
        case V_INT: use_int(v->num); break;
        case V_STR: use_str(v->text); break; }}
    """,
    checks="The compiler then lets code read only the fields that belong to the variant it has just tested.",
)
def integer_tag(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C keeps a value that can be one of several things in a struct with a tag: an `int` that says which of the
    fields count. Nothing stops a reader from taking `v->text` while the tag says that it is a number.

    A Rust enum is such a struct, with the rule built in: `enum Value { Number(i64), Text(String) }`. A `match`
    gives out the data of the variant that it has found, and there is nothing else to read. Fields that belong
    to all variants stay in a struct around the enum. It also takes no more memory than the largest variant
    needs.

    ## Keep it when
    The struct has the layout of one in C, or of a wire format.

    ## Known problems
    Only code that reads different fields in different branches is recognised.

    ```rust bad
    const NUMBER: u8 = 0;
    const TEXT: u8 = 1;
    fn show(value: &Value) {
        match value.kind {
            NUMBER => print_number(value.number),
            TEXT => print_text(&value.text),
            _ => unreachable!(),
        }
    }
    ```
    ```rust good
    fn show(value: &Value) {
        match value {
            Value::Number(number) => print_number(*number),
            Value::Text(text) => print_text(text),
        }
    }
    ```
    ```rust good
    // All branches read the same field.
    fn show(port: &Port) {
        match port.kind {
            0 => print_number(port.level),
            1 => print_percent(port.level),
            _ => {}
        }
    }
    ```
    """
    owner, arms = captures["owner"], captures.get("arms")
    shape = squeezed(text(unwrapped(owner)))
    if not _TAG.fullmatch(text(captures["field"])) or not re.fullmatch(r"\(?\*?[A-Za-z_][\w.]*\)?", shape):
        return "the field is not named like a tag, or its owner is no plain variable"
    ways = _of_arms(arms) if arms is not None else _of_ladder(captures["ladder"], squeezed(text(captures["tag"])))
    if len(ways) < 2 or any(way.end_byte - way.start_byte > _LIMIT for way in ways):
        return "it does not choose between constants, or a way is too long to be sure"
    read = [_fields(way, shape) - {text(captures["field"])} for way in ways]
    own = [mine - set().union(*(other for other in read if other is not mine)) for mine in read]
    telling = [sorted(fields) for fields in own if fields]
    if len(telling) < 2:
        return "the ways do not use fields of their own"
    names = ", ".join(f"`{fields[0]}`" for fields in telling[:3])
    return Hit(at=captures["tag"], values={"tag": captures["tag"], "owner": shape, "fields": names})


def _of_arms(arms: Node) -> list[Node]:
    """The values of arms for constants; none if an arm tests anything else."""
    found: list[Node] = []
    for arm in arms.named_children:
        if arm.type != "match_arm":
            continue
        tested, value = text(field(arm, "pattern")), field(arm, "value")
        if tested.strip() == "_" or value is None:
            continue
        if not all(_CONSTANT.fullmatch(part.strip()) for part in tested.split("|")):
            return []
        found.append(value)
    return found


def _of_ladder(ladder: Node, tag: str) -> list[Node]:
    """The branches of `if v.kind == A .. else if v.kind == B ..`; none if it is the rest of a longer one."""
    if ladder.parent is not None and ladder.parent.type == "else_clause":
        return []
    found: list[Node] = []
    step: Node | None = ladder
    while step is not None and step.type == "if_expression" and len(found) < 40:
        condition, body = field(step, "condition"), field(step, "consequence")
        right = field(condition, "right") if condition is not None else None
        if condition is None or body is None or right is None or squeezed(text(field(condition, "left"))) != tag:
            break
        if not _CONSTANT.fullmatch(squeezed(text(right))):
            break
        found.append(body)
        otherwise = field(step, "alternative")
        step = child(otherwise, 0) if otherwise is not None else None
    return found


def _fields(way: Node, owner: str) -> set[str]:
    """The fields of the owner that are read there, not the methods."""
    found = set()
    for node in (way, *descendants(way, "field_expression")):
        value = field(node, "value") if node.type == "field_expression" else None
        if value is None or squeezed(text(unwrapped(value))) != owner:
            continue
        if (
            node.parent is not None
            and node.parent.type == "call_expression"
            and field(node.parent, "function") == node
        ):
            continue
        found.add(text(field(node, "field")))
    return found
