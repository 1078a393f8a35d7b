"""raw-pointer-field: a struct keeps `*mut T`, or a `NonNull` back to the struct that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._pointers import (
    C_OBJECTS,
    NUMBERS,
    is_elsewhere,
    is_void,
    last_segment,
    usual_unless_at_home,
)
from review_assist.rules.raw_pointers._wrappers import of_wrapper, target_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import begins_with_parent
from review_assist.syntax.nodes import has_attribute, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile

_FOREIGN = pattern(r"^(\w+_)?ffi::|_ffi::")
_NEAR, _SMALL = 100, 20_000  # neighbours, bytes that are looked at
_HAND_IT = (
    "pass `&{target}`, or the part of it that is needed, to the methods of `{struct}`; if the pointer has to "
    "stay, make only shared references from it and say why `{target}` outlives it"
)
_LINK_IT = (
    "keep the elements in a `Vec` or `VecDeque`, or link them with `Option<Box<{struct}>>`; a cross-reference "
    "can be an index"
)
_COUNT_IT = (
    "a type that holds a reference to the `{target}` and gives it back when it is dropped, such as an `Owned` of "
    "the bindings; the object then outlives the field"
)
_WRAP_IT = "the safe type that the bindings have for `{target}`, which keeps it alive while the field is there"
_NAME_IT = (
    "`Box<{target}>` (or `Vec`) if it owns it, `Rc` or `Arc` if it shares it, `&'a {target}` if it borrows "
    "it, an index if it refers to an element of a collection; `Option` of these if it can be missing"
)


@rule(
    level="warning",
    confidence="medium",
    words=("*mut", "*const", "NonNull"),
    outranks=("optional-raw-pointer",),
    message="`{struct}` keeps {what} in `{field}: {type}`",
    ask="does `{struct}` need to keep {what} in `{field}: {type}`?",
    why="""C links objects by address, and whoever frees one has to know who still points at it. The compiler
        cannot follow a stored raw pointer: the field says neither who owns the object nor how long it
        lives.""",
    instead="Let the types say who owns what: {cure}.",
    query="""
    (struct_item name: (type_identifier) @struct body: (field_declaration_list (field_declaration
      name: (field_identifier) @field type: (pointer_type) @type @pointer) @declaration)) @item
    (struct_item name: (type_identifier) @struct body: (field_declaration_list (field_declaration
      name: (field_identifier) @field
      type: (generic_type type: (type_identifier) @_option (#any-of? @_option "Option" "Cell" "BqlCell")
        type_arguments: (type_arguments (pointer_type) @pointer)) @type) @declaration)) @item
    (struct_item name: (type_identifier) @struct body: (field_declaration_list (field_declaration
      name: (field_identifier) @field
      type: (array_type element: (pointer_type) @pointer) @type) @declaration)) @item
    (struct_item name: (type_identifier) @struct body: (field_declaration_list (field_declaration
      name: (field_identifier) @field
      type: (generic_type type: (type_identifier) @_many
          (#any-of? @_many "Vec" "VecDeque" "HashMap" "BTreeMap" "HashSet" "BTreeSet")
        type_arguments: (type_arguments (pointer_type) @pointer)) @type) @declaration)) @item
    (struct_item name: (type_identifier) @struct body: (field_declaration_list (field_declaration
      name: (field_identifier) @field
      type: (generic_type type: (type_identifier) @_wrapper (#any-of? @_wrapper "NonNull" "Option")) @type)
      @declaration)) @item
    """,
    softer_in=(FileRole.TEST,),
    silent_in=(FileRole.SHIM,),
    explains="const-cast-away null-check pointer-arithmetic pointer-field-chain raw-pointer-parameter".split(),
    in_c="""
        struct channel {{
            struct board *board;            /* who frees it, and when? */
        }};
    """,
    checks="The compiler then checks that what the field refers to is alive, and frees what the field owns.",
)
def raw_pointer_field(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C builds its structures out of pointers: to the next element, to the parent, to whatever is needed later.
    Ownership is a convention, and the reviewer asks of every free whether somebody still holds the address.

    In Rust a field says what it is. `Box<T>` and `Vec<T>` own, `Rc<T>` and `Arc<T>` share, `&'a T` borrows
    and ties the lifetimes together, an index or a key refers to an element of a collection that somebody
    else owns. A pointer back to the parent is seldom stored at all: the parent passes what is needed as an
    argument, and the borrow checker sees it.

    ## Keep it when
    The struct is shared with C (`#[repr(C)]`), it is a smart pointer or a container of its own, or a
    callback from C really needs the way back. Then say who guarantees that the object outlives the field.

    ## Known problems
    A type of another file may be the parent, or, beside calls of C, an object of C.

    ```rust bad
    struct Channel {
        index: u8,
        board: *mut Board,
    }
    struct Board {
        channels: Vec<Channel>,
        master: bool,
    }
    ```
    ```rust good
    struct Channel {
        index: u8,
    }
    struct Board {
        channels: Vec<Channel>,
        master: bool,
    }
    impl Channel {
        fn is_active(&self, board: &Board) -> bool {
            board.master && self.index != 0
        }
    }
    ```
    ```rust good
    // Shared with C.
    #[repr(C)]
    struct RingHeader {
        next: *mut RingHeader,
        length: u32,
    }
    ```
    """
    struct, target = text(captures["struct"]), target_of(captures)
    if target is None or not target:
        return "it does not say what it points at"
    if is_void(target) or is_c_path(target, file.names):
        is_driver = file.is_device and captures.get("pointer") is not None and not is_void(target)
        return _of_c(captures, target) if is_driver else of_wrapper(captures, file)
    is_way_back = _holds(target, struct, file)
    is_own = file.is_device and begins_with_parent(captures["item"])
    is_plain = captures.get("pointer") is not None and (
        is_own or not has_attribute(captures["item"], r"repr\((C|transparent|packed)")
    )
    is_object = not is_way_back and _points_to_object(captures)
    if not (is_way_back or is_object) and (not is_plain or _is_container(captures["item"], target, file)):
        return "the struct has C's layout, or owns, or borrows in a way that it states"
    what, cure = _words(struct, target, is_way_back)
    is_unsure = is_elsewhere(target, file) and not (is_way_back or is_object or target == struct)
    if is_object or (is_own and last_segment(target) not in {*file.names.structs, *NUMBERS}):
        cure = (_COUNT_IT if is_object else _WRAP_IT).format(target=target)
    is_of_others = last_segment(target) in NUMBERS | C_OBJECTS or _FOREIGN.search(target) is not None
    usual: Confidence = "low" if (is_of_others or is_unsure) and not is_own else "medium"
    return Hit(
        at=captures["declaration"],
        confidence=usual_unless_at_home(usual, captures["declaration"], file),
        values={
            "struct": struct,
            "field": captures["field"],
            "type": captures["type"],
            "what": what,
            "cure": cure,
        },
        names=frozenset((f".{text(captures['field'])}", *([] if is_of_others else [last_segment(target)]))),
    )


def _of_c(captures: Captures, target: str) -> Hit | str:
    """A driver that keeps the address of an object of C, beside other state: a wrapper has that field alone."""
    item, body = captures["item"], captures["item"].child_by_field_name("body")
    fields = (
        [child for child in body.named_children if child.type == "field_declaration"] if body is not None else []
    )
    is_for_c = has_attribute(item, r"repr\(") and not begins_with_parent(item)
    if len(fields) < 2 or is_for_c or "<" in text(item).partition("{")[0]:
        return "the struct only wraps the pointer, or is laid out for C"
    struct = text(captures["struct"])
    if not begins_with_parent(item) and any(
        _is_impl_for(struct, each, "Drop") for each in islice(_later(item), _NEAR)
    ):
        return "the struct has a `Drop`, so it manages the pointer"
    return Hit(
        at=captures["declaration"],
        values={
            "struct": struct,
            "field": captures["field"],
            "type": captures["type"],
            "what": "the address of an object of C",
            "cure": _WRAP_IT.format(target=last_segment(target)),
        },
    )


def _points_to_object(captures: Captures) -> bool:
    """A `NonNull` in an object of C, behind its base object: objects of that kind have a reference count."""
    return begins_with_parent(captures["item"]) and text(captures["type"]).startswith("NonNull<")


def _holds(target: str, struct: str, file: SourceFile) -> bool:
    """Whether the pointee is a struct of this file with a field made of the struct that points at it."""
    item = file.names.structs.get(target)
    body = item.child_by_field_name("body") if item is not None and target != struct else None
    if body is None:
        return False
    fields = (child for child in body.named_children if child.type == "field_declaration")
    kinds = (each.child_by_field_name("type") for each in islice(fields, _NEAR))
    return any(re.search(rf"\b{re.escape(struct)}\b", text(kind)) and "*" not in text(kind) for kind in kinds)


def _is_container(item: Node, target: str, file: SourceFile) -> bool:
    """It owns or borrows by itself: a `Drop`, a `PhantomData`, a lifetime, or it is generic over the pointee."""
    parameters, name = (text(item.child_by_field_name(each)) for each in ("type_parameters", "name"))
    if item.end_byte - item.start_byte < _SMALL and "PhantomData" in text(item):
        return True
    if "'" in parameters or re.search(rf"\b{re.escape(target)}\b", parameters):
        return True
    if begins_with_parent(item):
        return False
    return any(_is_impl_for(name, sibling, "Drop", "Send", "Sync") for sibling in islice(_later(item), _NEAR))


def _later(item: Node) -> Iterator[Node]:
    sibling = item.next_named_sibling
    while sibling is not None:
        yield sibling
        sibling = sibling.next_named_sibling


def _is_impl_for(name: str, impl: Node, *traits: str) -> bool:
    """Whether it implements one of the traits by hand: then the author has thought about the type as a whole."""
    if impl.type != "impl_item" or text(impl.child_by_field_name("trait")) not in traits:
        return False
    return re.sub(r"<.*", "", text(impl.child_by_field_name("type"))) == name


def _words(struct: str, target: str, is_way_back: bool) -> tuple[str, str]:
    if is_way_back:
        return f"a pointer back to the `{target}` that holds it", _HAND_IT.format(target=target, struct=struct)
    if target == struct:
        return "a raw pointer to another of its kind", _LINK_IT.format(struct=struct)
    return "a raw pointer", _NAME_IT.format(target=target)
