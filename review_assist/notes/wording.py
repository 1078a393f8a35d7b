"""Sentences around a rule's own: statement or question, further places, back references; code in backticks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from review_assist.clean import on_one_line
from review_assist.model import CLine, Finding, Note, Patch, Voice
from review_assist.patterns import pattern

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NAMED_FUNCTIONS = 3
_NAMED_FILES = 2
_CODE = pattern(r"`[^`]*`")


def headline(finding: Finding, voice: Voice = "reviewer") -> str:
    """What is sure as a statement, what is not as a question; what is a matter of taste is called so."""
    said = clause(finding)
    if finding.level == "note":
        return f"This isn't a bug, but {said}" if voice == "reviewer" else f"A matter of taste; {said}"
    if voice == "submitter" and finding.confidence != "high":
        return f"Reviewers may ask: {said}"
    return statement(finding)


def statement(finding: Finding) -> str:
    """What is found as a sentence, or as a question where it is not sure, whatever its weight."""
    said = clause(finding)
    return said[:1].upper() + said[1:]


def also(note: Note) -> str:
    """The further places: `The same goes for two more places in drain().`; empty if there are none.

    A place that asks for another cure than the note's is told apart from them.
    """
    same, others = by_cure(note)
    said = [f"The same goes for {_counted(same, note)}."] if same else []
    if others:
        other = _counted(others, note)
        said.append(
            f"{other[:1].upper()}{other[1:]} {'has' if len(others) == 1 else 'have'} it too, with another cure."
        )
    return " ".join(said)


def by_cure(note: Note) -> tuple[list[Finding], list[Finding]]:
    """The further places for which the note's advice is right but for the names in it, and the others."""
    advice = _CODE.sub("", note.finding.instead)
    same: list[Finding] = []
    others: list[Finding] = []
    for finding in note.also:
        (same if _CODE.sub("", finding.instead) == advice else others).append(finding)
    return same, others


def referring_back(note: Note, patches: Sequence[Patch]) -> str:
    """One paragraph for a habit that an earlier note explains (`note.told_in`)."""
    further = places(note)
    where = "Same here" if note.told_in == note.finding.patch else f"As in {title(patches, note.told_in)}"
    return f"{where}{f', and in {further}' if further else ''}: {clause(note.finding)}"


def taken_out(note: Note, patches: Sequence[Patch]) -> str:
    """What is said of a place that a later patch takes out (`note.fixed_in`)."""
    patch = title(patches, note.fixed_in)
    return f"{patch[:1].upper()}{patch[1:]} takes this out again."


def mirrors(twin: CLine) -> str:
    """What introduces the C line that a note quotes."""
    path, function = _as_code(twin.path), _as_code(f"{twin.function}()")
    return f"This mirrors {function} in {path}:" if twin.function else f"In {path} this is:"


def title(patches: Sequence[Patch], index: int | None) -> str:
    """How a mail names another patch of the series: `patch 2`, or its subject if it has no number."""
    patch = patches[index or 0]
    return f"patch {patch.number}" if patch.number else f'"{on_one_line(patch.subject)}"'


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _in_words(count: int) -> str:
    """A small number as prose has it."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def _as_code(name: str) -> str:
    return f"`{on_one_line(name).replace('`', '')}`"


def clause(finding: Finding) -> str:
    """What is there, or the question about it, up to its full stop."""
    said = finding.message if finding.confidence == "high" else finding.question
    return said if said.endswith((".", "?")) else f"{said}."


def places(note: Note) -> str:
    """The further places: `two more places in drain()`; empty if there are none."""
    return _counted(note.also, note) if note.also else ""


def _counted(further: Sequence[Finding], note: Note) -> str:
    count = len(further)
    more = f"{_in_words(count)} more place{'s' if count > 1 else ''}"
    if all(finding.line == note.finding.line for finding in further):
        return f"{more} on this line"
    return f"{more} {_whereabouts(further, note.finding.path)}"


def _whereabouts(further: Sequence[Finding], path: str) -> str:
    """`in drain()`, `in this file and in src/ring.rs`: functions are named in the file that the note is on."""
    functions = list(dict.fromkeys(finding.function for finding in further if finding.path == path))
    files = list(dict.fromkeys(finding.path for finding in further if finding.path != path))
    names = [f"`{name}()`" for name in functions if name][:_NAMED_FUNCTIONS]
    if functions and not names:
        names = ["this file"]
    names += [_as_code(file) for file in files[:_NAMED_FILES]]
    if len(names) < len(functions) + len(files):
        names.append("elsewhere")
    return f"in {listed(names)}"
