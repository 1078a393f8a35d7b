"""source-tag: the number of an event source is kept, to be removed by hand."""

from __future__ import annotations

import re
from functools import lru_cache

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, has_attribute, text
from review_assist.syntax.source import SourceFile

_TAG = pattern(r"(\w+_)?(tag|watch|watch_id|source|source_id|src_id|timeout|timeout_id|timer_id|idle_id|io_id)")
_NUMBER = pattern(r"(Option<)?\s*(\w+::)*(guint|c_uint|u32)\s*>?")
_SOURCES = pattern(rb"\bg_source_remove\b|\b\w*(timeout_add|idle_add|add_watch|unix_fd_add)\w*\s*\(")


@rule(
    level="warning",
    confidence="medium",
    words=("source_remove", "timeout_add", "idle_add", "add_watch", "unix_fd_add"),
    message="`{field}` of `{struct}` is the number of an event source, which somebody has to remove in time",
    ask="could a type with `Drop` hold the event source of `{field}`, so that it ends with its `{struct}`?",
    why="""GLib hands out a number for each source, and the callback keeps its `user_data` until that number is
        given to `g_source_remove`. If the owner goes first, the callback runs on freed memory; if the number
        is removed twice, another source may be gone.""",
    instead="""Wrap it in a `struct Source(NonZeroU32)` whose `Drop` removes the source, and store an
        `Option<Source>`: `None` takes the place of zero, and assigning removes the old one.""",
    query="""
    (struct_item name: (type_identifier) @struct body: (field_declaration_list
      (field_declaration name: (field_identifier) @name type: (_) @type) @field)) @item
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    outranks=("glib-type-outside-bindings", "c-integer-type"),
    in_c="""
        if (s->{field}) {{
            g_source_remove(s->{field});
            s->{field} = 0;
        }}
    """,
    checks="The compiler then ends the event source with its owner, on every path, and once only.",
)
def source_tag(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `s->watch_tag = qemu_chr_fe_add_watch(...)`, and in the finalizer `g_source_remove(s->watch_tag)` if it is
    not zero: GLib's main loop knows its sources by number, and each owner pairs the two calls.

    The number is a resource, as memory is. In Rust a resource is a value whose `Drop` gives it back: it
    cannot be removed twice, since it can be moved but not copied, and it cannot outlive its owner, since it
    is a field of it. `Option<Source>` says that there is none at the moment, and `take()` removes it early.
    The callback can then be a closure that owns what it uses; a reviewer need not search for the path on
    which the tag is forgotten, as the compiler inserts the call on each.

    ## Keep it when
    The callback returns "do not call again" and clears the field itself, and C code reads the field too.

    ## Known problems
    The field is recognised by its name and type, in a file that adds or removes sources.

    ```rust bad
    pub struct Port {
        backend: Backend,
        watch_tag: u32,
    }

    impl Port {
        fn listen(&mut self, events: u16) {
            self.watch_tag = self.backend.add_watch(events);
        }
    }
    ```
    ```rust good
    pub struct Port {
        backend: Backend,
        watch: Option<Source>,
    }

    impl Port {
        fn listen(&mut self, events: u16) {
            self.watch = Some(Source::watch(&self.backend, events));
        }
    }
    ```
    ```rust good
    // The tag of a cache line; no event source is near.
    pub struct Line {
        tag: u32,
        data: [u8; 64],
    }
    ```
    """
    name, kind = text(captures["name"]), text(captures["type"])
    if not _TAG.fullmatch(name) or not _NUMBER.fullmatch(kind) or has_attribute(captures["item"], r"repr\("):
        return "it is not named like the number of a source, or the struct is laid out for C"
    if enclosing(captures["item"], "foreign_mod_item") is not None or not _has_sources(file.content.source):
        return "the file shows no event sources"
    if re.fullmatch(r"Source\w*|\w+(Guard|Handle)", text(captures["struct"])):
        return "the struct is the owner that removes it"
    return Hit(at=captures["field"], values={"field": name, "struct": captures["struct"]})


@lru_cache(maxsize=4)
def _has_sources(source: bytes) -> bool:
    return _SOURCES.search(source) is not None
