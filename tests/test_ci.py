"""What the README has CI run works as it is written, in a clone as the CI makes it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

README = Path(__file__).parent.parent / "README.md"
BASE = "pub fn first() -> u32 {\n    1\n}\n"
ADDED = "\npub static mut COUNT: u32 = 0;\n"
LINE = 8
"""Where it stands in the end."""


def snippets(language: str, mark: str) -> list[str]:
    """The shell lines of the README's example for one CI."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
    (block,) = [block for block in blocks if mark in block]
    found = [
        *re.findall(r"^ *- (?:run: )?(review-assist .*)$", block, re.M),
        *re.findall(r"^sh '(.*)'$", block, re.M),
    ]
    assert found
    return found


def clone(tmp_path: Path) -> Path:
    """A clone on a branch of two commits, the later of which moves what the earlier has added."""
    origin, here = tmp_path / "origin", tmp_path / "here"
    who = ["-c", "user.name=m", "-c", "user.email=m@example.org"]

    def git(*arguments: str, folder: Path = here) -> str:
        done = subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    subprocess.run(["git", "init", "-q", "-b", "main", origin], check=True)
    for at, text in enumerate((BASE, BASE + ADDED, "// one\n// two\n// three\n" + BASE + ADDED)):
        (origin / "lib.rs").write_text(text)
        git("add", "lib.rs", folder=origin)
        git("commit", "-qm", f"step {at}", folder=origin)
    git("branch", "topic", folder=origin)
    git("reset", "-q", "--hard", "HEAD~2", folder=origin)
    subprocess.run(["git", "clone", "-q", origin, here], check=True)
    git("checkout", "-q", "--detach", "origin/topic")
    return here


def run(folder: Path, lines: list[str]) -> str:
    base = subprocess.run(
        ["git", "-C", folder, "rev-parse", "origin/main"], capture_output=True, text=True, check=True
    )
    variables = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base.stdout.strip(), "CHANGE_TARGET": "main"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    said = ""
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line],
            check=False,
            cwd=folder,
            env=os.environ | variables | {"PATH": path},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        said += done.stdout
    return said


def test_github_actions(tmp_path: Path) -> None:
    here = clone(tmp_path)
    said = run(here, snippets("yaml", "GitHub Actions"))
    (result,) = json.loads((here / "review-assist.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == LINE
    assert said.startswith(f"::warning file=lib.rs,line={LINE},") and said.count("\n") == 1


def test_gitlab_ci(tmp_path: Path) -> None:
    here = clone(tmp_path)
    run(here, snippets("yaml", "GitLab CI"))
    (entry,) = json.loads((here / "codequality.json").read_text())
    assert entry["location"]["lines"]["begin"] == LINE


def test_jenkins(tmp_path: Path) -> None:
    here = clone(tmp_path)
    run(here, snippets("groovy", "Jenkins"))
    (error,) = ET.parse(here / "review-assist.xml").findall("file/error")
    assert error.get("line") == str(LINE)


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_a_range_stays_a_series_for_people(tmp_path: Path, form: str) -> None:
    said = run(clone(tmp_path), [f"review-assist check --fail-on never --format {form} origin/main..HEAD"])
    assert ("lib.rs:5:" in said) if form == "terminal" else len(json.loads(said)["patches"]) == 2
