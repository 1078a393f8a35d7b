"""type-prefixed-name: `impl Timer { fn timer_stop(&mut self) }`."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.api_shape._identifiers import snake
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax import rust
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile

_DOES = pattern(
    r"(init|new|free|reset|start|stop|mod|modify|del|delete|destroy|add|remove|insert|push|pop|clear|set|get|read|write"
    r"|update|open|close|enable|disable|send|receive|load|save|realize|unrealize|attach|detach|register|unregister|run"
    r"|handle|process|create|alloc|release|lock|unlock|flush|check|raise|lower|expired?|pending|tick)(_\w+)?"
)


@rule(
    level="note",
    confidence="high",
    words=("fn ",),
    message="`{type}::{method}` says the name of its type twice",
    ask="could `{method}` be called `{short}`, as it is a method of `{type}` already?",
    why="""C has one namespace for all functions, so each name begins with what it works on. A method is looked
        up in its type: `{type}` is in front of the name, or in the type of the value, at every call.""",
    instead="""Call it `{short}`. A `#[doc(alias = "...")]` with the C name lets those who know it find it in
        the documentation.""",
    query="""
    (impl_item !trait type: [(type_identifier) @type (generic_type type: (type_identifier) @type)]
      body: (declaration_list (function_item name: (identifier) @name
        parameters: (parameters . (self_parameter) @self)) @function))
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
def type_prefixed_name(captures: Captures, file: SourceFile) -> Hit | None:
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
    type_name, method = text(captures["type"]), text(captures["name"])
    prefix = snake(type_name) + "_"
    short = method.removeprefix(prefix)
    if short == method or short in rust.KEYWORDS or not _DOES.fullmatch(short):
        return None
    if captures["function"].parent is not None and short in _methods(captures["function"].parent):
        return None
    return Hit(at=captures["name"], values={"type": type_name, "method": method, "short": short})


@lru_cache(maxsize=64)
def _methods(holder: Node) -> frozenset[str]:
    """Names of the functions of an `impl`."""
    return frozenset(
        text(c.child_by_field_name("name")) for c in holder.named_children if c.type == "function_item"
    )
