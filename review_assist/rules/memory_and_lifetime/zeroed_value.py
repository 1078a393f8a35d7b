"""zeroed-value: `mem::zeroed()` or `MaybeUninit::zeroed().assume_init()` stands in for an initial value."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.memory_and_lifetime._made_types import (
    is_own_type,
    is_parameter,
    is_plain_number,
    wanted_type,
)
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import callee, enclosing, field, method, modifiers, text
from review_assist.syntax.roles import implemented_trait, is_c_path
from review_assist.syntax.source import SourceFile

_OWN_HEADER = pattern(r"^crate::(?:\w+::)*bindings::|^qemu_api::bindings::")
_POINTER = pattern(r"\*\s*(mut|const)\b|\bNonNull<")
_ARRAY = pattern(r"\[[^\[\];]*;\s*([^\]]+?)\s*\]")
_LONGEST_DEFAULT = 32
"""Elements of an array up to which the standard library has a `Default` for it."""
"""A field that has no default."""


@rule(
    level="warning",
    confidence="medium",
    words=("zeroed", "write_bytes"),
    message="`{call}` makes {value} out of zero bytes",
    ask="could {value} get its initial value from {better} instead of `{call}`?",
    why="""With `memset(p, 0, n)` C gets to a known state, and zero is a valid value of nearly every C
        type. A Rust reference, `Box`, `NonNull` or function pointer is never zero, and an `enum` may
        have no zero variant: the compiler takes the promise and checks none of it.""",
    instead="""Use {cure}. If the type has to be zeroed because C lays it out, let one trait or constructor
        promise once that zero is valid for it, and call that.""",
    query="""
    (call_expression function: [
      (identifier) @name
      (scoped_identifier name: (identifier) @name)
      (generic_function function: (identifier) @name)
      (generic_function function: (scoped_identifier name: (identifier) @name))
    ] (#eq? @name "zeroed")) @call
    (call_expression function: (scoped_identifier name: (identifier) @name)
      arguments: (arguments . (_) @place . (integer_literal) @_zero . (integer_literal) @_one .)
      (#eq? @name "write_bytes") (#eq? @_zero "0") (#eq? @_one "1")) @filled
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST, FunctionRole.TEST),
    in_macros=True,
    in_c="memset(&timer, 0, sizeof(timer));",
    checks="""
        The compiler then checks that every field has a value of its type; nobody has to ask whether zero
        is one.
    """,
)
def zeroed_value(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `memset(&x, 0, sizeof x)` and `= { 0 }` are good C: every integer, pointer and enum has a zero, and a
    field that is added later starts from zero as well.

    In Rust an all-zero bit pattern is a promise about every field, those added next year included. For a
    reference, a `Box`, a `NonNull`, a function pointer or an enum without a zero variant the program is
    broken from that line on, before anybody looks at the value. `Default` gives the same convenience and is
    written by the compiler from the fields. What the reviewer checked in C, that zero means something
    sensible for each field, `#[derive(Default)]` checks by refusing a field that has no default.

    ## Keep it when
    C owns the type and its manual asks for zeroed memory (`struct sigaction`, `struct termios`). These are
    passed over where the path or an import says that the type is from `libc` or `winapi`. A trait that promises
    "zero is valid", with an unsafe impl for each type, is the place to write it.

    ## Known problems
    The fields of a type from another file are not visible.

    ```rust bad
    struct Timer {
        period: u64,
        armed: bool,
    }

    fn stopped() -> Timer {
        // SAFETY: zero is valid for both fields.
        unsafe { std::mem::zeroed() }
    }
    ```
    ```rust good
    #[derive(Default)]
    struct Timer {
        period: u64,
        armed: bool,
    }

    fn stopped() -> Timer {
        Timer::default()
    }
    ```
    ```rust good
    // C asks for it: sigaction(2) takes a zeroed struct.
    fn no_action() -> libc::sigaction {
        // SAFETY: an all-zero `sigaction` is valid.
        unsafe { std::mem::zeroed() }
    }
    ```
    """
    if (filled := captures.get("filled")) is not None:
        return _of_bytes(filled, captures["place"], file)
    made = _made(captures["call"], file)
    if made is None or implemented_trait(made) in ("Zeroable", "ByteValued", "FromZeros", "Default"):
        return "it makes no zeroed value, or is where a type says that it may be zero"
    type_name = _named(_type_name(captures["call"], made), made, file)
    element = re.sub(r"^\[+\s*|\s*;.*$", "", type_name)
    if "MaybeUninit" in type_name or is_parameter(element) or _is_of_system(element, file):
        return "the type may be anything, may be uninitialised, or is one that C wants zeroed"
    function = file.function(made)
    is_boundary = function is not None and function.role in (FunctionRole.BOUNDARY, FunctionRole.CONTRACT)
    if is_boundary and not type_name:
        return "C gives the type"
    better, cure = _initial(made, type_name, file)
    is_sure = is_plain_number(type_name) or is_own_type(type_name, file.names)
    return Hit(
        at=made,
        values={
            "call": re.sub(r"\s+", " ", callee(captures["call"])) + "()",
            "value": f"the `{type_name}`" if type_name else "this value",
            "better": better,
            "cure": cure,
        },
        confidence="high" if is_sure else "medium",
    )


def _named(type_name: str, made: Node, file: SourceFile) -> str:
    """The struct behind `Self`, where this file declares it and the `impl` is its own."""
    struct = self_type(made) if type_name == "Self" and not implemented_trait(made) else ""
    return struct if struct in file.names.structs else type_name


def _is_of_system(element: str, file: SourceFile) -> bool:
    """A type of C's that its manual wants zeroed; what bindgen made of the project's own header is not that."""
    path = file.names.resolve(element)
    if file.profile.policy.no_std and path.startswith("bindings::"):
        return False  # there is no other system than the project
    if path.startswith("winapi::") or file.is_device:
        return path.startswith("winapi::")
    return is_c_path(element, file.names) and not _OWN_HEADER.search(path)


def _of_bytes(call: Node, place: Node, file: SourceFile) -> Hit | str:
    """`ptr::write_bytes(p, 0, 1)`, C's `memset(p, 0, sizeof(*p))`."""
    kind = text(field(place, "type")) if place.type == "type_cast_expression" else file.names.type_of(place) or ""
    found = re.match(r"(?:\*mut|&\s*mut)\s+([A-Z]\w*)$", kind)
    if found is None or is_parameter(found[1]):
        return "what is filled is not seen to be a value of Rust"
    better, cure = _initial(call, found[1], file)
    values: dict[str, Node | str] = {"call": call, "value": f"the `{found[1]}`", "better": better, "cure": cure}
    return Hit(at=call, values=values)


def _made(call: Node, file: SourceFile) -> Node | None:
    """The call that yields the value: `mem::zeroed()`, or the `assume_init()` around the other; else None."""
    path = file.names.resolve(callee(call))
    if re.search(r"\bmem::zeroed$", path):
        return call
    if not re.search(r"\bMaybeUninit(::<.*>)?::zeroed$", path) or call.parent is None:
        return None
    outer = call.parent.parent
    return outer if outer is not None and method(outer) == "assume_init" else None


def _type_name(call: Node, made: Node) -> str:
    written = re.search(r"::\s*<(.*)>", text(call.child_by_field_name("function")), re.DOTALL)
    name = written[1] if written else wanted_type(made)
    return " ".join(name.replace("`", "'").split())[:60] if name != "_" else ""


def _has_no_default(body: str) -> bool:
    """Whether a field is a raw pointer, or an array that is not known to be short enough."""
    lengths = _ARRAY.findall(body)
    return _POINTER.search(body) is not None or any(
        not length.isdigit() or int(length) > _LONGEST_DEFAULT for length in lengths
    )


def _initial(made: Node, type_name: str, file: SourceFile) -> tuple[str, str]:
    """Where the value can come from, as a question puts it and as advice does."""
    if is_plain_number(type_name):
        zero = _zero(type_name)
        return zero, zero
    if type_name.startswith("*"):
        better = "`ptr::null_mut()`" if type_name.startswith("*mut") else "`ptr::null()`"
        return better, better
    if is_c_path(type_name, file.names):
        better = "a safe constructor"
        return better, better
    if _is_constant(made):
        better = "a constant with every field written out"
        return better, f"{better}, or a `const fn` that makes one: `Default` cannot be called here"
    struct = file.names.structs.get(type_name)
    if struct is not None and _has_no_default(text(field(struct, "body"))):
        better = "a constructor that writes the fields out"
        return better, better
    if struct is not None or type_name in file.names.enums:
        better = f"`{type_name}::default()`"
        derived = f"{better} with `#[derive(Default)]`" if struct is not None else better
        return better, f"{derived}, or write the fields out"
    better = "`Default::default()` or a constructor, if the type has one,"
    return better, "`Default::default()` or a constructor of the type, if it has one, or write the fields out"


def _is_constant(made: Node) -> bool:
    """Whether the value is made while compiling, where no method of a trait can be called."""
    holder = enclosing(made, "const_item", "static_item", "function_item", "const_block")
    if holder is None or holder.type != "function_item":
        return holder is not None
    return "const" in modifiers(holder)


def _zero(type_name: str) -> str:
    if type_name.startswith("["):
        length = re.match(r"\[\s*\w+\s*;\s*([^\[\];]+)\]$", type_name)
        return (
            f"`[0; {length[1].strip()}]`" if length and re.match(r"\[\s*[iu]", type_name) else "an array literal"
        )
    return {"bool": "`false`", "f32": "`0.0`", "f64": "`0.0`"}.get(type_name, "`0`")
