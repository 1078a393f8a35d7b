"""How b4 reads a reply, written anew: quoted lines are the diff, all else is comment on the line above."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True)
class Comment:
    """What is said of the line of a file, and that line as the diff has it."""

    path: str
    line: int
    text: str
    content: str


def comments(reply: str, diff: str) -> list[Comment]:
    """The comments of a reply, moved to where the diff has the line that they follow."""
    quoted: list[str] = []
    found: list[tuple[list[str], list[str]]] = []
    for row in reply.split("\n"):
        if row.startswith(">"):
            quoted.append(row[2:] if row.startswith("> ") else row[1:])
        elif quoted and (found and found[-1][0] == quoted):
            found[-1][1].append(row)
        elif quoted:
            found.append((list(quoted), [row]))
    real = _positions(diff.split("\n"))
    return [_anchored(rows, "\n".join(text).strip(), real) for rows, text in found if "".join(text).strip()]


def _anchored(rows: list[str], text: str, real: list[tuple[str, int, str]]) -> Comment:
    path, line, content = _positions(rows)[-1]
    same = [position for position in real if position[2][1:] == content[1:]]
    best = min(same, key=lambda position: (position[0] != path, abs(position[1] - line)))
    return Comment(best[0], best[1], text, content)


def _positions(rows: list[str]) -> list[tuple[str, int, str]]:
    """Path, line and content of each row of the diff's hunks, counted from the `@@` rows."""
    old_path = new_path = ""
    old = new = 0
    positions: list[tuple[str, int, str]] = []
    for row in rows:
        if row.startswith("--- "):
            old_path = row[6:]
        elif row.startswith("+++ "):
            new_path = row[6:]
        elif row.startswith("diff --git "):
            old = new = 0
        elif hunk := _HUNK.match(row):
            old, new = int(hunk[1]), int(hunk[2])
        elif old + new and row[:1] == "-":
            positions.append((old_path, old, row))
            old += 1
        elif old + new and row[:1] in ("+", " "):
            positions.append((new_path, new, row))
            new, old = new + 1, old + (row[:1] == " ")
    return positions
