"""What the model is shown, as text: lines with ids, notes, rules, and the delimiter around them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from review_assist.llm.excerpt import Stretch
from review_assist.llm.redact import Redaction, redacted
from review_assist.model import Note
from review_assist.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the patch as the model sees it."""

    id: str
    mark: str
    text: str
    """Without secrets, with invisible characters written out."""
    path: str
    line: int | None
    """Its number in the file after the patch, which the model never sees."""
    raw: str
    """As it stands in the patch."""


def shown_lines(parts: Sequence[Stretch], notes: Sequence[Note]) -> tuple[tuple[Shown, ...], Redaction]:
    """The lines, and what was hidden in them and in the notes on them."""
    lines = [(part.path, line) for part in parts for line in part.lines]
    raw = [line.text.decode("utf-8", "replace").removesuffix("\r") for _, line in lines]
    beside = (*(part.path for part in parts), *(passage.text for note in notes for passage in note.passages))
    redaction = redacted([*map(visible, raw), *map(visible, beside)])
    shown = tuple(
        Shown(f"L{at}", line.kind, redaction.lines[at - 1], path, line.new, raw[at - 1])
        for at, (path, line) in enumerate(lines, 1)
    )
    return shown, redaction


def visible(text: str) -> str:
    """A line with its controls, directions and invisible characters written out, `\\u{202e}`; tabs stay."""
    return "".join(c if c == "\t" or c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


def delimiter(*contents: str) -> str:
    """A word that nobody can have put into the contents: it is drawn from a hash over all of them.

    The same contents have the same one, so that an answer can be kept and a dry run shows what is sent.
    """
    salt = 0
    while True:
        digest = hashlib.sha256("\0".join((str(salt), *contents)).encode("utf-8", "replace")).hexdigest()
        word = f"=={digest[:32]}=="
        if not any(word in content for content in contents):
            return word
        salt += 1


def note_text(note: Note, id_: str, line: str, redaction: Redaction) -> str:
    """A note as one line of JSON: the code that it names came from the patch."""
    told: dict[str, str] = {
        p.part: visible(p.text) for p in note.passages if p.part in ("headline", "why", "instead")
    }
    is_certain = note.finding.confidence == "high"
    fields = {"id": id_, "rule": note.finding.rule, "line": line, "certain": is_certain} | told
    return redaction.hidden(json.dumps(fields, ensure_ascii=False))


def line_texts(lines: Iterable[Shown], redaction: Redaction) -> Iterator[str]:
    """A row for each line, one for each file before its first, and `...` where lines are left out."""
    path, last = "", 0
    for line in lines:
        if line.path != path:
            path = line.path
            yield redaction.hidden(f"File {visible(path)}")
        elif line.line and last and line.line > last + 1:
            yield "..."
        last = line.line or last
        yield f"{line.id} {line.mark}{line.text}"


def rule_text(rule: Rule) -> str:
    """A rule's name, summary and teaching text, without its examples."""
    return f"### {rule.name}\n{rule.summary}\n\n{prose(rule)}"


def prose(rule: Rule) -> str:
    """The teaching text without its examples, its headings below those of a prompt."""
    kept, is_code = [], False
    for line in rule.teaching.split("\n"):
        if line.startswith("```"):
            is_code = not is_code
        elif not is_code:
            kept.append(f"##{line}" if line.startswith("## ") else line)
    return "\n".join(kept).strip()
