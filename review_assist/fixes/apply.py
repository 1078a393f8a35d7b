"""Fixes of one file put in together: as many as go together and stand the test as one."""

from __future__ import annotations

from collections.abc import Sequence

from review_assist.fixes.proof import proven_together
from review_assist.fixes.splice import apart, spliced
from review_assist.model import ChangedFile, Finding, Text
from review_assist.rules.rule import Rule


def applied(
    findings: Sequence[Finding], changed: ChangedFile, rules: Sequence[Rule], *, unsafe: bool
) -> tuple[Text, int]:
    """The whole file with the fixes of these findings in place, and how many findings that ends.

    Of fixes that overlap the first is taken, the other is left for another round. Without `unsafe` only those are
    taken that change nothing that the program does.
    """
    (text,) = changed.texts
    fitting = [f for f in findings if f.fix is not None and (unsafe or f.fix.is_safe)]
    free = apart([f.fix.edits for f in fitting if f.fix is not None])
    chosen = proven_together([fitting[index] for index in free], changed, rules)
    after = spliced(text, [edit for f in chosen if f.fix is not None for edit in f.fix.edits])
    return (after, len(chosen)) if after is not None else (text, 0)
