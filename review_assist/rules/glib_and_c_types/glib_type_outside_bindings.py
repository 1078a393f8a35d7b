"""glib-type-outside-bindings: a GLib type stands in a Rust signature, struct or variable."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.glib_and_c_types import _glib_types
from review_assist.rules.glib_and_c_types._glib_types import TYPES, Replacement
from review_assist.rules.glib_and_c_types._places import Place, place_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, enclosing, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile

_DATA = ("gpointer", "gconstpointer")
_CALLBACK = pattern(r"^G\w*(Callback|Func|Notify)$")


@rule(
    level="warning",
    confidence="high",
    words=TYPES,
    message="{place} has GLib's type `{type}`",
    ask="could {place} be {native} instead of GLib's `{type}`?",
    why="""GLib gives C the containers, strings and flags that it lacks. Rust has its own, with element
        types, owners and lifetimes that the compiler knows; GLib's would have to be freed by hand
        again.""",
    instead="Use {native}. {advice}.",
    query='((type_identifier) @name (#match? @name "^(G[A-Z]|g[a-z])"))',
    silent_in=(FileRole.SHIM, FunctionRole.ABI, FunctionRole.THUNK),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.BOUNDARY, FunctionRole.CONTRACT),
    outranks=("raw-pointer-parameter", "raw-pointer-field", "raw-pointer-local", "raw-pointer-return"),
    in_c="""
        GList *clients;
        gboolean enabled;
    """,
    checks="The compiler then checks the type of what is held, and who owns it, where GLib has a `gpointer`.",
)
def glib_type_outside_bindings(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C program that uses GLib passes `GList *`, `GHashTable *`, `gboolean` and `gpointer` around everywhere:
    it is the standard library that C does not have.

    Rust has one. A `Vec<T>` knows what is in it and drops it, where a `GPtrArray` holds untyped pointers and
    may or may not have a function to free them. `bool` has two values, `gboolean` is an `int`. A closure
    carries its data with its type, `gpointer` carries an address. GLib's types are needed for the layout of
    C's structs and for calls into C, in the module that bindgen feeds and in the functions that C calls. If
    they end there, the compiler checks everything behind it.

    ## Keep it when
    The function is called by C, or it is the one place in the binding that converts: it walks C's list once
    and returns a `Vec`.

    ## Known problems
    The high-level types of gtk-rs (`glib::GString`) are Rust types and are passed over, as far as their path
    is visible.

    ```rust bad path=rust/hw/misc/x/src/device.rs
    pub struct Device {
        clients: *mut GList,
        enabled: gboolean,
    }
    ```
    ```rust good path=rust/hw/misc/x/src/device.rs
    pub struct Device {
        clients: Vec<Client>,
        enabled: bool,
    }
    ```
    ```rust good path=rust/chardev/src/chardev.rs
    // C calls it: the signature is C's.
    unsafe extern "C" fn watch_ready(_source: *mut GIOChannel, _opaque: gpointer) -> gboolean {
        0
    }
    ```
    """
    name = captures["name"]
    at, known = _written(name), text(name) in TYPES
    if not known or not _is_glib(name, at, file):
        return "it is not known to be a type of GLib"
    place = place_of(at, file)
    if place is None or _is_converter(at, file) or _goes_with_callback(at, text(name)):
        return "it is where C looks, or where a conversion is made"
    found = _replacement(text(name), at, place)
    return Hit(
        at=at,
        values={"place": place.shown, "type": at, "native": found.native, "advice": found.advice.rstrip(".")},
        confidence=_confidence(place, at, file),
    )


def _written(name: Node) -> Node:
    """The type with its path and the pointers around it: `*mut glib_sys::GList`."""
    node = name
    while node.parent is not None and node.parent.type in (
        "scoped_type_identifier",
        "pointer_type",
        "reference_type",
    ):
        node = node.parent
    return node


def _is_converter(at: Node, file: SourceFile) -> bool:
    """Whether its function is the place that converts, `fn into_gerror(self) -> gboolean`: C gets the result."""
    function = file.function(at)
    if function is None:
        return False
    is_named = re.match(r"(in)?to_g(lib|error|_)", function.name) is not None
    return (
        is_named or re.search(r"\.(in)?to_glib\w*\(", text(function.node.child_by_field_name("body"))) is not None
    )


def _goes_with_callback(at: Node, word: str) -> bool:
    """Whether it is the data of a callback of C's that stands in the same signature."""
    holder = enclosing(at, "parameters")
    if word not in _DATA or holder is None:
        return False
    return any(
        kind.type == "function_type" or _CALLBACK.search(text(kind))
        for kind in descendants(holder, "function_type", "type_identifier")
    )


def _is_glib(name: Node, at: Node, file: SourceFile) -> bool:
    """Lower-case names are GLib's alone; `GList` needs a C path, a C pointer, or a glob import from C."""
    word, names = text(name), file.names
    declared = word in names.structs or word in names.enums or word in names.aliases
    holder = name.parent
    if holder is not None and holder.type == "scoped_type_identifier":
        return is_c_path(text(holder), names)
    if word in names.imports:
        return is_c_path(word, names)
    if declared:
        return False
    return word[0] == "g" or at.type == "pointer_type" or any(is_c_path(path, names) for path in names.globs)


def _replacement(word: str, at: Node, place: Place) -> Replacement:
    written = re.sub(r"\s+", " ", text(at))
    depth = written.count("*")
    if word == "GError" and depth == 2 and place.is_parameter:
        return _glib_types.ERROR_OUT
    if word == "gchar" and depth == 2:
        return _glib_types.TEXT_LIST
    if word == "gchar" and depth == 1:
        return _glib_types.OWNED_TEXT if "mut" in written else _glib_types.BORROWED_TEXT
    if word == "gchar":
        return Replacement("`u8` or `i8`", "C leaves open whether a `char` has a sign: say which one is meant.")
    return TYPES[word]


def _confidence(place: Place, at: Node, file: SourceFile) -> Confidence | None:
    function = file.function(at)
    if function is not None and function.role is FunctionRole.BOUNDARY and not file.is_device:
        return "low"
    return None if file.is_complete or place.is_public else "medium"
