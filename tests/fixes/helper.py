"""Text in, text out: a file with the fixes that were proven for it."""

from __future__ import annotations

import inspect
import re

from review_assist.config import Settings
from review_assist.fixes.splice import apart, spliced, whole
from review_assist.model import Finding, Fix, Profile, Submission, WholeFile
from review_assist.pipeline import review
from review_assist.rules.registry import all_rules


def proposed(code: str, *rules: str, path: str = "src/lib.rs", profile: Profile | None = None) -> list[Fix]:
    """The proven fixes of these rules for a whole file, in order."""
    return [f.fix for f in found(code, *rules, path=path, profile=profile) if f.fix is not None]


def found(code: str, *rules: str, path: str = "src/lib.rs", profile: Profile | None = None) -> list[Finding]:
    """What these rules say of a whole file, pedantic or unsure as it may be."""
    submission = Submission(whole=(WholeFile(path, code.encode()),))
    return list(review(submission, Settings(rules, pedantic=True, profile=profile)).findings)


def fixed(code: str, *rules: str, path: str = "src/lib.rs", profile: Profile | None = None) -> str:
    """The file with the fixes of these rules in place."""
    fixes = proposed(code, *rules, path=path, profile=profile)
    chosen = [fixes[index] for index in apart([fix.edits for fix in fixes])]
    done = spliced(whole(code.encode()), [edit for fix in chosen for edit in fix.edits])
    assert done is not None
    return done.source.decode()


def rules_with_fixes() -> list[str]:
    """Names of the rules that propose replacements."""
    return [
        rule.name
        for rule in all_rules()
        if re.search(r"\bfix=", inspect.getsource(inspect.getmodule(rule.refine) or inspect))
    ]
