"""cleanup-ladder: the same release calls stand before several returns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.wording import listed
from review_assist.syntax.nodes import arguments, callee, descendants, enclosing, field, method, statements, text
from review_assist.syntax.source import SourceFile, squeezed

_RELEASES = pattern(
    r"(\w+_)?(k?v?free|close|fclose|closedir|destroy|release|unref|dealloc|deallocate|munmap|unmap|unlock|fini|"
    r"regfree|freeaddrinfo)(_\w*)?|\w+_(exit|cleanup|deinit|teardown|put|stop|free[A-Z]\w*)|(Close|Free|Release|Destroy|Delete)[A-Z]\w*|[A-Z]\w*(Close|Free|Release|Destroy)"
)
_WRAPPED = pattern(r"^&(rawmut|rawconst|mut)?|\.(cast|into|as_mut_ptr|as_ptr)\(\)$|as\*(mut|const)[\w:]+$")
_METHODS = frozenset(("unlock", "free", "destroy", "unref", "raw_unlock"))
_OF_ARGUMENT = frozenset(("close", "free", "release", "unmap", "dealloc", "deallocate", "destroy"))
"""Methods of an owner that gives back what it is handed: `table.close(handle)`."""
_RUN = 3
"""Things released in a row before one early return that make a ladder of their own."""
_CALL_LIMIT = 120


@rule(
    level="warning",
    confidence="medium",
    words=("return",),
    message="`{function}` releases {what} by hand before {exits}",
    ask="could {what} have an owner with `Drop`, so that `{function}` need not release by hand before {exits}?",
    why="""C cleans up along every path out, with labels to jump to or with the calls repeated; a path added
        later forgets one. Rust runs `Drop` on each way out, `?` included.""",
    instead="""Let an owner release {what} in its `Drop`: `Box`, `OwnedFd`, `Vec`, the binding's own type, or
        a small guard struct. The paths are then plain `return` or `?`.""",
    query="(return_expression) @return",
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.MACROS),
    softer_in=(FileRole.BINDING,),
    in_c="""
        fail_read:
            close(fd);
        fail_open:
            free(buf);
    """,
    checks="""
        The compiler then releases what has an owner on every path, also on one that is added later, and
        once only.
    """,
)
def cleanup_ladder(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function that takes three things gives three things back, on success and on each failure. `goto fail`
    with a ladder of labels is the disciplined form; without `goto` the calls are repeated before
    every `return`. Reviewers count them, and leaks of this kind are found for years.

    In Rust the owner of a thing releases it when it goes out of scope, however that happens: at the end, by
    `return`, by `?`, or in a panic. `Box`, `Vec`, `File` and `OwnedFd` do so for what they hold; a C object gets
    a struct of one field with an `impl Drop`, written once in the binding. An early return is then one
    word.

    ## Keep it when
    The paths out differ on purpose: one releases, one hands the thing on. Then ownership says it too, by moving
    the value to whoever keeps it.

    ## Known problems
    What a function called `free` or `close` does is taken from its name.

    ```rust bad
    unsafe fn load(path: *const c_char, size: usize) -> bool {
        let buffer = libc::malloc(size);
        let fd = libc::open(path, libc::O_RDONLY);
        if fd < 0 {
            libc::free(buffer);
            return false;
        }
        if libc::read(fd, buffer, size) < 0 {
            libc::close(fd);
            libc::free(buffer);
            return false;
        }
        consume(buffer, size);
        libc::close(fd);
        libc::free(buffer);
        true
    }
    ```
    ```rust good
    fn load(path: &std::path::Path, size: usize) -> std::io::Result<()> {
        let mut buffer = vec![0; size];
        let mut file = std::fs::File::open(path)?;
        std::io::Read::read(&mut file, &mut buffer)?;
        consume(&buffer);
        Ok(())
    }
    ```
    ```rust good
    // One thing, released on one path: the other path keeps it.
    fn adopt(table: &mut Table, item: Item) -> bool {
        if table.is_full() {
            item_free(item);
            return false;
        }
        table.push(item);
        true
    }
    ```
    """
    at = captures["return"]
    function = file.function(at)
    if function is None or enclosing(at, "closure_expression", "function_item") != function.node:
        return "it is in a closure, or the function is not shown"
    released, exits = _ladder(function.node)
    own = released.get(at.id, [])
    repeated = [call for call in own if exits[squeezed(text(call))] > 1]
    if not repeated and not (
        len(own) >= _RUN and enclosing(at, "if_expression", "function_item") != function.node
    ):
        return "what is released before it is not released before other ways out"
    count = max(exits[squeezed(text(call))] for call in own)
    return Hit(
        at=(repeated or own)[0],
        values={
            "function": function.name,
            "what": listed(dict.fromkeys(_released(call) for call in repeated or own), most=3),
            "exits": f"{count} ways out" if repeated else "an early return",
        },
        confidence="high" if count > 2 else None,
    )


