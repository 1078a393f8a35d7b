"""Code that the model proposes: held to the words of the patch, tried as a rule's own code is, and marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from review_assist.llm.accept import Allowed, unknown_words
from review_assist.llm.schema import LIMITS
from review_assist.model import Edit, Finding, Fix, Passage

Prove = Callable[[Finding], Finding]
"""The finding with its fix if that applies, parses and ends the finding without waking another; else without."""


def unproven(finding: Finding) -> Finding:
    """What there is to say without a proof."""
    return replace(finding, fix=None)


def proposed(code: str, finding: Finding, allowed: Allowed, prove: Prove) -> tuple[Passage, ...] | str:
    """The passages that propose the code instead of the finding's lines; or why it is not proposed."""
    if len(code) > LIMITS["code"] or "`" in code or not all(c.isprintable() or c in "\n\t" for c in code):
        return "its code is too long, or has characters that code does not"
    if len(finding.code) != finding.end_line - finding.line + 1:
        return "its code would replace more lines than were shown"
    if "//" in code or "/*" in code:
        return "its code has comments"
    if unknown_words(f"`{code}`", allowed):
        return "its code names what neither the patch nor the rule does"
    proven = prove(replace(finding, fix=_fix(allowed.redaction.restored(code), finding))).fix
    if proven is None:
        return "its code does not apply, does not parse, or does not end the finding"
    return (
        Passage("code", "\n".join(proven.shown), "model"),
        Passage("proof", f"{proven.proof}; written by a language model", "model"),
    )


def _fix(code: str, finding: Finding) -> Fix:
    """The whole lines of the finding, replaced."""
    end = len(finding.code[-1].encode("utf-8", "surrogateescape")) + 1
    edit = Edit(finding.line, 1, finding.end_line, end, code.rstrip("\n"))
    return Fix((edit,), is_safe=False)
