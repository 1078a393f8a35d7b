"""A hit as a finding: its texts filled in, its lines along, and a fingerprint by which it is known again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tree_sitter import Node

from review_assist.model import Confidence, Finding
from review_assist.rules.rewrite import fix_of
from review_assist.rules.rule import CodeRule, Hit
from review_assist.syntax.nodes import allowed_lint
from review_assist.syntax.source import SourceFile

_CODE_LIMIT = 12
"""Lines of code a finding carries along."""


def finding_of(rule: CodeRule, hit: Hit, confidence: Confidence, source: SourceFile, patch: int | None) -> Finding:
    """The hit with its texts filled in, and without a fingerprint."""
    values = {name: value if isinstance(value, str) else source.quote(value) for name, value in hit.values.items()}
    node, function = hit.at, source.function(hit.at)

    def filled(template: str) -> str:
        return template.format(**values).replace("``", "this function")  # a name that the hunk does not show

    return Finding(
        rule=rule.name,
        family=rule.family,
        level=hit.level or rule.level,
        confidence=confidence,
        path=source.path,
        line=source.line(node),
        end_line=source.end_line(node),
        column=node.start_point.column + 1,
        end_column=node.end_point.column + 1,
        message=filled(rule.message),
        question=filled(rule.ask),
        why=filled(rule.why),
        instead=filled(rule.instead),
        function=function.name if function is not None else "",
        code=_code(node, source),
        patch=patch,
        fingerprint="",
        allowed=allowed_lint(node, rule.clippy),
        pedantic=rule.pedantic,
        in_c=filled(rule.in_c),
        checks=filled(rule.checks),
        fix=fix_of(hit.fix, source) if hit.fix is not None else None,
        names=hit.names,
    )


def _code(node: Node, source: SourceFile) -> tuple[str, ...]:
    """The whole lines on which the node stands, at most `_CODE_LIMIT` of them."""
    raw = source.content.source
    start = max(raw.rfind(b"\n", 0, node.start_byte) + 1, source.content.start)
    end = raw.find(b"\n", node.end_byte, source.content.end)
    lines = raw[start : end if end >= 0 else source.content.end].split(b"\n")
    return tuple(line.decode("utf-8", "replace").rstrip("\r") for line in lines[:_CODE_LIMIT])


def with_fingerprints(findings: Iterable[Finding]) -> list[Finding]:
    """Hash rule, path and code without white space; equal ones in one file are told apart by their order."""
    counts: Counter[str] = Counter()
    done = []
    for finding in findings:
        content = "\0".join((finding.rule, finding.path, "".join("".join(finding.code).split())))
        counts[f"{finding.patch}\0{content}"] += 1
        number = counts[f"{finding.patch}\0{content}"]
        digest = hashlib.sha256(f"{content}\0{number}".encode("utf-8", "surrogateescape")).hexdigest()
        done.append(replace(finding, fingerprint=digest[:16]))
    return done
