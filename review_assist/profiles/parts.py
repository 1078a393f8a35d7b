"""What lies in a tree and is not the project's own code: copies of other projects, programs that run elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from review_assist.globs import matches
from review_assist.model import ChangedFile, Patch, Profile
from review_assist.patterns import pattern

_IMPORTS = pattern(r"\b(import|vendor)(s|ed|ing)?\b.*\bcrates?\b", re.IGNORECASE)
_AS_THEY_ARE = pattern(
    r"\b(files?|code|crates?|sources?|library|modules?|contents?)\b[^.]{0,60}\b(copied|imported|taken|vendored)\b"
    r"[^.]{0,60}\b(as[- ]is|verbatim|unmodified|unchanged|no modifications?|without (any )?changes?)\b"
    r"|\bverbatim (copy|copies|import)\b",
    re.IGNORECASE,
)
"""Found in a message whose white space is squeezed."""
_GATES = pattern(rb"^#!\[feature\(([\w\s,]*)\)\]")
_USES_STD = pattern(rb"^[ \t]*(?:pub(?:\([^)\n]*\))? )?use (?:::)?std::", re.MULTILINE)
_IN_THE_PROJECT = pattern(rb"\b(?:kernel|bindings)::")


def imported(patches: Iterable[Patch]) -> tuple[str, ...]:
    """Paths of the Rust files that patches add as others wrote them, which their messages say."""
    return tuple(path for patch in patches if _is_import(patch) for path in _new_files(patch))


def _is_import(patch: Patch) -> bool:
    return bool(_IMPORTS.search(patch.subject) or _AS_THEY_ARE.search(" ".join(patch.message.split())))


def _new_files(patch: Patch) -> Iterator[str]:
    return (diff.path for diff in patch.files if diff.old_path is None and diff.path.endswith(".rs"))


def features_turned_on(patches: Iterable[Patch]) -> tuple[str, ...]:
    """Features of the language that lines of a series turn on for a crate, in whichever file."""
    lines = (line for patch in patches for diff in patch.files for hunk in diff.hunks for line in hunk.lines)
    gates = (_GATES.match(line.text) for line in lines if line.kind != "-")
    names = (name.strip() for gate in gates if gate for name in gate[1].decode().split(","))
    return tuple(name for name in names if name)  # a comma may stand behind the last one


def for_file(profile: Profile, file: ChangedFile) -> Profile:
    """The profile as it holds for one file: a program beside the project's code has only its minimum Rust, and is
    no device, wherever it lies."""
    if not profile.roles.host or not _is_on_host(profile, file):
        return profile
    return Profile(minimum_rust=profile.minimum_rust, roles=replace(profile.roles, leaf=()))


def _is_on_host(profile: Profile, file: ChangedFile) -> bool:
    """By what it uses; by where it lies if that is not visible."""
    visible = b"\n".join(text.source[text.start : text.end] for text in file.texts)
    if _USES_STD.search(visible):
        return True
    return matches(file.path, profile.roles.host) and not _IN_THE_PROJECT.search(visible)
