"""The C line that a line of Rust came from, within functions that are a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from math import log

from review_assist.model import CLine, Finding
from review_assist.twins.functions import Function
from review_assist.twins.words import Statement, words

_SHARED = 2
_MARGIN = 1.25
_OVERLAP = 0.4
"""How much of the rarer words of either line the other must have."""
_OFTEN = 0.15
_AT_LEAST = 3
"""A word that more statements than this have, and more than that share of them, is not rare."""
_CODE_LINES = 3


def c_line(finding: Finding, c: Function, rust: Function) -> CLine | None:
    """The C that the finding's first statement came from; None if no statement is surely it."""
    if finding.line <= rust.body_line:
        return _quoted(c.statements[0], c) if c.statements else None
    said = _said(finding, rust)
    scored = sorted(_scored(said, c.statements), key=lambda pair: -pair[0])
    if not scored or (len(scored) > 1 and scored[0][0] < scored[1][0] * _MARGIN):
        return None
    return _quoted(scored[0][1], c)


def _said(finding: Finding, rust: Function) -> Set[str]:
    at = next((s for s in rust.statements if s.line <= finding.line < s.line + len(s.code)), None)
    return at.words if at else words("\n".join(finding.code[:1]), rust.prefixes)


def _scored(said: Set[str], statements: Sequence[Statement]) -> list[tuple[float, Statement]]:
    counts = Counter(word for statement in statements for word in statement.words)
    most = max(_AT_LEAST, len(statements) * _OFTEN)
    weights = {word: log(1 + len(statements) / count) for word, count in counts.items() if count <= most}
    heaviest = max(weights.values(), default=1.0)
    own = sum(weights.get(word, heaviest if word not in counts else 0.0) for word in said)
    found = []
    for statement in statements:
        shared = [weights[word] for word in said & statement.words if word in weights]
        theirs = sum(weights.get(word, 0.0) for word in statement.words)
        if len(shared) >= _SHARED and sum(shared) >= _OVERLAP * max(own, theirs):
            found.append((sum(shared), statement))
    return found


def _quoted(statement: Statement, c: Function) -> CLine:
    return CLine(c.path, statement.line, statement.code[:_CODE_LINES], c.name)
