"""release-by-hand: `let d = lib_open(..); .. lib_close(d)`, a pair of calls where a `Drop` could be."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.memory_and_lifetime._pairs import KNOWN, OF_STD, are_twins, confidence_of, gives_back
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import (
    arguments,
    callee,
    child,
    descendants,
    enclosing,
    field,
    is_in_unsafe,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.roles import c_function, implemented_trait
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_MANY = 400
"""Calls of a function that are looked at."""


@rule(
    level="warning",
    confidence="medium",
    words=tuple("free destroy close delete release deinit fini cleanup dispose unmap endmntent".split()),
    message="`{name}` from `{take}()` is given back by `{give}()` only where the call is reached",
    ask="could `{name}` be a value whose `Drop` calls `{give}()`?",
    why="""C pairs the two calls by care, on each way out. `?`, an early `return` and a panic also leave a Rust
        function, and none of them passes `{give}()`; a second call, or a use after it, is as easily written.""",
    instead="""Let a value own it: {cure}. The function then needs no `{give}()`, and the compiler refuses a use
        after that.""",
    query="""
    (let_declaration pattern: (identifier) @name value: (_) @value) @let
    (call_expression function: [(identifier) (scoped_identifier)] arguments: (arguments . (_) @given)) @filled
    """,
    silent_in=(FileRole.SHIM, FunctionRole.THUNK),
    softer_in=(FileRole.TEST, FunctionRole.TEST, FunctionRole.CONTRACT),
    needs="function",
    in_c="""
        DIR *d = opendir(path);
        if (!d) return -1;
        closedir(d);                        /* on each path, once */
    """,
    checks="The compiler then gives it back on every way out, once, and refuses a use after that.",
)
def release_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    What C opens, creates or allocates it also has to close, destroy or free, and the function that does the first
    does the second at its end. Each early return needs the call as well, which is why C has `goto out`.

    In Rust a value can give itself back. A small struct around what the C function returned, with the other
    function in its `Drop`, is written once; from then on it runs at the end of the scope, after `?`, after a
    `return` in the middle and after a panic. It cannot be forgotten or done twice, and what was given back has no
    name any more. For files, directories and sockets the standard library has such types already.

    ## Keep it when
    Between the two calls there is nothing that can leave the function, and this is their only place. Where the
    second call can fail in a way that matters, a method that consumes the value can report it.

    ## Known problems
    Only names are looked at. That `x_get` and `x_put` belong together is a convention of C.

    ```rust bad
    fn size_of_table(number: u32) -> Result<u64, Error> {
        let table = unsafe { table_open(number) };
        let size = check(unsafe { table_size(table) })?;
        unsafe { table_close(table) };
        Ok(size)
    }
    ```
    ```rust good
    struct Table(NonNull<RawTable>);
    impl Drop for Table {
        fn drop(&mut self) {
            // SAFETY: opened in `Table::open`, and closed nowhere else.
            unsafe { table_close(self.0.as_ptr()) };
        }
    }
    fn size_of_table(number: u32) -> Result<u64, Error> {
        Table::open(number)?.size()
    }
    ```
    ```rust good
    // Two methods of a Rust value.
    fn load(path: &Path) -> io::Result<Vec<u8>> {
        let archive = Archive::open(path)?;
        let data = archive.read()?;
        archive.close()?;
        Ok(data)
    }
    ```
    """
    if (filled := captures.get("filled")) is not None:
        return _of_filled(filled, captures["given"], file)
    name, function = text(captures["name"]), file.function(captures["let"])
    if method(captures["value"]) == "into_raw_fd" and function is not None:
        return _of_descriptor(captures["let"], captures["value"], function.node, file)
    take = _taking_call(captures["value"])
    if function is None or take is None or implemented_trait(captures["let"]) == "Drop":
        return "the value is not that of a call, or the function is a `drop`"
    taken = c_function(take, file.names)
    if not taken or not file.is_visible(captures["let"]):
        return "the call is none of C, or what is above it is not shown"
    gives = [call for call in _released(function.node).get(name, ()) if _is_of(call, captures["let"])]
    pairs = [call for call in gives if are_twins(taken, c_function(call, file.names))]
    if all(_is_left_over(call, name) for call in pairs):
        return "the function does not give it back, or only where a call did not take it over"
    pair = pairs[0]
    given = callee(pair).rpartition("::")[2]
    owner = OF_STD.get(given, "")
    cure = (
        f"{owner} gives it back by itself"
        if owner and taken in KNOWN
        else f"a struct around `{name}` whose `Drop` calls `{given}()`"
    )
    return Hit(
        at=captures["let"],
        confidence=confidence_of(taken, given),
        values={"name": name, "take": taken, "give": given, "cure": cure},
    )


