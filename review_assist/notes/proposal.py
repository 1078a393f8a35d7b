"""Whether the code of a fix tells a reader more than the words around it do."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from review_assist.model import Finding
from review_assist.patterns import pattern

_TOKEN = pattern(r'[bc]?"(?:\\.|[^"\\])*"|\w+|[^\w\s]')

_LONGEST = 400
"""Columns of a line that is looked into; a longer one was not written by hand."""


def says_more(finding: Finding) -> bool:
    """Whether the fix is worth showing as code: more than one line, or one with something new in it.

    Nothing is new in the line as it was with pieces taken out, or with what the note names in their place.
    """
    shown = finding.fix.shown if finding.fix else ()
    if len(shown) != 1:
        return bool(shown)
    named = [_squeezed(code) for code in re.findall(r"`([^`]*)`", f"{finding.message} {finding.instead}")]
    if len(shown[0]) > _LONGEST or len("".join(finding.code[:1])) > _LONGEST:
        return True
    if any(_squeezed(shown[0]).rstrip(";,") in code for code in named):
        return False
    old, new = (_TOKEN.findall(line) for line in ("".join(finding.code[:1]), shown[0]))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    written = ("".join(new[first:last]) for kind, _, _, first, last in changes if kind != "equal")
    return not all(any(_squeezed(piece) in code for code in named) for piece in written if piece)


def _squeezed(code: str) -> str:
    return "".join(code.split())
