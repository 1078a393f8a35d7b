"""`--why FILE:LINE`: one line of the input, and what each rule made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from review_assist.change.base import Lookup
from review_assist.config import Settings, chosen, is_told
from review_assist.errors import UsageError
from review_assist.model import LEVELS, ChangedFile, Finding, Reading, Review, Text, Verdict
from review_assist.pipeline import new_texts
from review_assist.rules.covered import folder_of
from review_assist.rules.registry import all_rules
from review_assist.rules.rule import CodeRule
from review_assist.rules.why import remark, verdicts

_RANGES = 6
"""Stretches of lines that an error message lists."""


def why(told: Review, settings: Settings, lookup: Lookup | None, place: str) -> Reading:
    """Judge one line of what was reviewed once more, by all rules.

    If several patches show the line, it is taken as the last one has it that wrote it. Raises UsageError if
    `place` is no line that the input shows.
    """
    path, line = _parsed(place)
    files = new_texts(told.submission, lookup, told.profiles)
    on_patch = _of_patch_rules(told, path, line)
    beside = tuple(Verdict(finding.rule, finding.family, finding) for finding in on_patch)
    if on_patch and all(file.path != on_patch[0].path for file in files):
        first = on_patch[0]
        return Reading(first.path, line, first.patch, "".join(first.code[:1]), beside)
    changed = _at(_named(files, path), path, line)
    selected = {rule.name for rule in chosen(all_rules(), settings)}
    found = [_settled(v, told, settings, selected) for v in verdicts(changed, line, all_rules())]
    return Reading(
        path=changed.path,
        line=line,
        patch=changed.patch,
        code=_code(changed, line),
        verdicts=tuple(sorted([*beside, *found], key=lambda v: (bool(v.reason), v.finding is None))),
        remark=remark(changed, line),
    )


def _of_patch_rules(told: Review, path: str, line: int) -> list[Finding]:
    """What rules on the patch itself said of the line; they look at files of any kind."""
    names = {rule.name for rule in all_rules() if not isinstance(rule, CodeRule)}
    here = (f for f in told.findings if f.line == line and f.rule in names)
    return [f for f in here if f.path == path or f.path.endswith(f"/{path}")]


def _parsed(place: str) -> tuple[str, int]:
    path, _, number = place.rpartition(":")
    if not path or not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise UsageError(f"--why {place}: write FILE:LINE, such as src/lib.rs:12")
    return path.removeprefix("./"), int(number)


def _named(files: Sequence[ChangedFile], path: str) -> list[ChangedFile]:
    """The versions of the file, by its whole path or the end of it."""
    paths = sorted({file.path for file in files})
    matching = [known for known in paths if known == path] or [k for k in paths if k.endswith(f"/{path}")]
    if not paths:
        raise UsageError(f"--why {path}: the input changes no Rust file")
    if len(matching) > 1:
        raise UsageError(f"--why {path}: could be {matching[0]} or {matching[1]}; write more of the path")
    if not matching:
        near = get_close_matches(path, paths, n=1, cutoff=0.3) or paths[:1]
        raise UsageError(f"--why {path}: the input has no such file; it has {near[0]}")
    return [file for file in files if file.path == matching[0]]


def _at(versions: Sequence[ChangedFile], path: str, line: int) -> ChangedFile:
    showing = [file for file in versions if any(first <= line <= last for first, last in _lines(file))]
    if not showing:
        last = versions[-1]
        listed = [f"{start}-{end}" for start, end in _lines(last)]
        more = ", ..." if len(listed) > _RANGES else ""
        shown = ", ".join(listed[:_RANGES]) + more
        raise UsageError(f"--why {path}:{line}: that line is not shown; of {last.path} lines {shown} are")
    wrote = [file for file in showing if line in file.moved or any(line in text.added for text in file.texts)]
    return (wrote or showing)[-1]


def _lines(changed: ChangedFile) -> list[tuple[int, int]]:
    """First and last line of each stretch that is shown."""
    return [(text.first_line, text.first_line + len(_split(text)) - 1) for text in changed.texts]


def _split(text: Text) -> list[bytes]:
    lines = text.source[text.start : text.end].split(b"\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def _code(changed: ChangedFile, line: int) -> str:
    for text in changed.texts:
        lines = _split(text)
        if 0 <= line - text.first_line < len(lines):
            return lines[line - text.first_line].decode("utf-8", "replace").rstrip("\r")
    return ""


def _settled(verdict: Verdict, told: Review, settings: Settings, selected: set[str]) -> Verdict:
    """The verdict after what the settings, the code's own comments and the old code say."""
    if verdict.rule not in selected:
        return replace(verdict, reason="left out by --select or --ignore")
    finding = verdict.finding
    if finding is None or any(_is_same(finding, other) for other in told.findings):
        return verdict
    for silenced in told.silenced:
        if _is_same(finding, silenced.finding):
            return replace(verdict, reason=silenced.reason)
    return replace(verdict, reason=_withheld(verdict, finding, settings) or _covered(finding, told))


def _covered(finding: Finding, told: Review) -> str:
    """Which rule spoke for this one: what is told by itself is missing only if another `covers` its names."""
    covering = {rule.name for rule in all_rules() if isinstance(rule, CodeRule) and finding.rule in rule.covers}
    place = folder_of(finding)
    spoke = next((f for f in told.findings if f.rule in covering and folder_of(f) == place), None)
    said = f"`{spoke.rule}` at {spoke.path}:{spoke.line}" if spoke is not None else "another finding"
    return f"{said} has said more about the same thing"


def _withheld(verdict: Verdict, finding: Finding, settings: Settings) -> str:
    if LEVELS.index(finding.level) < LEVELS.index(settings.level):
        return f"it is a {finding.level}, which is below --level {settings.level}"
    if finding.confidence == "low":
        because = f", since {verdict.lowered}" if verdict.lowered else ""
        return f"it is not sure enough{because}; shown with --pedantic"
    return "" if is_told(finding, settings) else "it is right but small; shown with --pedantic"


def _is_same(one: Finding, other: Finding) -> bool:
    return (one.rule, one.patch, one.path, one.line, one.column) == (
        other.rule,
        other.patch,
        other.path,
        other.line,
        other.column,
    )
