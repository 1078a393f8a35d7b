"""Which project a series is for: by its mailing list, the paths it changes, the crates it uses, or its tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from review_assist.globs import matches
from review_assist.model import Mail, Patch, Profile, RuleChange, Series
from review_assist.patterns import pattern
from review_assist.profiles.parts import features_turned_on, imported

_USED = pattern(rb"^[ \t]*(?:pub +)?(?:use +(?:::)?|extern +crate +)([a-z]\w*)\b", re.MULTILINE)
_DEPENDENCY = pattern(rb"^[ \t]*\"?([a-z][\w-]*)\"?(?:\.workspace)?[ \t]*=", re.MULTILINE)
_MINIMUM = pattern(rb"^[ \t]*(?:rust-version|msrv)[ \t]*=[ \t]*\"(\d{1,4})\.(\d{1,4})", re.MULTILINE)
MANIFESTS = ("clippy.toml", ".clippy.toml", "Cargo.toml", "rust/Cargo.toml")
"""Files that tell what a tree depends on and the oldest Rust it is built with, the surest first."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What there is to recognise a project by, the surest first."""

    lists: frozenset[str]
    paths: tuple[str, ...]
    crates: frozenset[str]
    tree: Mapping[str, bytes]


def telling_files(profiles: Iterable[Profile]) -> frozenset[str]:
    """Paths in a tree that tell whether it is of these projects, and what it asks."""
    known = tuple(profiles)
    told = (path for profile in known for path in (*profile.recognise.tree, *profile.documents))
    asked = (profile.policy.maintainers_file for profile in known if profile.policy.maintainers_file)
    return frozenset((*MANIFESTS, *told, *asked))


def signs_of_series(series: Series, tree: Mapping[str, bytes]) -> Signs:
    """Of all patches of a series together; `tree` has files of the repository that they apply to."""
    mails = [patch.mail for patch in series.patches] + [series.cover]
    diffs = [diff for patch in series.patches for diff in patch.files]
    code = (
        line.text
        for diff in diffs
        if diff.path.endswith(".rs")
        for hunk in diff.hunks
        for line in hunk.lines
        if line.kind != "-"
    )
    return Signs(_lists(mails), tuple(diff.path for diff in diffs), _used_crates(code), tree)


def signs_of_files(files: Iterable[tuple[str, bytes]], tree: Mapping[str, bytes]) -> Signs:
    """Of files, each a path and its content, that are taken as they stand."""
    told = tuple(files)
    return Signs(frozenset(), tuple(path for path, _ in told), _used_crates(data for _, data in told), tree)


def _used_crates(code: Iterable[bytes]) -> frozenset[str]:
    """Names at the head of `use` paths in lines or texts of Rust."""
    return frozenset(name.decode() for text in code for name in _USED.findall(text))


def recognised(signs: Signs, profiles: Iterable[Profile]) -> Profile:
    """The profile that the surest sign points to; the default one where nothing does."""
    known = tuple(profiles)
    for count in (_in_lists, _in_paths, _in_crates, _in_tree):
        best = max(known, key=lambda profile: count(profile, signs), default=None)
        if best is not None and count(best, signs):
            return best
    return next((profile for profile in known if profile.name == "default"), Profile())


def for_series(profile: Profile, series: Series | None, tree: Mapping[str, bytes]) -> Profile:
    """The profile with what the series or the tree tells of Rust and of copied files, citing what the tree has."""
    patches = series.patches if series else ()
    minimum = _minimum_in_series(patches) or _minimum_in_tree(tree)
    rules = profile.rules
    if any(path in tree for path in profile.recognise.tree):
        rules = {name: _with_valid_citation(change, tree) for name, change in rules.items()}
    return replace(
        profile,
        minimum_rust=minimum or profile.minimum_rust,
        rules=rules,
        roles=replace(profile.roles, vendored=(*profile.roles.vendored, *imported(patches))),
        policy=replace(profile.policy, features=(*profile.policy.features, *features_turned_on(patches))),
    )


def _lists(mails: Sequence[Mail | None]) -> frozenset[str]:
    return frozenset(address.email.lower() for mail in mails if mail for address in (*mail.to, *mail.cc))


def _in_lists(profile: Profile, signs: Signs) -> int:
    """A list that is named earlier in the profile says more than one named later."""
    lists = profile.recognise.lists
    return max((len(lists) - at for at, name in enumerate(lists) if name.lower() in signs.lists), default=0)


def _in_paths(profile: Profile, signs: Signs) -> int:
    return sum(matches(path, profile.recognise.paths) for path in signs.paths)


def _in_crates(profile: Profile, signs: Signs) -> int:
    return len(signs.crates & set(profile.recognise.crates))


def _in_tree(profile: Profile, signs: Signs) -> int:
    if any(path in signs.tree for path in profile.recognise.tree):
        return len(profile.recognise.crates) + 1
    manifest = signs.tree.get("Cargo.toml", b"")
    return len({name.decode() for name in _DEPENDENCY.findall(manifest)} & set(profile.recognise.crates))


def _minimum_in_series(patches: Iterable[Patch]) -> tuple[int, int] | None:
    """What the patches show of manifests, after them; the last one counts."""
    found = None
    for patch in patches:
        for diff in patch.files:
            if diff.path in MANIFESTS:
                lines = (line.text for hunk in diff.hunks for line in hunk.lines if line.kind != "-")
                found = _minimum(b"\n".join(lines)) or found
    return found


def _minimum_in_tree(tree: Mapping[str, bytes]) -> tuple[int, int] | None:
    return next((found for path in MANIFESTS if (found := _minimum(tree.get(path, b"")))), None)


def _minimum(manifest: bytes) -> tuple[int, int] | None:
    told = _MINIMUM.search(manifest)
    return (int(told[1]), int(told[2])) if told else None


def _with_valid_citation(change: RuleChange, tree: Mapping[str, bytes]) -> RuleChange:
    path, _, heading = (change.cite or "").partition(", ")
    return change if heading.encode() in tree.get(path, b"") else replace(change, cite=None)
