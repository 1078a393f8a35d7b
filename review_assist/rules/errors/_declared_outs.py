"""Out-parameters that a trait asks of all who implement it."""

from __future__ import annotations

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit
from review_assist.syntax.nodes import descendants, field, is_mutable, mentions, text
from review_assist.syntax.source import Function, SourceFile

SCALAR = pattern(
    r"([iu](8|16|32|64|128|size)|f32|f64|bool|char|(\w+::)*c_(u?(int|char|short|long|longlong)|schar|float|double)|"
    r"(\w+::)*s?size_t|Option<[^<>]*>)"
)
ONE = {"what": "it is a second return value", "values": "the value", "it": "it"}
_UNIT = pattern(r"(\w+::)*Result(<\(\)(, ?\w+)?>)?")
_SETS = pattern(r"(^|_)(set|update|adjust)(_|$)")
"""Names of functions that may well look at what is there."""


def of_declaration(captures: Captures, function: Function, file: SourceFile) -> Hit | str:
    """What a trait asks of all who implement it: `fn read(&self, value: &mut i64) -> Result`, as C has it."""
    parameters, pointer = field(function.node, "parameters"), captures["type"]
    borrows = (
        [each for each in descendants(parameters, "reference_type") if is_mutable(each)] if parameters else []
    )
    kind = text(field(pointer, "type"))
    returns, name = text(field(function.node, "return_type")), text(captures["name"]).lstrip("_")
    if (
        borrows != [pointer]
        or not SCALAR.fullmatch(kind)
        or not _UNIT.fullmatch(returns)
        or _SETS.search(function.name)
    ):
        return "the trait asks for more than one value to be filled in, or its answer is no plain `Result`"
    if mentions(field(function.node, "body") or pointer, text(captures["name"])):
        return "the method that the trait brings does more with it"
    values = {"function": function.name, "names": f"`{name}`", "types": f"`{text(pointer)}`", "returns": returns}
    usual: Confidence = "high" if file.role is FileRole.BINDING else "medium"  # there it drops a step
    return Hit(at=captures["parameter"], values={**values, "better": f"`Result<{kind}>`", **ONE}, confidence=usual)
