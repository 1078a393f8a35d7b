"""errno-made-by-hand: `Err(e) => e.to_errno()` in a function that C calls, which `from_result` does."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, enclosing, text
from review_assist.syntax.roles import is_abi
from review_assist.syntax.source import SourceFile, squeezed

_MAKES = pattern(r"Err\((\w+)\)=>(return)?(\1\.to_errno\(\)|(\w+::)*Error::to_errno\(\1\)),?")


@rule(
    level="note",
    confidence="high",
    only_in=("linux",),
    words=("to_errno(",),
    message="`{function}` makes an errno of its error by hand{again}",
    ask="could `{function}` make its errno with `from_result`{again}?",
    why="""Each exit of a C function returns its own negative errno. The `kernel` crate has one place where a
        `Result` becomes the number that C expects, so that what is in front of it can use `?`.""",
    instead="""Put the body into `from_result(|| {{ .. }})`: the calls that can fail end in `?`, and the last line
        is `Ok(0)`, or `Ok` of the number that C gets.""",
    query="(match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_err)) (#eq? @_err "
    '"Err")) @arm',
    silent_in=(FileRole.SHIM,),
    in_c="""
        if (ret < 0)
            return ret;
    """,
    checks="A reader then finds one conversion a function; `?` hands on every error in front of it.",
)
def errno_made_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (ret < 0) return ret;` after each call is how an errno gets to the caller in C. A callback that is written
    in Rust for C to call ends in a number too, and the direct translation is a `match` for each call that can
    fail, with an arm that makes the number.

    `from_result` of the `kernel` crate is that arm, once. It takes a closure that returns a `Result`, and answers
    with the value or with the negative errno. Inside of the closure `?` works, so several calls need neither
    `match` nor `return`, and what they gave is at hand without another level of braces.

    ## Keep it when
    The error is logged or changed on its way; the rule is silent there.

    ## Known problems
    Code outside of the `kernel` crate needs a version of it that makes `from_result` public.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    extern "C" fn resume_callback() -> c_int {
        match T::resume(Speed::Full) {
            Ok(()) => 0,
            Err(error) => error.to_errno(),
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    extern "C" fn resume_callback() -> c_int {
        from_result(|| {
            T::resume(Speed::Full)?;
            Ok(0)
        })
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // The error is told before it becomes a number.
    extern "C" fn resume_callback() -> c_int {
        match T::resume(Speed::Full) {
            Ok(()) => 0,
            Err(error) => {
                pr_err!("no full speed\\n");
                error.to_errno()
            }
        }
    }
    ```
    """
    arm = captures["arm"]
    functions = [arms for arms in _arms(file.tree.root_node) if file.is_added(arms[0])]
    if not functions or functions[0][0] != arm:
        return "an earlier arm speaks for it, or this one does more than make the number"
    function = file.function(arm)
    values: dict[str, Node | str] = {
        "function": function.name if function is not None and function.name else "this function",
        "again": f", as {_and_others(len(functions) - 1)}" if len(functions) > 1 else "",
    }
    return Hit(at=arm, values=values)


def _and_others(count: int) -> str:
    return "another function of this patch does" if count == 1 else f"{count} other functions of this patch do"


@lru_cache(maxsize=4)
def _arms(root: Node) -> tuple[tuple[Node, ...], ...]:
    """For each function that C calls, its arms that do nothing but make the number, in order."""
    found: dict[int, list[Node]] = {}
    for arm in descendants(root, "match_arm", into_functions=True):
        function = enclosing(arm, "function_item") if _MAKES.fullmatch(squeezed(text(arm))) else None
        if function is not None and is_abi(function):
            found.setdefault(function.id, []).append(arm)
    return tuple(map(tuple, found.values()))
