"""The report for a person at a terminal: the code with a caret, what, why, what instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import TextIO
from unicodedata import east_asian_width

from review_assist.clean import on_one_line, printable
from review_assist.model import Finding, Note, Part, Patch, Review
from review_assist.notes.wording import by_cure
from review_assist.reports.fine import said as said_of_fine
from review_assist.reports.ledger import table
from review_assist.reports.since import since_then
from review_assist.reports.summary import summary

_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bold": "1",
    "frame": "34",
    "dim": "2",
    "code": "36",
}
_TAB = " " * 4
_LESSON: Mapping[Part, str] = {"checks": "gain", "keep": "keep if"}
_CODE_LINES = 4
_ALSO_LINES = 12


@dataclass(frozen=True, slots=True)
class Style:
    """Where it is printed: whether colours are wanted, and how many columns there are."""

    colors: bool = False
    width: int = 80
    is_screen: bool = True
    """Whether a line that is too long for the width is cut, rather than kept whole for a file."""

    def paint(self, text: str, name: str) -> str:
        """The text in one of the named styles."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.colors and text else text


def write(review: Review, out: TextIO, style: Style, *, quiet: bool = False) -> None:
    """Print every note, by patch, worst first, and a line that sums up (not if `quiet`)."""
    patches = review.submission.patches

    def patch_of(note: Note) -> int:
        return -1 if note.finding.patch is None else note.finding.patch

    for index, notes in groupby(sorted(review.notes, key=patch_of), key=patch_of):
        if len(patches) > 1 and index >= 0:
            out.write(f"{style.paint(_patch_title(patches[index]), 'bold')}\n\n")
        told: set[str] = set()
        for note in notes:
            out.writelines(f"{line}\n" for line in _note(note, style, told))
            out.write("\n")
            told |= {note.finding.why, note.finding.instead, note.finding.rule}
    if review.fine:
        out.write(f"{style.paint('This is fine', 'bold')}\n\n")
    for fine in review.fine:
        out.write(f"{style.paint(f'{on_one_line(fine.path)}:{fine.line}', 'frame')}\n")
        lines = _filled(said_of_fine(fine), style, first=2, indent="  ")
        out.write("  " + "\n".join(lines) + "\n\n")
    for head, *entries in since_then(review.since, patches):
        out.writelines(f"{line}\n" for line in _filled(head, style, first=0, indent="  "))
        for entry in entries:
            out.write("  - " + "\n".join(_filled(entry, style, first=4, indent="    ")) + "\n")
        out.write("\n")
    if review.ledger is not None:
        out.writelines(f"{line}\n" for line in (*table(review.ledger, patches), ""))
    if not quiet and (text := summary(review)):
        out.write(f"{text}\n")


def _patch_title(patch: Patch) -> str:
    number = f"patch {patch.number}/{patch.total}: " if patch.number else ""
    return on_one_line(f"{number}{patch.subject}" if patch.subject else f"{number}{patch.source}")


def _note(note: Note, style: Style, told: Set[str]) -> Iterator[str]:
    """The lines of one note; what an earlier one of the patch has told is not told again."""
    finding = note.finding
    gutter = len(str(finding.line + len(finding.code)))
    said = _worded(note).get("headline") or (finding.message if finding.confidence == "high" else finding.question)
    head = f"{finding.level}[{finding.rule}]"
    yield f"{style.paint(head, finding.level)}{style.paint(':', 'bold')} " + "\n".join(
        _filled(said, style, first=len(head) + 2, indent="    ", bold=True)
    )
    arrow = style.paint("-->", "frame")
    place = f"{on_one_line(finding.path)}:{finding.line}:{finding.column}"
    yield f"{' ' * gutter}{arrow} {place}" + (f" in `{on_one_line(finding.function)}`" if finding.function else "")
    yield from _code(finding, gutter, style)
    for passage in note.passages:
        if passage.part == "twin":
            yield from _labelled("in C", passage.text, gutter, style)
        elif passage.part == "twin-code":
            yield from (f"{' ' * (gutter + 7)}{line}" for line in printable(passage.text).split("\n"))
        elif passage.part == "in-c" and finding.rule not in told:
            yield from _block("in C", passage.text, gutter, style)
    for label, text in _texts(note):
        if text and text not in told:
            yield from _labelled(label, text, gutter, style)
    yield from _fix(note, gutter, style)
    for passage in note.passages:
        if passage.part in _LESSON and finding.rule not in told:
            yield from _labelled(_LESSON[passage.part], passage.text, gutter, style)
    if finding.rule not in told:
        yield from _labelled("more", f"review-assist explain {finding.rule}", gutter, style)


def _texts(note: Note) -> Iterator[tuple[str, str]]:
    """What is said below the code, each with its label; as much of it as was asked for."""
    said = {passage.part: passage.text for passage in note.passages}
    yield from ((part, said.get(part, "")) for part in ("why", "instead", "further"))
    same, others = by_cure(note)
    yield "also", _lines(note, same)
    yield "also", _lines(note, others, " with another cure")
    if (cause := note.cause) is not None:
        yield "see", f"the note on line {cause.line}, {cause.rule}; this may go away with it"
    yield from (("with", passage.text) for passage in note.passages if passage.part == "merged")
    if _worded(note):
        yield "words", "a language model's, from the rule's text"


