"""From the table of a TOML file to a Profile, every key and value checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from string import Formatter
from typing import Any, TypeVar

from review_assist.errors import UsageError
from review_assist.model import CONFIDENCES, LEVELS, Profile, Recognition, RoleGlobs, RuleChange, Twin

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Place:
    """A key of a file, for messages."""

    file: str
    key: str = ""

    def __truediv__(self, key: str) -> _Place:
        return _Place(self.file, f"{self.key}.{key}" if self.key else key)

    def wrong(self, what: str) -> UsageError:
        return UsageError(f"{self.file}: {self.key}: {what}" if self.key else f"{self.file}: {what}")


Read = Callable[[Any, _Place, Any], Any]
"""From a value of TOML, where it stands, and what the profile said so far, to the value of a field."""


def profile_of(table: Mapping[str, Any], file: str, base: Profile) -> Profile:
    """The profile that the table describes. Lists of `base` are added to, other values replaced.

    Raises UsageError.
    """
    return _filled(base, table, _Place(file), _PROFILE)


def nearest(name: str, known: Mapping[str, object]) -> str:
    """The end of a message on a name that is not known: the one that was meant, or all there are."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"


def _filled(base: Value, table: Any, place: _Place, readers: Mapping[str, Read]) -> Value:
    if not isinstance(table, dict):
        raise place.wrong("is not a table")
    changes = {}
    for key, value in table.items():
        if key not in readers:
            raise (place / key).wrong(f"there is no such setting; {nearest(key, readers)}")
        changes[key] = readers[key](value, place / key, getattr(base, key))
    return replace(base, **changes)  # type: ignore[type-var]


def _text(value: Any, place: _Place, _: Any = None) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.wrong("is not a text")
    return " ".join(value.split())


def _texts(value: Any, place: _Place, before: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise place.wrong("is not a list of texts")
    return (*before, *(_text(item, place) for item in value))


def _truth(value: Any, place: _Place, _: Any) -> bool:
    if not isinstance(value, bool):
        raise place.wrong("is neither true nor false")
    return value


def _count(value: Any, place: _Place, _: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise place.wrong("is not a number from 0 on")
    return value


def _version(value: Any, place: _Place, _: Any) -> tuple[int, int]:
    parts = re.fullmatch(r"(\d{1,4})\.(\d{1,4})(\.\d{1,4})?", value) if isinstance(value, str) else None
    if parts is None:
        raise place.wrong('is not a version of Rust such as "1.83"')
    return int(parts[1]), int(parts[2])


def _one_of(*names: str) -> Read:
    def read(value: Any, place: _Place, _: Any) -> str:
        if value not in names:
            raise place.wrong(f"is none of {', '.join(names)}")
        return str(value)

    return read


def _template(value: Any, place: _Place, _: Any) -> str:
    """A text with `{values}` of the rule, and nothing else that braces can mean."""
    template = _text(value, place)
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise place.wrong(f"is no template: {error}") from error
    for _, name, spec, conversion in parts:
        if name is not None and (not name.isidentifier() or spec or conversion):
            raise place.wrong(f"{{{name}}} is not the name of a value")
    return template


def _citation(value: Any, place: _Place, _: Any) -> str:
    path, comma, heading = _text(value, place).partition(", ")
    if not comma or not heading or " " in path:
        raise place.wrong('is not a document and a heading in it, such as "docs/rust.rst, Errors"')
    return f"{path}, {heading}"


def _rules(value: Any, place: _Place, before: Mapping[str, RuleChange]) -> dict[str, RuleChange]:
    if not isinstance(value, dict):
        raise place.wrong("is not a table")
    changes = dict(before)
    for name, table in value.items():
        changes[name] = _filled(before.get(name, RuleChange()), table, place / name, _RULE)
    return changes


def _twins(value: Any, place: _Place, before: tuple[Twin, ...]) -> tuple[Twin, ...]:
    if not isinstance(value, list):
        raise place.wrong("is not a list of tables")
    return (*before, *(_filled(Twin(), item, place, _TWIN) for item in value))


def _table(readers: Mapping[str, Read]) -> Read:
    return lambda value, place, before: _filled(before, value, place, readers)


def _lists_of(empty: Recognition | RoleGlobs | Twin) -> dict[str, Read]:
    return {field.name: _texts for field in fields(empty)}


_TWIN = _lists_of(Twin())
_RULE: dict[str, Read] = {
    "level": _one_of(*LEVELS),
    "confidence": _one_of(*CONFIDENCES),
    "pedantic": _truth,
    "drop": _truth,
    "instead": _template,
    "cite": _citation,
}
_POLICY: dict[str, Read] = {
    "rust_list": _text,
    "maintainers_file": _text,
    "build_files": _texts,
    "requires_spdx": _truth,
    "known_crates": _texts,
    "max_new_crates": _count,
    "unportable": _texts,
    "features": _texts,
    "no_std": _truth,
    "safe_callbacks": _truth,
    "model_code": _truth,
    "explains_unsafe": _truth,
    "lints_file": _text,
    "twins": _twins,
}
_PROFILE: dict[str, Read] = {
    "name": _text,
    "minimum_rust": _version,
    "recognise": _table(_lists_of(Recognition())),
    "roles": _table(_lists_of(RoleGlobs())),
    "rules": _rules,
    "policy": _table(_POLICY),
}
