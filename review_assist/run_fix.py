"""What `check --fix` and `check --diff` do: review, fix in memory, review again, write or print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from review_assist import pipeline
from review_assist.clean import printable
from review_assist.errors import InputError, UsageError
from review_assist.fixes.rounds import Fixed, fixed, with_text
from review_assist.fixes.unified import file_diff
from review_assist.inputs.bases import read_bases
from review_assist.inputs.read import read_in_place
from review_assist.model import ChangedFile, Problem, Repository, Review, Submission
from review_assist.rules.registry import all_rules
from review_assist.run import check_request, prepared, settings_of
from review_assist.write import content_of, place_below, replace_content

_EXCLUDED = ("why", "since", "llm", "llm_dry_run")


@dataclass(frozen=True, slots=True)
class Change:
    """One file, before and after its fixes."""

    path: str
    place: Path
    before: bytes
    after: bytes
    count: int
    """How many findings are fixed in it."""


@dataclass(frozen=True, slots=True)
class Fixing:
    """What there is to report and to write."""

    found: Review
    """Of the files as they are."""
    left: Review
    """Of the files with the changes."""
    changes: tuple[Change, ...]
    """By path."""
    waiting: int
    """How many findings are left that unsafe fixes would end."""


@dataclass(frozen=True, slots=True)
class _Target:
    place: Path
    content: bytes


def fix(options: Mapping[str, Any], track: pipeline.Track) -> Fixing:
    """Review the inputs, and fix in memory what can be. Raises UsageError and InputError."""
    _check(options)
    settings = settings_of(options)
    check_request(options, settings)
    submission = read_in_place(
        options["inputs"], repository=options["repo"], use_repository=not options["no_repo"]
    )
    submission = prepared(submission, settings)
    lookup = read_bases(submission)

    def judge(given: Submission, track: pipeline.Track = iter) -> tuple[Review, Sequence[ChangedFile]]:
        done = pipeline.review(given, settings, lookup, track)
        return done, pipeline.new_texts(given, lookup, done.profiles)

    found, files = judge(submission, track)
    targets, refused = _targets(found, files)
    if options["force"] and (forced := _as_on_disk(submission, files, targets)) is not submission:
        found, files = judge(forced)
    refused += _unlike(found, files, targets)
    paths = targets.keys() - {problem.where for problem in refused}
    done = fixed(found, files, judge, all_rules(), paths=paths, unsafe=options["unsafe_fixes"])
    told = tuple(problem for problem in refused if _is_missed(problem.where, found, options))
    return Fixing(
        _with_problems(found, told),
        _with_problems(done.review, told),
        _changes(done, targets),
        _waiting(done, paths),
    )


def write(fixing: Fixing) -> Fixing:
    """Write the changes; one that cannot be is a problem of the result."""
    written, problems = [], []
    for change in fixing.changes:
        try:
            replace_content(change.place, change.before, change.after)
            written.append(change)
        except InputError as error:
            problems.append(Problem(change.path, str(error)))
    return replace(fixing, changes=tuple(written), left=_with_problems(fixing.left, problems))


def show(fixing: Fixing, out: BinaryIO, *, is_screen: bool) -> None:
    """Print the changes as one diff, byte for byte; on a screen without what a terminal would obey."""
    repository = fixing.found.submission.repository
    for change in fixing.changes:
        path = _path_in_diff(change, repository)
        diff = file_diff(path, change.before, change.after)
        out.write(printable(diff.decode("utf-8", "surrogateescape")).encode() if is_screen else diff)


def summary(fixing: Fixing, *, is_written: bool) -> str:
    """How much was fixed, and what is left: `3 fixed, 2 left (1 with --unsafe-fixes)`."""
    count = sum(change.count for change in fixing.changes)
    left = len(fixing.left.findings)
    more = f" ({fixing.waiting} with --unsafe-fixes)" if fixing.waiting else ""
    return f"{count} {'fixed' if is_written else 'to fix'}, {left} left{more}"


def _check(options: Mapping[str, Any]) -> None:
    asked = "--fix" if options["fix"] else "--diff"
    if options["fix"] and options["diff"]:
        raise UsageError("--fix changes files and --diff only shows how; leave one out")
    for name in _EXCLUDED:
        if options[name]:
            raise UsageError(f"{asked} does not go with --{name.replace('_', '-')}; leave one out")
    if options["diff"] and options["form"] != "terminal":
        raise UsageError(f"--diff prints a diff and no report; leave --format {options['form']} out")


def _targets(review: Review, files: Sequence[ChangedFile]) -> tuple[dict[str, _Target], list[Problem]]:
    """The files on disk that the review was about, by path, and those that cannot be changed."""
    repository = review.submission.repository
    targets: dict[str, _Target] = {}
    refused = []
    for changed in files:
        try:
            targets[changed.path] = _target(changed, repository)
        except InputError as error:
            refused.append(Problem(changed.path, f"{error}; not fixed"))
    return targets, refused


def _target(changed: ChangedFile, repository: Repository | None) -> _Target:
    if changed.patch is None:
        place = Path(changed.path)
    elif repository is None:
        raise InputError("there is no repository that it lies in")
    else:
        place = place_below(repository.root, changed.path)
    return _Target(place, content_of(place))


def _as_on_disk(
    submission: Submission, files: Sequence[ChangedFile], targets: Mapping[str, _Target]
) -> Submission:
    """The submission as if it had led to what is on disk."""
    for changed in files:
        target = targets.get(changed.path)
        if target and changed.is_complete and not _is_reviewed(target, changed):
            submission = with_text(submission, changed, _ended(target.content))
    return submission


def _unlike(review: Review, files: Sequence[ChangedFile], targets: Mapping[str, _Target]) -> list[Problem]:
    """Those of the files that are not what was reviewed."""
    source = next((patch.source for patch in review.submission.patches), "")
    what = f"is not on disk as {source} has it; not fixed"
    advice = "commit or stash the edits and review HEAD, or fix it as it is with --force"
    return [
        Problem(changed.path, what, advice)
        for changed in files
        if changed.path in targets and not _is_reviewed(targets[changed.path], changed)
    ]


def _is_reviewed(target: _Target, changed: ChangedFile) -> bool:
    """Whether the file holds the reviewed text, whose last line always has its newline if a patch led to it."""
    if not changed.is_complete or changed.texts[0].first_line != 1:
        return False
    source = changed.texts[0].source
    return target.content == source or (changed.patch is not None and _ended(target.content) == source)


def _ended(content: bytes) -> bytes:
    return content if content.endswith(b"\n") or not content else content + b"\n"


def _is_missed(path: str, review: Review, options: Mapping[str, Any]) -> bool:
    """Whether a fix that was asked for is for this file."""
    fixes = (finding.fix for finding in review.findings if finding.path == path)
    return any(fix is not None and (fix.is_safe or options["unsafe_fixes"]) for fix in fixes)


def _changes(done: Fixed, targets: Mapping[str, _Target]) -> tuple[Change, ...]:
    changes = []
    for path, after in sorted(done.files.items()):
        before = targets[path].content
        is_unended = not before.endswith(b"\n") and after.endswith(b"\n")
        text = after.removesuffix(b"\n").removesuffix(b"\r") if is_unended else after
        changes.append(Change(path, targets[path].place, before, text, done.counts[path]))
    return tuple(changes)


def _waiting(done: Fixed, paths: set[str]) -> int:
    return sum(f.fix is not None and not f.fix.is_safe and f.path in paths for f in done.review.findings)


def _with_problems(review: Review, problems: Sequence[Problem]) -> Review:
    return replace(review, problems=(*review.problems, *problems))


def _path_in_diff(change: Change, repository: Repository | None) -> str:
    """Seen from where `git apply` looks: the top of the repository, or the current folder without one."""
    top = (repository.root if repository else Path.cwd()).resolve()
    place = change.place.parent.resolve() / change.place.name
    if not place.is_relative_to(top):
        raise UsageError(f"{change.path}: is outside of {top}; run --diff from a folder above it, or use --fix")
    return place.relative_to(top).as_posix()
