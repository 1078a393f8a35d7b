"""type-prefixed-name: `impl Timer { fn timer_stop(&mut self) }`."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.api_shape._identifiers import snake
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax import rust
from review_assist.syntax.nodes import enclosing, has_attribute, text
from review_assist.syntax.source import SourceFile

_FEW = 3
"""Names of one kind that make a prefix a habit."""
_LAID_OUT = (
    r"(cfg_attr\(.*)?repr\((C|packed|transparent)|.*\b(Serialize|Deserialize|Parser|FromRepr|Encode|Decode)\b"
)
"""What C or a format knows by these names."""
_WORDS = frozenset(
    ("is_", "has_", "no_", "n_", "num_", "max_", "min_", "in_", "to_", "on_", "use_", "old_", "new_")
)
_DOES = pattern(
    r"(init|new|free|reset|start|stop|mod|modify|del|delete|destroy|add|remove|insert|push|pop|clear|set|get|read|write"
    r"|update|open|close|enable|disable|send|receive|load|save|realize|unrealize|attach|detach|register|unregister|run"
    r"|handle|process|create|alloc|release|lock|unlock|flush|check|raise|lower|expired?|pending|tick)(_\w+)?"
)


@rule(
    level="note",
    confidence="high",
    words=("fn ", "enum ", "struct "),
    clippy=("enum_variant_names", "struct_field_names"),
    message="`{type}{colons}{method}` {twice}",
    ask="could `{method}` be called `{short}`, as it is {what} of `{type}` already{others}?",
    why="""C has one namespace for {all}, so each name begins with what it belongs to. In Rust it is looked
        up in its type: `{type}` is in front of the name, or in the type of the value, at every use.""",
    instead="""Call it `{short}`{rest}. A `#[doc(alias = "...")]` with the C name lets those who know it find it in
        the documentation.""",
    query="""
    (impl_item !trait type: [(type_identifier) @type (generic_type type: (type_identifier) @type)]
      body: (declaration_list (function_item name: (identifier) @name
        parameters: (parameters . (self_parameter) @self)) @function))
    (enum_item name: (type_identifier) @type body: (enum_variant_list) @variants) @enum
    (struct_item name: (type_identifier) @type body: (field_declaration_list) @fields) @struct
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
    ),
    in_c="void timer_stop(struct timer *t);   /* the prefix is the namespace */",
    checks="A reader no longer has to read the type's name twice; the compiler finds the method by the type.",
)
def type_prefixed_name(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `timer_new`, `timer_mod`, `timer_del`: in C the prefix says which functions belong together, and it keeps
    them apart from everybody else's `new`.

    When they have moved into `impl Timer` the prefix has done its work. Calls read `timer.timer_mod(..)`, and
    the completion list of an editor starts each entry with the same word. Methods have their type for a
    namespace: `Timer::modify` and `Watch::modify` do not meet, and the compiler picks the right one by the
    value. The name that remains can be a whole word, as it need not be short any more.

    ## Keep it when
    Another type with a method of the plain name is reached through `Deref`, and calls would be taken for
    that one.

    ## Known problems
    Only names that go on with a verb, as `timer_stop` does, are taken for C's: `node_id` is a good name.

    ```rust bad
    pub struct Timer {
        at: u64,
    }

    impl Timer {
        pub fn timer_stop(&mut self) {
            self.at = u64::MAX;
        }
    }
    ```
    ```rust good
    pub struct Timer {
        at: u64,
    }

    impl Timer {
        pub fn stop(&mut self) {
            self.at = u64::MAX;
        }
    }
    ```
    ```rust good
    // It stops another timer than itself: the prefix is a part of what it does.
    pub struct Watch {
        at: u64,
    }

    impl Watch {
        pub fn timer_stop(&mut self) {
            self.at = u64::MAX;
        }
    }
    ```
    """
    if (variants := captures.get("variants")) is not None:
        return _of_variants(captures["enum"], variants, captures["type"])
    if (fields := captures.get("fields")) is not None:
        return _of_fields(captures["struct"], fields, captures["type"])
    type_name, method = text(captures["type"]), text(captures["name"])
    prefix = snake(type_name) + "_"
    short = method.removeprefix(prefix)
    if short == method or short in rust.KEYWORDS or not _DOES.fullmatch(short):
        return "the name does not begin with the type's, or could not do without"
    if captures["function"].parent is not None and short in _methods(captures["function"].parent):
        return "the short name is taken"
    values = {"type": type_name, "method": method, "short": short, "others": "", "rest": ""}
    return Hit(
        at=captures["name"],
        values={
            **values,
            "colons": "::",
            "what": "a method",
            "all": "all functions",
            "twice": "says the name of its type twice",
        },
    )


def _of_variants(item: Node, variants: Node, at: Node) -> Hit | str:
    """`enum Colour { COLOUR_RED, COLOUR_GREEN, COLOUR_BLUE }`: a prefix of all, which the type's name says."""
    name = text(at)
    names = [text(c.child_by_field_name("name")) for c in variants.named_children if c.type == "enum_variant"]
    bridge = enclosing(item, "mod_item")
    if bridge is not None and has_attribute(bridge, r"cxx::bridge"):
        return "C++ writes these names"
    if len(names) < _FEW or has_attribute(item, _LAID_OUT):
        return "it has few variants, or others read its layout"
    prefix = _common(names, name)
    first = names[0]
    short = first[len(prefix) :]
    if not prefix or not all(re.match(r"[A-Za-z]", n[len(prefix) :]) for n in names):
        return "the variants do not all begin with the type's name"
    camel = "".join(word.capitalize() for word in short.split("_")) if short.isupper() else short
    return Hit(
        at=at,
        confidence="medium",
        values={
            "type": name,
            "method": first,
            "short": camel,
            "colons": "::",
            "what": "a variant",
            "all": "all constants",
            "twice": f"begins with `{prefix}`, as every variant does, which the type says already",
            "others": f", and so the other {len(names) - 1}",
            "rest": ", and the others likewise",
        },
    )


def _common(names: list[str], type_name: str) -> str:
    """What all names begin with, up to the end of a word, if it is the type's name or the start of it."""
    shared = _shared(min(names), max(names))
    if all(name.upper() == name for name in names):
        prefix = shared[: shared.rfind("_") + 1]
    else:
        prefix = type_name if shared.startswith(type_name) else ""
    said, kind = _letters(prefix), _letters(type_name)
    return prefix if len(said) > 1 and (kind.startswith(said) or said.startswith(kind)) else ""


def _shared(first: str, last: str) -> str:
    """What the first and the last of sorted names, and so all of them, begin with."""
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((i for i, (a, b) in pairs if a != b), min(len(first), len(last)))]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _of_fields(item: Node, fields: Node, at: Node) -> Hit | str:
    """`struct Window { w_id: u32, w_name: String, .. }`: C once had one namespace for all fields."""
    name = text(at)
    names = [text(c.child_by_field_name("name")) for c in fields.named_children if c.type == "field_declaration"]
    if len(names) < _FEW + 1 or has_attribute(item, _LAID_OUT):
        return "it has few fields, or others read its layout"
    prefix = re.match(r"[a-z]{1,3}_", names[0])
    if prefix is None or prefix[0] in _WORDS or not all(n.startswith(prefix[0]) for n in names):
        return "the fields have no short prefix in common"
    if not _initials(name).startswith(prefix[0][0]):
        return "the prefix is not the type's"
    return Hit(
        at=at,
        confidence="medium",
        values={
            "type": name,
            "method": names[0],
            "short": names[0].removeprefix(prefix[0]),
            "colons": ".",
            "what": "a field",
            "all": "the fields of all structs, in its first days",
            "twice": f"begins with `{prefix[0]}`, as every field of `{name}` does",
            "others": f", and so the other {len(names) - 1}",
            "rest": ", and the others likewise",
        },
    )


def _initials(name: str) -> str:
    return "".join(word[0] for word in snake(name).split("_") if word)


@lru_cache(maxsize=64)
def _methods(holder: Node) -> frozenset[str]:
    """Names of the functions of an `impl`."""
    return frozenset(
        text(c.child_by_field_name("name")) for c in holder.named_children if c.type == "function_item"
    )
