"""container-by-reference: `names: &Vec<Name>`, as C passes the address of the struct that holds an array."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, callee, descendants, field, method, receiver, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.source import SourceFile

_CONTAINER = pattern(
    r"&\s*(?:'\w+\s+)?(?:Vec<(?P<element>.+)>|(?P<name>String|PathBuf|OsString|CString))", re.DOTALL
)
_VIEW = {"String": "str", "PathBuf": "Path", "OsString": "OsStr", "CString": "CStr"}
_OF_VIEWS = frozenset(
    "iter len is_empty first last get contains starts_with ends_with chunks windows split lines chars bytes trim "
    "find rfind join concat binary_search as_ptr to_vec into_iter strip_prefix strip_suffix split_once exists "
    "is_file is_dir parent file_name extension display to_str to_string_lossy to_bytes".split()
)
"""What slices, `str`, `Path` and `CStr` have themselves."""


@rule(
    level="note",
    confidence="medium",
    clippy=("ptr_arg",),
    words=("&Vec<", "&String", "&PathBuf", "&OsString", "&CString", "&'"),
    message="`{name}` is asked for as a `{type}`, of which only the contents are read",
    ask="could `{name}` be `{better}`, which takes more than a `{owner}`?",
    why="""In C an array with its length is a struct, and a function gets the address of that struct. `{better}` is
        pointer and length by itself: an array, a part of one and a literal fit as well, and there is one step less
        to the contents.""",
    instead="Write `{name}: {better}`; callers that pass a `&{owner}` need no change.",
    query="""
    (function_item parameters: (parameters (parameter pattern: (identifier) @name type: (reference_type) @type))
      body: (block) @body) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.CONTRACT),
    needs="function",
    in_c="size_t sum(const struct array *values);",
    checks="The compiler then takes any slice, and makes one of a container by itself.",
)
def container_by_reference(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A growing array is a struct of pointer, length and capacity in C, a string with its length another one. A
    function that only reads gets `const struct array *`, and a plain array has to be put into such a struct first.

    In Rust `&Vec<T>` is the address of that struct. `&[T]` is the contents with their length: a `Vec`, an array, a
    part of either and a constant all fit, since a reference to the container becomes a slice where one is wanted.
    In the same way `&str` stands for `&String` and `&Path` for `&PathBuf`.

    ## Keep it when
    The function asks for something that only the container has, such as its `capacity()`, or a trait or a function
    pointer gives the signature.

    ## Known problems
    What the function hands it on to is not looked at: then nothing is said. Where nothing in the file comes from C
    it is only told on request.

    ```rust bad profile=qemu
    fn longest(names: &Vec<String>, start: &String) -> usize {
        names.iter().filter(|name| name.starts_with(&start[..])).map(|name| name.len()).max().unwrap_or(0)
    }
    ```
    ```rust good
    fn longest(names: &[String], start: &str) -> usize {
        names.iter().filter(|name| name.starts_with(start)).map(|name| name.len()).max().unwrap_or(0)
    }
    ```
    ```rust good
    // It is the container that is asked.
    fn room(names: &Vec<String>) -> usize {
        names.capacity() - names.len()
    }
    ```
    """
    kind, name = captures["type"], text(captures["name"])
    found = _CONTAINER.fullmatch(text(kind))
    if found is None:
        return "it is no reference to a `Vec` or a string"
    function = file.function(captures["function"])
    if function is None or function.is_trait_method or not function.is_whole:
        return "a trait gives the signature, or the patch does not show all of the function"
    if _is_taken_as_value(function.name, file):
        return "the function is passed on as a value, which gives the signature"
    if any(text(use) == name and not _reads(use) for use in descendants(captures["body"], "identifier")):
        return "the container itself is used, or handed on"
    lifetime = re.match(r"&\s*('\w+\s+)?", text(kind))
    view = f"[{found['element'].strip()}]" if found["element"] else _VIEW[found["name"]]
    return Hit(
        at=kind,
        confidence="medium" if comes_from_c(file) else "low",
        values={
            "name": name,
            "type": kind,
            "better": f"{lifetime[0] if lifetime else '&'}{view}",
            "owner": "Vec" if found["element"] else found["name"],
        },
    )


def _reads(use: Node) -> bool:
    """Whether the use is one that a slice allows too: a method, an index, a loop over it, a part of it."""
    holder = use.parent
    if holder is None:
        return False
    if holder.type == "field_expression":
        call = holder.parent
        return call is not None and receiver(call) == use and method(call) in _OF_VIEWS
    if holder.type == "index_expression":
        return holder.named_children[0] == use
    return holder.type == "for_expression" and field(holder, "value") == use


def _is_taken_as_value(name: str, file: SourceFile) -> bool:
    """Whether the file names the function without calling it."""
    for use in file.names.uses.get(name, ()):
        call = next((node for node in ancestors(use) if node.type in ("call_expression", "function_item")), None)
        if call is not None and call.type == "call_expression" and callee(call).rpartition("::")[2] != name:
            return True
    return False
