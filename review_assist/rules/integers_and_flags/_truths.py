"""Places where an integer stands for a truth value, told by one expression alone."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.rules.integers_and_flags._constants import is_integer_type
from review_assist.rules.rule import Captures, Hit
from review_assist.syntax.nodes import arguments, callee, descendants, field, tail, text, unwrapped
from review_assist.syntax.source import squeezed

_CELL_NEW = pattern(r"(\w+::)*(Bql)?Cell::new")
_TRUTHS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))
_QUESTION = pattern(r"(is|has|have|can|should|must|needs|was)_\w+")


def of_combined(captures: Captures) -> Hit | str:
    """`ret &= (a == b) as c_int;`: with `|=` only of signed types, for those of unsigned ones are bits."""
    declared = text(field(captures["cast"], "type")).rpartition("::")[2]
    is_bits = text(field(captures["combined"], "operator")) == "|=" and declared not in ("i32", "c_int")
    if is_bits or text(captures["compares"]) not in _TRUTHS or not is_integer_type(declared):
        return "no comparison is cast to change it"
    values: dict[str, Node | str] = {
        "name": captures["name"],
        "evidence": "a comparison is cast to change it",
        "type": f"`{declared}`",
    }
    return Hit(at=captures["combined"], values=values, confidence="medium")


def of_answer(captures: Captures) -> Hit | str:
    """`input.has_error() != 0`; a method of an object behind a pointer may be what bindgen makes of a bit."""
    if text(captures["number"]) not in ("0", "1") or not _QUESTION.fullmatch(text(captures["asked"])):
        return "the name of what is called asks no question, or its answer is a number"
    if unwrapped(captures["owner"]).type == "unary_expression":
        return "it may be a bit of a struct of C"
    values: dict[str, Node | str] = {
        "name": f"{text(captures['asked'])}()",
        "evidence": f"its name asks a question and `{text(captures['test'])[:60]}` compares the answer",
        "type": "an integer",
    }
    return Hit(at=captures["test"], values=values, confidence="medium")


def truth_of(value: Node | None) -> str:
    """`made` for a truth value that is turned into 0 or 1, `literal` for one of the two; empty for a number."""
    if value is None:
        return ""
    inner = unwrapped(value)
    if inner.type == "call_expression" and _CELL_NEW.fullmatch(callee(inner)):
        inner = next(iter(arguments(inner)), inner)
    if inner.type == "if_expression":
        branches = (tail(branch) for branch in descendants(inner, "block"))
        return "made" if all(branch is not None and text(branch) in ("0", "1") for branch in branches) else ""
    if text(inner) in ("0", "1"):
        return "literal"
    if re.match(r"[iu](8|16|32|64|size)::from\(.*(==|!=|<|>|!|bool)", text(inner)):
        return "made"
    return "made" if inner.type == "type_cast_expression" and _is_one_bit(field(inner, "value")) else ""


def _is_one_bit(value: Node | None) -> bool:
    """`(a == b) as u8`, and `((x >> 3) & 1) as u8`, which is the bit itself."""
    inner = unwrapped(value) if value is not None else None
    if inner is None or inner.type != "binary_expression":
        return False
    operator, mask = text(field(inner, "operator")), squeezed(text(field(inner, "right")))
    return operator in _TRUTHS or (operator == "&" and mask in ("1", "0x1"))
