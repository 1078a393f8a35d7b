"""panic-on-unknown-value: the last arm of a `match` on numbers or text panics, in a function that can fail."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import match_arms, only
from review_assist.rules.errors._returns import return_type
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    COMMENTS,
    ancestors,
    comments_above,
    descendants,
    enclosing,
    field,
    macro_name,
    text,
)
from review_assist.syntax.roles import is_test
from review_assist.syntax.scopes import bound_value, local_binding
from review_assist.syntax.source import Function, SourceFile, squeezed

_FALLIBLE = pattern(r"((\w+::)*\w*Result|(\w+::)*Option)\b")
_LITERALS = frozenset(("integer_literal", "string_literal", "char_literal", "negative_literal"))
_BOUNDED = pattern(r"[&%]\s*\(?[\w(]|>>|\.len\(\)|rem_euclid|\.(cmp|partial_cmp)\(")
"""What leaves few numbers over: `n & 3`, `n % 4`, `byte >> 6`."""
_KNOWN = pattern(
    r"size_of|align_of|\bBITS\b|consts::|range\(|bits\(|\bcaps\b|captures|subcommand|^[A-Z][A-Z0-9_]*$"
)
"""What the program, its compiler or a parser in front of it has chosen already."""
_TEST = pattern(r"\b(if|assert\w*|ensure_?|matches_?|while)\b!?[^{;]*")
_PANICS = frozenset(("panic", "unreachable"))
_FEW = 2


@rule(
    level="warning",
    confidence="medium",
    words=("panic!", "unreachable!"),
    message="`{function}` returns {kind}, and panics over a `{value}` that it does not know",
    ask="can `{value}` be another value here, and could `{function}` then return an error instead of `{macro}!`?",
    why="""Many a C `switch` over numbers that somebody else has chosen ends in an `abort()`. What was read
        from a file, a socket or a message can be anything, and a panic over it is a way to stop the
        program.""",
    instead="""Return {error} from the last arm. Where the value is the program's own, an `enum` makes the arm
        unnecessary.""",
    query="(match_expression body: (match_block)) @match",
    silent_in=(
        FileRole.TEST,
        FileRole.BUILD,
        FileRole.MACROS,
        FileRole.SHIM,
        FunctionRole.TEST,
        FunctionRole.CONST,
    ),
    in_c="""
        switch (buf[0]) {{
        case 0: return start(s);
        default: abort();
        }}
    """,
    checks="The compiler then makes every caller see that there may be a value which nobody knows.",
)
def panic_on_unknown_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C `switch` over the type byte of a message ends in `default:`, and what stands there is an afterthought:
    an assertion, since "that cannot happen". It happens as soon as the other side is newer, broken or hostile.

    A `match` on a number needs an arm for all others, so the question cannot be left out, and `unreachable!()` is
    the quick answer to it. In a function that returns a `Result` the right answer costs no more:
    `other => return Err(Error::UnknownKind(other))`. Where the number is made by the program itself, let the
    type say so: an `enum` has no other values, and the compiler wants no such arm.

    ## Keep it when
    A check above has refused all other values; say so in a comment, and this is silent.

    ## Known problems
    Where the value comes from is not followed, so the rule asks.

    ```rust bad
    fn receive(socket: &mut Socket) -> Result<Event, Error> {
        let kind = socket.read_byte()?;
        let event = match kind {
            0 => Event::Start,
            1 => Event::Stop,
            _ => unreachable!(),
        };
        Ok(event)
    }
    ```
    ```rust good
    fn receive(socket: &mut Socket) -> Result<Event, Error> {
        let kind = socket.read_byte()?;
        let event = match kind {
            0 => Event::Start,
            1 => Event::Stop,
            other => return Err(Error::UnknownEvent(other)),
        };
        Ok(event)
    }
    ```
    ```rust good
    // Two bits have four values.
    fn block(header: u32) -> Result<Block, Error> {
        Ok(match header & 3 {
            0 => Block::Raw,
            1 => Block::Run,
            2 => Block::Packed,
            3 => Block::Reserved,
            _ => unreachable!(),
        })
    }
    ```
    """
    match = captures["match"]
    function, value, arms = file.function(match), field(match, "value"), match_arms(match)
    if function is None or not function.name or value is None or len(arms) <= _FEW or is_test(match):
        return "it has few arms, or is in a test"
    kind = _FALLIBLE.match(return_type(function.node))
    last = field(arms[-1], "value")
    if kind is None or last is None or enclosing(match, "closure_expression", "function_item") != function.node:
        return "the function does not say that it can fail"
    panics = only(last)
    if macro_name(panics) not in _PANICS or not _is_for_the_rest(arms) or not _are_literals(arms[:-1]):
        return "the arms are no numbers or texts, or the last one does not panic"
    if _is_bounded(value, function) or _is_explained(arms[-1]) or file.is_device:
        return "the value is limited, or the program's own, or a comment says why"
    is_option = kind[0].endswith("Option")
    return Hit(
        at=panics,
        values={
            "function": function.name,
            "kind": "an `Option`" if is_option else "a `Result`",
            "value": file.quote(value, 40),
            "macro": macro_name(panics),
            "error": "`None`" if is_option else "an error with the value in it",
        },
    )


def _is_for_the_rest(arms: list[Node]) -> bool:
    return re.fullmatch(r"_|[a-z]\w*", squeezed(text(field(arms[-1], "pattern")))) is not None


def _are_literals(arms: list[Node]) -> bool:
    """Whether all arms are plain numbers or texts, and none of them ends in a range that leaves little over."""
    patterns = [field(arm, "pattern") for arm in arms]
    kinds = {part.type for each in patterns if each is not None for part in descendants(each)}
    return bool(kinds) and kinds <= _LITERALS | {
        "or_pattern",
        "match_pattern",
        "string_content",
        "escape_sequence",
    }


def _is_bounded(value: Node, function: Function) -> bool:
    """Whether the number is cut down where it stands or where it was made; or is a field of the program's own."""
    if value.type == "field_expression" or _BOUNDED.search(text(value)) or _KNOWN.search(text(value)):
        return True
    binding = local_binding(value) if value.type == "identifier" else None
    made = bound_value(value)
    if made is not None and (_BOUNDED.search(text(made)) or _KNOWN.search(text(made))):
        return True
    if (
        binding is not None
        and binding.type != "let_declaration"
        and enclosing(binding, "for_expression") is not None
    ):
        return True
    return _is_tested(squeezed(text(value)), function.node)


@lru_cache(maxsize=64)
def _is_tested(value: str, function: Node) -> bool:
    tests = _tests(function)
    return value in tests and re.search(rf"\b{re.escape(value)}\b", tests) is not None


@lru_cache(maxsize=64)
def _tests(function: Node) -> str:
    """The conditions and assertions of a function, a line each."""
    return "\n".join(test[0] for test in _TEST.finditer(text(function)))


def _is_explained(arm: Node) -> bool:
    beside = [node for node in (arm.next_sibling, arm.prev_sibling) if node is not None and node.type in COMMENTS]
    is_near = any(abs(node.start_point.row - arm.start_point.row) <= 1 for node in beside)
    said = any(descendants(arm, *COMMENTS)) or bool(comments_above(arm))
    return is_near or said or any("const" in parent.type for parent in ancestors(arm))
