"""flag-beside-value: `have_width: bool` next to `width: i32`, which means something only if the flag is set."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, field, has_attribute, text
from review_assist.syntax.source import SourceFile

_FLAG = pattern(r"(?:have|has|got|with)_(?P<before>\w+)|(?P<after>\w+)_(?:present|is_set|is_valid|given)")
_FLAG_TYPE = pattern(r"bool|[iu](8|32)|(\w+::)*(c_int|gboolean)")
_HAS_NONE = ("Option", "*", "&[", "&mut [", "Vec", "String", "&str", "impl ", "bool")
"""Types that have a value for "nothing", or are not what the flag is about."""
_HOLDERS = ("parameters", "field_declaration_list")


@rule(
    level="note",
    confidence="medium",
    words=("have_", "has_", "got_", "with_", "_present", "_is_set", "_is_valid", "_given"),
    message="`{flag}` says whether `{value}` means anything",
    ask="could `{flag}` and `{value}` be one `{value}: Option<{type}>`?",
    why="""In C a value that may be missing needs a flag beside it, and who reads `{value}` has to think of
        `{flag}`. Nothing connects the two, so one can be set without the other.""",
    instead="""Write `{value}: Option<{type}>` and drop `{flag}`: `None` is what the flag said, and the value
        cannot be read without asking.""",
    query="""
    [(parameter pattern: (identifier) @name type: (_) @type) @declaration
     (field_declaration name: (field_identifier) @name type: (_) @type) @declaration]
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM, FileRole.MACROS),
    in_c="""
        if (have_width) {{
            pad(width);         /* width is garbage otherwise */
        }}
    """,
    checks="The compiler then lets nobody read the value without asking whether it is there.",
)
def flag_beside_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C `int` has no value to spare for "none", so a `bool have_width` goes along with it, through structs and
    parameter lists. Each reader must test the one before the other, and the writer must set both.

    `Option<T>` is the pair in one type. `None` cannot be mistaken for a number, `Some(width)` cannot be read
    without a `match`, an `if let` or `?`, and the compiler sees to that at each use. For references and boxes it
    does not even take more room.

    ## Keep it when
    The layout is C's (the rule is silent on `#[repr(C)]`), or a stored format has both fields.

    ## Known problems
    The names decide. A flag whose value has another name is not found, and `has_parent: bool` beside a `parent`
    that always exists would be mentioned.

    ```rust bad
    fn pad(text: &str, have_width: bool, width: usize) -> String {
        if have_width {
            format!("{text:width$}")
        } else {
            text.to_owned()
        }
    }
    ```
    ```rust good
    fn pad(text: &str, width: Option<usize>) -> String {
        match width {
            Some(width) => format!("{text:width$}"),
            None => text.to_owned(),
        }
    }
    ```
    ```rust good
    // The value can say for itself that there is none.
    struct Row {
        has_label: bool,
        label: Option<String>,
    }
    ```
    """
    declaration, name = captures["declaration"], text(captures["name"])
    match, holder = _FLAG.fullmatch(name), declaration.parent
    if match is None or holder is None or holder.type not in _HOLDERS:
        return "it is not named like a flag for something else"
    if not _FLAG_TYPE.fullmatch(text(captures["type"])):
        return "it is no flag by its type"
    struct = enclosing(declaration, "struct_item")
    if struct is not None and has_attribute(struct, r"repr\("):
        return "the struct is laid out for C"
    value = _sibling(holder, match["before"] or match["after"])
    if value is None:
        return "nothing beside it has that name"
    kind, function = field(value, "type"), file.function(declaration)
    if kind is None or text(kind).startswith(_HAS_NONE) or (function is not None and function.is_trait_method):
        return "the value can say by itself that there is none, or the trait gives the signature"
    return Hit(at=captures["name"], values={"flag": name, "value": _name(value), "type": file.quote(kind)})


def _sibling(holder: Node, name: str) -> Node | None:
    """The field or parameter of that name in the same list."""
    return next((item for item in holder.named_children if _name(item) == name), None)


def _name(item: Node) -> str:
    return text(field(item, "pattern") or field(item, "name"))
