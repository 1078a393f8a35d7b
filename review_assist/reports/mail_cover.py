"""The reply to a cover letter: what the series adds and removes as a whole, and what became of earlier notes."""

from __future__ import annotations

from collections.abc import Iterator

from review_assist.model import Ledger, Review
from review_assist.notes.draft import told
from review_assist.notes.wording import listed
from review_assist.reports.ledger import table
from review_assist.reports.mail_lines import fate_lines, harmless, wrap
from review_assist.reports.since import since_then


def about_series(review: Review, within: range) -> list[str]:
    """The body of the reply, for the patches with these indices; empty if there is nothing to say."""
    parts = [_ledger(review, within), *_since(review, within)]
    return [line for at, part in enumerate(filter(None, parts)) for line in ([""] if at else []) + part]


def _ledger(review: Review, within: range) -> list[str]:
    if review.ledger is None:
        return []
    tallies = tuple(tally for tally in review.ledger.tallies if tally.patch in within)
    if not tallies:
        return []
    rows = table(Ledger(review.ledger.rows, tallies), review.submission.patches)
    return [*wrap(_lead(review, within)), "", *map(harmless, rows)]


def _since(review: Review, within: range) -> Iterator[list[str]]:
    """What became of the notes on an earlier version; one that no patch answers for belongs to the first."""
    here = [entry for entry in review.since if (entry.patch or 0) in within]
    yield from map(fate_lines, since_then(here, review.submission.patches))


def _lead(review: Review, within: range) -> str:
    with_notes = [at for at in within if told(review.notes, at)]
    where = f"The replies to {_patches(review, with_notes)} say more." if with_notes else ""
    counted = "What the series adds, removes and moves of the habits of C, as far as the patches show it."
    return f"{counted} {where}".strip()


def _patches(review: Review, indices: list[int]) -> str:
    """`patch 2`, `patches 1 and 3`."""
    patches = review.submission.patches
    names = [str(patches[at].number or at + 1) for at in indices]
    return f"{'patches' if len(names) > 1 else 'patch'} {listed(names)}"
