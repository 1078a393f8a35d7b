"""Hunks applied to the file they were made from."""

from __future__ import annotations

from collections.abc import Sequence

from review_assist.model import FileDiff, Hunk, Text


def whole(diff: FileDiff, base: bytes | None) -> Text | None:
    """The file after the patch, or None if there is no base or the hunks do not fit it.

    Hunks fit at their stated lines, or all of them equally far off, where the first one fits only once. Lines
    are numbered as the patch has them in either case, so then the text does not begin at line 1.
    """
    if base is None or diff.is_combined or diff.is_binary or diff.new_path is None:
        return None
    lines = base.split(b"\n")
    if not lines[-1]:
        lines.pop()
    shift = _shift(diff.hunks[0], lines) if diff.hunks else 0
    result = None if shift is None else _apply(diff.hunks, lines, shift)
    if result is None or shift is None:
        return None
    source = b"".join(line + b"\n" for line in result)
    return Text(source, 0, len(source), 1 - shift, added_lines(diff.hunks))


def added_lines(hunks: Sequence[Hunk]) -> frozenset[int]:
    """Numbers of the lines that the hunks add."""
    return frozenset(
        line.new for hunk in hunks for line in hunk.lines if line.kind == "+" and line.new is not None
    )


def _apply(hunks: Sequence[Hunk], lines: Sequence[bytes], shift: int) -> list[bytes] | None:
    result: list[bytes] = []
    position = 0
    for hunk in hunks:
        begin = _stated(hunk) + shift
        if begin < position or not _is_whole(hunk) or not _fits(hunk, lines, begin):
            return None
        result += lines[position:begin]
        if hunk.new_count and len(result) + 1 != hunk.new_start + shift:
            return None
        position = begin
        for line in hunk.lines:
            if line.kind == "+":
                result.append(line.text)
                continue
            if line.kind == " ":
                result.append(lines[position])
            position += 1
    return [*result, *lines[position:]]


def _shift(hunk: Hunk, lines: Sequence[bytes]) -> int | None:
    """How many lines below its stated place the hunk fits."""
    stated = _stated(hunk)
    if _fits(hunk, lines, stated):
        return 0
    old = _old(hunk)
    if not old:
        return None
    found = [index for index, line in enumerate(lines) if _bare(line) == old[0] and _fits(hunk, lines, index)]
    return found[0] - stated if len(found) == 1 else None


def _stated(hunk: Hunk) -> int:
    """0-based index of the hunk's first old line; a hunk without any stands below the line it names."""
    return hunk.old_start - 1 if hunk.old_count else hunk.old_start


def _fits(hunk: Hunk, lines: Sequence[bytes], begin: int) -> bool:
    old = _old(hunk)
    return 0 <= begin <= len(lines) - len(old) and all(
        _bare(lines[begin + index]) == text for index, text in enumerate(old)
    )


def _is_whole(hunk: Hunk) -> bool:
    kinds = [line.kind for line in hunk.lines]
    unchanged = kinds.count(" ")
    return (kinds.count("-") + unchanged, kinds.count("+") + unchanged) == (hunk.old_count, hunk.new_count)


def _old(hunk: Hunk) -> list[bytes]:
    return [_bare(line.text) for line in hunk.lines if line.kind != "+"]


def _bare(line: bytes) -> bytes:
    """The line without the carriage return, which mail may add or take away."""
    return line[:-1] if line.endswith(b"\r") else line