def _worded(note: Note) -> dict[Part, str]:
    return {passage.part: passage.text for passage in note.passages if passage.origin == "model"}


def _code(finding: Finding, gutter: int, style: Style) -> Iterator[str]:
    bar = style.paint("|", "frame")
    yield f"{' ' * gutter} {bar}"
    for offset, line in enumerate(finding.code[:_CODE_LINES]):
        number = style.paint(f"{finding.line + offset:>{gutter}}", "frame")
        room = style.width - gutter - 3 if style.is_screen else len(line) + len(_TAB) * line.count("\t") + 1
        shown, before, under = _caret(finding, offset, line, room)
        yield f"{number} {bar} {shown}".rstrip()
        if offset == 0:
            yield f"{' ' * gutter} {bar} {' ' * before}{style.paint('^' * under, finding.level)}"
    if finding.end_line - finding.line >= _CODE_LINES:
        yield f"{' ' * gutter} {style.paint('...', 'frame')}"


def _caret(finding: Finding, offset: int, line: str, room: int) -> tuple[str, int, int]:
    """The line as shown (tabs widened, cut to `room`), columns before the caret, columns under it."""
    raw = line.encode()
    start = finding.column - 1 if offset == 0 else 0
    end = finding.end_column - 1 if finding.end_line == finding.line + offset else len(raw)
    before = printable(raw[:start].decode("utf-8", "replace")).replace("\t", _TAB)
    marked = printable(raw[start:end].decode("utf-8", "replace")).replace("\t", _TAB)
    shown = printable(line).replace("\t", _TAB)
    left, under = _columns(before), max(_columns(marked.rstrip()), 1)
    cut = max(left - room // 3, 0) if _columns(shown) > room and left + under > room else 0
    shown = ("..." + shown[cut + 3 :]) if cut else shown
    if _columns(shown) > room:
        shown = shown[: max(room - 3, 0)] + "..."
    return shown, left - cut, max(min(under, room - (left - cut)), 1)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _lines(note: Note, also: Sequence[Finding], what: str = "") -> str:
    """Their lines but for the note's own, and what is to be known of them; empty if there are none."""
    lines = sorted({finding.line for finding in also} - {note.finding.line})
    if not lines:
        return ""
    shown = ", ".join(str(line) for line in lines[:_ALSO_LINES])
    rest = len(lines) - _ALSO_LINES
    return f"line{'s' if len(lines) > 1 else ''} {shown}" + (f" and {rest} more" if rest > 0 else "") + what


def _fix(note: Note, gutter: int, style: Style) -> Iterator[str]:
    """The replacement as lines of code, and what was tried with it."""
    said = {passage.part: passage.text for passage in note.passages}
    if "code" in said:
        yield from _block("here", said["code"], gutter, style)
    if "proof" in said:
        label, _, tried = said["proof"].partition(": ")
        yield from _labelled(label, tried, gutter, style)


def _block(label: str, code: str, gutter: int, style: Style) -> Iterator[str]:
    """Lines of code under their label."""
    yield f"{' ' * gutter} {style.paint('=', 'frame')} {style.paint(f'{label}:', 'bold')}"
    bar = style.paint("|", "frame")
    for line in code.split("\n"):
        shown = printable(line).replace("\t", _TAB)
        yield f"{' ' * gutter} {bar} {shown}".rstrip()


def _labelled(label: str, text: str, gutter: int, style: Style) -> Iterator[str]:
    lead = f"{' ' * gutter} {style.paint('=', 'frame')} {style.paint(label + ':', 'bold')} "
    indent = " " * (gutter + 3)
    lines = _filled(text, style, first=gutter + 3 + len(label) + 2, indent=indent)
    yield lead + "\n".join(lines)


def filled(text: str, width: int, *, first: int = 0, indent: str = "") -> list[str]:
    """Lines of at most `width` columns, the first one shorter by `first`; code in backticks is kept whole."""
    glued = re.sub(r"`[^`]*`", lambda span: span[0].replace(" ", "\0"), text)
    lines = wrap(
        "x" * first + glued, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    lines[:1] = [line[first:] for line in lines[:1]]
    return [line.replace("\0", " ") for line in lines]


def _filled(text: str, style: Style, *, first: int, indent: str, bold: bool = False) -> list[str]:
    """Wrap to the width, the first line shorter by `first` columns, code spans painted."""
    lines = filled(on_one_line(text), max(style.width, 40), first=first, indent=indent)
    return [_spans(line, style, bold=bold) for line in lines]


def _spans(line: str, style: Style, *, bold: bool) -> str:
    if not style.colors:
        return line
    parts = re.split(r"(`[^`]*`)", line)
    other = "bold" if bold else None
    return "".join(
        style.paint(part, "code") if part.startswith("`") else style.paint(part, other) if other else part
        for part in parts
    )
