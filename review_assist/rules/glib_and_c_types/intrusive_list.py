"""intrusive-list: list links inside of an element, walked and kept up by hand."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, field, has_attribute, text
from review_assist.syntax.source import SourceFile

_LINK = pattern(r"(\w+_)?(next|prev|previous|link|flink|blink|sibling)(_\w+)?|(le|tqe|sqe|sle|stqe)_(next|prev)")
_LIST_TYPE = pattern(
    r"(\w+::)*(list_head|hlist_head|hlist_node|llist_head|llist_node|rb_node|QTailQLink"
    r"|(list|tailq|slist|stailq|simpleq)_(head|entry)|Q(List|TailQ|SList|SimpleQ)(Head|Entry|Link))(<.*>)?"
)
_HEAD = pattern(r"(?:\w+::)*\w*[hH]ead<(?:\w+::)*(\w+)>")
"""What holds a list of other elements, and names their type."""
_ABOVE = 16
"""Fields and comments above a field that are looked at."""


@rule(
    level="warning",
    confidence="medium",
    words=("next", "prev", "link", "sibling", "list_head", "hlist", "llist", "QTailQ", "QList", "tailq", "slist"),
    message="`{owner}` carries {links} in its field `{field}`",
    ask="could a collection own the `{type}`s, instead of {links} in `{field}`?",
    why="""C puts the links into the element, since it has no list that works for each type, and the element
        then must stay where it is and leave the list before it is freed. `Vec`, `VecDeque` and `BTreeMap`
        keep their elements themselves.""",
    instead="""Hold the elements in a `Vec<{type}>` or a `VecDeque<{type}>`, and where others point at one, let
        them keep its index or its key. If C walks the links, the struct needs `#[repr(C)]`.""",
    query="""
    (struct_item name: (type_identifier) @struct body: (field_declaration_list
      (field_declaration name: (field_identifier) @name) @field)) @item
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    softer_in=(FileRole.BINDING,),
    outranks=("raw-pointer-field",),
    in_c="""
        struct request {{ struct list_head next; }};
        list_add_tail(&rq->next, &queue);
    """,
    checks="""
        The compiler then checks that an element lives as long as the list, and that nobody changes the list
        while walking it.
    """,
)
def intrusive_list(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `QTAILQ_ENTRY(Request) next;` or `struct list_head node;` in a struct, and the struct can be a member of a
    list without another allocation. Removing it takes two assignments, if you have the right pointers.

    What C gains by it Rust has in another form. A `Vec` stores its elements one after the other, without an
    allocation for each, and is faster to walk than any chain. A `VecDeque` is a queue. An index into a
    `Vec` stands for a pointer to an element, and the compiler checks that nobody holds a reference while
    the vector changes. Links by raw pointer leave all of this to the reader: that the element does not move,
    that it is unlinked on every path before its `Drop`, that no walk is under way meanwhile.

    ## Keep it when
    An element must be in several lists at once or be unlinked in constant time, and a profile shows that it
    matters. Then one generic list with pinned elements, which is reviewed once, does it for all.

    ## Known problems
    Only the names and types of the fields are looked at. Structs in C's layout are passed over.

    ```rust bad
    struct Request {
        sector: u64,
        next: Option<NonNull<Request>>,
    }
    ```
    ```rust good
    struct Request {
        sector: u64,
    }

    struct Queue {
        waiting: std::collections::VecDeque<Request>,
    }
    ```
    ```rust good
    // An index: nothing dangles.
    struct Request {
        sector: u64,
        next: Option<usize>,
    }
    ```
    """
    owner = text(captures["struct"])
    if has_attribute(captures["item"], r"repr\(") or enclosing(captures["item"], "foreign_mod_item") is not None:
        return "the struct is laid out for C"
    element = _element(captures["field"], owner)
    if not element or _is_told_above(captures["field"], owner, element):
        return "the field has no links, or one above it speaks for the struct"
    links = "the links" if element == owner else "the head of a list"
    return Hit(
        at=captures["field"],
        values={"type": element, "owner": owner, "field": captures["name"], "links": links},
    )


def _element(declaration: Node, owner: str) -> str:
    """The type whose list the field has links of: the struct's own, or what a head names; empty if it has none."""
    name, kind = text(field(declaration, "name")), field(declaration, "type")
    if kind is None:
        return ""
    if head := _HEAD.fullmatch(text(kind)):
        return head[1] if _LIST_TYPE.fullmatch(text(kind)) else ""
    is_link = _LINK.fullmatch(name) is not None and _points_to(kind, owner)
    return owner if is_link or _LIST_TYPE.fullmatch(text(kind)) else ""


def _points_to(kind: Node, owner: str) -> bool:
    """`*mut Request`, `NonNull<Request>`, `Option<NonNull<Self>>` in `struct Request`."""
    written = " ".join(text(kind).split())
    pointed = re.fullmatch(r"\*(?:mut|const) (.+)|(?:Option<)?(?:\w+::)*NonNull<(.+?)>+", written)
    if pointed is None:
        return False
    return re.sub(r"<.*", "", pointed[1] or pointed[2]) in (owner, "Self")


def _is_told_above(declaration: Node, owner: str, element: str) -> bool:
    """Whether a field above has links of the same elements: one note for the struct."""
    sibling = declaration.prev_named_sibling
    for _ in range(_ABOVE):
        if sibling is None:
            return False
        if sibling.type == "field_declaration" and _element(sibling, owner) == element:
            return True
        sibling = sibling.prev_named_sibling
    return False
