"""tagged-union: a union, and beside it the field that says which member is valid."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import has_attribute, text
from review_assist.syntax.source import SourceFile

_TAG = pattern(r"(r#)?type_?|\w*(kind|tag|variant|discriminant|which)|\w+_type|typ|ty|form|op")
_UNION = pattern(rb"\bunion\s+([A-Za-z_]\w*)\s*(?:<[^>]{0,80}>\s*)?\{")


@rule(
    level="warning",
    confidence="high",
    words=("union ",),
    message="`{tag}` says which member of the union `{data}` of `{type}` may be read, and nothing checks it",
    ask="could `{tag}` and `{data}` of `{type}` be one `enum`, with the data in its variants?",
    why="""C keeps the kind and the data side by side, and each reader has to look at the kind first. Each
        read of a Rust union needs `unsafe` for that reason. An `enum` with data needs no more memory, and
        `match` gives the data only under the right kind.""",
    instead="""Declare an `enum` with one variant for each member of `{union}`, such as `Number(u32)`, and let
        it take the place of both fields.""",
    query="(struct_item name: (type_identifier) @name body: (field_declaration_list) @body) @struct",
    silent_in=(FileRole.SHIM, FileRole.TEST),
    softer_in=(FileRole.BINDING,),
    in_c="""
        struct value {{ int kind; union {{ uint32_t number; float ratio; }} u; }};
        if (v->kind == KIND_NUMBER) {{ use(v->u.number); }}
    """,
    checks="""
        The compiler then gives out the data of a variant only where that variant was matched, and a `match`
        may leave none out.
    """,
)
def tagged_union(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A value that can be one of several things is a union in C, with an integer or an enum next to it that says
    which. That the two agree is a convention, and the member that is read after a mistake is garbage.

    Rust's `enum` holds data in its variants. `Value::Text(name)` is the tag and its member in one, it takes no
    more room than the pair, and the only way to the name is a `match` on `Text`. There is no time between
    setting the tag and setting the data. When a variant is added the compiler lists the places which do not
    handle it yet; with a union each of them reads on. What has a `Drop` may be in a variant, where a union
    would never drop it.

    ## Keep it when
    C or the hardware defines the layout: such structs are `#[repr(C)]` and are passed over.

    ## Known problems
    That the field next to the union is its tag is concluded from its name.

    ```rust bad
    union Payload {
        number: u32,
        ratio: f32,
    }

    struct Value {
        kind: u32,
        payload: Payload,
    }
    ```
    ```rust good
    enum Value {
        Number(u32),
        Ratio(f32),
    }
    ```
    ```rust good
    // The bits are looked at in two ways; no tag is needed.
    union Bits {
        number: u32,
        ratio: f32,
    }

    struct Cell {
        length: usize,
        bits: Bits,
    }
    ```
    """
    unions = _unions(file.content.source)
    fields = [c for c in captures["body"].named_children if c.type == "field_declaration"]
    data = next((f for f in fields if _type_name(f) in unions), None)
    tag = next((f for f in fields if _TAG.fullmatch(text(f.child_by_field_name("name")))), None)
    if data is None or tag is None or tag == data or has_attribute(captures["struct"], r"repr\("):
        return "the struct has no union and tag of this file, or is laid out for C"
    return Hit(
        at=data,
        values={
            "type": captures["name"],
            "union": _type_name(data),
            "data": text(data.child_by_field_name("name")),
            "tag": text(tag.child_by_field_name("name")),
        },
    )


def _type_name(declaration: Node) -> str:
    return text(declaration.child_by_field_name("type")).partition("<")[0].rpartition("::")[2]


@lru_cache(maxsize=4)
def _unions(source: bytes) -> frozenset[str]:
    return frozenset(name.decode() for name in _UNION.findall(source))
