"""missing-repr-transparent: a wrapper of a C struct whose pointers are cast to it has Rust's layout."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import members
from review_assist.syntax.nodes import descendants, field, has_attribute, text
from review_assist.syntax.source import SourceFile, uncommented

_EMPTY = pattern(r"((std|core)::marker::)?(PhantomData\b.*|PhantomPinned)|\(\)")
_OF_C = pattern(
    r"((\w+::)*(Opaque|UnsafeCell|ManuallyDrop|MaybeUninit)\s*<\s*)*((\w+::)*(bindings|ffi|sys|libc)::)\w+[\s>]*"
)

_OF_SELF = pattern(
    r"\bself as \*(const|mut) (Self|_)\)?( as \*(const|mut) (_|[\w:]+)|\.cast(_mut)?(::<[^()]*>)?\(\))+"
    r"|\bptr::from_(ref|mut)\(self\)\.cast(::<[^()]*>)?\(\)"
)


@rule(
    level="warning",
    confidence="high",
    words=("struct ",),
    message="`{type}` has no `#[repr(transparent)]`, and {use}",
    ask="should `{type}` be `#[repr(transparent)]`, as {use}?",
    why="""In C a struct with one member begins where the member does, and a pointer to one is cast to the other.
        Rust promises that only for a type that is marked.""",
    instead="Put `#[repr(transparent)]` above `{type}`.",
    query="(struct_item name: (type_identifier) @name body: (ordered_field_declaration_list) @body) @struct",
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    in_c="struct uart *u = (struct uart *)dev;  /* dev is its first member */",
    checks="The compiler then keeps both layouts the same, and refuses a second field that has a size.",
)
def missing_repr_transparent(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C programmer casts a pointer to a struct into one to its first member and back; the standard says that they
    are the same address, and with one member there is nothing else in the struct.

    A wrapper such as `struct Device(bindings::device)` is used in the same way: C hands out a `*mut
    bindings::device`, and a cast makes it a `*mut Device`. For Rust the two are different types, and the layout of
    a struct is the compiler's own affair unless an attribute says otherwise. It comes out right with the compilers
    of today, which is why nobody notices. `#[repr(transparent)]` turns the hope into a promise: layout and calling
    convention of the wrapper are those of its one field.

    ## Keep it when
    The cast goes to something else; then the name in it is misleading.

    ## Known problems
    A cast whose type is not written is only seen in a method that takes or returns a pointer to the struct of C.

    ```rust bad
    pub struct Device(bindings::device);

    impl Device {
        /// # Safety
        ///
        /// `raw` points to a device that lives for `'a`.
        pub unsafe fn from_raw<'a>(raw: *mut bindings::device) -> &'a Self {
            // SAFETY: by the promise above.
            unsafe { &*raw.cast::<Self>() }
        }
    }
    ```
    ```rust good
    #[repr(transparent)]
    pub struct Device(bindings::device);

    impl Device {
        /// # Safety
        ///
        /// `raw` points to a device that lives for `'a`.
        pub unsafe fn from_raw<'a>(raw: *mut bindings::device) -> &'a Self {
            // SAFETY: by the promise above.
            unsafe { &*raw.cast::<Self>() }
        }
    }
    ```
    ```rust good
    // The struct of C is taken out of its wrapper; no pointer changes its type.
    pub struct Limits(bindings::limits);

    impl Limits {
        pub fn as_ptr(&self) -> *const bindings::limits {
            &self.0
        }
    }
    ```
    """
    struct, name = captures["struct"], text(captures["name"])
    real = [kind for _, kind in members(captures["body"]) if not _EMPTY.fullmatch(kind)]
    if len(real) != 1 or not _OF_C.fullmatch(real[0]) or has_attribute(struct, r"(cfg_attr\(.*)?repr\("):
        return "the struct has a layout, or wraps more or other things than a struct of C"
    if file.is_cut_above(struct):
        return "what is above it is not shown"
    use = _use(name, real[0], file)
    return (
        Hit(at=captures["name"], values={"type": name, "use": use})
        if use
        else "nothing is seen to count on the layout"
    )


def _use(name: str, inner: str, file: SourceFile) -> str:
    """What counts on the layout; empty if nothing does."""
    if cast := _cast_to(name, inner, file):
        return f"`{cast}` takes a pointer to `{inner}` for one to `{name}`"
    said = rf"//.*\b{name}\b.*(repr\(transparent\b|\btransparent wrapper\b)"
    is_said = any(re.search(said, text(root)) for root in file.names.roots)
    return "a comment in this file says that it is" if is_said else ""


def _cast_to(name: str, inner: str, file: SourceFile) -> str:
    """The first cast of a pointer to the type, by its name or as `Self`; empty if there is none."""
    found = re.search(rf"\.cast::<{name}\b[^()]*>\(\)|\bas \*(?:const|mut) {name}\b", _code(file.names.roots))
    if found is not None:
        return " ".join(found[0].split())
    of_c = re.escape(inner.rpartition("<")[2].strip(" >"))
    for block in file.names.impls.get(name, ()):
        for function in descendants(block, "function_item", into_functions=True):
            taken, given = text(field(function, "parameters")), text(field(function, "return_type"))
            if cast := _of_self(taken, given, of_c, text(field(function, "body"))):
                return cast
            if not re.search(rf"\*\s*(mut|const)\s+{of_c}\b", taken) or not re.search(r"[&*].*\bSelf\b", given):
                continue
            if found := re.search(
                r"\.cast(::<Self>)?\(\)|\bas \*(const|mut) (Self|_)\b", text(field(function, "body"))
            ):
                return " ".join(found[0].split())
    return ""


def _of_self(taken: str, given: str, of_c: str, body: str) -> str:
    """`self as *const _ as *mut _` where a pointer to the struct of C is returned."""
    if not re.match(r"\(\s*&", taken) or not re.search(rf"\*\s*(mut|const)\s+{of_c}\b", given):
        return ""
    found = _OF_SELF.search(body)
    return " ".join(found[0].split()) if found is not None else ""


@lru_cache(maxsize=4)
def _code(roots: tuple[Node, ...]) -> str:
    return "\n".join(uncommented(text(root)) for root in roots)
