"""always-ok: a function returns a `Result` and has no way to fail."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import is_in_trait, returned
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    attributes,
    callee,
    descendants,
    enclosing,
    field,
    macro_name,
    statements,
    text,
)
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import Function, SourceFile

_FALLIBLE = pattern(r"(\w+::)*(?P<kind>Result|Option)(<(?P<value>.*)>)?")
_HARMLESS = pattern(
    r"(pr|dev|log|drm)_\w+|e?print(ln)?|format(_args)?|vec|kvec|(debug_|build_|static_)?assert\w*|matches|trace|debug|info"
    r"|warn|error|concat|stringify|c_str|fmt|panic|unreachable|todo|unimplemented|offset_of|addr_of(_mut)?|container_of"
)
"""Macros that hide no way out."""
_PLAIN = pattern(r"inline\b.*|must_use\b.*|doc\b.*|allow\(.*|expect\(.*|cold|track_caller")
_CALLED_BY_NAME = pattern(r"main|run|exec(ute)?|init|probe|exit|new|setup|start|stop|fmt|deserialize|serialize")
"""What others decide the signature of, or will."""
_TAKES_SELF = pattern(r"\(\s*(mut\s+)?self\b")
_UNIT = pattern(r"\bResult(<\(\).*)?$")
_MANY = 400
"""Mentions of a name, beyond which one of them is taken for one that wants the signature."""
_ROOM = pattern(r"Formatter|Visitor|Serializer|Deserializer|\bimpl Fn|\bdyn\b")


@rule(
    level="note",
    confidence="medium",
    needs="function",
    words=("Result", "Option<"),
    clippy=("unnecessary_wraps",),
    message="`{function}` returns `{returns}`, and each way out of it is {way}",
    ask="can `{function}` {fail}? If not, could it return {better} instead of `{returns}`?",
    why="""A function of C that returns `int` may be one that has nothing to say and returns 0. Its callers test
        the number all the same. A `Result` tells them that there is a failure to handle, which here is none.""",
    instead="Return {better}; the callers lose a `?` or a branch that is never taken.",
    query="""
    (function_item name: (identifier) @name return_type: (_) @returns body: (block) @body) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.THUNK),
    in_c="""
        chip->running = false;
        return 0;                           /* as its neighbours do */
    """,
    checks="The compiler then lets no caller write code for a failure that there is not.",
)
def always_ok(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `int` is what functions of C return if in doubt, and 0 is what they end in. Some can fail, some could once,
    some have the signature of their neighbours, and the caller cannot tell them apart.

    In Rust the return type is a promise in both directions. `Result` says that the call can fail, and the compiler
    makes every caller deal with that: a `?` that makes the caller fallible too, a branch with an error message
    that nobody will ever read. A function that has nothing to fail at returns its value, or nothing. If a later
    change gives it something, the type changes with it, and the compiler lists the callers.

    ## Keep it when
    A trait, a table of functions or a macro asks for the signature, or the next patch of the series adds the
    failure. Where methods beside it have the same return type and do fail, the rule is silent.

    ## Known problems
    Whether somebody passes the function on by name is seen only in its own file, so free functions are left alone
    that are public or have an answer.

    ```rust bad
    impl Chip {
        fn config(&self, size: usize) -> Result<Config<'_>, Error> {
            let size = size.min(self.limit);
            Ok(Config { chip: self, size })
        }
    }
    ```
    ```rust good
    impl Chip {
        fn config(&self, size: usize) -> Config<'_> {
            let size = size.min(self.limit);
            Config { chip: self, size }
        }
    }
    ```
    ```rust good
    // A failure of `read` is one of its own.
    impl Chip {
        fn config(&self) -> Result<Config, Error> {
            let size = self.read(SIZE)?;
            Ok(Config { size })
        }
    }
    ```
    """
    node, name = captures["function"], text(captures["name"])
    function = file.function(node)
    found = _FALLIBLE.fullmatch(_one_line(captures["returns"]))
    if found is None or function is None or not function.is_whole:
        return "it returns neither `Result` nor `Option`, or is not shown as a whole"
    if _is_bound(function, file):
        return "somebody else may have decided the signature"
    wrapped = "Ok" if found["kind"] == "Result" else "Some"
    values = returned(node)
    if not values or any(value.type != "call_expression" or callee(value) != wrapped for value in values):
        return "one of its answers is another, or a value that is not known"
    if not _has_no_other_way_out(captures["body"]):
        return "a `?` or a macro may leave it"
    value = _value(found["value"] or "()")
    body = statements(captures["body"])
    if value == "()" and len(body) < 2:
        return "it is still to be filled in"
    return Hit(
        at=captures["name"],
        values={
            "function": name,
            "returns": _one_line(captures["returns"]),
            "way": f"an `{wrapped}`" if wrapped == "Ok" else f"a `{wrapped}`",
            "fail": "fail" if wrapped == "Ok" else "answer `None`",
            "better": "nothing" if value == "()" else f"`{value}`",
        },
    )


def _one_line(node: Node) -> str:
    return " ".join(text(node).split())


def _value(arguments: str) -> str:
    """The first type argument of `Result<T, E>`, as far as commas outside of brackets tell."""
    depth = 0
    for at, sign in enumerate(arguments):
        depth += sign in "<(["
        depth -= sign in ">)]" and arguments[at - 1 : at] != "-"
        if sign == "," and depth == 0:
            return arguments[:at]
    return arguments


def _is_bound(function: Function, file: SourceFile) -> bool:
    """Whether somebody else may have decided the signature."""
    node = function.node
    if (
        function.is_trait_method
        or function.is_unsafe
        or is_in_trait(node)
        or _CALLED_BY_NAME.fullmatch(function.name)
    ):
        return True
    if _TAKES_SELF.match(text(field(node, "parameters"))):
        return True  # a step from one state to the next, whose neighbours give the old state back where they fail
    if any(not _PLAIN.fullmatch(mark) for mark in attributes(node)) or _ROOM.search(
        text(field(node, "parameters"))
    ):
        return True
    holder = enclosing(node, "impl_item")
    is_method = holder is not None
    if holder is not None and _is_one_of_several(node, holder):
        return True
    if not is_method and (is_public(node) or not _UNIT.search(text(field(node, "return_type")))):
        return True
    uses = file.names.uses.get(function.name, ())
    return len(uses) > _MANY or any(_is_wanted(use, is_method) for use in uses)


def _is_one_of_several(function: Node, holder: Node) -> bool:
    """Whether a method beside it has the same return type, and fails."""
    return text(field(function, "return_type")) in _types_of_failing(holder)


@lru_cache(maxsize=64)
def _types_of_failing(holder: Node) -> frozenset[str]:
    """What those methods of an `impl` return that fail."""
    methods = field(holder, "body")
    return frozenset(
        text(field(each, "return_type"))
        for each in (methods.named_children if methods is not None else ())
        if each.type == "function_item" and re.search(r"\?|\bErr\b|\bNone\b", text(field(each, "body")))
    )


def _is_wanted(use: Node, is_method: bool) -> bool:
    """The name as a value, `register(stop)`, or a call that is one branch of several."""
    around = use.parent
    is_path = around is not None and around.type == "scoped_identifier"
    while around is not None and around.type in ("scoped_identifier", "field_expression", "generic_function"):
        use, around = around, around.parent
    if around is None or (
        around.type in ("function_item", "function_signature_item") and field(around, "name") == use
    ):
        return False
    if around.type == "call_expression" and field(around, "function") == use:
        return around.parent is not None and around.parent.type == "match_arm"
    return is_path or (not is_method and use.type == "identifier")


def _has_no_other_way_out(body: Node) -> bool:
    if any(descendants(body, "try_expression", "await_expression")):
        return False
    for macro in descendants(body, "macro_invocation", "call_expression"):
        name = macro_name(macro)
        if name and (not _HARMLESS.fullmatch(name) or re.search(r"\?|\bErr\b|\breturn\b", text(macro))):
            return False
    return True
