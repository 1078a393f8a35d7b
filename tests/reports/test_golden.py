"""The terminal and JSON reports of the bundled patch, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest

from review_assist.config import Settings
from review_assist.model import Review, Teach
from review_assist.reports import json, terminal
from tests.conftest import Golden
from tests.test_pipeline import PATCH, review

FEW = Settings(select=("mutable-static", "integer-as-bool", "minus-one-sentinel", "tail-return"))


def bundled() -> Review:
    """Certain and asked, one place and several, a rule that speaks twice."""
    return review(PATCH.read_text(), FEW)


def test_terminal(golden: Golden) -> None:
    out = StringIO()
    terminal.write(bundled(), out, terminal.Style())
    golden("frame-queue.txt", out.getvalue())


def test_terminal_in_colours_and_narrow(golden: Golden) -> None:
    out = StringIO()
    terminal.write(bundled(), out, terminal.Style(colors=True, width=50))
    golden("frame-queue-narrow.ansi", out.getvalue())


def test_json(golden: Golden) -> None:
    out = StringIO()
    json.write(bundled(), out, version="1.2.3")
    golden("frame-queue.json", out.getvalue())


@pytest.mark.parametrize(
    ("teach", "labels"),
    [
        ("line", {"instead", "also"}),
        ("card", {"why", "instead", "also"}),
        ("lesson", {"in C", "why", "instead", "gain", "keep if", "also"}),
    ],
)
def test_the_terminal_tells_as_much_as_was_asked_for(teach: Teach, labels: set[str]) -> None:
    out = StringIO()
    settings = replace(FEW, select=("minus-one-sentinel",), teach=teach)
    terminal.write(review(PATCH.read_text(), settings), out, terminal.Style())
    assert set(re.findall(r"^ +  = ([^:]+):", out.getvalue(), re.MULTILINE)) - {"more"} == labels
