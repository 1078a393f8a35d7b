"""transmuted-value: `mem::transmute` where a conversion exists that checks something."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, comments_above, enclosing, text
from review_assist.syntax.source import SourceFile, squeezed

_INTEGER = pattern(r"[iu](8|16|32|64|128|size)|c_(u?(int|char|short|long))")
_BYTES = pattern(r"\[u8;[^\]]+\]")
_WIDE = pattern(r"[iu](16|32|64|128|size)|f(32|64)")


@rule(
    level="warning",
    confidence="high",
    words=("transmute",),
    clippy=(
        "transmute_int_to_char",
        "transmute_int_to_float",
        "transmute_float_to_int",
        "transmute_num_to_bytes",
        "transmute_int_to_bool",
        "transmute_ptr_to_ref",
    ),
    message="`transmute` turns `{source}` into `{target}` without looking at the value",
    ask="instead of `transmute`, could `{target}` be made from `{source}` with {better}?",
    why="""A cast through a pointer or a union is how C reads the same bytes as another type. `transmute`
        does that and checks only the size; a value that the target type does not have is undefined
        behaviour on the spot.""",
    instead="Use {better}.",
    query="""
    (call_expression function: (generic_function
      function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      type_arguments: (type_arguments . (_) @source . (_) @target .))
      (#eq? @name "transmute")) @call
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST,),
    in_c="enum mode m = *(enum mode *)&raw;   /* raw may be 7 */",
    checks="""
        The compiler then makes the code handle a number that is no valid value, where the conversion can
        fail.
    """,
)
def transmuted_value(captures: Captures, file: SourceFile) -> Hit | None:
    """
    C reinterprets bytes through a pointer cast, a union or an assignment between an enum and an int, and
    whoever reads the value later has to cope with what is in there.

    Rust splits this into named conversions, each of which does one thing. An integer becomes an enum by a
    `match` or `TryFrom`, which has to say what an unknown number means. A float and its bits are `to_bits`
    and `from_bits`. An integer and its bytes are `to_le_bytes` and `from_be_bytes`, which also settle the
    byte order. The compiler checks them all. `transmute` remains for what has no name, and there the only
    check is that both sides have the same size.

    ## Keep it when
    Only a lifetime changes, or the value was checked in the line above and a `SAFETY` comment says so: the
    first is passed over, the second is mentioned on request only.

    ## Known problems
    Calls without both types written out are not looked at.

    ```rust bad
    #[repr(u8)]
    #[derive(Clone, Copy)]
    enum Mode {
        Idle,
        Run,
    }

    unsafe fn mode(raw: u8) -> Mode {
        unsafe { std::mem::transmute::<u8, Mode>(raw) }
    }
    ```
    ```rust bad
    fn voltage(register: u32) -> f32 {
        unsafe { std::mem::transmute::<u32, f32>(register) }
    }
    ```
    ```rust good
    #[repr(u8)]
    #[derive(Clone, Copy)]
    enum Mode {
        Idle,
        Run,
    }

    fn mode(raw: u8) -> Option<Mode> {
        match raw {
            0 => Some(Mode::Idle),
            1 => Some(Mode::Run),
            _ => None,
        }
    }
    ```
    ```rust good
    // Only the lifetime changes; the caller keeps the owner alive.
    fn stretched(name: &str) -> &'static str {
        // SAFETY: the owner is leaked by the caller.
        unsafe { std::mem::transmute::<&str, &'static str>(name) }
    }
    ```
    """
    if not re.search(r"(^|mem::|intrinsics::)transmute$", callee(captures["call"])):
        return None
    source, target = (squeezed(text(captures[side])) for side in ("source", "target"))
    better = _conversion(source, target, file)
    if better is None:
        return None
    block = enclosing(captures["call"], "unsafe_block") or captures["call"]
    has_reason = any("safety" in comments_above(n).lower() for n in (captures["call"], block))
    return Hit(
        at=captures["call"],
        values={"source": captures["source"], "target": captures["target"], "better": better},
        confidence="low" if has_reason else None,
        fix=_fix(captures["call"], source, target, file),
    )


def _fix(call: Node, source: str, target: str, file: SourceFile) -> Rewrite | None:
    """A float and its bits, without the `unsafe` that held nothing else."""
    given = arguments(call)
    if len(given) != 1 or {source, target} not in ({"u32", "f32"}, {"u64", "f64"}):
        return None
    value, block = given[0], call.parent
    code = written(value, file)
    is_atom = value.type in ("identifier", "field_expression", "call_expression", "index_expression")
    cure = f"{target}::from_bits({code})" if target[0] == "f" else f"{code if is_atom else f'({code})'}.to_bits()"
    is_alone = block is not None and block.type == "block" and len(block.named_children) == 1
    around = block.parent if is_alone and block is not None else None
    whole = around if around is not None and around.type == "unsafe_block" else call
    return Rewrite((replaced(whole, cure),), is_safe=True)


def _conversion(source: str, target: str, file: SourceFile) -> str | None:
    """What to write instead; None where `transmute` has no better name that is certain."""
    if _INTEGER.fullmatch(source) and target in file.names.enums:
        return "a `match` or a `TryFrom` impl, so that an unknown number gets an answer"
    if source in file.names.enums and _INTEGER.fullmatch(target):
        return f"`as {target}`, which an enum without fields allows"
    if {source, target} in ({"u32", "f32"}, {"u64", "f64"}):
        return "`to_bits()`" if target.startswith("u") else f"`{target}::from_bits(...)`"
    if _BYTES.fullmatch(source) and _WIDE.fullmatch(target):
        return f"`{target}::from_le_bytes`, `from_be_bytes` or `from_ne_bytes`"
    if _WIDE.fullmatch(source) and _BYTES.fullmatch(target):
        return "`to_le_bytes()`, `to_be_bytes()` or `to_ne_bytes()`"
    if source == "u8" and target == "bool":
        return "`!= 0`"
    if source == "u32" and target == "char":
        return "`char::from_u32`"
    if source.startswith("*") and target.startswith("&"):
        return "a reborrow, `&*pointer`, or `pointer.as_ref()` if it may be null"
    return None
