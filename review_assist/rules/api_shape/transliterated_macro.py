"""transliterated-macro: a C macro with its list of positions, written again as `macro_rules!`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import attributes, child, field, text
from review_assist.syntax.source import SourceFile

_POSITION = pattern(r"\$\w+\s*:\s*(expr|ident|ty|literal|tt|path)\b")
_DESCRIBES = pattern(r"\boffset_of!\s*\(\s*\$\w+\s*,\s*\$\w+\s*\)")
"""It computes by itself where the field is, and could compute the rest."""
_LAST_COMMA = pattern(r"\$\(\s*,\s*\)\s*[*?]")
_REPEATED = pattern(r"\$\(")


@rule(
    level="note",
    confidence="medium",
    words=("macro_rules",),
    message="`{macro}!` takes {count} arguments by position, as {original}",
    ask="could a trait tell `{macro}!` what its {count} arguments repeat about the field?",
    why="""A C macro has to be told the type, the size and the offset of a field, because C cannot ask. Rust
        can: a trait on the field's type carries what belongs to it, and then nobody can state it wrongly.""",
    instead="""Let a trait have the constants that depend on the type, and implement it for each type once. The
        macro, or a `const fn`, then needs the struct and the field.""",
    query="(macro_definition name: (identifier) @name) @macro",
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c=r"""
        #define FIELD_ARRAY(_f, _s, _n, _v) \
            {{ .name = stringify(_f), .num = _n, .offset = offsetof(_s, _f) }}
    """,
    checks="""
        The compiler then takes size and layout from the type of the field, so no argument can contradict
        the struct.
    """,
)
def transliterated_macro(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C header often has a family of macros, one for each type: `FIELD_U32(name, struct, version)`,
    `FIELD_U32_ARRAY(name, struct, count, version)`. They can be carried over to `macro_rules!` one by one,
    and a port that has to keep up with the header likes to.

    What such a macro restates, the type system knows. The type of a field is known where the field is named,
    and a trait can give each type its size, its number of elements and its descriptor; arrays of such types
    get theirs from one `impl`. One macro, or one generic function, then covers the family. Where the C macro
    trusts its caller to name the right type, the compiler computes it, and a mismatch can no longer be
    written.

    ## Keep it when
    The arguments say what no type can know, or C code looks at the expansion.

    ## Known problems
    The `#[doc(alias)]` with a name in capitals is taken for the C macro that this one follows. Without it a
    macro that gives `offset_of!` its arguments, and takes more beside them, is taken for one.

    ```rust bad
    #[doc(alias = "FIELD_U32_ARRAY")]
    macro_rules! field_u32_array {
        ($name:ident, $owner:ty, $count:expr, $version:expr) => {
            describe(stringify!($name), offset_of!($owner, $name), $count * 4, $version)
        };
    }
    ```
    ```rust good
    #[doc(alias = "FIELD_U32_ARRAY")]
    macro_rules! field_of {
        ($owner:ty, $name:ident) => {
            describe_field::<$owner>(stringify!($name), offset_of!($owner, $name))
        };
    }
    ```
    ```rust good
    // Four arguments, but no C macro behind it.
    macro_rules! point {
        ($x:expr, $y:expr, $z:expr, $w:expr) => {
            Point::new([$x, $y, $z, $w])
        };
    }
    ```
    """
    macro = captures["macro"]
    arms = [arm for arm in macro.named_children if arm.type == "macro_rule"]
    original = _original(macro)
    if not original:
        arms = [arm for arm in arms if _DESCRIBES.search(text(arm))]
    counts = [_positions(arm) for arm in arms]
    if not counts or max(counts) < 4:
        return "it does not take a list of positions as a C macro does"
    like = f"the C macro `{original}` does" if original else "C macros that describe a field do"
    return Hit(
        at=captures["name"],
        values={"macro": captures["name"], "count": str(max(counts)), "original": like},
    )


def _positions(arm: Node) -> int:
    """How many single arguments an arm takes; 0 if it takes a list."""
    pattern = _LAST_COMMA.sub("", text(field(arm, "left") or child(arm, 0)))
    return 0 if _REPEATED.search(pattern) else len(_POSITION.findall(pattern))


def _original(macro: Node) -> str:
    """The C macro that an attribute of this one names; empty if none does."""
    found = (re.match(r'doc\(\s*alias\s*=\s*"([A-Z][A-Z0-9_]+)"', attribute) for attribute in attributes(macro))
    return next((match[1] for match in found if match), "")
