"""Two texts of a file as a unified diff, byte for byte, that `git apply` takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import diff_bytes, unified_diff
from itertools import islice

_LETTERS = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def file_diff(path: str, before: bytes, after: bytes) -> bytes:
    """The diff of one file with git's headers; empty if nothing differs."""
    hunks = b"".join(hunk_rows(before, after))
    if not hunks:
        return b""
    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    end = b"\t" if b" " in old and not old.startswith(b'"') else b""
    return b"diff --git %b %b\n--- %b%b\n+++ %b%b\n" % (old, new, old, end, new, end) + hunks


def hunk_rows(before: bytes, after: bytes) -> Iterator[bytes]:
    """The rows of the hunks, each with its newline; a last line without one is marked as diff does."""
    rows = diff_bytes(unified_diff, _lines(before), _lines(after), lineterm=b"\n")
    for row in islice(rows, 2, None):
        yield row if row.endswith(b"\n") else row + b"\n\\ No newline at end of file\n"


def _lines(text: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", text)


def _quoted(name: str) -> bytes:
    """The name as git writes it in a header: in C quotes if a row could not hold it otherwise."""
    raw = name.encode("utf-8", "surrogateescape")
    if all(0x20 <= byte < 0x7F and byte not in b'"\\' for byte in raw):
        return raw
    return ('"' + "".join(map(_escaped, raw)) + '"').encode()


def _escaped(byte: int) -> str:
    if byte in _LETTERS:
        return "\\" + _LETTERS[byte]
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"
