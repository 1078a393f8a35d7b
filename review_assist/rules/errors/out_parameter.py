"""out-parameter: a parameter is only there to be written to, though the function could return the value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._declared_outs import ONE, SCALAR, of_declaration
from review_assist.rules.errors._returns import is_in_trait
from review_assist.rules.errors._second_value import instead_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.wording import listed
from review_assist.syntax.nodes import descendants, enclosing, field, is_mutable, text
from review_assist.syntax.places import is_within
from review_assist.syntax.source import Function, SourceFile

_USES_LIMIT = 100
_NAMED = pattern(r"(r#)?(out|result|ret)_\w+|out$")
"""Names that say themselves that the parameter is a result."""
_ANSWERS = pattern(r"bool|(\w+::)*gboolean|[iu](8|16|32|64|size)|(\w+::)*c_u?(int|long)|Option<.*|Result<\(\).*")
_SEVERAL = {"what": "they are further return values", "values": "the values", "it": "them"}


@rule(
    level="warning",
    confidence="medium",
    needs="function",
    words=("&mut ", "*mut "),
    message="`{function}` only writes to {names}: {what}",
    ask="could `{function}` return {values} of {names}, instead of writing {it} through {types}?",
    why="""A C function has one return value, so the others leave through pointers. A Rust function can return
        a tuple, a struct or an `Option`; the caller then needs no dummy to begin with, and cannot read
        a value that was never written.""",
    instead="Return {better} instead of `{returns}`, and drop {names}.",
    query="""
    (function_item parameters: (parameters (parameter pattern: (identifier) @name
      type: [(reference_type) (pointer_type)
             (generic_type type: (type_identifier) @_option type_arguments: (type_arguments . (reference_type) .)
               (#eq? @_option "Option"))] @type) @parameter)) @function
    (function_signature_item parameters: (parameters (parameter pattern: (identifier) @name
      type: (reference_type) @type) @parameter)) @function
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.TEST),
    outranks=("raw-pointer-parameter",),
    in_c="""
        bool parse(const char *line, uint32_t *value);
        if (!parse(line, &n)) {{ return; }}
    """,
    checks="The compiler then checks that every path returns a value; no caller reads one that was never written.",
)
def out_parameter(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `bool parse(const char *s, int *out)`: the return value says whether it worked, the answer goes to an
    address. The caller declares a variable with a dummy value, passes its address, and must remember that the
    variable means something only if the function has returned true.

    Several values can be returned in Rust: `(bool, u32)`, a small struct with names, and above all `Option<T>` and
    `Result<T, E>`, which hold the answer only if there is one. The caller writes one `let`, mostly without
    `mut`, and the compiler knows that the value is there. Returning a pair costs no more than writing through a
    pointer does.

    ## Keep it when
    The parameter accumulates over many calls, is a buffer that is reused, or the signature is a trait's or C's.
    The rule is silent if the function reads the value, adds to it or hands it on, or if it now and then puts
    something into an `Option` that the caller keeps.

    ## Known problems
    A macro that is not known to take plain expressions may read the parameter unseen.

    ```rust bad
    fn parse(line: &str, value: &mut u32) -> bool {
        match line.trim().parse() {
            Ok(number) => {
                *value = number;
                true
            }
            Err(_) => false,
        }
    }
    ```
    ```rust good
    fn parse(line: &str) -> Option<u32> {
        line.trim().parse().ok()
    }
    ```
    ```rust good
    // It accumulates: the value that was there before counts.
    fn add(line: &str, sum: &mut u32) -> bool {
        match line.trim().parse::<u32>() {
            Ok(number) => {
                *sum += number;
                true
            }
            Err(_) => false,
        }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_trait_method:
        return "the trait gives the signature, or the function is not shown"
    if is_in_trait(function.node):
        return of_declaration(captures, function, file)
    outs = _outs(function)
    if not outs or outs[0].parameter != captures["parameter"]:
        return "it is not only written, or an earlier parameter of the kind speaks for it"
    returns = text(field(function.node, "return_type"))
    is_flag = (
        len(outs) == 1 and outs[0].kind == "bool" and not file.is_device and _is_sticky(outs[0].name, function)
    )
    types = dict.fromkeys(text(out.pointer) for out in outs)
    return Hit(
        at=captures["parameter"],
        confidence="low" if is_flag else None,
        values={
            "function": function.name,
            "names": listed([out.name for out in outs], most=len(outs)),
            "types": listed(types, most=len(types)),
            "returns": returns or "()",
            "better": instead_of(returns, [out.kind for out in outs], function.node, [out.name for out in outs]),
            **(ONE if len(outs) == 1 else _SEVERAL),
        },
    )


@dataclass(frozen=True, slots=True)
class _Out:
    """A parameter that the function only writes to, and the type that it would return instead."""

    parameter: Node
    name: str
    pointer: Node
    kind: str


@lru_cache(maxsize=1)
def _outs(function: Function) -> list[_Out]:
    parameters = field(function.node, "parameters")
    found = [_out(each, function.node) for each in parameters.named_children] if parameters is not None else []
    return [out for out in found if out is not None]


def _out(parameter: Node, function: Node) -> _Out | None:
    pointer, name = field(parameter, "type"), text(field(parameter, "pattern"))
    if pointer is None or pointer.type not in ("reference_type", "pointer_type", "generic_type"):
        return None
    is_optional = pointer.type == "generic_type"
    if is_optional and not re.match(r"Option<\s*&", text(pointer)):
        return None
    borrow = next(descendants(pointer, "reference_type"), None) if is_optional else pointer
    inner = field(borrow, "type") if borrow is not None else None
    if borrow is None or inner is None or not is_mutable(borrow):
        return None
    is_named, returns = _NAMED.match(name) is not None, text(field(function, "return_type"))
    if not is_named and not SCALAR.fullmatch(text(inner)) and not is_optional:
        return None
    if not (_ANSWERS.fullmatch(returns) or (is_named and not returns)):
        return None
    is_out = (_is_filled_if_there if is_optional else _is_only_written)(name, function)
    is_out = is_out and not (text(inner).startswith("Option<") and _is_kept(name, function))
    return _Out(parameter, name, pointer, text(inner)) if is_out else None


def _is_filled_if_there(name: str, function: Node) -> bool:
    """Whether `if let Some(old) = name { *old = ... }` is all that the body does with the name."""
    body = field(function, "body")
    for condition in descendants(body, "let_condition") if body is not None else ():
        pattern_of, value = field(condition, "pattern"), field(condition, "value")
        if pattern_of is None or value is None or text(value) != name or pattern_of.type != "tuple_struct_pattern":
            continue
        names = {name, text(pattern_of.named_children[-1])}
        others = [use for each in names for use in _uses(function).get(each, ()) if not is_within(use, condition)]
        return 0 < len(others) < _USES_LIMIT and all(_is_write(use) for use in others)
    return False


def _is_only_written(name: str, function: Node) -> bool:
    """Whether `*name = ...` is all that the body does with the name, at least once."""
    uses = _uses(function).get(name, [])
    return 0 < len(uses) < _USES_LIMIT and all(_is_write(use) for use in uses)


@lru_cache(maxsize=1)
def _uses(function: Node) -> dict[str, list[Node]]:
    """Every identifier of the body, by name."""
    body, found = field(function, "body"), dict[str, list[Node]]()
    for node in descendants(body, "identifier") if body is not None else ():
        found.setdefault(text(node), []).append(node)
    return found


def _is_write(use: Node) -> bool:
    target = use.parent
    if target is None or target.type != "unary_expression" or not text(target).startswith("*"):
        return False
    assignment = target.parent
    return (
        assignment is not None
        and assignment.type == "assignment_expression"
        and field(assignment, "left") == target
    )


def _is_kept(name: str, function: Node) -> bool:
    """Only set by the way, in an `if` without `else` behind which the function goes on: what the caller had
    there before may stay."""
    branches = [enclosing(use, "if_expression") for use in _uses(function).get(name, ())]
    return all(
        branch is not None
        and field(branch, "alternative") is None
        and not any(descendants(branch, "return_expression"))
        for branch in branches
    )


def _is_sticky(name: str, function: Function) -> bool:
    """A flag that the function only ever sets to one value: the caller may gather it over several calls."""
    targets = [use.parent for use in _uses(function.node).get(name, [])]
    given = {text(field(target.parent, "right")) for target in targets if target is not None and target.parent}
    return given in ({"true"}, {"false"})
