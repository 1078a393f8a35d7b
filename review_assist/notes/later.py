"""What later patches of a series do to the line of a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review_assist.model import FileDiff, Finding, Note, Patch, Silenced, Submission


def fixed_in(
    note: Note, submission: Submission, silenced: Sequence[Silenced], notes: Sequence[Note]
) -> int | None:
    """Index of the later patch of the series that takes the note's line out, and the habit with it.

    None if no patch does, or if the one that rewrites the line writes it again elsewhere, or is said to have
    the same habit there.
    """
    finding = note.finding
    if finding.patch is None or note.also:
        return None
    line = finding.line
    for index, diff in later_diffs(finding, submission):
        moved = line_after(line, diff)
        if moved is None:
            stays = [s.finding for s in silenced] + [f for n in notes for f in (n.finding, *n.also)]
            is_kept = any(_is_same_habit(f, finding, index) for f in stays)
            return None if is_kept or _is_written_again(line, diff, submission.patches[index]) else index
        line = moved
    return None


def _is_written_again(line: int, diff: FileDiff, patch: Patch) -> bool:
    """Whether the patch that removes the line of `diff` adds the same somewhere: it moves it."""
    removed = {row.text.strip() for hunk in diff.hunks for row in hunk.lines if row.old == line}
    rows = (row for each in patch.files for hunk in each.hunks for row in hunk.lines)
    return any(row.kind == "+" and row.text.strip() in removed for row in rows)


def later_diffs(finding: Finding, submission: Submission) -> Iterator[tuple[int, FileDiff]]:
    """What each later patch of the finding's series does to its file, under whatever name it has by then."""
    patches, path = submission.patches, finding.path or None
    end = next((span.stop for _, span in submission.spans if finding.patch in span), 0)
    for index in range((finding.patch or 0) + 1, end):
        diff = next((diff for diff in patches[index].files if path and diff.old_path == path), None)
        if diff is not None:
            path = diff.new_path
            yield index, diff


def line_after(line: int, diff: FileDiff) -> int | None:
    """The line's number after the diff; None if the diff removes it."""
    shift = 0
    for hunk in diff.hunks:
        old, new = _first(hunk.old_start, hunk.old_count), _first(hunk.new_start, hunk.new_count)
        if line < old:
            break
        for row in hunk.lines:
            if row.old == line:
                return row.new if row.kind == " " else None
        shift = new + hunk.new_count - old - hunk.old_count
    return line + shift


def _first(start: int, count: int) -> int:
    """The first line of one side of a hunk; of a side without lines git names the one before it."""
    return start if count else start + 1


def _is_same_habit(finding: Finding, before: Finding, patch: int) -> bool:
    return (
        finding.patch == patch
        and finding.rule == before.rule
        and (finding.path == before.path or finding.function == before.function)
    )
