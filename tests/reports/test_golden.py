"""The terminal and JSON reports of the bundled patch, word for word."""

from __future__ import annotations

from io import StringIO

from review_assist.config import Settings
from review_assist.model import Review
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
