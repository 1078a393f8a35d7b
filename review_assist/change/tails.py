"""What must come after a hunk so that the constructs it leaves open are complete."""

from __future__ import annotations

import re

from review_assist.change.lexer import CLOSING, Level, Scan
from review_assist.patterns import pattern

_LET_PATTERN = pattern(rb"\s*let\b[^=]*\Z")
_CONDITION_PATTERN = pattern(rb"\b(?:if|while)\s+let\b[^=]*\Z")
_CONDITION = pattern(rb"\b(?:if|while|match|for)\b[^{]*\Z")
_BINDING = pattern(rb"(?:^|[;}\n])[ \t]*(?:pub(?:\(\))?\s+)?(?:let\b[^;]*=|use\b|const\b|static\b|type\b)[^;]*\Z")
_FUNCTION = pattern(rb"\bfn\b[^{;]*\Z")
_STRUCT = pattern(rb"\bstruct\s+\w+[^{;]*\Z")
_ENDS = (
    (re.compile(rb"#!?\[\]\s*\Z"), b"fn __() {}"),
    (re.compile(rb"\b(?:impl|trait|fn|mod|enum|union|extern)\b[^{;=]*\Z"), b"{}"),
    (re.compile(rb"\bstruct\b[^{;]*\Z"), b"{}"),
    (re.compile(rb"\bwhere\b[^{;]*\Z"), b"{}"),
    (re.compile(rb"(?:\b(?:if|while|match|for)\b[^{]*(?:==|[=&|<>+\-*/,.]))\s*\Z"), b"__ {}"),
    (re.compile(rb"(?:\b(?:if|while|match|for)\b[^{]*|\b(?:else|unsafe|loop))\s*\Z"), b"{}"),
    (re.compile(rb"\b(?:let|const|static)\b[^;{}]*=(?:[^;}]*[-=+*/%&|^<>.])?\s*\Z"), b"__;"),
    (re.compile(rb"\b(?:let|use|const|static|type)\b[^;]*\Z"), b";"),
    (re.compile(rb"(?:=>|[-=+*%^]|(?<!/)/|&&?|\|\|?|[^:]:|::|\.)\s*\Z"), b"__"),
)


def closing(scan: Scan) -> bytes:
    """Text that completes the last construct and closes the brackets that the hunk leaves open."""
    parts = [scan.unfinished, b"\n" * bool(scan.unfinished)]
    parts.append(_rest(scan.tail))
    for index in range(len(scan.levels) - 1, -1, -1):
        outer = scan.levels[index - 1].bracket if index else b"{"
        parts.append(_close(scan.levels[index], outer))
    return b" ".join(part for part in parts if part)


def _rest(skeleton: bytes) -> bytes:
    last = _last_statement(skeleton)
    if not last.strip():
        return b""
    return next((end for pattern, end in _ENDS if pattern.search(last)), b"")


def _last_statement(skeleton: bytes) -> bytes:
    cut = max(skeleton.rfind(b";"), skeleton.rfind(b"}\n"))
    return skeleton[cut + 1 :][-2000:]


def _close(level: Level, outer: bytes) -> bytes:
    bracket = CLOSING[level.bracket]
    head = _last_statement(level.skeleton)
    if _CONDITION_PATTERN.search(head):
        return bracket + b" = __ {}"
    if _LET_PATTERN.match(head):
        return bracket + b" = __;"
    if level.bracket != b"{" and (_CONDITION.search(head) or _FUNCTION.search(head)):
        return bracket + b" {}"
    if outer != b"{":
        return bracket
    if (level.bracket == b"(" and _STRUCT.search(head)) or _BINDING.search(head):
        return bracket + b";"
    return bracket
