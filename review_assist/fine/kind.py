"""The `@kind` decorator: what a kind of alarming and right code declares, and when it is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import CLine
from review_assist.rules.rule import Captures
from review_assist.syntax.source import SourceFile

Judge = Callable[[Captures, SourceFile], Node | None]
Confirm = Callable[[Node, Mapping[str, CLine]], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Something that a reader who knows C would object to, and should not."""

    name: str
    what: str
    """A clause: what is there, code in backticks."""
    alarm: str
    """A sentence: why it looks wrong to someone who thinks in C."""
    reason: str
    """One or two sentences: why it is right here."""
    query: str
    judge: Judge
    """The node that is right, or None; its docstring has the examples: `rust fine` and `rust quiet` blocks."""
    confirm: Confirm | None = None
    """Where C's prototypes are known: the reason after a look at them, or None if it is not right then."""


def kind(  # noqa: PLR0913 - all of them by name
    *, name: str, what: str, alarm: str, reason: str, query: str, confirm: Confirm | None = None
) -> Callable[[Judge], Kind]:
    """Make a kind of the function that judges a match of `query`."""

    def decorate(judge: Judge) -> Kind:
        texts = (" ".join(text.split()) for text in (what, alarm, reason))
        said, looks, right = texts
        return Kind(name=name, what=said, alarm=looks, reason=right, query=query, judge=judge, confirm=confirm)

    return decorate