def _of_descriptor(binding: Node, value: Node, function: Node, file: SourceFile) -> Hit | str:
    """`let fd = file.into_raw_fd();`, and `close(fd)`: the file would have closed it."""
    name, owner = text(field(binding, "pattern")), receiver(value)
    calls = [call for call in _released(function).get(name, ()) if _is_of(call, binding)]
    closes = [call for call in calls if callee(call).rpartition("::")[2] == "close"]
    if owner is None or owner.type != "identifier" or not closes:
        return "the number is not closed here"
    cure = f"`{file.quote(owner)}` does, if `as_raw_fd()` only lends its number"
    values: dict[str, Node | str] = {"name": name, "take": "into_raw_fd", "give": callee(closes[0]), "cure": cure}
    return Hit(at=binding, confidence="medium", values=values)


def _is_left_over(give: Node, name: str) -> bool:
    """Whether it is given back only where a call did not take it over: `if show(menu) != 0 { free(menu) }`."""
    branch = enclosing(give, "if_expression")
    condition = field(branch, "condition") if branch is not None else None
    calls = descendants(condition, "call_expression") if condition is not None else ()
    return any(text(argument) == name for call in calls if not method(call) for argument in arguments(call))


def _of_filled(call: Node, given: Node, file: SourceFile) -> Hit | str:
    """`regcomp(&mut r, ..)` and `regfree(&mut r)`, `x_init(&mut x)` and `x_destroy(&mut x)`."""
    taken, name, function = c_function(call, file.names), _lent(given), file.function(call)
    if not taken or not name or function is None or implemented_trait(call) == "Drop":
        return "no C function fills a variable"
    gives = _released_by_reference(function.node).get(name, ())
    pair = next(
        (c for c in gives if are_twins(taken, c_function(c, file.names)) and c.start_byte > call.start_byte), None
    )
    bound = local_binding(next(descendants(given, "identifier"), given))
    if pair is None or bound is None or bound.type != "let_declaration":
        return "the function does not give back what was filled"
    given_back = callee(pair).rpartition("::")[2]
    cure = f"a struct around `{name}` whose `Drop` calls `{given_back}()`"
    values: dict[str, Node | str] = {"name": name, "take": taken, "give": given_back, "cure": cure}
    return Hit(at=call, confidence=confidence_of(taken, given_back), values=values)


def _lent(argument: Node) -> str:
    """`r` of `&mut r`, `&raw mut r`, `addr_of_mut!(r)` and `r.as_mut_ptr()`."""
    found = re.fullmatch(
        r"&\s*(?:raw )?mut (\w+)|(?:\w+::)*addr_of_mut!\((\w+)\)|(\w+)\.as_mut_ptr\(\)", text(argument)[:80]
    )
    return next((name for name in found.groups() if name), "") if found is not None else ""


@lru_cache(maxsize=2)
def _released_by_reference(function: Node) -> dict[str, list[Node]]:
    """The same for calls that take the address of a local."""
    found: dict[str, list[Node]] = {}
    for count, call in enumerate(descendants(function, "call_expression")):
        given = arguments(call)
        if count > _MANY:
            break
        if (
            given
            and not method(call)
            and is_in_unsafe(call)
            and gives_back(callee(call))
            and (name := _lent(given[0]))
        ):
            found.setdefault(name, []).append(call)
    return found


def _taking_call(value: Node) -> Node | None:
    """The call of `unsafe { f() }`, `f().cast()` and `f() as *mut T`."""
    node = unwrapped(value)
    for _ in range(6):
        inner = None
        if node.type == "unsafe_block":
            block = next((c for c in node.named_children if c.type == "block"), None)
            inner = child(block, 0) if block is not None and block.named_child_count == 1 else None
        elif node.type == "type_cast_expression":
            inner = field(node, "value")
        elif method(node) in ("cast", "cast_mut", "unwrap", "expect"):
            inner = receiver(node)
        elif node.type == "try_expression":
            inner = child(node, 0)
        if inner is None:
            break
        node = unwrapped(inner)
    return node if node.type == "call_expression" and not method(node) else None


@lru_cache(maxsize=2)
def _released(function: Node) -> dict[str, list[Node]]:
    """Local name to the calls in unsafe code that take it as their first argument, of those that give back."""
    found: dict[str, list[Node]] = {}
    for count, call in enumerate(descendants(function, "call_expression")):
        if count > _MANY:
            break
        given = arguments(call)
        if not given or method(call) or not is_in_unsafe(call) or not gives_back(callee(call)):
            continue
        first = without_casts(given[0])
        if first.type == "identifier":
            found.setdefault(text(first), []).append(call)
    return found


def _is_of(call: Node, binding: Node) -> bool:
    """Whether the name in the call is the one that this `let` made, in the function itself."""
    first = next(descendants(field(call, "arguments") or call, "identifier"), None)
    return first is not None and local_binding(first) == binding and enclosing(call, "closure_expression") is None
