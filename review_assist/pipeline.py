"""The whole flow on one screen: what arrived, the new text, findings, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from review_assist.carried import carried
from review_assist.change.base import Lookup, changed_files
from review_assist.config import Settings, chosen, is_told
from review_assist.fine.find import find_fine
from review_assist.fixes.proof import with_proven_fixes
from review_assist.fixes.splice import whole
from review_assist.ledger import ledger
from review_assist.model import (
    ChangedFile,
    Finding,
    Note,
    Profile,
    Review,
    Silenced,
    Submission,
    Twins,
    WholeFile,
)
from review_assist.notes.cause import with_causes
from review_assist.notes.draft import Manner, drafted
from review_assist.notes.group import capped, folded, group
from review_assist.profiles.load import shipped
from review_assist.profiles.parts import for_file
from review_assist.profiles.recognise import for_series, recognised, signs_of_files, signs_of_series
from review_assist.rules import engine
from review_assist.rules.patch_engine import find_in_patches
from review_assist.rules.registry import all_rules, known_names
from review_assist.suppress import suppress, unknown_names
from review_assist.syntax import rust
from review_assist.twins.find import find_twins

Track = Callable[[Sequence[ChangedFile]], Iterable[ChangedFile]]
"""Goes through the files; the command line hangs its progress bar here."""


def review(
    submission: Submission, settings: Settings, lookup: Lookup | None = None, track: Track = iter
) -> Review:
    """Review all that was read. `lookup` finds the files that the patches change, if there is a repository.

    Raises UsageError if the settings name an unknown rule.
    """
    rules = chosen(all_rules(), settings)
    profiles = _profiles_of(submission, settings.profile)
    files = new_texts(submission, lookup, profiles)
    found = engine.find(files, rules, track)
    on_patches = find_in_patches(submission, profiles, rules)
    told, answered = suppress(engine.in_order(found.findings + on_patches), files)
    told, old = carried(told, submission, files, rules)
    findings = with_proven_fixes([f for f in told if is_told(f, settings)], files, all_rules())
    silenced = tuple(replace(each, finding=replace(each.finding, fix=None)) for each in answered + old)
    twins = find_twins(submission, files, findings)
    spoken = (*told, *(each.finding for each in silenced))
    notes, left_out = _notes(findings, submission, silenced, settings, twins)
    done = Review(
        submission=submission,
        notes=notes,
        findings=findings,
        silenced=silenced,
        problems=submission.problems + found.problems,
        remarks=unknown_names(files, known_names(all_rules())),
        left_out=left_out,
        files=len({(f.patch, f.path) for f in files}),
        profiles=profiles,
        pairs=twins.pairs,
        c_lines=twins.lines,
        fine=find_fine(files, spoken, submission.prototypes) if settings.also_fine else (),
        withheld=sum(is_told(f, replace(settings, pedantic=True)) for f in told) - len(findings),
    )
    if settings.ledger is None:
        return done
    return replace(done, ledger=ledger(done, files, rules, settings))


def _notes(
    findings: Sequence[Finding],
    submission: Submission,
    silenced: Sequence[Silenced],
    settings: Settings,
    twins: Twins,
) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """What is said, and what is left out over the number of notes that was asked for."""
    grouped = group(findings)
    kept, left_out = capped(folded(grouped, settings.folds) if settings.folds else grouped, settings.most)
    kept = with_causes(kept, {rule.name: rule.explains for rule in all_rules()})
    keep = {rule.name: rule.keep for rule in all_rules()} if settings.teach == "lesson" else {}
    manner = Manner(settings.voice, settings.teach, keep)
    beside = [replace(n, twin=twins.lines.get((n.finding.patch, n.finding.fingerprint))) for n in kept]
    return drafted(beside, submission, silenced, manner), left_out


def _profiles_of(submission: Submission, asked: Profile | None) -> tuple[Profile, ...]:
    """The profile of each patch, and one more for the whole files; a series is of one project."""
    tree = submission.tree
    found: list[Profile] = []
    for series in submission.series:
        profile = asked or recognised(signs_of_series(series, tree), shipped().values())
        found += [for_series(profile, series, tree)] * len(series.patches)
    if submission.whole:
        signs = signs_of_files([(file.path, file.data) for file in submission.whole], tree)
        found.append(for_series(asked or recognised(signs, shipped().values()), None, tree))
    return tuple(found)


def new_texts(
    submission: Submission, lookup: Lookup | None, profiles: Sequence[Profile]
) -> tuple[ChangedFile, ...]:
    """Every Rust file of the submission as it is after its patch, as far as that is known."""
    files: list[ChangedFile] = []
    for series, span in submission.spans:
        files += changed_files(series, span.start, rust.parse, lookup)
    files += [_whole(file) for file in submission.whole]
    return tuple(
        replace(file, profile=for_file(profiles[-1 if file.patch is None else file.patch], file)) for file in files
    )


def _whole(file: WholeFile) -> ChangedFile:
    return ChangedFile(file.path, None, (whole(file.data),), is_complete=True)
