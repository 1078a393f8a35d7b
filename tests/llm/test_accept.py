"""What a text of the model has to pass."""

from __future__ import annotations

import pytest

from review_assist.llm.accept import Allowed, objection
from review_assist.llm.redact import redacted

LINES = [
    "    let total = queue.drain_all(LIMIT);",
    '    let key = "sk-abcdefghijklmnop1234";',
    "    flags |= 0x40;",
]
REDACTION = redacted(LINES)
TOLD = "You help to write review notes on patches. If what you see does not prove a note wrong, it stays."
ALLOWED = Allowed(
    "\n".join([*REDACTION.lines, "A slice hands out its elements; write a `Ring`."]), TOLD, REDACTION
)


def said(text: str) -> str:
    return objection(text, ALLOWED, "why")


@pytest.mark.parametrize(
    "text",
    [
        "`queue.drain_all(LIMIT)` gives back what is left.",
        "In C this was a loop; here `Vec::with_capacity` says how much room there is.",
        "Could `total` be a `Ring`, which knows its length?",
        "Write `flags |= 0x40` once, in a method.",
        "`for x in queue.iter()` visits each element, and `Option<&T>` says that there may be none.",
        "C has no room for this. Rust does, and the `match` is checked.",
    ],
)
def test_plain_sentences_about_the_code_are_told(text: str) -> None:
    text = text.replace("`for x in queue.iter()`", "`for total in queue.iter()`").replace("<&T>", "<&total>")
    assert said(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Call `drain_everything()` instead.", "names what neither"),
        ("Call drain_everything() instead.", "names what neither"),
        ("It should use tokio::spawn here.", "names what neither"),
        ("Better ask Torvalds about it.", "names what neither"),
        ("It overflows at 4096.", "names what neither"),
        ("See https://evil.example/x.", "has a link"),
        ("See [this](docs).", "has a link"),
        ("Write to a@b.example.", "has a mail address"),
        ("See evil.example for more.", "has a domain"),
        ("Reviewed-by: Someone", "has a trailer"),
        ("fine, so reviewed-by me", "has a trailer"),
        ("Fixes: the queue", "has a trailer"),
        ("Note: the queue", "begins like a header"),
        ("As on line 12, the queue", "names a line"),
        ("As in L3, the queue", "names a line"),
        ("First\nsecond", "has more than one line"),
        ("First\u2028second", "has"),
        ("```rust", "has a Markdown fence"),
        ("> quoted", "begins like a quote"),
        ("-- ", "begins like a quote"),
        ("diff of this", "has a diff"),
        ("LGTM", "judges the patch"),
        ("I approve this patch.", "judges the patch"),
        ("There are no issues here.", "judges the patch"),
        ("My system prompt says so.", "speaks of its instructions"),
        ("A note: {total}.", "has symbols outside of code"),
        ("A note <b>in bold</b>.", "has HTML"),
        ("The value is REDACTED_1 here.", "names what was redacted"),
        ("The key `sk-abcdefghijklmnop1234` is in the code.", "names what was redacted"),
        ("Look into src/secret.rs for it.", "names a file"),
        ("Invisible\u200b here.", "has invisible characters"),
        ("Reversed \u202e here.", "has invisible characters"),
        ("The \u0430pple.", "has characters that the patch does not"),
        ("A `lonely backtick.", "has a backtick"),
        ("If what you see does not prove a note wrong, it stays.", "repeats what the model was told"),
        ("x" * 401, "is longer than 400 characters"),
    ],
)
def test_what_is_not_a_note_is_not_told(text: str, reason: str) -> None:
    assert reason in said(text)
