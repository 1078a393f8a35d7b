"""sentinel-entry: the last entry of a table is empty, so that a loop can see where the table ends."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, child, field, text
from review_assist.syntax.source import SourceFile, squeezed

_EMPTY = pattern(r"0|0x0|-1|None|false|c?\"\"|(\w+::)*null(_mut)?\(\)|(\w+::)*(NONE|NULL|ZERO)")
_POINTER = pattern(r"\*\s*(const|mut)\b|c_char|\bextern\b")
_LEAST = 3


@rule(
    level="note",
    confidence="medium",
    words=("static ", "const "),
    message="the last entry of `{table}` is only there to mark its end",
    ask="could `{table}` end with its last real entry, as a slice knows its length?",
    why="""A C array forgets its length, so a table ends in an entry of zeros. A Rust array or slice has its
        length with it, and a loop over it ends by itself; the marker is an entry that each reader has to know
        about.""",
    instead="Leave `{last}` out, and go over the entries with `for`, or `iter().find(..)`.",
    query="""
    [(static_item name: (identifier) @name type: (_) @type value: (_) @value)
     (const_item name: (identifier) @name type: (_) @type value: (_) @value)]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FileRole.BINDING),
    in_c=r"""
        static const struct command table[] = {{
            {{ "get", do_get }}, {{ "set", do_set }}, {{ NULL, NULL }},
        }};
    """,
    checks="The compiler then knows the number of entries, and no loop can run past the end for want of a marker.",
)
def sentinel_entry(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `{ NULL, 0 }` closes tables in C: options, commands, names. Code that walks the table stops there, and code
    that forgets to look runs on into whatever the linker put behind it.

    A Rust array has its length in its type, and a slice carries it along, so a `for` over the table needs no
    marker. An empty entry that stays is a trap for new code: it is counted by `len()`, found by a search for
    the empty string, and each loop needs a test for it.

    ## Keep it when
    C reads the table as well; the rule is silent where its entries hold raw pointers.

    ## Known problems
    An entry that is empty and means something looks the same.

    ```rust bad
    static COMMANDS: [Command; 3] = [
        Command { name: "get", code: 1 },
        Command { name: "set", code: 2 },
        Command { name: "", code: 0 },
    ];
    ```
    ```rust good
    static COMMANDS: [Command; 2] = [Command { name: "get", code: 1 }, Command { name: "set", code: 2 }];
    ```
    ```rust good
    // The last one is a level like the others.
    static LEVELS: [u32; 4] = [7, 3, 1, 0];
    ```
    """
    table = captures["value"]
    while table.type == "reference_expression":
        table = field(table, "value") or table.named_children[-1]
    if table.type != "array_expression" or _POINTER.search(text(captures["type"])):
        return "the value is no list, or one of pointers, which C may read"
    entries = [each for each in table.named_children if each.type not in (*COMMENTS, "attribute_item")]
    if len(entries) < _LEAST or ";" in text(table)[: text(table).find(text(entries[0]))]:
        return "the list is too short"
    last, others = entries[-1], entries[:-1]
    if not _is_end(last) or any(_is_end(each) for each in others) or "null" in text(others[0]):
        return "the last entry does not look empty, or others do as well"
    return Hit(at=last, values={"table": captures["name"], "last": file.quote(last, 60)})


def _is_end(entry: Node) -> bool:
    """`None`, -1 or a struct or tuple of which every field is empty."""
    if entry.type in ("struct_expression", "tuple_expression"):
        values = _values(entry)
        return len(values) > 1 and all(_EMPTY.fullmatch(squeezed(text(value))) for value in values)
    return text(entry) in ("None", "-1")


def _values(entry: Node) -> list[Node]:
    if entry.type == "tuple_expression":
        return list(entry.named_children)
    body = field(entry, "body")
    fields = [each for each in body.named_children if each.type == "field_initializer"] if body is not None else []
    return [value for each in fields if (value := field(each, "value") or child(each, 1)) is not None]
