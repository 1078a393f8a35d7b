"""moved-after-init: a value is set up for C at one address and then moved to another."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, descendants, enclosing, method, tail, text
from review_assist.syntax.roles import c_function
from review_assist.syntax.scopes import bound_value, local_binding
from review_assist.syntax.source import SourceFile

_SETS_UP = pattern(r"init(_full|_once|_io|_with\w*|ialize|ialise)?|\w+_init")
_CONTACT = pattern(rb'\bbindings\b|\blibc::|\bextern\s+"C|\b\w+_sys::')
_MAKES = pattern(r"^[A-Z]\w*(::<.*>)?::(new|default|zeroed|uninit)$|^(std::|core::)?mem::zeroed$")


@rule(
    level="warning",
    confidence="medium",
    words=("init", "&mut ", "addr_of", "&raw "),
    message="`{value}` moves to another address after `{call}` has set it up",
    ask="does C keep the address of `{value}` after `{call}`, though `{value}` is moved afterwards?",
    why="""An init function of C may well store the address it is given, in a list or in the object itself. In
        C nothing moves by itself; in Rust returning a value or putting it into a `Box` copies it elsewhere.""",
    instead="""Put the value where it will stay first, then set it up there, through a `Pin<&mut {type}>` if its
        address must not change. If C keeps no address, let the constructor do both steps.""",
    query="""
    (call_expression function: (field_expression value: (identifier) @value field: (field_identifier) @method)
      (#match? @method "init")) @call
    (call_expression function: [(identifier) @c (scoped_identifier name: (identifier) @c)]
      arguments: (arguments . (_) @given) (#match? @c "(^|_)init(_|$)")) @call
    (assignment_expression left: (field_expression value: (identifier) @value) right: (_) @into) @call
    """,
    silent_in=(FunctionRole.TEST, FileRole.TEST, FileRole.SHIM),
    in_c="""
        timer_init(&tmp, expire);           /* keeps &tmp */
        s->timer = tmp;                     /* a copy at another address */
    """,
    checks="""
        The compiler then refuses to move what is pinned, unless its type is `Unpin`, so the address that C
        keeps stays good.
    """,
)
def moved_after_init(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C code can count on addresses. A timer is linked into a list by its init function, a lock remembers where
    it is, an object points into itself; the variable stays where it was declared.

    A Rust value has no fixed place. `let mut timer = Timer::new(); timer.init(..); timer` sets up one place
    and returns the bits from another, and `Box::new(timer)` copies them to the heap. If C has kept the first
    address, it now points to a dead stack frame. `Pin<&mut T>` is how Rust writes down that a value has found
    its place: the compiler refuses to move a pinned value whose type is not `Unpin`, so a method that takes
    `self: Pin<&mut Self>` can hand its address to C.

    ## Keep it when
    The function that sets it up only stores numbers.

    ## Known problems
    What the init method does with the address is not visible. Only files that name C's bindings are looked at.

    ```rust bad
    use crate::bindings::CLOCK_VIRTUAL;

    fn make_timer() -> Box<Timer> {
        let mut timer = Timer::new();
        timer.init_full(CLOCK_VIRTUAL);
        Box::new(timer)
    }
    ```
    ```rust good
    use crate::bindings::CLOCK_VIRTUAL;

    fn make_timer() -> Pin<Box<Timer>> {
        let mut timer = Box::pin(Timer::new());
        timer.as_mut().init_full(CLOCK_VIRTUAL);
        timer
    }
    ```
    ```rust good
    // It stays where it is.
    use crate::bindings::CLOCK_VIRTUAL;

    fn start() {
        let mut timer = Timer::new();
        timer.init_full(CLOCK_VIRTUAL);
        timer.run();
    }
    ```
    """
    if (given := captures.get("given")) is not None:
        return _of_c(captures["call"], given, file)
    if (into := captures.get("into")) is not None:
        return _of_itself(captures["call"], captures["value"], into)
    call, name = captures["call"], text(captures["value"])
    statement, made = call.parent, _maker(captures["value"])
    if made is None or not _SETS_UP.fullmatch(text(captures["method"])) or not _meets_c(file.content.source):
        return "the call does not set the value up for C"
    if statement is None or statement.type != "expression_statement" or statement.parent is None:
        return "what the call answers is used"
    if _moved_at_end(statement.parent) != name:
        return "the value is not moved at the end of the block"
    type_name = re.sub(r"(::<.*>)?::\w+$", "", made)
    values = {"value": name, "call": f"{name}.{method(call)}()", "type": type_name if type_name != "mem" else "T"}
    return Hit(at=call, values={**values})


def _of_c(call: Node, given: Node, file: SourceFile) -> Hit | str:
    """`timer_init(&mut t.timer, ..)` of C on a local, or a part of it, that is then returned."""
    place = re.match(r"(?:&\s*(?:raw )?mut |addr_of_mut!\(|ptr::addr_of_mut!\()\s*(\w+)\b(?!\()", text(given))
    name = c_function(call, file.names)
    holder = enclosing(call, "function_item", "closure_expression")
    body = holder.child_by_field_name("body") if holder is not None else None
    if place is None or not name or body is None or body.type != "block" or _moved_at_end(body) != place[1]:
        return "no local variable is lent to C and then moved at the end of the function"
    variable = next((n for n in descendants(given, "identifier") if text(n) == place[1]), None)
    made = _maker(variable) if variable is not None else None
    type_name = re.sub(r"(::<.*>)?::\w+$", "", made) if made and "mem" not in made else "T"
    return Hit(at=call, values={"value": place[1], "call": f"{name}()", "type": type_name})


def _of_itself(assignment: Node, variable: Node, into: Node) -> Hit | str:
    """`l.tail = &mut l.head;` and then `l`: the pointer stays at the old address."""
    name, statement = text(variable), assignment.parent
    is_own = (
        re.match(rf"&\s*(raw )?(mut|const) {name}\.|(\w+::)*addr_of(_mut)?!\({name}\.", text(into)) is not None
    )
    bound = local_binding(variable)
    if not is_own or statement is None or statement.parent is None or _moved_at_end(statement.parent) != name:
        return "the value does not keep its own address, or is not moved"
    if bound is None or bound.type != "let_declaration" or text(bound.child_by_field_name("value"))[:1] in "&*":
        return "it is a reference, whose value stays where it is"
    made = _maker(variable)
    type_name = re.sub(r"(::<.*>)?::\w+$", "", made) if made else "T"
    return Hit(at=assignment, values={"value": name, "call": text(assignment)[:60], "type": type_name})


@lru_cache(maxsize=4)
def _meets_c(source: bytes) -> bool:
    return _CONTACT.search(source) is not None


def _maker(variable: Node) -> str | None:
    """The constructor that the variable's `let` calls."""
    value = bound_value(variable)
    if value is None or value.type != "call_expression" or not _MAKES.search(callee(value)):
        return None
    return callee(value)


@lru_cache(maxsize=64)
def _moved_at_end(block: Node) -> str:
    """`t` if the block's value is `t`, `Box::new(t)`, `Some(t)` or `Ok(t)`; empty for any other."""
    last = tail(block) if block.type == "block" else None
    while last is not None and last.type == "call_expression" and not method(last):
        given = arguments(last)
        last = given[0] if len(given) == 1 else None
    return text(last) if last is not None and last.type == "identifier" else ""
