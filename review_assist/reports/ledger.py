"""The ledger as a table of plain text, for a terminal and for the reply to a cover letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from review_assist.clean import on_one_line
from review_assist.model import Ledger, Patch, Tally

WIDTH = 72
_NAME = 45


def table(ledger: Ledger, patches: Sequence[Patch]) -> list[str]:
    """Lines of at most `WIDTH` characters: a block a patch, a row a family or rule, and the sum."""
    if not ledger.tallies:
        return ["No C habits were added, removed or moved."]
    return [
        _row("C habits", "added", "removed", "moved"),
        *(line for index, rows in groupby(ledger.tallies, key=_patch) for line in _block(patches[index], rows)),
        *_sum(ledger.tallies),
    ]


def _patch(row: Tally) -> int:
    return row.patch


def _block(patch: Patch, rows: Iterator[Tally]) -> Iterator[str]:
    title = on_one_line(patch.title)
    yield title if len(title) <= WIDTH else f"{title[: WIDTH - 3]}..."
    for row in rows:
        yield _counts(f"  {row.rule or row.family}", (row,))


def _sum(rows: Sequence[Tally]) -> Iterator[str]:
    if len({row.patch for row in rows}) > 1:
        yield _counts("All patches", rows)


def _counts(name: str, rows: Sequence[Tally]) -> str:
    sums = (sum(r.added for r in rows), sum(r.removed for r in rows), sum(r.moved for r in rows))
    return _row(name, *(str(number) if number else "-" for number in sums))


def _row(name: str, added: str, removed: str, moved: str) -> str:
    return f"{name:<{_NAME}}{added:>9}{removed:>9}{moved:>9}"
