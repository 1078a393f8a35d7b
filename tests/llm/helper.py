"""A patch, reviewed with a model that does what a test says; and the command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from review_assist import pipeline
from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.llm.client import Policy
from review_assist.llm.endpoint import Endpoint
from review_assist.llm.polish import Means, polish
from review_assist.llm.prompts import load
from review_assist.llm.request import Manner
from review_assist.model import Polish, Review, Submission
from review_assist.rules.registry import all_rules
from tests.llm.stub import Script, Stub, stub
from tests.test_pipeline import PATCH, hunk

ROOT = Path(__file__).parents[2]
STATIC = hunk("src/a.rs", 10, "+static mut LOST: u32 = 0;", "+const MOST: u32 = 3;")
"""A patch with one note."""
SOON = Policy(timeout=5.0, retries=0)


def reviewed(text: str, settings: Settings | None = None) -> Review:
    """The review without a model."""
    series, problems = read_patches(text.encode(), "test")
    return pipeline.review(Submission(series, (), problems), settings or Settings())


def means(url: str, **changes: object) -> Means:
    """With what the tests ask: a model of an endpoint, our prompts, all rules, one try."""
    manner = Manner(load(), [rule for rule in all_rules() if not rule.pedantic])
    return replace(Means(Endpoint(url, "stub"), manner, policy=SOON), **changes)  # type: ignore[arg-type]


def polished(
    text: str, script: Script, settings: Settings | None = None, **changes: object
) -> tuple[Review, Stub]:
    """The review with a model that answers by the script, and the server with what it was sent."""
    with stub(script) as server:
        return polish(reviewed(text, settings), means(server.url, **changes)), server


def polish_of(review: Review) -> Polish:
    assert review.polish is not None
    return review.polish


def environment(cache: Path, **more: str) -> dict[str, str]:
    """The one around, without its keys and endpoints, with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "REVIEW_ASSIST"))}
    return {**kept, "XDG_CACHE_HOME": str(cache), **more}


def run(*arguments: str, cache: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(cache, **more),
        cwd=ROOT,
        check=False,
    )


COMMAND = (sys.executable, "-c", "from review_assist.cli import main; main()")
DEMO = ("review", "--no-repo", str(PATCH))