@lru_cache(maxsize=1)
def _ladder(function: Node) -> tuple[dict[int, list[Node]], Counter[str]]:
    """Return's id to the release calls right before it; and before how many ways out each call stands."""
    released: dict[int, list[Node]] = {}
    body = field(function, "body")
    if body is None:
        return released, Counter()
    for leaving in descendants(body, "return_expression"):
        holder = enclosing(leaving, "block", "match_arm")
        if holder is not None and holder.type == "block":
            released[leaving.id] = _before(leaving, holder)
    last = statements(body)[-1:] if body.named_children else []
    if last and last[0].type == "unsafe_block":
        inner = next((child for child in last[0].named_children if child.type == "block"), None)
        body, last = (inner, statements(inner)[-1:]) if inner is not None else (body, last)
    if last and last[0].type != "return_expression":
        released[function.id] = _before(last[0], body)
    ends = (squeezed(text(call)) for calls in released.values() for call in {c.id: c for c in calls}.values())
    return released, Counter(ends)


def _before(leaving: Node, block: Node) -> list[Node]:
    """The run of release calls that ends where the function is left, in the order written."""
    found: list[Node] = []
    known = _statements(block)
    last = bisect_right(known, leaving.end_byte, key=lambda statement: statement.end_byte)
    for statement in (known[at] for at in range(last - 1, -1, -1)):
        calls = _calls(statement)
        if statement.type == "empty_statement" or _only_leaves(statement):
            continue
        if not calls and leaving not in (statement, statement.parent) and statement.end_byte < leaving.start_byte:
            break
        found = calls + found
    return found


def _only_leaves(statement: Node) -> bool:
    """Whether it is `if failed { return x; }`: what was released in front of it is so for both ways out."""
    body = field(statement, "consequence") if statement.type == "if_expression" else None
    inside = statements(body) if body is not None and field(statement, "alternative") is None else []
    return len(inside) == 1 and inside[0].type == "return_expression"


@lru_cache(maxsize=8)
def _statements(block: Node) -> list[Node]:
    return statements(block)


def _calls(statement: Node) -> list[Node]:
    """The release calls that a statement consists of; a block of `unsafe` may hold several."""
    if statement.type == "unsafe_block":
        inner = next((child for child in statement.named_children if child.type == "block"), None)
        parts = [_calls(part) for part in statements(inner)] if inner is not None else []
        return [call for part in parts for call in part] if all(parts) else []
    return [statement] if _released(statement) else []


def _released(statement: Node) -> str:
    """What a call gives back: `p` of `libc::free(p)` and of `p.unref()`; empty if it is no such call."""
    if statement.type != "call_expression" or statement.end_byte - statement.start_byte > _CALL_LIMIT:
        return ""
    if method(statement):
        owner = text(statement.child_by_field_name("function")).rpartition(".")[0]
        if method(statement) in _OF_ARGUMENT and arguments(statement):
            return _place(arguments(statement)[0])
        return squeezed(owner) if method(statement) in _METHODS and not arguments(statement) else ""
    if not _RELEASES.fullmatch(callee(statement).rpartition("::")[2]) or not arguments(statement):
        return ""
    return _place(arguments(statement)[-1])


def _place(given: Node) -> str:
    place = _WRAPPED.sub("", squeezed(text(given)))
    return place if re.fullmatch(r"[\w.*()]{1,40}", place) else ""
