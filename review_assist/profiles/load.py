"""Profiles by name or from a file; a mistake in one is a UsageError that names the file and what was meant."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from review_assist.errors import UsageError
from review_assist.model import Profile, RuleChange
from review_assist.profiles.read import nearest, profile_of

_ENDING = ".toml"


def load(asked: str) -> Profile:
    """The shipped profile of this name, or the one in this file. Raises UsageError."""
    if asked in shipped():
        return shipped()[asked]
    if not asked.endswith(_ENDING):
        raise UsageError(f"{asked}: no profile of that name; {nearest(asked, shipped())} (or a {_ENDING} file)")
    path = Path(asked)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{asked}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{asked}: is no text in UTF-8") from error
    table = _table(text, asked)
    return profile_of(table, asked, _base(table.pop("extends", None), asked, path.stem))


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with review-assist, by name."""
    found = {}
    for entry in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(_ENDING):
            name = entry.name.removesuffix(_ENDING)
            found[name] = profile_of(_table(entry.read_text("utf-8"), entry.name), entry.name, Profile(name))
    return found


def check_rules(profile: Profile, values: Mapping[str, Collection[str]]) -> None:
    """Raise UsageError if the profile names a rule, or a value of a rule, that is not there.

    `values`: of each rule, by name, the values that its templates may use.
    """
    for name, change in profile.rules.items():
        if name not in values:
            raise UsageError(f"profile {profile.name}: rules.{name}: no such rule; {nearest(name, values)}")
        _check_template(profile, name, change, values[name])


def _check_template(profile: Profile, name: str, change: RuleChange, known: Collection[str]) -> None:
    try:
        (change.instead or "").format(**dict.fromkeys(known, ""))
    except KeyError as error:
        has = ", ".join(f"{{{value}}}" for value in sorted(known)) or "none"
        where = f"profile {profile.name}: rules.{name}.instead"
        raise UsageError(f"{where}: there is no value {{{error.args[0]}}}; the rule has {has}") from error


def _base(extended: object, file: str, name: str) -> Profile:
    if extended is None:
        return Profile(name)
    if not isinstance(extended, str) or extended not in shipped():
        raise UsageError(f"{file}: extends: no profile of that name; {nearest(str(extended), shipped())}")
    base = shipped()[extended]
    return replace(base, name=name, kin=(base.name, *base.kin))


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: is not TOML: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{file}: is nested too deeply") from error
