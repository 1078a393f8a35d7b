"""cloned-owner: `#[derive(Clone)]` on a struct whose `Drop` frees what its pointer stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import attributes, descendants, field, text
from review_assist.syntax.source import SourceFile

_DERIVES_CLONE = pattern(r"derive\(.*\bClone\b")
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
def cloned_owner(captures: Captures, file: SourceFile) -> Hit | None:
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
    if not any(_DERIVES_CLONE.match(attribute) for attribute in attributes(captures["struct"])):
        return None
    dropped = _drops(file.names.roots).get(name, "")
    for member, kind in _fields(captures["body"]):
        is_pointer = _POINTER.fullmatch(kind) is not None
        if not is_pointer and not _NUMBER.fullmatch(kind):
            continue
        given = rf"self\.{re.escape(member)}\b(?!\s*\()"
        found = rf"\w[(]\s*[^;{{}}]*?{given}|\b{given}\s*\.\s*drop_in_place" if is_pointer else _CLOSES + given
        if re.search(found, dropped):
            releases = ("frees", "freeing") if is_pointer else ("closes", "closing")
            values: dict[str, Node | str] = {"type": name, "field": _shown(member)}
            return Hit(at=captures["name"], values={**values, "releases": releases[0], "releasing": releases[1]})
    return None


def _fields(body: Node) -> list[tuple[str, str]]:
    """Name, or number, and type of each field."""
    if body.type == "field_declaration_list":
        declared = [child for child in body.named_children if child.type == "field_declaration"]
        return [(text(field(one, "name")), " ".join(text(field(one, "type")).split())) for one in declared]
    kinds = body.children_by_field_name("type")
    return [(str(position), " ".join(text(kind).split())) for position, kind in enumerate(kinds)]


def _shown(member: str) -> str:
    return f"self.{member}" if member.isdigit() else member


@lru_cache(maxsize=4)
def _drops(roots: tuple[Node, ...]) -> dict[str, str]:
    """What `drop` does, by the type that it is implemented for."""
    found: dict[str, str] = {}
    for root in roots:
        for block in descendants(root, "impl_item"):
            if text(field(block, "trait")).rpartition("::")[2] == "Drop":
                kind = text(field(block, "type")).partition("<")[0].rpartition("::")[2].strip()
                found[kind] = text(field(block, "body"))
    return found
