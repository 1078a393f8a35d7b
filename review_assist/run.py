"""What the commands do, from a request to a report; the command line imports this when a command runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from review_assist import __version__, pipeline
from review_assist.config import Settings, check_names
from review_assist.errors import UsageError
from review_assist.inputs import git
from review_assist.inputs.bases import read_bases
from review_assist.inputs.read import read
from review_assist.inputs.tree import with_tree
from review_assist.model import Profile, Reading, Review
from review_assist.profiles.load import check_rules, load, shipped
from review_assist.profiles.recognise import telling_files
from review_assist.reports.formats import FORMATS, Surroundings
from review_assist.reports.terminal import Style
from review_assist.rules.adapt import values_of
from review_assist.rules.registry import all_rules

if TYPE_CHECKING:
    from review_assist.reports.mail_headers import Sender


def review(options: Mapping[str, Any], *, whole_files: bool, track: pipeline.Track) -> Review:
    """Read the inputs and review them. Raises UsageError and InputError."""
    settings = _settings(options)
    check_names((*settings.select, *settings.ignore), all_rules())
    submission = read(
        options["inputs"],
        repository=options["repo"],
        use_repository=not options["no_repo"],
        whole_files=whole_files,
    )
    form = options["form"]
    if FORMATS[form].needs_patches and submission.whole and not submission.patches:
        raise UsageError(f"{form} answers patches, and these are whole files; leave --format {form} out")
    submission = with_tree(
        submission, telling_files([settings.profile] if settings.profile else shipped().values())
    )
    return pipeline.review(submission, settings, read_bases(submission), track)


def why(done: Review, options: Mapping[str, Any]) -> Reading:
    """What each rule made of one line of what was reviewed. Raises UsageError if there is no such line."""
    if (form := options["form"]) not in ("terminal", "json"):
        raise UsageError(f"--why is told on the terminal or as JSON; leave --format {form} out")
    from review_assist.why import why as judge

    return judge(done, _settings(options), read_bases(done.submission), options["why"])


def _settings(options: Mapping[str, Any]) -> Settings:
    profile = _profile(options["profile"])
    form = FORMATS[options["form"]]
    return Settings(
        select=options["select"],
        ignore=options["ignore"],
        pedantic=options["pedantic"],
        level=options["level"],
        profile=profile,
        voice=options["voice"],
        teach=options["teach"],
        folds=form.folds,
        most=options["most"] if form.is_capped and not options["all_notes"] else None,
        ledger=options["ledger"],
    )


def _profile(asked: str | None) -> Profile | None:
    """The profile that was asked for. Raises UsageError if it cannot be read or names what is not there."""
    if asked is None:
        return None
    profile = load(asked)
    check_rules(profile, {rule.name: values_of(rule) for rule in all_rules()})
    return profile


def report(done: Review | Reading, form: str, out: TextIO, style: Style, *, quiet: bool) -> None:
    """Write the review in one of the formats."""
    if isinstance(done, Reading):
        _report_why(done, form, out, style)
        return
    given = Surroundings(__version__, style, quiet, all_rules(), lambda: _sender(done))
    FORMATS[form].write(done, out, given)


def _report_why(reading: Reading, form: str, out: TextIO, style: Style) -> None:
    from review_assist.reports import why as one_line

    if form == "json":
        one_line.write_json(reading, out)
    else:
        one_line.write(reading, out, style)


def _sender(done: Review) -> Sender | None:
    from datetime import datetime

    from review_assist.reports.mail_headers import Sender

    repository = done.submission.repository
    user = git.identity(repository.root if repository else Path.cwd())
    return Sender(user.name, user.email, datetime.now().astimezone()) if user else None


def explain(names: Sequence[str], out: TextIO, style: Style) -> None:
    """Print the teaching text of each rule named, or of each rule of a family. Raises UsageError."""
    from review_assist import explain as texts

    check_names(names, all_rules())
    wanted = [rule for rule in all_rules() if {rule.name, rule.family} & set(names)]
    for index, rule in enumerate(wanted):
        out.write("\n" if index else "")
        texts.write(rule, out, style)


def list_rules(form: str, out: TextIO, style: Style) -> None:
    """Print the catalogue."""
    from review_assist import explain as texts

    if form == "json":
        texts.write_json(all_rules(), out)
    else:
        texts.write_list(all_rules(), out, style)
