"""What the commands do, from a request to a report; the command line imports this when a command runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from review_assist import __version__, pipeline
from review_assist.config import Settings, check_names, chosen
from review_assist.errors import InputError, UsageError
from review_assist.inputs import git
from review_assist.inputs.bases import read_bases
from review_assist.inputs.prototypes import with_prototypes
from review_assist.inputs.read import read
from review_assist.inputs.tree import with_tree
from review_assist.inputs.twins import with_twins
from review_assist.model import Problem, Profile, Reading, Review, Submission
from review_assist.profiles.load import check_rules, load, shipped
from review_assist.profiles.recognise import telling_files
from review_assist.reports.formats import FORMATS, Surroundings
from review_assist.reports.terminal import Style
from review_assist.rules.adapt import values_of
from review_assist.rules.registry import all_rules

if TYPE_CHECKING:
    from review_assist.llm.polish import Means, Progress
    from review_assist.llm.propose import Prove
    from review_assist.reports.gitlab_discussions import DiffRefs
    from review_assist.reports.mail_headers import Sender


def review(options: Mapping[str, Any], *, whole_files: bool, track: pipeline.Track) -> Review:
    """Read the inputs and review them. Raises UsageError and InputError."""
    settings = settings_of(options)
    check_request(options, settings)
    form = options["form"]
    submission = read_inputs(options, whole_files=whole_files, as_one=FORMATS[form].is_of_tree)
    if FORMATS[form].needs_patches and submission.whole and not submission.patches:
        raise UsageError(f"{form} answers patches, and these are whole files; leave --format {form} out")
    if FORMATS[form].has_cover and any(series.cover for series in submission.series):
        settings = replace(settings, ledger=settings.ledger or "family")
    done = reviewed(submission, settings, track)
    if (lacking := FORMATS[form].unanswerable) is not None:
        done = replace(done, remarks=(*done.remarks, *lacking(done)))
    return _since(done, options, settings) if options["since"] else done


def check_request(options: Mapping[str, Any], settings: Settings) -> None:
    """Raise UsageError if no review could answer it."""
    check_names((*settings.select, *settings.ignore), all_rules())
    if FORMATS[form := options["form"]].needs_refs and not _refs(options["diff_refs"]):
        raise UsageError(f"{form} needs the merge request's commits; add --diff-refs BASE,START,HEAD")


def _since(done: Review, options: Mapping[str, Any], settings: Settings) -> Review:
    """The review with what became of the notes on an earlier version. Raises InputError if that has no patch."""
    from review_assist.since import follow

    given = options["since"]
    submission = read_inputs({**options, "inputs": (given,)}, whole_files=False)
    if not submission.patches:
        what = submission.problems[0].what if submission.problems else "there is no patch in it"
        raise InputError(f"--since {given}: {what}; name a patch, mbox or revision")
    earlier = reviewed(submission, replace(settings, most=None, ledger=None, also_fine=False), iter)
    return replace(done, since=follow(earlier, done))


def read_inputs(options: Mapping[str, Any], *, whole_files: bool, as_one: bool = False) -> Submission:
    """All that the inputs name; with `as_one` the commits of a range are one change."""
    return read(
        options["inputs"],
        repository=options["repo"],
        use_repository=not options["no_repo"],
        whole_files=whole_files,
        as_one=as_one,
    )


def reviewed(submission: Submission, settings: Settings, track: pipeline.Track) -> Review:
    """The review of a submission, with all that its repository adds."""
    submission = prepared(submission, settings)
    return pipeline.review(submission, settings, read_bases(submission), track)


def prepared(submission: Submission, settings: Settings) -> Submission:
    """The submission with what the repository tells of its project and of its C."""
    projects = (settings.profile,) if settings.profile else tuple(shipped().values())
    submission = with_tree(submission, telling_files(projects))
    submission = with_prototypes(submission) if settings.also_fine else submission
    return with_twins(submission, [twin for project in projects for twin in project.policy.twins])


def polished(done: Review, options: Mapping[str, Any], progress: Progress) -> Review:
    """The review after a language model has seen its notes; in a dry run none does. Raises UsageError."""
    from review_assist.llm.polish import polish

    forbid = {profile.name for profile in done.profiles if not profile.policy.model_code and options["llm_code"]}
    declined = [Problem("--llm-code", f"the profile {name} takes no code from a model") for name in sorted(forbid)]
    done = replace(done, remarks=(*done.remarks, *declined))
    means = replace(_means(options), prove=_prover(done)) if options["llm_code"] else _means(options)
    return done if options["llm_dry_run"] else polish(done, means, progress)


def _prover(done: Review) -> Prove:
    """Tries a model's code as a rule's own is tried: on the files as they are after the patch."""
    from review_assist.fixes.proof import with_proven_fixes

    files = pipeline.new_texts(done.submission, read_bases(done.submission), done.profiles)
    return lambda finding: with_proven_fixes([finding], files, all_rules())[0]


def show_requests(done: Review, options: Mapping[str, Any], out: TextIO) -> None:
    """Print what a language model would be sent, and what that would cost at most. Raises UsageError."""
    from review_assist.llm.polish import dry_run

    out.writelines(f"{line}\n" for line in dry_run(done, _means(options)))


def _means(options: Mapping[str, Any]) -> Means:
    from review_assist.llm.options import means_of

    rules = [
        rule for rule in chosen(all_rules(), settings_of(options)) if options["pedantic"] or not rule.pedantic
    ]
    return means_of(options, os.environ, rules)


def why(done: Review, options: Mapping[str, Any]) -> Reading:
    """What each rule made of one line of what was reviewed. Raises UsageError if there is no such line."""
    if (form := options["form"]) not in ("terminal", "json"):
        raise UsageError(f"--why is told on the terminal or as JSON; leave --format {form} out")
    from review_assist.why import why as judge

    return judge(done, settings_of(options), read_bases(done.submission), options["why"])


def settings_of(options: Mapping[str, Any]) -> Settings:
    """The options as the stages take them. Raises UsageError if the profile cannot be used."""
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
        also_fine=options["also_fine"],
        ledger=options["ledger"],
    )


def _profile(asked: str | None) -> Profile | None:
    """The profile that was asked for. Raises UsageError if it cannot be read or names what is not there."""
    if asked is None:
        return None
    profile = load(asked)
    check_rules(profile, {rule.name: values_of(rule) for rule in all_rules()})
    return profile


def report(done: Review | Reading, options: Mapping[str, Any], out: TextIO, style: Style) -> None:
    """Write the review in the format that was asked for."""
    form = options["form"]
    if isinstance(done, Reading):
        _report_why(done, form, out, style)
        return
    FORMATS[form].write(done, out, _surroundings(done, options, style))


def files(done: Review, options: Mapping[str, Any], style: Style) -> Iterable[tuple[str, str]]:
    """Name and text of each file that the format writes into a folder. Raises UsageError if it knows none."""
    form = options["form"]
    if (written := FORMATS[form].files) is None or options["why"]:
        raise UsageError(f"{form} is one document; name a file with -o, and no folder")
    return written(done, _surroundings(done, options, style))


def _surroundings(done: Review, options: Mapping[str, Any], style: Style) -> Surroundings:
    refs = _refs(options["diff_refs"])
    return Surroundings(__version__, style, options["quiet"], all_rules(), lambda: _sender(done), refs)


def _refs(asked: str | None) -> DiffRefs | None:
    """The commits that were named. Raises UsageError unless they are three object ids."""
    if asked is None:
        return None
    from review_assist.reports.gitlab_discussions import DiffRefs

    commits = asked.split(",")
    if len(commits) != 3 or not all(re.fullmatch("[0-9a-f]{40,64}", commit) for commit in commits):
        raise UsageError("--diff-refs takes three full commit ids: BASE,START,HEAD, as the merge request has them")
    return DiffRefs(*commits)


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
