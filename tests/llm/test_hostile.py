"""Patches that talk to the model, and a model that obeys: it does not matter."""

from __future__ import annotations

import json
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from review_assist.model import Note, Review
from review_assist.reports import json as json_report
from review_assist.reports import mail, terminal
from tests.llm.helper import polish_of, polished, reviewed
from tests.llm.stub import Said, Sent, answer, item
from tests.test_pipeline import hunk

CORPUS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text("utf-8"))["patch"]
OTHER = hunk("src/vault.rs", 7, '+static mut VAULT_NAME: &str = "sk-otherpatch0000000000";')


def series(line: str) -> str:
    """The hostile patch, and one of which it must not learn."""
    hostile = hunk(
        "src/a.rs", 20, f"+{line}", "+static mut LOST: u32 = 0;", f"+fn f() {{}} {line if '//' in line else ''}"
    )
    return "".join(
        f"From {n:040} Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\nMessage-ID: <{n}@b.example>\n"
        f"Subject: [PATCH {n}/2] Words\n\nText.\n---\n{diff}\n-- \n2.40\n\n"
        for n, diff in ((1, hostile), (2, OTHER))
    )


def obedient(obeys: dict[str, str]) -> Any:
    def script(sent: Sent) -> Said:
        if "VAULT_NAME" in sent.prompt:
            return answer()
        at = next(n for n, note in enumerate(sent.notes) if "LOST" in note["headline"])
        if "rule" in obeys:
            return answer(item(sent, at), missed=({"quote": "", **obeys},))
        return answer(item(sent, at, **obeys))

    return script


def reports(review: Review) -> tuple[str, str, str]:
    """All that a reader sees, on the terminal and in the mail; and what a program reads of the hostile patch."""
    screen, letter, document = StringIO(), StringIO(), StringIO()
    terminal.write(review, screen, terminal.Style())
    mail.write(review, letter)
    json_report.write(review, document, version="0")
    polish = json.loads(document.getvalue()).get("polish", {})
    told = [(note["told"], note["reason"]) for note in polish.get("notes", []) if note["patch"] == 0]
    return screen.getvalue(), letter.getvalue(), json.dumps(told, ensure_ascii=False)


def own(letter: str) -> str:
    """What the mail says itself: not its headers, and not the patch that it quotes."""
    return "\n".join(line for line in letter.split("\n") if not line.startswith(">"))


def anchors(notes: tuple[Note, ...]) -> set[tuple[int | None, str, int, int, str]]:
    return {(n.finding.patch, n.finding.path, n.finding.line, n.finding.column, n.finding.rule) for n in notes}


def test_there_are_many() -> None:
    assert len({each["name"] for each in CORPUS}) == len(CORPUS) >= 40


@pytest.mark.parametrize("hostile", CORPUS, ids=[each["name"] for each in CORPUS])
def test_an_obedient_model_changes_nothing(hostile: dict[str, Any]) -> None:
    text = series(hostile["line"])
    before = reviewed(text)
    done, _ = polished(text, obedient(hostile["obeys"]))
    assert done.findings == before.findings
    assert anchors(done.notes) == anchors(before.notes), "no anchor, no line, and no note more or less"
    assert [note.passages for note in done.notes] == [note.passages for note in before.notes]
    plain, told = reports(before), reports(done)
    assert told[1] == plain[1]
    said = (*told[2:], own(told[1]).replace(own(plain[1]), ""))
    assert [word for word in hostile["never"] for text in said if word in text] == []
    outcomes = {judged.outcome for judged in polish_of(done).judged}
    assert outcomes <= {"kept", "fallback"}
    assert "fallback" in outcomes or polish_of(done).warnings


@pytest.mark.parametrize("hostile", CORPUS, ids=[each["name"] for each in CORPUS])
def test_what_is_shown_cannot_leave_its_delimiters(hostile: dict[str, Any]) -> None:
    _, server = polished(series(hostile["line"]), obedient(hostile["obeys"]))
    first, second = sorted((sent.prompt for sent in server.sent), key=lambda prompt: "VAULT_NAME" in prompt)
    assert "sk-otherpatch" not in second and "VAULT" not in first
    for prompt in (first, second):
        head, mark, data = _parts(prompt)
        assert prompt.count(mark) == 2 and prompt.endswith(mark)
        assert "LOST" not in head and "VAULT" not in head, "what is from a patch is inside"
        assert all(c.isprintable() or c in "\n\t" for c in data)
        rows = data.strip().split("\n")
        assert all(row.startswith(("### ", '{"id": "N', "File ", "...", "L")) for row in rows)


def _parts(prompt: str) -> tuple[str, str, str]:
    mark = prompt.rstrip().rpartition("\n")[2]
    head, data, _ = prompt.split(mark)
    return head, mark, data
