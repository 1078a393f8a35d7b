"""cloned-owner: `#[derive(Clone)]` on a struct whose `Drop` frees what its pointer stands for."""

from __future__ import annotations

import re

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import members
from review_assist.syntax.nodes import field, has_attribute, text
from review_assist.syntax.roles import implemented_trait
from review_assist.syntax.source import SourceFile

_POINTER = pattern(r"(\*\s*(mut|const)\b|(Option\s*<\s*)?((std|core)::ptr::)?NonNull\s*<).*")
_NUMBER = pattern(r"(RawFd|(libc::)?c_int|i32)")
_CLOSES = r"\b(?:close|\w+_close)\(\s*"


@rule(
    level="error",
    confidence="high",
    words=("derive(",),
    message="`{type}` derives `Clone`, which copies `{field}`, and its `Drop` {releases} it: once for each clone",
    ask="what keeps two clones of `{type}` from {releasing} `{field}` twice?",
    why="""In C a struct that is copied shares what its pointers point to, and the programmer knows which copy
        frees. In Rust every value of a type with `Drop` does, and a derived `clone()` copies a pointer as it
        is.""",
    instead="""Leave `Clone` out of the `derive`. If a second `{type}` is wanted, write `impl Clone` with the
        function of C that copies or takes a reference; if one is to be shared, put it into an `Arc`.""",
    query="(struct_item name: (type_identifier) @name body: (_) @body) @struct",
    silent_in=(FileRole.SHIM,),
    in_c="""
        struct buffer b = *a;               /* a second name for a->data */
        buffer_free(a);
        buffer_free(&b);                    /* frees it again */
    """,
    checks="The compiler then refuses to clone it, and a move leaves one owner, so that it is freed once.",
)
def cloned_owner(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A struct in C can always be copied with `=`. The copy points to the same memory, and it is for the program to
    remember that only one of them may be freed.

    In Rust the type remembers: a value that has `impl Drop` frees what it owns where its scope ends, and a type
    with `Drop` cannot be `Copy`, so that this happens once. `#[derive(Clone)]` opens the door again. It clones
    field by field, and the clone of a raw pointer is the same address. Both values are then dropped, the memory
    is freed twice, and no line of it is marked `unsafe`. Derived `PartialEq` has a smaller flaw of the same kind:
    it compares addresses.

    ## Keep it when
    Never: the first clone that is dropped leaves the others without what they point to.

    ## Known problems
    An `impl Drop` in another file, or in a part of the file that the patch does not show, is not seen.

    ```rust bad
    #[derive(Clone, Debug)]
    pub struct Request {
        handle: *mut bindings::request,
    }

    impl Drop for Request {
        fn drop(&mut self) {
            // SAFETY: `handle` came from `request_new` and is freed here only.
            unsafe { bindings::request_free(self.handle) }
        }
    }
    ```
    ```rust good
    #[derive(Debug)]
    pub struct Request {
        handle: *mut bindings::request,
    }

    impl Drop for Request {
        fn drop(&mut self) {
            // SAFETY: `handle` came from `request_new` and is freed here only.
            unsafe { bindings::request_free(self.handle) }
        }
    }
    ```
    ```rust good
    // The clone is made by C, which copies what is behind the handle.
    pub struct Settings(*mut bindings::settings);

    impl Clone for Settings {
        fn clone(&self) -> Self {
            // SAFETY: the handle is valid as long as `self` is.
            Self(unsafe { bindings::settings_copy(self.0) })
        }
    }

    impl Drop for Settings {
        fn drop(&mut self) {
            // SAFETY: the handle came from C and is freed here only.
            unsafe { bindings::settings_free(self.0) }
        }
    }
    ```
    """
    name = text(captures["name"])
    if not has_attribute(captures["struct"], r"derive\(.*\bClone\b"):
        return "the struct has no `derive(Clone)`"
    dropped = _what_drop_does(name, file)
    for member, kind in members(captures["body"]):
        is_pointer = _POINTER.fullmatch(kind) is not None
        if not is_pointer and not _NUMBER.fullmatch(kind):
            continue
        given = rf"self\.{re.escape(member)}\b(?!\s*\()"
        found = rf"\w[(]\s*[^;{{}}]*?{given}|\b{given}\s*\.\s*drop_in_place" if is_pointer else _CLOSES + given
        if re.search(found, dropped):
            shown = f"self.{member}" if member.isdigit() else member
            releases, releasing = ("frees", "freeing") if is_pointer else ("closes", "closing")
            return Hit(
                at=captures["name"],
                values={"type": name, "field": shown, "releases": releases, "releasing": releasing},
            )
    return "no `Drop` is seen that frees what a field stands for"


def _what_drop_does(name: str, file: SourceFile) -> str:
    """The body of the type's `impl Drop`; empty if none is seen."""
    bodies = [field(block, "body") for block in file.names.impls.get(name, ())]
    dropping = [text(body) for body in bodies if body is not None and implemented_trait(body) == "Drop"]
    return dropping[-1] if dropping else ""
