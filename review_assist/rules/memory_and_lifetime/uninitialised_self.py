"""uninitialised-self: an `init(&mut self)` on memory that C has allocated and nobody has filled yet."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.memory_and_lifetime._assigned_fields import (
    assignments,
    declared_fields,
    is_c_object,
    own_struct,
)
from review_assist.rules.memory_and_lifetime._made_types import is_plain_number
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile

_ANY_BITS = pattern(r"\*\s*(mut|const)\b|Option<|MaybeUninit<|\bc_(u?int|u?long|u?char)$|hwaddr$|Atomic\w+$")

_PLAIN = pattern(r"&|(\w+::)*NonNull<|(unsafe\s+)?(extern\s+(\"\w+\"\s+)?)?fn\b|char$|(\w+::)*NonZero")
"""Copied as they are: nothing is dropped."""
_OWNER = pattern(r"(Option<\s*)?(\w+::)*(Box|Vec|VecDeque|String|CString|Rc|Arc|HashMap|BTreeMap)\b")


@rule(
    level="error",
    confidence="medium",
    words=("init",),
    message="`{field}` is assigned in `{function}`, where `{type}` is memory that holds no `{kind}` yet",
    ask="is `{field}` a valid `{kind}` before `{function}` assigns it, as {taken} for granted?",
    why="""C hands over memory and an init function fills it in. `&mut self` claims that each field already
        holds a valid value{drop} be true.""",
    instead="""Take the object as `&mut MaybeUninit<Self>`, with `as_mut_ptr()` for a pointer, and write each
        field through that: `ptr::addr_of_mut!((*pointer).{field}).write(...)` looks at no old value.""",
    query="""
    (function_item name: (identifier) @name parameters: (parameters . (self_parameter (mutable_specifier)))
      (#any-of? @name "init" "instance_init" "initialize" "initialise")) @function
    """,
    silent_in=(FunctionRole.CONTRACT, FunctionRole.TEST, FileRole.SHIM, FileRole.TEST),
    outranks=("two-phase-construction",),
    in_c="s->clock = clk;                     /* was garbage before */",
    checks="""
        The compiler then has no reference to a value that is not there yet: `MaybeUninit` gives out a
        pointer to write through.
    """,
)
def uninitialised_self(captures: Captures, file: SourceFile) -> Hit | str:
    """
    An object system in C allocates the memory of an object, fills it with zeroes, and calls the instance's
    init function with a pointer to it. Assigning the fields there is all there is to it.

    In Rust a reference is a promise: `&mut self` says that every field holds a valid value of its type now.
    Zeroed memory does for integers and raw pointers. It does not for `NonNull`, references, `Box`, `Vec`, or
    an enum without a variant zero; a reference to such a field is undefined behaviour before the first line
    runs. The assignment then drops the old value, that is, it frees what a garbage `Box` points to.
    `MaybeUninit<Self>` says what is true, that the memory waits to be filled, and `write` puts a value there
    without looking at what was before. The compiler then allows reading the object only after
    `assume_init`.

    ## Keep it when
    All fields are valid when they are zero, and C zeroes the memory.

    ## Known problems
    That C allocates the object is concluded from `#[repr(C)]` and the base object in its first field.

    ```rust bad
    #[repr(C)]
    pub struct Uart {
        parent_obj: Device,
        clock: NonNull<Clock>,
    }

    impl Uart {
        /// # Safety
        ///
        /// `self` is memory that C has allocated for this type.
        pub unsafe fn init(&mut self) {
            self.clock = NonNull::dangling();
        }
    }
    ```
    ```rust good
    #[repr(C)]
    pub struct Uart {
        parent_obj: Device,
        clock: Owned<Clock>,
    }

    fn init_clock(field: &mut MaybeUninit<Owned<Clock>>, clock: Owned<Clock>) {
        field.write(clock);
    }
    ```
    ```rust good
    // Zero is a valid number.
    #[repr(C)]
    pub struct Uart {
        parent_obj: Device,
        divisor: u32,
    }

    impl Uart {
        /// # Safety
        ///
        /// `self` is memory that C has allocated for this type.
        pub unsafe fn init(&mut self) {
            self.divisor = 1;
        }
    }
    ```
    """
    struct = own_struct(captures["function"], file)
    if struct is None or not is_c_object(struct):
        return "C does not make the object, as far as can be seen"
    fields = declared_fields(struct)
    for name, assignment in assignments(captures["function"]):
        kind = fields.get(name, "")
        if not kind or is_plain_number(kind) or _ANY_BITS.match(kind) or not file.is_added(assignment):
            continue
        return Hit(
            at=assignment,
            values={
                "field": name,
                "function": captures["name"],
                "type": text(struct.child_by_field_name("name")),
                "kind": kind[:40],
                "taken": "`&mut self` takes" if _PLAIN.match(kind) else "`&mut self` and `=` take",
                "drop": _drop(kind),
            },
        )
    return "what is assigned has no old value that would be dropped"


def _drop(kind: str) -> str:
    """What the assignment does to the old value of that type, in the middle of a sentence."""
    shown = kind[:40]
    if _PLAIN.match(kind):
        return f": for a `{shown}` that need not"
    if _OWNER.match(kind):
        return f", and `=` drops that value first: for a `{shown}` neither need"
    return f", which `=` then drops, if its type has anything to drop: for a `{shown}` that need not"
