"""What a patch does to `Cargo.toml` and `Cargo.lock`, as far as its hunks show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from review_assist.globs import matches
from review_assist.model import FileDiff, Hunk, Line
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import Place, place

_ENTRY = pattern(
    rb"\s*(?P<quote>[\"']?)(?P<name>[A-Za-z0-9_-]{1,64})(?P=quote)\s*(?:\.\s*version\s*)?=\s*(?P<value>\S.*)"
)
_SECTION = pattern(rb"\s*\[\s*([^\[\]]{1,200})\]")
_VERSION = pattern(rb"[\"'][\s~^=<>*]*\d")
_OUTSIDE = pattern(rb"\{.*\b(?:version|git)\s*=")
_INSIDE = pattern(rb"\b(?:path|workspace)\s*=")
_PACKAGE = pattern(rb"\bpackage\s*=\s*[\"']([A-Za-z0-9_-]{1,64})")
_LOCKED = pattern(rb"(name|source) = \"([^\"]{1,200})\"")
_OF_THE_PACKAGE = frozenset({"version", "rust-version", "edition", "resolver", "name", "links", "msrv"})
_NOT_OURS = (
    "**/vendor/**",
    "**/third_party/**",
    "**/tests/**",
    "**/test_data/**",
    "**/fixtures/**",
    "fuzz/**",
    "**/fuzz/**",
)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A crate from outside the tree that a manifest asks for, on a line that the patch adds."""

    name: str
    at: Place


def plain(name: str) -> str:
    """Cargo takes `a_b` and `a-b` for the same crate."""
    return name.replace("_", "-")


def is_manifest(diff: FileDiff) -> bool:
    """Whether this is the manifest of a package that is built, not of a fixture or a copy."""
    return diff.path.rpartition("/")[2] == "Cargo.toml" and not matches(diff.path, _NOT_OURS)


def is_lock_file(diff: FileDiff) -> bool:
    """Whether this is the lock file of what is built."""
    return diff.path.rpartition("/")[2] == "Cargo.lock" and not matches(diff.path, _NOT_OURS)


def new_dependencies(diff: FileDiff) -> Iterator[Dependency]:
    """Crates that a manifest asks for and did not ask for before; those of tests do not count."""
    before = {name for hunk in diff.hunks for name in _removed(hunk)}
    for hunk in diff.hunks:
        section: str | None = "" if diff.old_path is None else None
        for line in hunk.lines:
            if line.kind == "-":
                continue
            if head := _SECTION.match(line.text):
                section = head[1].decode("utf-8", "replace").strip()
            elif line.kind == "+" and (name := _asked_for(line.text, section)) and name not in before:
                yield Dependency(name, place(diff, line, name.encode()))


def new_packages(diff: FileDiff) -> dict[str, bool]:
    """Names of the packages that a lock file gains, and whether each comes from outside of the tree."""
    before = _packages(diff, "-")
    return {name: is_outside for name, is_outside in _packages(diff, "+").items() if name not in before}


def package_line(diff: FileDiff, names: Iterable[str]) -> Line | None:
    """The first line that adds one of the packages."""
    wanted = {f'name = "{name}"'.encode() for name in names}
    lines = (line for hunk in diff.hunks for line in hunk.lines if line.kind == "+")
    return next((line for line in lines if line.text.strip() in wanted), None)


def _removed(hunk: Hunk) -> Iterator[str]:
    for line in hunk.lines:
        if line.kind == "-" and (entry := _ENTRY.match(line.text)):
            yield entry["name"].decode()
            yield _real_name(entry)


def _asked_for(text: bytes, section: str | None) -> str | None:
    """The crate that a line of a manifest asks for; None if it asks for none, or for one in the same tree."""
    entry = _ENTRY.match(text)
    if entry is None or _INSIDE.search(entry["value"]):
        return None
    if not (_VERSION.match(entry["value"]) or _OUTSIDE.match(entry["value"])):
        return None
    if section is None:
        return None if entry["name"].decode() in _OF_THE_PACKAGE else _real_name(entry)
    parts = section.replace('"', "").split(".")
    if parts[-1] in ("dependencies", "build-dependencies"):
        return _real_name(entry)
    if len(parts) > 1 and parts[-2] in ("dependencies", "build-dependencies") and entry["name"] == b"version":
        return parts[-1].strip()
    return None


def _real_name(entry: re.Match[bytes]) -> str:
    """A crate may be given another name by `package = ".."`."""
    package = _PACKAGE.search(entry["value"])
    return (package[1] if package else entry["name"]).decode()


def _packages(diff: FileDiff, kind: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for hunk in diff.hunks:
        name = None
        for line in hunk.lines:
            told = _LOCKED.match(line.text) if line.kind in (kind, " ") else None
            if told and told[1] == b"name":
                name = told[2].decode("utf-8", "replace") if line.kind == kind else None
                if name:
                    found[name] = False
            elif told and name:
                found[name] = True
    return found
