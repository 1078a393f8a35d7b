"""What the documents show is what the tool says."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from review_assist.cli import commands
from review_assist.reports import terminal
from tests.test_pipeline import PATCH, review

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_readme_shows_real_output() -> None:
    out = StringIO()
    terminal.write(review(PATCH.read_text()), out, terminal.Style())
    sample = re.search(r"```console\n\$ review-assist review frame-queue.mbox\n(.*?)```", README, re.DOTALL)
    assert sample is not None and sample[1] in out.getvalue()


def test_the_readme_names_every_option() -> None:
    options = {
        name
        for command in (commands.commands["review"], commands.commands["check"])
        for parameter in command.params
        for name in parameter.opts
        if name.startswith("--")
    }
    shown = {name for name in options if name in README}
    assert options - shown <= {"--output", "--quiet"}, "those have a short form, which is shown"


def test_the_readme_names_every_command() -> None:
    assert all(f"review-assist {name}" in README for name in commands.commands)
