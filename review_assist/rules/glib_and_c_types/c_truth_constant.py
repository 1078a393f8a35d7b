"""c-truth-constant: `TRUE` and `FALSE` as numbers, in code that has `bool`."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, text, unwrapped
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile

_NUMBER = pattern(r"(\w+::)*([iu](8|16|32|64|size)|c_u?(int|char|long|short)|gboolean|BOOL|Bool)")


@rule(
    level="warning",
    confidence="high",
    words=("TRUE", "FALSE"),
    message="`{code}` {story}",
    ask="could {what} be a `bool`?",
    why="""A truth value in C is any `int` but zero, and each library names its own one and zero. `bool` has two
        values, `if` accepts nothing else, and the compiler sees when a case is missing.""",
    instead="If C does not dictate it, {better}.",
    query="""
    (const_item name: (identifier) @name (#any-of? @name "TRUE" "FALSE" "GTRUE" "GFALSE")) @definition
    (binary_expression operator: ["==" "!="]
      right: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#any-of? @name "TRUE" "FALSE" "GTRUE" "GFALSE")) @comparison
    """,
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.BOUNDARY,
        FunctionRole.TEST,
    ),
    softer_in=(FileRole.BINDING,),
    outranks=("integer-as-bool",),
    in_c="""
        #define TRUE 1
        if (door->open == TRUE) {{ enter(); }}
    """,
    checks="The compiler then knows two values only: no 2 that is true and yet not equal to `TRUE`.",
)
def c_truth_constant(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C had no boolean type for a long time, so each library made one: `gboolean`, `BOOL`, a typedef and two
    macros. All of them are integers, and `if (found == TRUE)` is wrong for a two that means true.

    In Rust a condition is a `bool`, and an integer is none. A value that comes from C is turned into one
    with `!= 0`, in the function that calls C, and no other code has to know what the C side takes for true.
    The compiler then refuses a count where a truth is wanted, knows that `match` on it has two arms, and
    stores it in one byte. Two constants of an integer type have none of this, and they allow the third value.

    ## Keep it when
    The constant is passed to C, or the comparison is with the documented result of a C function.

    ## Known problems
    The constants are known by their names.

    ```rust bad
    const TRUE: i32 = 1;

    struct Door {
        open: i32,
    }

    fn is_open(door: &Door) -> bool {
        door.open == TRUE
    }
    ```
    ```rust good
    struct Door {
        open: bool,
    }

    fn is_open(door: &Door) -> bool {
        door.open
    }
    ```
    ```rust good
    // A keyword of a language, not a truth.
    enum Word {
        TRUE,
        FALSE,
    }

    fn is_true(word: Word) -> bool {
        matches!(word, Word::TRUE)
    }
    ```
    """
    definition, comparison = captures.get("definition"), captures.get("comparison")
    name = text(captures["name"])
    if definition is not None:
        return _of_definition(definition, name)
    if comparison is None or not _is_number(comparison, name, file):
        return "nothing is compared with it as a number"
    left = comparison.child_by_field_name("left")
    value = file.quote(left) if left is not None else name
    is_one = name.endswith("TRUE")
    story = "tests for one number, though any but zero is true" if is_one else "tests a number for being false"
    better = f"make `{value}` a `bool`, and turn C's number into one with `!= 0` where it comes in"
    return Hit(at=comparison, values={"code": comparison, "what": f"`{value}`", "story": story, "better": better})


def _of_definition(definition: Node, name: str) -> Hit | str:
    kind = text(definition.child_by_field_name("type"))
    if not _NUMBER.fullmatch(kind) or enclosing(definition, "impl_item", "trait_item", "foreign_mod_item"):
        return "it is no number, or C or a trait declares it"
    values = {
        "code": f"{name}: {kind}",
        "what": f"what `{name}` stands for",
        "story": "is a number where Rust has a type",
        "better": "use `true` and `false`; where C wants its number, convert with `.into()` in that call",
    }
    return Hit(at=definition, values={**values})


def _is_number(comparison: Node, name: str, file: SourceFile) -> bool:
    """Whether the constant is a number as far as the file says: declared here or a name of C's, and not compared
    with what a call has returned."""
    right, left = comparison.child_by_field_name("right"), comparison.child_by_field_name("left")
    if right is None or left is None or unwrapped(left).type in ("call_expression", "unsafe_block"):
        return False
    item = file.names.constants.get(name)
    if item is not None:
        return right.type == "identifier" and _NUMBER.fullmatch(text(item.child_by_field_name("type"))) is not None
    return is_c_path(text(right), file.names)
