"""transmuted-value: `mem::transmute` where a conversion exists that checks something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, Level
from review_assist.patterns import pattern
from review_assist.rules.memory_and_lifetime._conversions import box_conversion, named_conversion, of_contents
from review_assist.rules.memory_and_lifetime._made_types import wanted_type
from review_assist.rules.rewrite import Rewrite, replaced, written
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, comments_above, enclosing, field, text
from review_assist.syntax.source import SourceFile, squeezed

_REFERENCE = pattern(r"&(?P<life>'\w+)?(?P<mut>mut)?(?P<to>[^&*]+)")
_POINTER = pattern(r"\*(?P<mut>const|mut)(?P<to>(?!unsafeextern|extern|fn\b).+)")
_FUNCTION = pattern(r"(unsafe)?(extern\"[\w-]+\")?fn\(")


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
        "transmute_ptr_to_ptr",
        "transmute_ptr_to_ref",
    ),
    message="`transmute` turns `{source}` into {target} without looking at the value",
    ask="instead of `transmute`, could {target} be made from `{source}` with {better}?",
    why="""A cast through a pointer or a union is how C reads the same bytes as another type. `transmute`
        does that and checks only the size; a value that the target type does not have is undefined
        behaviour on the spot.""",
    instead="Use {better}.",
    query="""
    (call_expression function: (generic_function
      function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      type_arguments: (type_arguments . (_) @source . (_) @target .))
      (#eq? @name "transmute")) @call
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
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
def transmuted_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C reinterprets bytes through a pointer cast, a union or an assignment between an enum and an int, and
    whoever reads the value later has to cope with what is in there.

    Rust splits this into named conversions, each of which does one thing. An integer becomes an enum by a
    `match` or `TryFrom`, which has to say what an unknown number means. A float and its bits are `to_bits`
    and `from_bits`. An integer and its bytes are `to_le_bytes` and `from_be_bytes`, which also settle the
    byte order. The compiler checks them all. `transmute` remains for what has no name, and there the only
    check is that both sides have the same size.

    ## Keep it when
    The value was checked in the line above, or the owner outlives the longer lifetime, and a `SAFETY` comment says
    so: such a call is mentioned on request only.

    ## Known problems
    Where the call does not name its types, only a declared type of the value and of the result is known.

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
    call = captures["call"]
    if not re.search(r"(^|mem::|intrinsics::)transmute$", callee(call)) or len(arguments(call)) != 1:
        return "it is no `transmute`"
    shown = _types(captures, file)
    source, target = (squeezed(kind) for kind in shown)
    found: _Better | None
    if call.parent is not None and call.parent.type == "unary_expression" and _REFERENCE.fullmatch(target):
        found = _Better("an array or struct of that type, written out", "high")
    else:
        found = _conversion(source, target, file) if source and target else None
    if found is None and captures.get("source") is None:
        found = _by_target(call, target, file) or _untyped(source, target)
    if found is None:
        return "nothing else is sure to do the same"
    block = enclosing(call, "unsafe_block") or call
    has_reason = any("safety" in comments_above(n).lower() for n in (call, block))
    return Hit(
        at=call,
        values={
            "source": shown[0] or arguments(call)[0],
            "target": f"`{shown[1]}`" if shown[1] else "what is wanted here",
            "better": found.better,
        },
        confidence="low" if has_reason and found.needs_reason else found.confidence,
        level=found.level,
        fix=_fix(call, source, target, file),
    )


@dataclass(frozen=True, slots=True)
class _Better:
    """What to write instead, and how much it matters."""

    better: str
    confidence: Confidence | None = None
    level: Level | None = None
    needs_reason: bool = True
    """Whether a reason settles it: not where a cast does the same and needs none."""


def _on_one_line(kind: str) -> str:
    return " ".join(kind.replace("`", "'").split())[:60]


def _types(captures: Captures, file: SourceFile) -> tuple[str, str]:
    """Both types, as written at the call or, failing that, where the value comes from and goes to."""
    if captures.get("source") is not None:
        return _on_one_line(text(captures["source"])), _on_one_line(text(captures["target"]))
    call = captures["call"]
    value = arguments(call)[0]
    source = file.names.type_of(value) or ""
    if value.type == "type_cast_expression":
        source = text(value.child_by_field_name("type"))
    target = wanted_type(call)
    alias = file.names.aliases.get(target)
    return _on_one_line(source), _on_one_line(text(field(alias, "type")) if alias is not None else target)


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


def _conversion(source: str, target: str, file: SourceFile) -> _Better | None:
    """What to write instead; None where `transmute` has no better name that is certain."""
    named = named_conversion(source, target, file)
    if named is not None:
        return _Better(named)
    return _of_references(source, target) or _of_functions(source, target) or _of_pointers(source, target)


def _by_target(call: Node, target: str, file: SourceFile) -> _Better | None:
    """The same, where only the result's type is seen: an enum of this file, a `bool`, a `char`."""
    value = arguments(call)[0]
    if named := box_conversion(value, target):
        return _Better(named, "medium", "note")
    is_number = value.type in ("binary_expression", "integer_literal", "type_cast_expression")
    if target in file.names.enums:
        return _Better(named_conversion("u8", target, file) or "", "medium")
    return _Better("`!= 0`", "medium") if target == "bool" and is_number else None


def _untyped(source: str, target: str) -> _Better | None:
    """Neither side is written at the call: a change elsewhere then changes what is turned into what."""
    if (source and target) or _FUNCTION.match(target):
        return None
    return _Better("a conversion, or with `transmute::<From, Into>(...)`, which says both types", "medium", "note")


def _of_references(source: str, target: str) -> _Better | None:
    """Between references: one made writable, one made to last, one to another type."""
    before, after = _REFERENCE.fullmatch(source), _REFERENCE.fullmatch(target)
    if before is None or after is None:
        return None
    if after["mut"] and not before["mut"]:
        return _Better("a `&mut` from the start, or a cell: a `&` must not become one", "high", "error")
    if before["to"] != after["to"]:
        return _Better(of_contents(before["to"], after["to"], "_mut" if after["mut"] else ""), "medium")
    if after["life"] == "'static" and before["life"] != "'static":
        return _Better("an owned value (`String`, `Arc`), or a lifetime that is declared", "medium")
    return None


def _of_pointers(source: str, target: str) -> _Better | None:
    """Between raw pointers, which a cast does without `unsafe`."""
    before, after = _POINTER.fullmatch(source), _POINTER.fullmatch(target)
    if before is None or after is None or before["to"] == after["to"]:
        return None
    is_fat = any(kind.startswith(("[", "dyn")) or kind in ("str", "Self") for kind in (before["to"], after["to"]))
    kind = f"*{after['mut']} {after['to']}"
    cast = f"a cast, `as {kind}`" if is_fat else f"`.cast::<{after['to']}>()`"
    return _Better(cast, "medium", "note", needs_reason=False)


def _of_functions(source: str, target: str) -> _Better | None:
    """To a function: of a pointer, which may be null, or of a function with other arguments."""
    if not _FUNCTION.match(target):
        return None
    if source.startswith("*"):
        return _Better("`Option<fn>` as the target, in which null is `None`", "medium", "note")
    if _FUNCTION.match(source) and source.partition("fn(")[2] != target.partition("fn(")[2]:
        return _Better("a function of that type which calls the other one and casts its arguments", "medium")
    return None
