"""What the page's script knows, as JSON: enough to write the reply of the notes that were accepted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from review_assist.clean import well_formed
from review_assist.model import Note, Patch, Review
from review_assist.notes.draft import in_reading_order
from review_assist.notes.wording import clause, places, taken_out, title
from review_assist.reports import markdown
from review_assist.reports.github import request
from review_assist.reports.mail import attribution, blocks
from review_assist.reports.mail_headers import Sender, headers
from review_assist.reports.mail_lines import WIDTH, quoted
from review_assist.reports.mail_quote import CONTEXT, SKIP
from review_assist.reports.mail_quote import places as placed
from review_assist.reports.markdown_note import note_in_markdown
from review_assist.reports.page.view import Card
from review_assist.reports.paragraphs import paragraphs
from review_assist.reports.review_comments import draft, entry, mark


def data(review: Review, cards: Sequence[Card], sender: Sender | None) -> str:
    """One JSON object that can stand inside of `<script>`: every `<` is escaped."""
    patches = review.submission.patches
    ids = {id(card.note): card.id for card in cards}
    forge = _on_a_forge(review)
    document = {
        "width": WIDTH,
        "context": CONTEXT,
        "skip": SKIP,
        "notes": {card.id: _note(card.note, patches) | forge[id(card.note)] for card in cards},
        "order": [ids[id(note)] for note in in_reading_order(review.notes, review.submission)],
        "commit": patches[-1].commit if patches else "",
        "head": markdown.head(review),
        "titles": [markdown.title(patch) for patch in patches],
        "patches": [
            _patch(patches[at], at, number, cards, sender)
            for number, (_, span) in enumerate(review.submission.spans)
            for at in span
        ],
    }
    return json.dumps(document).replace("<", "\\u003c")


def _note(note: Note, patches: Sequence[Patch]) -> dict[str, Any]:
    finding = note.finding
    return {
        "rule": finding.rule,
        "path": well_formed(finding.path),
        "line": finding.line,
        "end": finding.end_line,
        "patch": finding.patch,
        "text": "\n\n".join(blocks(paragraphs(replace(note, told_in=None), patches))),
        "clause": clause(finding),
        "places": places(note),
        "remark": taken_out(note, patches) if note.fixed_in is not None else "",
    }


def _on_a_forge(review: Review) -> dict[int, dict[str, Any]]:
    """For each note, by identity, what Markdown and GitHub's request have of it."""
    made = draft(review)
    comments = {id(comment.note): comment for comment in made.comments}
    return {
        id(note): {
            "markdown": [markdown.place(note.finding), note_in_markdown(note, made.patches)],
            "github": request(comments[id(note)], made) if id(note) in comments else None,
            "entry": entry(note, made.patches),
            "mark": mark(note),
        }
        for note in review.notes
    }


def _patch(patch: Patch, at: int, series: int, cards: Sequence[Card], sender: Sender | None) -> dict[str, Any]:
    ids = {id(card.note): card.id for card in cards if card.note.finding.patch == at}
    found = placed(patch, [card.note for card in cards if card.note.finding.patch == at])
    rows = patch.body.split(b"\n")
    first = min((place.file.rows[0] for place in found), default=0)
    last = max((place.last for place in found), default=-1)
    return {
        "title": title([patch], 0),
        "series": series,
        "headers": headers(patch, sender),
        "attribution": attribution(patch),
        "first": first,
        "rows": [quoted(row) for row in rows[first : last + 1]],
        "places": [
            {
                "note": ids[id(place.note)],
                "file": list(place.file.rows),
                "hunk": place.hunk.row,
                "first": place.first,
                "last": place.last,
            }
            for place in found
        ],
    }
