"""as-underscore: a cast to `_`, which takes whatever type is wanted."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._wanted import type_wanted
from review_assist.rules.rewrite import Rewrite, replaced
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile

_PLAIN = pattern(r"\w+(::\w+)*")


@rule(
    level="note",
    confidence="high",
    clippy=("as_underscore",),
    words=(" as _",),
    pedantic=True,
    message="`{cast}` casts to a type that is not written down",
    ask="could `{cast}` name the type, or be `.into()`?",
    why="""A C cast at least names its type. `as _` takes the one that is asked for, so a later change of a
        prototype silently changes what is cut off here.""",
    instead="Name the type; or use `.into()` where nothing can be lost, `try_into()` where it can.",
    query="(type_cast_expression type: (_) @type) @cast",
    silent_in=(FileRole.SHIM,),
    softer_in=(FunctionRole.BOUNDARY, FunctionRole.ABI, FunctionRole.THUNK, FileRole.BINDING, FileRole.TEST),
    in_c="uint64_t first = sizes[0];          /* implicit conversion */",
    checks="The compiler then refuses an `.into()` that could lose something, also after the types have changed.",
)
def as_underscore(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C converts between integers without being asked, and `as _` comes close to that: it becomes whatever the place
    wants, and compiles.

    But `as` may cut off bits or change the sign, and which of these happens depends on a type that is written
    somewhere else, often in generated bindings that differ between platforms. `u64::from(x)` and `.into()`
    compile only where nothing is lost, `try_into()` reports the loss.

    ## Keep it when
    The other side is a C type whose width differs between platforms, in a call of that C function.

    ## Known problems
    Whether the conversion can lose anything is not known.

    ```rust bad
    fn total(sizes: &[u32], extra: u16) -> u64 {
        let first: u64 = sizes[0] as _;
        first + u64::from(extra)
    }
    ```
    ```rust good
    fn total(sizes: &[u32], extra: u16) -> u64 {
        u64::from(sizes[0]) + u64::from(extra)
    }
    ```
    ```rust good
    // The type is written down.
    fn low_byte(word: u32) -> u8 {
        word as u8
    }
    ```
    """
    if text(captures["type"]) != "_":
        return "the type is written out"
    return Hit(at=captures["cast"], values={"cast": captures["cast"]}, fix=_fix(captures, file))


def _fix(captures: Captures, file: SourceFile) -> Rewrite | None:
    wanted = type_wanted(captures["cast"], file)
    return Rewrite((replaced(captures["type"], wanted),), is_safe=True) if _PLAIN.fullmatch(wanted) else None
