"""error-to-minus-one: a `Result` becomes 0 or -1, and the reason is dropped."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.errors._returns import kind
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, field, method, receiver, statements, text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    words=("is_err", "is_ok", "Err("),
    message="the error in `{result}` becomes {failure}, whatever it says",
    ask="does the caller get enough from {failure}, or could the error in `{result}` give its own errno?",
    why="""A plain -1 tells a C caller that something failed and leaves it to guess what. The `Result` still
        knows; this line is where the knowledge is lost.""",
    instead="""Convert the error and not the fact that there is one: `Err(error)` can give a negative errno, say
        by `impl From<Error> for Errno`. If C documents -1 as the only failure, keep it.""",
    query="""
    [
      (if_expression condition: (call_expression) @test
        consequence: (block) @yes alternative: (else_clause (block) @no)) @at
      (match_expression value: (_) @result body: (match_block
        . (match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @first)) value: (_) @yes)
        . (match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @second)) value: (_) @no)
        .)) @at
    ]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING,),
    in_c="""
        if (check(limit) < 0)
            return -1;                      /* which error was it? */
    """,
    checks="""
        The compiler then checks, by an exhaustive `match` in the conversion, that no kind of error is left
        without an errno.
    """,
)
def error_to_minus_one(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C reports through numbers, and a function written in Rust for C to call must end in one. The shortest way
    is to ask whether there was an error and to return 0 or -1. What the error was is gone then: the caller
    prints "failed", or treats -1 as an errno, which is EPERM on Linux.

    The error is a value, so it can be converted like one. An error type that knows its errno
    (`impl From<Error> for Errno`, or a method) is converted at the edge in one place, the same for all
    functions that C calls, and the logic behind it returns `Result` and uses `?`. A new kind of error then
    gets its number where the compiler asks for it.

    ## Keep it when
    The C header promises 0 or -1 and nothing else.

    ## Known problems
    What the C caller does with the number is not visible.

    ```rust bad
    #[no_mangle]
    pub extern "C" fn queue_check(limit: u32) -> i32 {
        let result = check(limit);
        if result.is_err() { -1 } else { 0 }
    }
    ```
    ```rust good
    #[no_mangle]
    pub extern "C" fn queue_check(limit: u32) -> i32 {
        match check(limit) {
            Ok(()) => 0,
            Err(error) => -error.errno(),
        }
    }
    ```
    ```rust good
    // The answer is a number in its own right.
    fn depth(found: Result<u32, Missing>) -> u32 {
        if found.is_err() { 1 } else { 4 }
    }
    ```
    """
    test = captures.get("test")
    good, bad = captures["yes"], captures["no"]
    if test is not None:
        asked, result = method(test), receiver(test)
        good, bad = (bad, good) if asked == "is_err" else (good, bad)
        if asked not in ("is_err", "is_ok"):
            return "it does not ask whether a `Result` went well"
    else:
        names, result = (text(captures["first"]), text(captures["second"])), captures["result"]
        if set(names) != {"Ok", "Err"} or _binds_error(captures):
            return "the arms are not `Ok` and `Err`, or look into the error"
        good, bad = (good, bad) if names[0] == "Ok" else (bad, good)
    success, failure = _value(good), _value(bad)
    if result is None or success is None or failure is None or kind(success) != "zero":
        return "the good answer is not 0"
    if kind(failure) not in ("negative", "errno"):
        return "the bad answer is no status such as -1"
    return Hit(at=captures["at"], values={"result": result, "failure": f"`{text(failure)}`"})


def _value(branch: Node) -> Node | None:
    """The one expression that a branch consists of."""
    if branch.type != "block":
        return branch
    inner = statements(branch)
    return inner[0] if len(inner) == 1 else None


def _binds_error(captures: Captures) -> bool:
    """Whether the arm of `Err` gives the error a name, or looks into it."""
    for name in (captures["first"], captures["second"]):
        pattern = name.parent
        inner = child(pattern, 1) if pattern is not None and text(name) == "Err" else None
        if inner is not None and field(inner, "type") is None and not text(inner).startswith("_"):
            return True
    return False
