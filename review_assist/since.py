"""What became of the notes on an earlier version of a series."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from review_assist.carried import ALIKE, first_line, likeness
from review_assist.model import WAS_THERE, Finding, Followed, Note, Patch, Review
from review_assist.patterns import pattern

_SAME = 0.85
"""How similar code must be to be the same in another function."""
_TELLING = 12
"""Characters of a line that is known again."""
_ANSWERS = ("//", "#[", "*/")
_IDENTIFIER = pattern(r"[A-Za-z_]\w{3,}")
_KEYWORDS = frozenset("crate static const struct enum type trait unsafe impl extern".split())

_Match = Callable[[Finding, Finding], bool]


@dataclass(slots=True)
class _Later:
    """The later version: what is said of it, and what its patches show."""

    left: list[Finding]
    """Findings that no earlier note has been matched with."""
    patches: Sequence[Patch]
    shown: Mapping[str, str]
    """By path, the text after the patches, as far as they show it."""


def follow(earlier: Review, later: Review) -> tuple[Followed, ...]:
    """Match every note on the earlier version with the later one; both reviewed under the same settings.

    A finding answers for one note: by its fingerprint first, then by similar code in the same function, then by
    any code in it, then by nearly the same code anywhere. What nothing answers for is fixed if its function, or
    else a name of its code, is still there; where even its line is as it was, that is all that can be said. A note
    on several places is still there as long as one of them is.
    """
    found = [*later.findings, *(old.finding for old in later.silenced if old.reason != WAS_THERE)]
    known = _Later(found, later.submission.patches, _shown(later.submission.patches))
    notes = sorted((*earlier.notes, *earlier.left_out), key=_order)
    waiting = [(at, finding) for at, note in enumerate(notes) for finding in (note.finding, *note.also)]
    matched: dict[int, Finding] = {}
    for is_match in (_is_same, _is_edited, _is_in_same_function, _is_elsewhere):
        for at, finding in tuple(waiting):
            if now := _take(finding, known, is_match):
                waiting.remove((at, finding))
                matched.setdefault(at, now)
    before = _shown(earlier.submission.patches)
    return tuple(_followed(note, matched.get(at), earlier, before, known) for at, note in enumerate(notes))


def _order(note: Note) -> tuple[int, str, int]:
    return (-1 if note.finding.patch is None else note.finding.patch, note.finding.path, note.finding.line)


def _take(old: Finding, later: _Later, is_match: _Match) -> Finding | None:
    """The finding that is most like the old one; it answers for no other."""
    fitting = [new for new in later.left if new.rule == old.rule and is_match(old, new)]
    if not fitting:
        return None
    best = max(fitting, key=lambda new: likeness(old, new))
    later.left.remove(best)
    return best


def _is_same(old: Finding, new: Finding) -> bool:
    return new.fingerprint == old.fingerprint and new.function == old.function


def _is_edited(old: Finding, new: Finding) -> bool:
    return (new.path, new.function) == (old.path, old.function) and likeness(old, new) >= ALIKE


def _is_in_same_function(old: Finding, new: Finding) -> bool:
    return old.function != "" and (new.path, new.function) == (old.path, old.function)


def _is_elsewhere(old: Finding, new: Finding) -> bool:
    return likeness(old, new) >= _SAME


def _followed(
    note: Note, now: Finding | None, earlier: Review, before: Mapping[str, str], later: _Later
) -> Followed:
    old = note.finding
    if now is not None:
        is_moved = (now.path, now.function) != (old.path, old.function)
        return Followed(note, "moved" if is_moved else "still there", now.patch, now)
    subject = earlier.submission.patches[old.patch].subject if old.patch is not None else ""
    patch = _counterpart(subject, old.path, later.patches)
    if _is_untouched(old, before, later):
        return Followed(note, "not repeated", patch)
    return Followed(note, "fixed" if _is_still_shown(old, later) else "gone", patch)


def _counterpart(subject: str, path: str, patches: Sequence[Patch]) -> int | None:
    """The patch with the same subject; else the only one; else the first that touches the file."""
    squeezed = "".join(subject.lower().split())
    by_subject = [at for at, patch in enumerate(patches) if "".join(patch.subject.lower().split()) == squeezed]
    by_path = [at for at, patch in enumerate(patches) if any(diff.path == path for diff in patch.files)]
    only = [0] if len(patches) == 1 else []
    return next(iter((*by_subject, *only, *by_path)), None)


def _is_untouched(old: Finding, earlier: Mapping[str, str], later: _Later) -> bool:
    """Whether its line is as it was, without a new comment or attribute above that may answer the note."""
    own = _squeezed(first_line(old))
    before = {_squeezed(line) for line in earlier.get(old.path, "").split("\n")}
    now = ["", *map(_squeezed, later.shown.get(old.path, "").split("\n"))]
    return len(own) > _TELLING and any(
        line == own and (above in before or not above.startswith(_ANSWERS)) for above, line in pairwise(now)
    )


def _squeezed(line: str) -> str:
    return "".join(line.split())


def _is_still_shown(old: Finding, later: _Later) -> bool:
    text = later.shown.get(old.path, "")
    if old.function:
        return re.search(rf"\bfn\s+{re.escape(old.function)}\b", text) is not None
    names = [name for name in _IDENTIFIER.findall(first_line(old)) if name not in _KEYWORDS]
    telling = {*names[:1], *(name for name in names if not name.islower())}
    return any(re.search(rf"\b{name}\b", text) for name in telling)


def _shown(patches: Sequence[Patch]) -> dict[str, str]:
    shown: dict[str, list[bytes]] = {}
    for diff in (diff for patch in patches for diff in patch.files):
        for hunk in diff.hunks:
            lines = (line.text for line in hunk.lines if line.kind != "-")
            shown.setdefault(diff.path, []).extend((hunk.heading, *lines))
    return {path: b"\n".join(lines).decode("utf-8", "replace") for path, lines in shown.items()}
