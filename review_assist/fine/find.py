"""The code of a patch that looks alarming and is right: at most one place of a kind, and few of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tree_sitter import Node

from review_assist.fine import kinds
from review_assist.fine.kind import Kind
from review_assist.model import ChangedFile, CLine, Finding, Fine
from review_assist.rules.rule import Captures
from review_assist.syntax import rust
from review_assist.syntax.source import SourceFile, read_source, spans_error

_MOST = 5
"""Kinds that are told of one patch."""
_NAMED = 3
"""Functions that are named for one kind."""

_Place = tuple[int | None, str]


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind there is, by name."""
    modules = (import_module(f"{kinds.__name__}.{module.name}") for module in iter_modules(kinds.__path__))
    return tuple(sorted((getattr(m, m.__name__.rpartition(".")[2]) for m in modules), key=lambda kind: kind.name))


def find_fine(
    files: Sequence[ChangedFile], findings: Sequence[Finding], prototypes: Mapping[str, CLine] | None = None
) -> tuple[Fine, ...]:
    """What is right on the added lines, by patch; at most `_MOST` a patch, one for each kind.

    `prototypes` are those of C by name, if they are known; a kind may have to look at them (`Kind.confirm`).

    Nothing is said of a line on which a rule speaks, however softly. Those that occur most come first.
    """
    spoken: dict[_Place, set[int]] = {}
    for finding in findings:
        lines = spoken.setdefault((finding.patch, finding.path), set())
        lines.update(range(finding.line, finding.end_line + 1))
    found: dict[tuple[int | None, str], list[Fine]] = {}
    for changed in files:
        for fine in _in_file(changed, spoken.get((changed.patch, changed.path), set()), prototypes):
            found.setdefault((changed.patch, fine.kind), []).append(fine)
    return tuple(_told(found))


def _told(found: dict[tuple[int | None, str], list[Fine]]) -> Iterator[Fine]:
    ranked = sorted(found.items(), key=lambda item: (-1 if item[0][0] is None else item[0][0], -len(item[1])))
    told: dict[int | None, int] = {}
    for (patch, _), places in ranked:
        told[patch] = told.get(patch, 0) + 1
        if told[patch] <= _MOST:
            yield _together(places)


def _together(places: Sequence[Fine]) -> Fine:
    names = tuple(dict.fromkeys(name for place in places for name in place.functions))[:_NAMED]
    first = places[0]
    return Fine(
        first.kind, first.patch, first.path, first.line, names, len(places), first.what, first.alarm, first.reason
    )


def _in_file(changed: ChangedFile, spoken: set[int], prototypes: Mapping[str, CLine] | None) -> Iterator[Fine]:
    query = rust.compile_query("\n".join(kind.query for kind in all_kinds()))
    for source in read_source(changed):
        if not source.role.is_judged or rust.why_not_judged(source.tree, source.content.source):
            continue
        seen = set()
        for at, captures in rust.matches(query, source.tree.root_node):
            kind = all_kinds()[at]
            node = kind.judge(Captures(captures), source)
            if node is None or (kind.name, node.start_byte) in seen or not _is_sure(node, source, spoken):
                continue
            seen.add((kind.name, node.start_byte))
            reason: str | None = kind.reason
            if kind.confirm is not None and prototypes is not None:
                reason = kind.confirm(node, prototypes)
            if reason is not None:
                yield _fine(kind, reason, node, source, changed.patch)


def _is_sure(node: Node, source: SourceFile, spoken: set[int]) -> bool:
    return (
        source.is_visible(node)
        and source.is_added(node)
        and not spoken & set(range(source.line(node), source.end_line(node) + 1))
        and not spans_error(node)
    )


def _fine(kind: Kind, reason: str, node: Node, source: SourceFile, patch: int | None) -> Fine:
    function = source.function(node)
    names = (function.name,) if function is not None and function.name else ()
    return Fine(kind.name, patch, source.path, source.line(node), names, 1, kind.what, kind.alarm, reason)
