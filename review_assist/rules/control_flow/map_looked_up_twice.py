"""map-looked-up-twice: a map is asked whether it has the key, and then asked again for what is there."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import (
    arguments,
    child,
    descendants,
    method,
    receiver,
    text,
    unwrapped,
)
from review_assist.syntax.places import is_written
from review_assist.syntax.source import SourceFile, squeezed

_LIMIT = 4000
_TAKES = ("unwrap", "expect", "unwrap_or_default", "unwrap_unchecked")
_GETS = ("get", "get_mut", "remove")


@rule(
    level="note",
    confidence="high",
    outranks=("called-twice-for-value",),
    clippy=("map_entry", "unnecessary_get_then_check"),
    words=("contains_key(", ".get("),
    message="`{map}` is asked for `{key}` twice: whether it is there, and then {what}",
    ask="could `{cure}` do both in one look?",
    why="""A C table gives a pointer or NULL, and the test is a look-up of its own. In Rust `get` answers both
        questions at once, as an `Option`, and no `unwrap()` is left that could panic after a change.""",
    instead="Write `{cure}`.",
    query="""
    (if_expression condition: [(call_expression) @call (unary_expression (call_expression) @call) @not]
        consequence: (block) @body)
    """,
    silent_in=(FileRole.TEST,),
    in_c="""
        if (table_has(table, key))
            use(table_get(table, key));
    """,
    checks="The compiler then binds a name only where there is a value; nothing can change between two looks.",
)
def map_looked_up_twice(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A hash table in C has a function that says whether a key is there and one that returns a pointer, and calling
    both is the careful thing to do. The second call is then trusted because of the first, as long as nobody puts a
    line in between.

    `map.get(&key)` returns an `Option`, which is the test and the value: `if let Some(dev) = map.get(&key)`. A
    value that has to be made where it is missing is `map.entry(key).or_insert_with(..)`, one look as well. The
    `unwrap()` goes, and so does the question whether it can fail.

    ## Keep it when
    The value is changed between the two looks, or borrowing it would lock the map for too long.

    ## Known problems
    In a function that returns the borrowed value, the borrow checker may refuse one look where two are accepted.

    ```rust bad
    fn level(ports: &HashMap<u32, Port>, number: u32) -> u32 {
        if ports.contains_key(&number) {
            return ports.get(&number).unwrap().level;
        }
        0
    }
    ```
    ```rust good
    fn level(ports: &HashMap<u32, Port>, number: u32) -> u32 {
        if let Some(port) = ports.get(&number) {
            return port.level;
        }
        0
    }
    ```
    ```rust good
    // It only asks.
    fn is_known(ports: &HashMap<u32, Port>, number: u32) -> bool {
        if ports.contains_key(&number) {
            log(number);
            return true;
        }
        false
    }
    ```
    """
    asked, call, body = _asked(captures["call"]), captures["call"], captures["body"]
    on, given = receiver(asked), arguments(asked)
    if on is None or len(given) != 1 or body.end_byte - body.start_byte > _LIMIT:
        return "the call does not ask one thing for one key, or the branch is long"
    shape, key, shown = squeezed(text(on)), _key(given[0]), re.sub(r"^&(mut )?", "", file.quote(given[0]))
    is_map = method(asked) == "contains_key"
    is_missing = (captures.get("not") is not None) != (method(call) == "is_none")
    if not re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", shape) or (not is_map and call == asked):
        return "what is asked is no plain variable or field, or no map"
    if is_missing:
        made = _inserted(body, shape, key) if is_map else None
        put = file.quote(arguments(made)[0]) if made is not None else key
        values = {"what": "to put a value in", "cure": f"{shape}.entry({put}).or_insert_with(..)"}
    else:
        made, getter = _taken(body, shape, key)
        values = {"what": "for its value", "cure": f"if let Some(..) = {shape}.{getter}({file.quote(given[0])})"}
    if made is None:
        return "the branch does not ask for the same key again"
    return Hit(at=call, values={"map": shape, "key": shown, **values})


def _asked(call: Node) -> Node:
    """`m.get(k)` of `m.get(k).is_some()`; any other call is itself."""
    inner = receiver(call) if method(call) in ("is_some", "is_none") else None
    return inner if inner is not None and inner.type == "call_expression" and method(inner) in _GETS[:2] else call


def _key(node: Node) -> str:
    return re.sub(r"^&(mut)?", "", squeezed(text(node)))


def _taken(body: Node, shape: str, key: str) -> tuple[Node | None, str]:
    """The first `m.get(&k).unwrap()` or `m[&k]` of the body, and the method that gives the same as an `Option`."""
    for node in descendants(body, "call_expression", "index_expression"):
        if node.type == "index_expression":
            base, index = child(node, 0), child(node, 1)
            if (
                base is not None
                and index is not None
                and squeezed(text(base)) == shape
                and _key(unwrapped(index)) == key
            ):
                return node, "get_mut" if is_written(node) else "get"
            continue
        inner = receiver(node) if method(node) in _TAKES else None
        if inner is None or method(inner) not in _GETS or squeezed(text(receiver(inner))) != shape:
            continue
        if [_key(each) for each in arguments(inner)] == [key]:
            return node, method(inner)
    return None, ""


def _inserted(body: Node, shape: str, key: str) -> Node | None:
    """`m.insert(k, ..)` with the key that was asked for."""
    for call in descendants(body, "call_expression"):
        given = arguments(call)
        is_insert = method(call) == "insert" and len(given) == 2 and squeezed(text(receiver(call))) == shape
        if is_insert and re.sub(r"\.(clone|to_owned|to_string)\(\)$", "", _key(given[0])) == key:
            return call
    return None
