"""movable-c-object: a method hands its own address to an init function of C, and the value may still move."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.memory_and_lifetime._assigned_fields import is_c_object, own_struct
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import arguments, descendants, modifiers, text
from review_assist.syntax.roles import c_function, implemented_trait
from review_assist.syntax.source import SourceFile, squeezed

_SETS_UP = pattern(r"(\w+_)?init(_\w+)?")
_ITSELF = pattern(
    r"self(\.0)?(\.(as_mut_ptr|as_raw_mut|get)\(\))?|&mut(\*self|self\.0)|self(as\*mut\w+)+|(&rawmut|addr_of_mut!\()\*?self(\.0)?\)?"
)


@rule(
    level="warning",
    confidence="medium",
    words=("init",),
    message="`{function}` hands the address of a `{type}` to C's `{callee}()`, and the `{type}` may still move",
    ask="does C keep the address that `{callee}()` gets, so that `{function}` should ask for a pinned `{type}`?",
    why="""A C object stays where it was declared, so an init function may put its address into a list or
        into the object itself. A Rust value moves whenever it is returned, pushed or boxed, and `&mut self`
        does not forbid that once the call is over.""",
    instead="""Take `self: Pin<&mut Self>`, with a `PhantomPinned` or an opaque wrapper in `{type}`: then only a
        value that has found its place can be set up. If C keeps no address, say so in the `// SAFETY:`
        comment.""",
    query="""
    (function_item name: (identifier) @name
      parameters: (parameters . (self_parameter (mutable_specifier))) body: (block) @body) @function
    """,
    silent_in=(FunctionRole.CONTRACT, FunctionRole.ABI, FunctionRole.TEST, FileRole.TEST, FileRole.SHIM),
    in_c="""
        void timer_init(Timer *t)
        {{ list_append(&all_timers, t); }}    /* t must stay where it is */
    """,
    checks="The compiler then refuses to move the value after it was set up, unless its type is `Unpin`.",
)
def movable_c_object(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C code counts on addresses. `timer_init(&s->timer)` may link the timer into a list, a lock may remember where
    it is, a buffer may point into itself. Nobody moves a C object, so nobody has to say that it must not move.

    In Rust moving is what values do: returning one, pushing it into a `Vec`, putting it into a `Box` all copy
    the bits elsewhere. A safe `fn init(&mut self)` that hands `self` to C borrows it only for the call; the
    next line may move it, and what C kept then points to where it was. `Pin<&mut Self>` is the promise that the
    value stays until it is dropped. A method that takes it can be safe, because its caller had to pin the
    value first, and the compiler holds them to it.

    ## Keep it when
    The function of C only writes into the object, and keeps no pointer to it or into it.

    ## Known problems
    What the function of C does with the address is concluded from its name.

    ```rust bad
    pub struct Alarm(bindings::alarm);

    impl Alarm {
        pub fn init(&mut self, limit: u64) {
            // SAFETY: `self` is valid.
            unsafe { bindings::alarm_init(&mut self.0, limit) }
        }
    }
    ```
    ```rust good
    pub struct Alarm(UnsafeCell<bindings::alarm>, PhantomPinned);

    impl Alarm {
        pub fn init(self: Pin<&mut Self>, limit: u64) {
            // SAFETY: `self` is valid, and stays where it is.
            unsafe { bindings::alarm_init(self.0.get(), limit) }
        }
    }
    ```
    ```rust good
    // It sets a limit in an object that C has set up.
    pub struct Alarm(bindings::alarm);

    impl Alarm {
        pub fn set_limit(&mut self, limit: u64) {
            // SAFETY: `self` is valid.
            unsafe { bindings::alarm_set_limit(&mut self.0, limit) }
        }
    }
    ```
    """
    function = captures["function"]
    struct = own_struct(function, file)
    if (
        "unsafe" in modifiers(function)
        or implemented_trait(function)
        or (struct is not None and is_c_object(struct))
    ):
        return "the function is `unsafe`, a trait gives it, or its object is one of C"
    own = self_type(function)
    given = next(
        filter(None, (_handed(call, file) for call in descendants(captures["body"], "call_expression"))), ""
    )
    if not own or not given:
        return "no init function of C gets the address of `self`"
    return Hit(at=captures["name"], values={"function": captures["name"], "type": own, "callee": given})


def _handed(call: Node, file: SourceFile) -> str:
    """The init function of C that gets the address of `self`, if this call is one; else empty."""
    name = c_function(call, file.names)
    given = arguments(call) if name and _SETS_UP.fullmatch(name) else []
    return name if given and _ITSELF.fullmatch(_plain(given[0])) else ""


def _plain(argument: Node) -> str:
    """Without white space, parentheses around a cast, and casts by method."""
    return re.sub(r"(\.cast(_mut)?(::<[\w:]+>)?\(\))+$", "", squeezed(text(argument)))
