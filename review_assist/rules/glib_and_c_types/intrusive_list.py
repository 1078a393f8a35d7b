"""intrusive-list: list links inside of an element, walked and kept up by hand."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, has_attribute, text
from review_assist.syntax.source import SourceFile

_LINK = pattern(r"(\w+_)?(next|prev|previous|link|flink|blink|sibling)(_\w+)?|(le|tqe|sqe|sle|stqe)_(next|prev)")
_LIST_TYPE = pattern(
    r"(\w+::)*(list_head|hlist_head|hlist_node|llist_head|llist_node|rb_node|QTailQLink"
    r"|(list|tailq|slist|stailq|simpleq)_(head|entry)|Q(List|TailQ|SList|SimpleQ)(Head|Entry|Link))(<.*>)?"
)


@rule(
    level="warning",
    confidence="medium",
    words=("next", "prev", "link", "sibling", "list_head", "hlist", "llist", "QTailQ", "QList", "tailq", "slist"),
    message="`{type}` carries the links of a list in its field `{field}`",
    ask="could a collection own the `{type}`s, instead of the links in `{field}`?",
    why="""C puts the links into the element, since it has no list that works for each type, and the element
        then must stay where it is and leave the list before it is freed. `Vec`, `VecDeque` and `BTreeMap`
        keep their elements themselves.""",
    instead="""Hold the elements in a `Vec<{type}>` or a `VecDeque<{type}>`, and where others point at one, let
        them keep its index or its key. If C walks the links, the struct needs `#[repr(C)]`.""",
    query="""
    (struct_item name: (type_identifier) @struct body: (field_declaration_list
      (field_declaration name: (field_identifier) @name type: (_) @type) @field)) @item
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
def intrusive_list(captures: Captures, file: SourceFile) -> Hit | None:
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
    owner, name, kind = text(captures["struct"]), text(captures["name"]), captures["type"]
    if has_attribute(captures["item"], r"repr\(") or enclosing(captures["item"], "foreign_mod_item") is not None:
        return None
    is_link = _LINK.fullmatch(name) is not None and _points_to(kind, owner)
    if not is_link and not _LIST_TYPE.fullmatch(text(kind)):
        return None
    if _earlier_link(captures["field"], owner):
        return None
    return Hit(at=captures["field"], values={"type": owner, "field": name})


def _points_to(kind: Node, owner: str) -> bool:
    """`*mut Request`, `NonNull<Request>`, `Option<NonNull<Self>>` in `struct Request`."""
    written = " ".join(text(kind).split())
    pointed = re.fullmatch(r"\*(?:mut|const) (.+)|(?:Option<)?(?:\w+::)*NonNull<(.+?)>+", written)
    if pointed is None:
        return False
    return re.sub(r"<.*", "", pointed[1] or pointed[2]) in (owner, "Self")


def _earlier_link(declaration: Node, owner: str) -> bool:
    """Whether a field above is a link as well: one note for the struct."""
    sibling = declaration.prev_named_sibling
    for _ in range(8):
        if sibling is None:
            return False
        kind = sibling.child_by_field_name("type")
        is_named_so = _LINK.fullmatch(text(sibling.child_by_field_name("name"))) is not None
        if kind is not None and is_named_so and _points_to(kind, owner):
            return True
        sibling = sibling.prev_named_sibling
    return False
