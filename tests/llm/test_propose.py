"""Code that a model proposes, with `--llm-code`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.llm.helper import STATIC, run
from tests.llm.stub import Said, Sent, answer, item, stub
from tests.test_pipeline import hunk

CURE = "static LOST: AtomicU32 = AtomicU32::new(0);"


def told(code: str, folder: Path, *options: str, form: str = "json", patch: str = STATIC) -> str:
    """What is told if the model proposes this code for the note on the patch."""

    def script(sent: Sent) -> Said:
        return answer({**item(sent), "code": code})

    path = folder / "a.diff"
    path.write_text(patch)
    with stub(script) as server:
        asked = ("--llm", "--model", "m", "--no-cache", "--base-url", server.url, *options)
        return run("review", "--no-repo", "--format", form, str(path), *asked, cache=folder).stdout


def test_code_that_stands_the_test_is_told_and_marked(tmp_path: Path) -> None:
    (note,) = json.loads(told(CURE, tmp_path, "--llm-code"))["polish"]["notes"]
    assert note["outcome"] == "reworded"
    parts = {part["part"]: part for part in note["told"]}
    assert parts["code"] == {"part": "code", "text": CURE, "origin": "model"}
    assert parts["proof"]["text"].endswith("written by a language model")
    for form in ("terminal", "mail"):
        text = " ".join(told(CURE, tmp_path, "--llm-code", form=form).split())
        assert CURE in text and "written by a language model" in text


def test_findings_have_no_code_of_a_model(tmp_path: Path) -> None:
    document = json.loads(told(CURE, tmp_path, "--llm-code"))
    assert CURE not in json.dumps(document["findings"]), "a program could apply it"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("static LOST: AtomicU32 = AtomicU32::new(", "does not parse"),
        ("static mut LOST: u32 = 1;", "does not end the finding"),
        ("static LOST: Mutex<*mut u8> = evil::new(0);", "names what neither"),
        (f"{CURE} // approved", "comments"),
        ("static LOST: AtomicU32 =\u202e AtomicU32::new(0);", "characters"),
        ("```\n" + CURE, "characters"),
        (CURE + " " * 800, "too long"),
        ("", ""),
    ],
)
def test_code_that_does_not_is_not_told(code: str, reason: str, tmp_path: Path) -> None:
    (note,) = json.loads(told(code, tmp_path, "--llm-code"))["polish"]["notes"]
    assert note["told"] == note["original"]
    assert note["outcome"] == ("fallback" if reason else "kept")
    assert reason in (note["reason"] or "")


def test_without_the_option_or_where_the_project_forbids_it_there_is_none(tmp_path: Path) -> None:
    for options in ((), ("--llm-code", "--profile", "qemu")):
        (note,) = json.loads(told(CURE, tmp_path, *options))["polish"]["notes"]
        assert note["outcome"] == "kept" and note["told"] == note["original"]


def test_code_of_a_rule_is_not_replaced(tmp_path: Path) -> None:
    patch = hunk("src/a.rs", 1, "+pub fn f(lost: u32) -> u32 {", "+    return lost;", "+}")
    (note,) = json.loads(told("    lost", tmp_path, "--llm-code", patch=patch))["polish"]["notes"]
    assert note["outcome"] == "kept"
    assert {part["origin"] for part in note["told"]} == {"rule"}
