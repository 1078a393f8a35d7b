"""What the documents show is what the tool says."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from review_assist.cli import commands
from review_assist.reports import terminal
from review_assist.reports.formats import FORMATS
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


def test_the_readme_has_every_format_and_what_it_is() -> None:
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \|$", README.partition("## Formats")[2], re.MULTILINE))
    links = re.compile(r"\[([^]]*)\]\([^)]*\)")
    shown = {name: links.sub(r"\1", rows.get(name, "")) for name in FORMATS}
    assert shown == {name: form.about for name, form in FORMATS.items()}
