"""What a patch does to the headers of functions."""

from __future__ import annotations

from review_assist.model import FileDiff
from review_assist.patterns import pattern

_HEADER = pattern(rb"[\w()\s:]*?(?P<unsafe>\bunsafe\s+)?(?:extern\s+\"[^\"]*\"\s+)?fn\s+(?P<name>\w+)")


def made_safe(diff: FileDiff) -> frozenset[str]:
    """Functions whose header lost its `unsafe`, as far as their names are unique in the patch."""
    old: dict[str, set[bool]] = {}
    new: dict[str, set[bool]] = {}
    for hunk in diff.hunks:
        for line in hunk.lines:
            found = _HEADER.match(line.text) if line.kind != " " else None
            if found is not None:
                side = old if line.kind == "-" else new
                side.setdefault(found["name"].decode(), set()).add(found["unsafe"] is not None)
    return frozenset(name for name in old if old[name] == {True} and new.get(name) == {False})
