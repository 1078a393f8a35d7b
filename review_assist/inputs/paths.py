"""File names as diff headers write them: C-quoted, followed by a date, behind a prefix to be cut."""

from __future__ import annotations

import re

from review_assist.patterns import pattern

NO_FILE = b"/dev/null"

_QUOTED = rb'"(?:\\.|[^"\\])*"'
_TWO_NAMES = pattern(rb"(" + _QUOTED + rb") (.+)|([^\"]+) (" + _QUOTED + rb")", re.DOTALL)
_ESCAPE = pattern(rb"\\([0-3][0-7]{2}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_DATE = pattern(rb" \d{4}-\d\d-\d\d[ T]\d\d:\d\d")
_MOST_SPACES = 100


def unquote(written: bytes) -> bytes:
    """The name that a header row writes, without C quotes and without the tab and date after it."""
    if written[:1] == b'"' and (end := written.rfind(b'"')) > 0:
        return _ESCAPE.sub(_unescape, written[1:end])
    name = written.split(b"\t", 1)[0]
    date = _DATE.search(name)
    return name[: date.start()].rstrip(b" ") if date else name


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _LETTERS.get(code, code)


def split_git_names(written: bytes) -> tuple[bytes, bytes]:
    """Both names of a `diff --git` row, prefixes kept; with spaces in them, the split at which they agree."""
    quoted = _TWO_NAMES.fullmatch(written)
    if quoted:
        return unquote(quoted[1] or quoted[3]), unquote(quoted[2] or quoted[4])
    if written.count(b" ") == 1:
        old, _, new = written.partition(b" ")
        return old, new
    middle = len(written) // 2
    spaces = [middle] if written[middle : middle + 1] == b" " else []
    spaces += [match.start() for match, _ in zip(re.finditer(rb" ", written), range(_MOST_SPACES), strict=False)]
    for at in spaces:
        old, new = written[:at], written[at + 1 :]
        if old == new or old.partition(b"/")[2] == new.partition(b"/")[2] != b"":
            return old, new
    old, _, new = written.partition(b" b/")
    return (old, b"b/" + new) if new else (written, written)


def prefix_depth(old: bytes, new: bytes) -> int | None:
    """How many leading folders of `new` are prefix, seen from where the two names go on alike."""
    if old == new:
        return 0
    old_parts, new_parts = old.split(b"/"), new.split(b"/")
    alike = 0
    for left, right in zip(reversed(old_parts), reversed(new_parts), strict=False):
        if left != right:
            break
        alike += 1
    return len(new_parts) - alike if alike else None


def cut(name: bytes, depth: int) -> bytes:
    """`name` without `depth` leading folders, as far as it has them."""
    parts = name.split(b"/")
    return b"/".join(parts[min(depth, len(parts) - 1) :]).lstrip(b"/")


def cut_pair(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Both names of one file without their prefixes (`a/` and `b/`, any other pair, or none)."""
    depth = prefix_depth(old, new)
    if depth is None:
        return cut_letter(old), cut_letter(new)
    same = cut(new, depth)
    return same, same


def cut_letter(name: bytes) -> bytes:
    """`name` without the one-letter prefix that git gives (a b, or c i o w)."""
    return name[2:] if re.match(rb"[abciow]/.", name) else name


def one_file(old: bytes, new: bytes) -> bytes:
    """The file that two unlike names of a plain diff mean: `x.rs` for `x.rs.orig` and `x.rs.new`, else the new."""
    return old if re.match(rb"[.~_-]", new.removeprefix(old)) and new.startswith(old) else new


def as_path(name: bytes) -> str:
    """The name as the model has it."""
    return name.decode("utf-8", "surrogateescape")
