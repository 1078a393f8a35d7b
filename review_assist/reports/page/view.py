"""What the page shows, as values for its template: the patch line by line, and the notes under their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from review_assist.clean import on_one_line, printable
from review_assist.model import CODE_PARTS, FileDiff, Hunk, Line, Note, Pair, Passage, Patch, Review
from review_assist.notes.wording import taken_out
from review_assist.reports.mail_quote import places
from review_assist.reports.page.colour import Span, prose_spans, spans

_LABELS: Mapping[str, str] = {
    "in-c": "in C",
    "twin": "in C",
    "why": "why",
    "instead": "instead",
    "code": "for this code",
    "checks": "what that gains",
    "keep": "right as it is, if",
}


@dataclass(frozen=True, slots=True)
class Prose:
    """One passage of a note: its label (may be empty) and its text, or lines of code."""

    label: str
    text: tuple[Span, ...]
    is_code: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A note as it stands under its line."""

    id: str
    note: Note
    headline: tuple[Span, ...]
    prose: tuple[Prose, ...]
    remark: str
    """What a later patch of the series does about it; empty if nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a hunk: its numbers, its text, and the notes below it."""

    line: Line
    text: tuple[Span, ...]
    cards: tuple[Card, ...]
    also: tuple[Card, ...]
    """Notes that stand elsewhere and hold for this line too."""


@dataclass(frozen=True, slots=True)
class Section:
    """One hunk, or what a whole file shows around its notes."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One file of a patch."""

    path: str
    renamed_from: str
    is_open: bool
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One patch, or the whole files that were given (`patch` is None)."""

    title: str
    patch: Patch | None
    message: str
    files: tuple[File, ...]
    stray: tuple[Card, ...]
    """Notes on no line that is shown."""
    pairs: tuple[Pair, ...]
    """Functions that are there in C, too."""


def cards_of(review: Review) -> tuple[Card, ...]:
    """Every note as a card, in the order of the review."""
    return tuple(
        Card(
            id=f"n{at}",
            note=note,
            headline=_headline(note),
            prose=tuple(_prose(passage) for passage in note.passages if passage.part != "headline"),
            remark=taken_out(note, review.submission.patches) if note.fixed_in is not None else "",
        )
        for at, note in enumerate(review.notes, 1)
    )


def changes(review: Review, cards: Sequence[Card]) -> tuple[Change, ...]:
    """The patches with their cards, in their order, then the whole files."""
    patches = review.submission.patches
    shown = [
        _change(patch, [c for c in cards if c.note.finding.patch == at], _paired(review, at))
        for at, patch in enumerate(patches)
    ]
    whole = [card for card in cards if card.note.finding.patch is None]
    return (*shown, _whole_files(whole, _paired(review, None))) if whole else tuple(shown)


def _headline(note: Note) -> tuple[Span, ...]:
    return prose_spans(next((p.text for p in note.passages if p.part == "headline"), note.finding.message))


def _prose(passage: Passage) -> Prose:
    is_code = passage.part in CODE_PARTS
    text = (Span(printable(passage.text), "code"),) if is_code else prose_spans(passage.text)
    return Prose(_LABELS.get(passage.part, ""), text, is_code)


def _paired(review: Review, patch: int | None) -> tuple[Pair, ...]:
    return tuple(pair for pair in review.pairs if pair.patch == patch)


def _change(patch: Patch, cards: Sequence[Card], pairs: tuple[Pair, ...]) -> Change:
    by_note = {id(card.note): card for card in cards}
    placed: dict[int, list[Card]] = {}
    for place in places(patch, [card.note for card in cards]):
        placed.setdefault(place.last, []).append(by_note.pop(id(place.note)))
    files = tuple(_file(diff, cards, placed) for diff in patch.files)
    return Change(
        on_one_line(patch.title), patch, printable(patch.message).strip(), files, tuple(by_note.values()), pairs
    )


def _file(diff: FileDiff, cards: Sequence[Card], placed: Mapping[int, Sequence[Card]]) -> File:
    own = [card for card in cards if card.note.finding.path == diff.path]
    is_renamed = diff.old_path and diff.new_path and diff.old_path != diff.new_path
    return File(
        path=on_one_line(diff.path),
        renamed_from=on_one_line(diff.old_path or "") if is_renamed else "",
        is_open=diff.path.endswith(".rs") or bool(own),
        sections=tuple(_section(hunk, diff.path, own, placed) for hunk in diff.hunks),
    )


def _section(hunk: Hunk, path: str, cards: Sequence[Card], placed: Mapping[int, Sequence[Card]]) -> Section:
    counts = f"@@ -{hunk.old_start},{hunk.old_count} +{hunk.new_start},{hunk.new_count} @@"
    heading = printable(hunk.heading.decode("utf-8", "replace"))
    elsewhere: dict[int, list[Card]] = {}
    for card in cards:
        for line in {finding.line for finding in card.note.also if finding.path == card.note.finding.path}:
            elsewhere.setdefault(line, []).append(card)
    rows = tuple(
        Row(
            line,
            _coloured(printable(line.text.removesuffix(b"\r").decode("utf-8", "replace")), path),
            tuple(placed.get(line.row, ())),
            tuple(elsewhere.get(line.new or 0, ())) if line.kind == "+" else (),
        )
        for line in hunk.lines
    )
    return Section(f"{counts} {heading}".rstrip(), rows)


def _coloured(line: str, path: str) -> tuple[Span, ...]:
    """The line by its tokens if it is Rust; what else a patch has is plain."""
    return spans(line) if path.endswith(".rs") else (Span(line),)


def _whole_files(cards: Sequence[Card], pairs: tuple[Pair, ...]) -> Change:
    paths = list(dict.fromkeys(card.note.finding.path for card in cards))
    files = tuple(_excerpts(path, [card for card in cards if card.note.finding.path == path]) for path in paths)
    return Change("Files as they stand", None, "", files, (), pairs)


def _excerpts(path: str, cards: Sequence[Card]) -> File:
    ordered = sorted(cards, key=lambda card: card.note.finding.line)
    return File(on_one_line(path), "", is_open=True, sections=tuple(_excerpt(card) for card in ordered))


def _excerpt(card: Card) -> Section:
    finding = card.note.finding
    lines = [Line(" ", None, finding.line + at, code.encode(), 0) for at, code in enumerate(finding.code)]
    rows = [Row(line, spans(printable(line.text.decode())), (), ()) for line in lines]
    last = rows[-1] if rows else Row(Line(" ", None, finding.line, b"", 0), (), (), ())
    return Section("", (*rows[:-1], Row(last.line, last.text, (card,), ())))


def families(cards: Sequence[Card]) -> tuple[str, ...]:
    """The families of the notes, for the filter."""
    return tuple(sorted({card.note.finding.family for card in cards}))


def subject(review: Review) -> str:
    """The page's title: the cover letter's, the only patch's, or the first one's and how many there are."""
    patches = review.submission.patches
    covers = [series.cover.subject for series in review.submission.series if series.cover]
    names = chain(covers, (patch.subject or patch.source for patch in patches), ["Rust files"])
    more = f" and {len(patches) - 1} more" if len(patches) > 1 and not covers else ""
    return on_one_line(next(name for name in names if name)) + more
