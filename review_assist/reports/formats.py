"""The table of formats: what each is called, what it is for, and who writes it; a writer is imported when used.

The command line reads it before all else, hence no `dataclasses`, whose import would take longer than the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from review_assist.model import Fold, Problem, Review
    from review_assist.reports.gitlab_discussions import DiffRefs
    from review_assist.reports.mail_headers import Sender
    from review_assist.reports.terminal import Style
    from review_assist.rules.rule import Rule


class Surroundings(NamedTuple):
    """What a report may need beside the review."""

    version: str
    """That of review-assist."""
    style: Style
    is_quiet: bool
    rules: Sequence[Rule]
    sender: Callable[[], Sender | None]
    """Who would send a reply; asked only if there is one to write."""
    refs: DiffRefs | None = None
    """Commits of the merge request, for formats that need them."""


class Format(NamedTuple):
    """One value of `--format`."""

    about: str
    """What it is for, as `--help` and the README have it."""
    write: Callable[[Review, TextIO, Surroundings], None]
    folds: Fold | None = None
    """Where a habit that recurs is one note: all over a patch, if it is read from top to bottom, or in a file."""
    is_capped: bool = False
    """Whether it stops at as many notes as are read to the end."""
    needs_patches: bool = False
    """Whether it answers patches, so that there is none for whole files."""
    files: Callable[[Review, Surroundings], Iterable[tuple[str, str]]] | None = None
    """Names and texts of the files that it writes into a folder; None if it knows no folder."""
    unanswerable: Callable[[Review], list[Problem]] | None = None
    """What its replies lack to be sent as they are; None if it writes no mail."""
    has_cover: bool = False
    """Whether it answers a cover letter, with the ledger of the series."""
    is_of_tree: bool = False
    """Whether it points at lines of the tree as it ends up, so that the commits of a range are one change."""
    needs_refs: bool = False
    """Whether it names commits that only a merge request knows."""


def _terminal(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import terminal

    terminal.write(review, out, given.style, quiet=given.is_quiet)


def _json(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import json

    json.write(review, out, version=given.version)


def _mail(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import mail

    mail.write(review, out, sender=given.sender())


def _mail_files(review: Review, given: Surroundings) -> Iterable[tuple[str, str]]:
    from review_assist.reports import mail

    return mail.files(review, given.sender())


def _unthreaded(review: Review) -> list[Problem]:
    from review_assist.reports.mail_headers import unthreaded

    return unthreaded(review)


def _b4(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import b4

    b4.write(review, out, version=given.version)


def _b4_files(review: Review, given: Surroundings) -> Iterable[tuple[str, str]]:
    from review_assist.reports import b4

    return b4.files(review, version=given.version)


def _b4_check(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import b4_check

    b4_check.write(review, out)


def _sarif(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import sarif

    sarif.write(review, out, version=given.version, rules=given.rules)


def _rdjsonl(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import rdjsonl

    rdjsonl.write(review, out)


def _checkstyle(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import checkstyle

    checkstyle.write(review, out)


def _github_annotations(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import github_annotations

    github_annotations.write(review, out)


def _gitlab(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import gitlab

    gitlab.write(review, out)


def _markdown(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import markdown

    markdown.write(review, out)


def _html(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import html

    html.write(review, out, version=given.version, sender=given.sender())


def _github(review: Review, out: TextIO, _: Surroundings) -> None:
    from review_assist.reports import github

    github.write(review, out)


def _gitlab_discussions(review: Review, out: TextIO, given: Surroundings) -> None:
    from review_assist.reports import gitlab_discussions

    assert given.refs
    gitlab_discussions.write(review, out, refs=given.refs)


FORMATS: dict[str, Format] = {
    "terminal": Format("for people", _terminal, folds="file"),
    "json": Format("for programs: all there is to know", _json),
    "mail": Format(
        "the complete reply to the patch; into a folder with `-o DIR/`, each reply for itself, "
        "and all of them as `replies.mbox`",
        _mail,
        folds="patch",
        is_capped=True,
        needs_patches=True,
        files=_mail_files,
        unanswerable=_unthreaded,
        has_cover=True,
    ),
    "b4": Format(
        "comments for `b4 review` to adopt: `-o .git/b4-review/$(git rev-parse HEAD)/`",
        _b4,
        folds="patch",
        is_capped=True,
        needs_patches=True,
        files=_b4_files,
    ),
    "b4-check": Format("the JSON of a check command of b4", _b4_check, folds="patch", needs_patches=True),
    "sarif": Format("SARIF 2.1.0, for GitHub code scanning", _sarif, is_of_tree=True),
    "rdjsonl": Format("for reviewdog", _rdjsonl, is_of_tree=True),
    "checkstyle": Format("XML, for Jenkins and editors", _checkstyle, is_of_tree=True),
    "github-annotations": Format("workflow commands of GitHub Actions", _github_annotations, is_of_tree=True),
    "gitlab": Format("GitLab's Code Quality report", _gitlab, is_of_tree=True),
    "markdown": Format("each note with its code, to paste", _markdown, folds="patch", is_capped=True),
    "html": Format("one page to read, decide on the notes, and export the reply", _html, folds="patch"),
    "github": Format(
        "a review of a pull request, as JSON for the API", _github, folds="patch", needs_patches=True
    ),
    "gitlab-discussions": Format(
        "discussions of a merge request, as JSON for the API",
        _gitlab_discussions,
        folds="patch",
        needs_patches=True,
        needs_refs=True,
    ),
}
"""Every format there is, by the name that `--format` takes."""
