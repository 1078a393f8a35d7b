"""The `@patch_rule` decorator: rules on a patch as such, on any file of it, rather than on Rust code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from review_assist.model import Confidence, FileDiff, Level, Line, Patch, Profile, Series
from review_assist.rules.rule import Rule, said_by

RUST = ".rs"
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Place:
    """An added line of one of the patch's files, and what of it is meant: [start, end), 0-based bytes."""

    diff: FileDiff
    line: Line
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PatchHit:
    """A rule's answer: where, and the values for its texts. Values are shown as they are: see `wording.shown`."""

    at: Place
    values: Mapping[str, str] = field(default_factory=dict)
    confidence: Confidence | None = None
    """Instead of the rule's own, where this place is surer or less sure than usual."""


@dataclass(frozen=True, slots=True)
class PatchView:
    """What a rule may ask about the patch it looks at."""

    patch: Patch
    series: Series
    profile: Profile
    tree: Mapping[str, bytes] = field(default_factory=dict)
    """Those files of the repository, by path, that tell what the project asks; empty without one."""
    answers: dict[Hashable, Any] = field(default_factory=dict)
    """What was found out about the series already; views of one series share it."""

    @property
    def is_whole_series(self) -> bool:
        """Whether no patch of the series is missing, so that what is absent here is absent."""
        return self.of_series(_is_whole)

    def of_series(self, question: Callable[..., Answer], *arguments: Hashable) -> Answer:
        """`question(patches, *arguments)` about all patches of the series, worked out once for all of them."""
        key = (question, *arguments)
        if key not in self.answers:
            self.answers[key] = question(self.series.patches, *arguments)
        return cast("Answer", self.answers[key])


def _is_whole(patches: Sequence[Patch]) -> bool:
    return max((patch.total for patch in patches), default=0) <= len(patches)


PatchRefine = Callable[[PatchView], Iterable[PatchHit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchRule(Rule):
    """One thing that a reviewer asks of a patch."""

    refine: PatchRefine


def patch_rule(  # noqa: PLR0913 - a declaration, every part of it by name
    *,
    level: Level,
    confidence: Confidence,
    message: str,
    ask: str,
    why: str,
    instead: str,
    pedantic: bool = False,
    only_in: Collection[str] = (),
) -> Callable[[PatchRefine], PatchRule]:
    """Make a rule of the function below, which is asked once for every patch of a series.

    The parts mean what they mean to `rule`. What it says with the same values of an earlier patch of the series
    is not told again. A hit stands on an added line, where every report can show it and
    a reply can quote it. What concerns a patch as a whole, or a line that is gone, stands on `first_place`.
    """

    def decorate(refine: PatchRefine) -> PatchRule:
        return PatchRule(
            **said_by(refine),
            level=level,
            confidence=confidence,
            message=message,
            ask=" ".join(ask.split()),
            why=" ".join(why.split()),
            instead=" ".join(instead.split()),
            refine=refine,
            pedantic=pedantic,
            only_in=tuple(only_in),
        )

    return decorate


def diffs_of(patches: Iterable[Patch]) -> Iterator[FileDiff]:
    """What patches do to files, in their order."""
    return (diff for patch in patches for diff in patch.files)


def paths_of(patches: Iterable[Patch]) -> frozenset[str]:
    """Every path that patches touch, before and after."""
    return frozenset(path for diff in diffs_of(patches) for path in (diff.old_path, diff.new_path) if path)


def added(diff: FileDiff) -> Iterator[Line]:
    """The lines that a patch adds to a file."""
    return (line for hunk in diff.hunks for line in hunk.lines if line.kind == "+")


def place(diff: FileDiff, line: Line, what: bytes = b"") -> Place:
    """The first `what` on an added line; the whole of it, without indent, if that is empty or not there."""
    start = line.text.find(what) if what else -1
    if start >= 0:
        return Place(diff, line, start, start + len(what))
    start = len(line.text) - len(line.text.lstrip())
    return Place(diff, line, start, max(len(line.text.rstrip()), start))


def first_place(patch: Patch, ending: str = RUST) -> Place | None:
    """The patch's first added line that is not blank, in a file of this ending if there is one.

    None if it only removes.
    """
    for diff in sorted(patch.files, key=lambda diff: not diff.path.endswith(ending)):
        for line in added(diff):
            if line.text.strip():
                return place(diff, line)
    return None
