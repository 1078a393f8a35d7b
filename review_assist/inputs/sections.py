"""The header rows of one file in a diff: what they say of names, blobs, and kind of change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from review_assist.inputs.hunks import is_hunk_row
from review_assist.inputs.paths import (
    NO_FILE,
    cut,
    cut_letter,
    cut_pair,
    one_file,
    prefix_depth,
    split_git_names,
    unquote,
)
from review_assist.patterns import pattern

_COMBINED = (b"diff --cc ", b"diff --combined ")
_EXTENDED = pattern(
    rb"(old mode|new mode|mode|deleted file mode|new file mode|similarity index|dissimilarity index"
    rb"|rename from|rename to|copy from|copy to|index) (.*)",
    re.DOTALL,
)
_BLOBS = pattern(rb"([0-9a-f]{4,64})(?:,[0-9a-f]{4,64})*\.\.([0-9a-f]{4,64})\b")
_BINARY = pattern(rb"Binary files .* differ\r?|GIT binary patch\r?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """Headers of one file. Names are None where there is no file; of git they are final, else as written."""

    old: bytes | None
    new: bytes | None
    rows: tuple[int, int]
    is_git: bool
    is_combined: bool = False
    is_binary: bool = False
    old_blob: str = ""
    new_blob: str = ""
    is_complete: bool = True
    """Whether the headers alone are a change (a mode, a rename, an empty file); else hunks must follow."""


def read_section(rows: list[bytes], at: int) -> Section | None:
    """The headers that begin at `rows[at]`, if any do."""
    row = rows[at]
    if row.startswith(b"diff --git "):
        names = split_git_names(row[len(b"diff --git ") :].removesuffix(b"\r"))
        return _read_git(rows, at, names, is_combined=False)
    if row.startswith(_COMBINED):
        name = unquote(row.split(b" ", 2)[2].removesuffix(b"\r"))
        return _read_git(rows, at, (name, name), is_combined=True)
    names_here = _read_names(rows, at)
    if names_here and names_here != (NO_FILE, NO_FILE) and at + 2 < len(rows) and is_hunk_row(rows[at + 2]):
        old, new = (None if name == NO_FILE else name for name in names_here)
        return Section(old, new, (at, at + 2), is_git=False, is_complete=False)
    return None


def _read_git(rows: list[bytes], at: int, names: tuple[bytes, bytes], *, is_combined: bool) -> Section:
    said, end = _read_extended(rows, at + 1)
    written = _read_names(rows, end)
    is_binary = False
    if written:
        end += 2
    elif end < len(rows) and _BINARY.fullmatch(rows[end]):
        is_binary = True
        end += 1
    old, new = _git_names(said, names, written)
    blobs = _BLOBS.match(said.get(b"index", b""))
    return Section(
        old,
        new,
        (at, end),
        is_git=True,
        is_combined=is_combined,
        is_binary=is_binary,
        old_blob=_blob(blobs[1]) if blobs else "",
        new_blob=_blob(blobs[2]) if blobs else "",
        is_complete=bool(said) or is_binary,
    )


def _read_extended(rows: list[bytes], row: int) -> tuple[dict[bytes, bytes], int]:
    """The git headers from `rows[row]` on, by key, and the row after them."""
    said: dict[bytes, bytes] = {}
    while row < len(rows) and (match := _EXTENDED.fullmatch(rows[row].removesuffix(b"\r"))):
        said[match[1]] = match[2]
        row += 1
    return said, row


def _read_names(rows: list[bytes], at: int) -> tuple[bytes, bytes] | None:
    """What a `---` row and the `+++` row below it name."""
    if at + 1 < len(rows) and rows[at].startswith(b"--- ") and rows[at + 1].startswith(b"+++ "):
        old, new = rows[at].removesuffix(b"\r"), rows[at + 1].removesuffix(b"\r")
        return unquote(old[4:]), unquote(new[4:])
    return None


def _git_names(
    said: dict[bytes, bytes], names: tuple[bytes, bytes], written: tuple[bytes, bytes] | None
) -> tuple[bytes | None, bytes | None]:
    """Both names without prefix; the rows that name only one file are the least ambiguous."""
    for verb in (b"rename", b"copy"):
        if verb + b" from" in said and verb + b" to" in said:
            return unquote(said[verb + b" from"]), unquote(said[verb + b" to"])
    old: bytes | None
    new: bytes | None
    old, new = cut_pair(*(written if written and NO_FILE not in written else names))
    if b"new file mode" in said or (written and written[0] == NO_FILE):
        old = None
    if b"deleted file mode" in said or (written and written[1] == NO_FILE):
        new = None
    return (old, new) if old or new else (None, names[1])


def _blob(name: bytes) -> str:
    """An object id; empty for the zeros that stand for no file."""
    return name.decode() if name.strip(b"0") else ""


def plain_names(sections: list[Section]) -> list[tuple[bytes | None, bytes | None]]:
    """Names of each section, cut; the depth of a prefix is learned from the whole patch.

    A quilt patch names a new file `/dev/null` and `linux/new.rs`: only the other files tell the prefix.
    """
    pairs = [(part.old, part.new) for part in sections if not part.is_git]
    depths = [prefix_depth(old, new) for old, new in pairs if old is not None and new is not None]
    depth = max((known for known in depths if known is not None), default=None)
    return [(part.old, part.new) if part.is_git else _plain_pair(part, depth) for part in sections]


def _plain_pair(section: Section, depth: int | None) -> tuple[bytes | None, bytes | None]:
    old, new = section.old, section.new
    if old is not None and new is not None:
        if prefix_depth(old, new) is not None:
            return cut_pair(old, new)
        same = one_file(cut_letter(old), cut_letter(new))
        return same, same
    if depth is None:
        return old and cut_letter(old), new and cut_letter(new)
    return old and cut(old, depth), new and cut(new, depth)
