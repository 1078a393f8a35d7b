"""raw-field-accessor: `fn chip(&self) -> *mut gpio_chip { self.chip }`, named as if it gave the object."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import NUMBERS, is_void, last_segment, pointee
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import modifiers, text
from review_assist.syntax.source import SourceFile

_SAYS_SO = pattern(r"(.*_)?(raw|ptr|pointer|addr|address|handle)(_.*)?")


@rule(
    level="note",
    confidence="medium",
    words=("*mut", "*const"),
    outranks=("raw-pointer-return",),
    message="`{function}` hands the raw pointer of `{type}` to the rest of the crate",
    ask="does code outside of `{type}` need its raw pointer, which `{function}` hands out?",
    why="""C passes the handle around, and every file may call what it likes with it. Here each caller outside of
        `{type}` needs an `unsafe` block of its own, and a reason why the pointer is still good.""",
    instead="""Let `{type}` make the calls of C itself, in methods that are safe to call. If another wrapper needs
        the pointer, call the method `as_ptr`, which says what one gets.""",
    query="""
    (function_item (visibility_modifier) name: (identifier) @name
      parameters: (parameters . (self_parameter) .) return_type: (pointer_type) @pointer
      body: (block . (field_expression value: (self) field: (field_identifier) @field) .)) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.CONTRACT),
    in_c="struct gpio_chip *chip = owner->chip;",
    checks="The compiler then keeps the pointer inside of its module, where the `unsafe` code that uses it is.",
)
def raw_field_accessor(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A handle in C is a pointer, and to have it is to be allowed everything. A struct that holds one has a field or
    a macro by which the rest of the program reaches it.

    A Rust wrapper is meant to be the one place where the handle is used: it knows when the pointer is good, and
    its methods are safe to call. An accessor that returns the pointer under the name of the object opens it
    again. Each caller writes `unsafe` and has to know what the wrapper knew. Often the few calls that need the
    pointer can be methods of the wrapper. Where two wrappers meet, one does need the pointer of the other: by
    convention that method is called `as_ptr` or `as_raw`, so that it is seen at the call what is handed over.

    ## Keep it when
    Wrappers of the same library need it of each other, and the name says that it is a pointer.

    ## Known problems
    Who calls it is not looked at.

    ```rust bad path=bindings/rust/src/chip.rs
    impl Chip {
        pub(crate) fn chip(&self) -> *mut bindings::gpio_chip {
            self.chip
        }
    }
    ```
    ```rust good path=bindings/rust/src/chip.rs
    impl Chip {
        pub(crate) fn line_count(&self) -> u32 {
            // SAFETY: the chip is open as long as `self` is there.
            unsafe { bindings::gpio_chip_line_count(self.chip) }
        }
    }
    ```
    ```rust good path=bindings/rust/src/chip.rs
    // The name says what one gets.
    impl Chip {
        pub(crate) fn as_ptr(&self) -> *mut bindings::gpio_chip {
            self.chip
        }
    }
    ```
    """
    name, target, function = text(captures["name"]), pointee(captures["pointer"]), captures["function"]
    if name != text(captures["field"]) or _SAYS_SO.fullmatch(name):
        return "the name is not just that of the field, or says that a pointer comes out"
    if (
        is_void(target)
        or target.startswith("*")
        or last_segment(target) in NUMBERS
        or "unsafe" in modifiers(function)
    ):
        return "the function is `unsafe`, or the pointer leads to no object"
    owner = self_type(function)
    is_own = last_segment(target) in file.names.structs or not owner
    return (
        "the pointee is a struct of this file, or whose method it is cannot be seen"
        if is_own
        else Hit(at=captures["pointer"], values={"function": name, "type": owner})
    )
