"""The `@rule` decorator: what a rule declares, what it is given, what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole, Level
from review_assist.rules.rewrite import Rewrite
from review_assist.syntax.source import SourceFile

Role = FileRole | FunctionRole


@dataclass(frozen=True, slots=True)
class Captures:
    """The nodes that a rule's query caught in one match."""

    nodes: dict[str, list[Node]]

    def __getitem__(self, name: str) -> Node:
        """The first node of a capture; KeyError if it is optional and absent."""
        return self.nodes[name][0]

    def get(self, name: str) -> Node | None:
        """The first node of a capture, or None."""
        return next(iter(self.nodes.get(name, ())), None)

    def all(self, name: str) -> list[Node]:
        """Every node of a repeated capture."""
        return self.nodes.get(name, [])


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's answer: where, and the values for its texts.

    A value that is a node is quoted from the file as written, on one line and cut if it is long.
    """

    at: Node
    values: dict[str, Node | str] = field(default_factory=dict)
    confidence: Confidence | None = None
    """Instead of the rule's own, where this place is surer or less sure than usual."""
    level: Level | None = None
    """Instead of the rule's own, where this place does less harm than usual."""
    names: frozenset[str] = frozenset()
    """What it speaks of, where another rule may speak of the same by name (see `covers` and `explains`)."""
    fix: Rewrite | None = None
    """What to write instead, where that is mechanical."""


Refine = Callable[[Captures, SourceFile], Hit | str]
"""The judgement of one match: a hit, or why this is not what the rule means.

The reason is a clause that `--why` tells, as in "the loop waits for it".
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is told of a habit, whatever it is found in: a `CodeRule` looks at code, a `PatchRule` at a patch."""

    name: str
    family: str
    level: Level
    confidence: Confidence
    message: str
    ask: str
    why: str
    instead: str
    refine: Callable[..., object]
    """The judgement; its docstring is the teaching, its module's the summary."""
    clippy: tuple[str, ...] = ()
    pedantic: bool = False
    needs_rust: str = ""
    instead_before: str = ""
    only_in: tuple[str, ...] = ()
    outranks: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    in_c: str = ""
    checks: str = ""

    @property
    def teaching(self) -> str:
        """The docstring: prose and examples in Markdown."""
        return _dedent(self.refine.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first sentence of the module: what the pattern is."""
        return _summary(getattr(self.refine, "__globals__", {}).get("__doc__") or "")

    @property
    def keep(self) -> str:
        """The section `Keep it when` of the teaching, on one line; empty if there is none."""
        found = re.search(r"^## Keep it when\n(.*?)(?=^##|^```|\Z)", self.teaching, re.MULTILINE | re.DOTALL)
        return " ".join(found[1].split()) if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRule(Rule):
    """One C habit in Rust code."""

    query: str
    refine: Refine
    words: tuple[str, ...] = ()
    needs: Literal["function", "file"] | None = None
    silent_in: frozenset[Role] = frozenset()
    softer_in: frozenset[Role] = frozenset()
    covers: tuple[str, ...] = ()
    in_macros: bool = False
    of_shape: bool = False


def rule(  # noqa: PLR0913 - a declaration, every part of it by name
    *,
    level: Level,
    confidence: Confidence,
    message: str,
    ask: str,
    why: str,
    instead: str,
    query: str,
    words: Collection[str] = (),
    clippy: Collection[str] = (),
    pedantic: bool = False,
    needs: Literal["function", "file"] | None = None,
    silent_in: Collection[Role] = (),
    softer_in: Collection[Role] = (),
    outranks: Collection[str] = (),
    covers: Collection[str] = (),
    explains: Collection[str] = (),
    in_macros: bool = False,
    of_shape: bool = False,
    needs_rust: str = "",
    instead_before: str = "",
    only_in: Collection[str] = (),
    in_c: str = "",
    checks: str = "",
) -> Callable[[Refine], CodeRule]:
    """Make a rule of the function below. Its name is the function's, its family the folder's.

    message: what is there, as a clause: lower case, no full stop, code in backticks, `{value}`s of the hit.
    ask: the same as a question about this code, for a finding that is not certain; ends in `?`.
    why: one or two sentences to someone who thinks in C: why C does it so, what Rust knows instead.
    instead: what to write here, concretely; a sentence or two.
    query: tree-sitter patterns; every alternative may use the same captures.
    words: the rule is not even compiled unless one of these occurs in the text (speed, not meaning).
    clippy: lints that say the same, without `clippy::`; an `#[allow]` of one silences the rule.
    pedantic: right, but not worth everybody's time; shown on request.
    needs: what has to be visible for the premise to be certain; where it is not, confidence drops a step.
    silent_in: roles of the file or function in which the pattern is simply right.
    softer_in: roles in which it may well be right; confidence drops a step.
    outranks: rules with less to say about the same place, silenced where this one speaks.
    covers: rules with less to say about the same `Hit.names`, silenced in the folder where this one speaks.
    explains: rules whose finding about the same `Hit.names` may go away with this one; their notes say so.
    in_macros: also looks at what the arms of a `macro_rules!` expand to (see `syntax.macro_bodies`).
    of_shape: about how operands are put together, whatever they are; silent if a patch changes only these.
    needs_rust: the version, such as `1.77`, from which on `instead` can be followed.
    instead_before: what to write where the project's Rust is older; without it the rule is silent there.
    only_in: profiles of the projects to whose code it applies; empty for every project.
    in_c: the C that the pattern mirrors, a line or two of code with the values of the hit.
    checks: what the compiler checks once `instead` is followed, and a reviewer of C had to; one sentence
        that begins with `The compiler`, `A reader` (where nothing is checked) or `At run time`.
    """

    def decorate(refine: Refine) -> CodeRule:
        return CodeRule(
            **said_by(refine),
            level=level,
            confidence=confidence,
            message=message,
            ask=" ".join(ask.split()),
            why=" ".join(why.split()),
            instead=" ".join(instead.split()),
            query=query,
            refine=refine,
            words=tuple(words),
            clippy=tuple(clippy),
            pedantic=pedantic,
            needs=needs,
            silent_in=frozenset(silent_in),
            softer_in=frozenset(softer_in),
            outranks=tuple(outranks),
            covers=tuple(covers),
            explains=tuple(explains),
            in_macros=in_macros,
            of_shape=of_shape,
            needs_rust=needs_rust,
            instead_before=" ".join(instead_before.split()),
            only_in=tuple(only_in),
            in_c=_dedent(in_c).rstrip("\n"),
            checks=" ".join(checks.split()),
        )

    return decorate


class Written(TypedDict):
    """Parts of a rule that follow from where and how its function is written."""

    name: str
    family: str


def said_by(refine: Callable[..., object]) -> Written:
    """What a rule does not declare: its name and family, from the function and where it stands."""
    return {
        "name": refine.__name__.replace("_", "-"),
        "family": refine.__module__.split(".")[-2].replace("_", "-"),
    }


def _dedent(docstring: str) -> str:
    lines = docstring.strip("\n").split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:].rstrip() for line in lines).strip() + "\n"


def _summary(docstring: str) -> str:
    """`name: what it is.` without the name."""
    first = docstring.strip().split("\n\n")[0]
    return re.sub(r"^[a-z0-9-]+:\s+", "", " ".join(first.split()))
