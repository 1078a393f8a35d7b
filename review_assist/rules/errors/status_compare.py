"""status-compare: the answer of a function of this program is tested like a C status, `!= 0` or `< 0`."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import FINE, SIGNED, Kind, kind, return_type, returned
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    callee,
    descendants,
    enclosing,
    field,
    mentions,
    method,
    statements,
    text,
    unwrapped,
)
from review_assist.syntax.places import beside
from review_assist.syntax.roles import is_c_path, is_exported
from review_assist.syntax.scopes import bound_value, local_binding
from review_assist.syntax.source import SourceFile

_STATUS = pattern(r"_?(ret|rc|rv|retval|ret_val|retcode|err|error|errno|status|res|result|r)\d?")

_PATH = pattern(r"((crate|self|super|[a-z_0-9]+)::)*[A-Za-z_]\w*")
_BESIDE = (
    ". If C calls it as well, move its body into a Rust function that does so, and let the exported one turn the"
    " answer into the number"
)


@rule(
    level="warning",
    confidence="medium",
    words=tuple("!= 0|< 0|== 0|!= -1|== -1|OK|SUCCESS|isError(|is_error(|IS_ERR|is_err(".split("|")),
    message="`{test}` reads {meaning} from the number that `{function}` returns",
    ask="could `{function}` return {better}, instead of a number that `{test}` has to interpret?",
    why="""The number's meaning is a convention: a test that is missing, or the wrong way round, compiles. The
        type `Result` tells which answer is the failure, and the compiler warns if nobody looks; `bool` is its
        own condition.""",
    instead="Let `{function}` return {better}; the test then reads {form}{beside}.",
    query="""
    (binary_expression left: (_) @left operator: ["!=" "==" "<"] @operator
      right: [(integer_literal) (unary_expression) (identifier) (scoped_identifier)] @right) @test
    (if_expression condition: [
        (call_expression function: (_) @asks arguments: (arguments . (identifier) @status .)) @test
        (binary_expression left: (call_expression function: (_) @asks
          arguments: (arguments . (identifier) @status .)) operator: "!=" right: (integer_literal)) @test
      ] consequence: (block) @then (#match? @asks "(^|_|::)([iI]s_?[eE]rr(or)?|IS_ERR(_VALUE)?)$"))
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI),
    in_c="""
        if (check(limit) != 0)
            return NULL;
    """,
    checks="""
        The compiler then checks that the test fits what the function returns: an `is_err()` cannot be read
        the wrong way round.
    """,
)
def status_compare(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (setup(dev) < 0) goto out;` is how C handles errors: each function has its convention, `< 0`, `!= 0` or
    `== -1`, and the caller must know it by heart. The test can be forgotten, and `if (setup(dev))` can mean
    either thing.

    When both sides are Rust the convention has no reason to stay. A function that returns
    `Result<T, E>` is called with `?`, which returns early with the error and leaves the value. One that
    answers a question returns `bool` and is its own condition. Forgetting to look at a `Result` is a warning.

    ## Keep it when
    The function is C's: then the number is what there is, and it is best turned into a `Result` right after
    the call. The rule is silent there, and where the number is a count. A library of C's functions written in Rust
    has to keep `sigaddset` and its like as they are, and what is called `..cmp` answers with an order.

    ## Known problems
    A function of another file is not visible; the rule speaks only of those whose body or signature shows it.

    ```rust bad
    fn check(limit: u32) -> i32 {
        if limit > 64 { -1 } else { 0 }
    }

    fn open(limit: u32) -> Option<u32> {
        if check(limit) != 0 {
            return None;
        }
        Some(limit)
    }
    ```
    ```rust good
    struct TooMany;

    fn check(limit: u32) -> Result<(), TooMany> {
        if limit > 64 { Err(TooMany) } else { Ok(()) }
    }

    fn open(limit: u32) -> Option<u32> {
        check(limit).ok()?;
        Some(limit)
    }
    ```
    ```rust good
    // C's own answer, made a `Result` where it comes in.
    fn lock(file: &File) -> Result<(), std::io::Error> {
        // SAFETY: flock takes any number.
        if unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX) } != 0 {
            return Err(std::io::Error::last_os_error());
        }
        Ok(())
    }
    ```
    """
    if (status := captures.get("status")) is not None:
        return _asked(captures["test"], status, captures["then"], file)
    call = _call(captures["left"])
    if call is None or not _is_status_test(text(captures["operator"]), captures["right"]):
        return "no call is tested as a status is"
    path, own = callee(call), method(call)
    name = own or path.rpartition("::")[2]
    is_path = re.fullmatch(r"((crate|self|super|[a-z_0-9]+)::)*[a-z_]\w*", path) is not None
    if not own and (not is_path or is_c_path(path, file.names)):
        return "it is no function of this program"
    definition = file.names.functions.get(name)
    if own and (definition is None or not any(descendants(definition, "self_parameter"))):
        return "it is no method of this file"
    if definition is None or not _is_number(return_type(definition), file) or _is_of_c(name, definition):
        return "the function is not shown, or returns no status, or stands for one of C"
    kinds = _kinds(definition)
    is_status = kinds <= {"zero", "one", "negative", "errno"} and len(kinds) > 1
    if not is_status and not kinds & {"negative", "errno"}:
        return "the function's answers are not those of a status"
    is_question = kinds == {"zero", "one"}
    return Hit(
        at=captures["test"],
        values={
            "test": captures["test"],
            "function": name,
            "meaning": "yes or no" if is_question else "success or failure",
            "better": "`bool`" if is_question else "a `Result`",
            "beside": _BESIDE if is_exported(definition) else "",
            "form": f"`{name}(...)`, or `!{name}(...)`" if is_question else f"`{name}(...)?`, or `.is_err()`",
        },
        confidence="high" if is_status and not own else "medium",
    )


def _is_number(declared: str, file: SourceFile) -> bool:
    """Whether it is a signed integer, be it by an alias of this file."""
    alias = file.names.aliases.get(declared)
    return (text(field(alias, "type")).rpartition("::")[2] if alias is not None else declared) in SIGNED


def _asked(test: Node, status: Node, then: Node, file: SourceFile) -> Hit | str:
    """`if is_error(n) { return n; }`: the number that a function gave is a size, or an error among the sizes."""
    value = bound_value(status)
    call = _inner(value) if value is not None else None
    path = callee(call) if call is not None and call.type == "call_expression" else ""
    left = statements(then)
    if not left or left[-1].type != "return_expression" or not mentions(left[-1], text(status)):
        return "what is asked is not handed on"
    if not _PATH.fullmatch(path) or is_c_path(path, file.names) or path in file.names.foreign:
        return "the number comes from C, or from where nothing shows"
    definition, name = file.names.functions.get(path), path.rpartition("::")[2]
    values: dict[str, Node | str] = {
        "test": file.quote(test),
        "function": name,
        "meaning": "success or failure",
        "better": "a `Result`",
        "beside": _BESIDE if definition is not None and is_exported(definition) else "",
        "form": f"`{name}(...)?`",
    }
    return Hit(at=test, values=values, confidence="medium")


def _is_of_c(name: str, definition: Node) -> bool:
    """`sigaddset` and `openpty` of a C library that is written in Rust, and what compares like `strcmp`."""
    return name.endswith("cmp") or (is_exported(definition) and "_" not in name)


@lru_cache(maxsize=64)
def _kinds(definition: Node) -> frozenset[Kind]:
    return frozenset(kind(value) for value in returned(definition))


def _call(left: Node) -> Node | None:
    """The call whose answer is tested: on the spot, or through a variable named like a status."""
    node = _inner(left)
    if node.type == "identifier" and _STATUS.fullmatch(text(node)):
        binding = local_binding(node)
        value = _assigned_before(node) or (field(binding, "value") if binding is not None else None)
        node = _inner(value) if value is not None else node
    return node if node.type == "call_expression" else None


def _inner(node: Node) -> Node:
    node = unwrapped(node)
    if node.type == "unsafe_block" and node.named_children:
        block = node.named_children[0]
        if block.named_child_count == 1:
            only = block.named_children[0]
            return only.named_children[0] if only.type == "expression_statement" and only.named_children else only
    return node


def _assigned_before(variable: Node) -> Node | None:
    """The call of `err = f(..);` in front of the `if` that tests the variable."""
    test = enclosing(variable, "if_expression")
    before = beside(test, forward=False) if test is not None else None
    if before is None or before.type != "assignment_expression" or text(field(before, "left")) != text(variable):
        return None
    return field(before, "right")


def _is_status_test(operator: str, right: Node) -> bool:
    written = text(right)
    if FINE.fullmatch(written):
        return operator in ("!=", "==")
    return (operator, written) in {("!=", "0"), ("==", "0"), ("<", "0"), ("!=", "-1"), ("==", "-1")}
