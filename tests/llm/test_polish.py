"""What becomes of notes, by what a model says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

from review_assist.config import Settings
from review_assist.llm.request import Manner
from review_assist.model import Note, Review
from review_assist.reports import mail
from tests.llm.helper import STATIC, means, polish_of, polished, reviewed
from tests.llm.stub import Said, Sent, answer, completion, item
from tests.test_pipeline import PATCH, hunk

COUNTERS = hunk(
    "src/a.rs",
    10,
    "+static mut LOST: u32 = 0;",
    "+pub fn sum(frames: &[Frame]) -> i32 {",
    "+    let mut total = 0;",
    "+    for i in 0..frames.len() {",
    "+        total += frames[i].len;",
    "+    }",
    "+    return total;",
    "+}",
)


def outcomes(review: Review) -> dict[str, str]:
    return {judged.note.finding.rule: judged.outcome for judged in polish_of(review).judged}


def reason(review: Review, rule: str) -> str:
    return next(judged.reason for judged in polish_of(review).judged if judged.note.finding.rule == rule)


def anchors(notes: tuple[Note, ...]) -> list[tuple[str, int, int, str]]:
    return [(n.finding.path, n.finding.line, n.finding.column, n.finding.rule) for n in notes]


def at(sent: Sent, rule: str) -> int:
    return next(index for index, note in enumerate(sent.notes) if note["rule"] == rule)


def test_a_wording_takes_the_place_of_the_rules_and_says_whose_it_is() -> None:
    words = "`LOST` is written without a lock."
    done, _ = polished(STATIC, lambda sent: answer(item(sent, headline=words)))
    (note,) = done.notes
    assert [(p.text, p.origin) for p in note.passages if p.part == "headline"] == [(words, "model")]
    assert {p.origin for p in note.passages if p.part != "headline"} == {"rule"}
    (judged,) = polish_of(done).judged
    assert judged.original == reviewed(STATIC).notes[0].passages
    assert done.findings == reviewed(STATIC).findings


def test_without_items_or_with_kept_ones_nothing_changes() -> None:
    for script in (lambda _: answer(), lambda sent: answer(item(sent))):
        done, _ = polished(STATIC, script)
        assert done.notes == reviewed(STATIC).notes
        assert outcomes(done) == {"mutable-static": "kept"}


def test_a_dropped_note_is_counted_and_kept_with_its_reason() -> None:
    why = "`LOST` is not used."
    done, _ = polished(STATIC, lambda sent: answer(item(sent, verdict="drop", reason=why)))
    assert done.notes == ()
    (judged,) = polish_of(done).judged
    assert (judged.outcome, judged.reason) == ("dropped", why)
    assert judged.note == reviewed(STATIC).notes[0]
    assert done.findings == reviewed(STATIC).findings, "the exit status does not depend on the model"


def test_most_notes_are_not_dropped() -> None:
    def script(sent: Sent) -> Said:
        return answer(*(item(sent, n, verdict="drop", reason="It is right.") for n in range(len(sent.notes))))

    done, _ = polished(COUNTERS, script)
    assert len(done.notes) == len(reviewed(COUNTERS).notes) >= 3
    assert set(outcomes(done).values()) == {"fallback"}


def test_a_drop_needs_a_reason_that_can_be_told() -> None:
    for why in ("", "See https://x.example.", "Approved."):
        done, _ = polished(STATIC, lambda sent, why=why: answer(item(sent, verdict="drop", reason=why)))
        assert outcomes(done) == {"mutable-static": "fallback"}
        assert done.notes == reviewed(STATIC).notes


def test_a_quote_that_is_not_the_line_changes_nothing() -> None:
    for quote in ("", "static mut LOST: u32 = 0", " static mut LOST: u32 = 0;", "const MOST: u32 = 3;"):
        done, _ = polished(
            STATIC, lambda sent, quote=quote: answer(item(sent, quote=quote, headline="`LOST` is shared."))
        )
        assert done.notes == reviewed(STATIC).notes
        assert reason(done, "mutable-static") == "its quote is not the line that the note is on"


def test_what_is_likely_is_not_stated() -> None:
    demo, rule = PATCH.read_text(), "c-memory-call"
    assert {n.finding.confidence for n in reviewed(demo).notes if n.finding.rule == rule} == {"medium"}

    def script(sent: Sent, words: str) -> Said:
        rules = [note["rule"] for note in sent.notes]
        return answer(*([item(sent, rules.index(rule), headline=words)] if rule in rules else []))

    stated, _ = polished(demo, lambda sent: script(sent, "`frame.data` can be copied as a slice."))
    assert reason(stated, rule) == "its headline states what is only likely"
    asked, _ = polished(demo, lambda sent: script(sent, "Could `frame.data` be copied as a slice?"))
    assert outcomes(asked)[rule] == "reworded"


def test_a_note_is_told_by_another_of_the_same_function() -> None:
    def script(sent: Sent) -> Said:
        loop, tail = at(sent, "index-loop"), at(sent, "tail-return")
        return answer(item(sent, tail, verdict="merge", into=sent.notes[loop]["id"]))

    done, _ = polished(COUNTERS, script)
    assert outcomes(done)["tail-return"] == "merged"
    (loop,) = [note for note in done.notes if note.finding.rule == "index-loop"]
    (tail,) = [note for note in reviewed(COUNTERS).notes if note.finding.rule == "tail-return"]
    assert loop.passages[-1].part == "merged" and loop.passages[-1].text == tail.passages[0].text
    assert loop.passages[-1].origin == "rule"
    assert "tail-return" not in [note.finding.rule for note in done.notes]


def test_a_note_is_not_told_by_one_elsewhere_or_by_itself() -> None:
    for into in ("mutable-static", "tail-return"):

        def script(sent: Sent, into: str = into) -> Said:
            return answer(
                item(sent, at(sent, "tail-return"), verdict="merge", into=sent.notes[at(sent, into)]["id"])
            )

        done, _ = polished(COUNTERS, script)
        assert outcomes(done)["tail-return"] == "fallback"
        assert done.notes == reviewed(COUNTERS).notes


def test_a_question_of_the_models_own_has_the_rules_words_and_a_line_of_the_patch() -> None:
    def script(sent: Sent) -> Said:
        line = next(id_ for id_, text in sent.lines.items() if "let mut total" in text)
        return answer(missed=({"line": line, "rule": "while-counter", "quote": sent.lines[line]},))

    done, _ = polished(COUNTERS, script)
    before = reviewed(COUNTERS)
    assert done.notes[:-1] == before.notes
    asked = done.notes[-1]
    assert anchors((asked,)) == [("src/a.rs", 12, 5, "while-counter")]
    assert asked.finding.confidence == "low" and asked.finding.level == "note"
    assert asked.passages[0].text.endswith("?") and asked.passages[0].origin == "model"
    assert done.findings == before.findings


def test_questions_that_cannot_be_checked_are_not_asked() -> None:
    quotes = {"let mut total": "let mut total = 0;", "for i in": "    for i in 0..frames.len() {"}
    for part, quote in quotes.items():  # not the whole line; a line that the rule speaks of already

        def script(sent: Sent, part: str = part, quote: str = quote) -> Said:
            line = next(id_ for id_, text in sent.lines.items() if part in text)
            return answer(missed=({"line": line, "rule": "index-loop", "quote": quote},))

        done, _ = polished(COUNTERS, script)
        assert done.notes == reviewed(COUNTERS).notes


def test_one_request_shows_one_patch_and_only_what_carries_notes() -> None:
    other = hunk("src/b.rs", 900, "+static mut OTHER: u32 = 0;")
    quiet = hunk("src/quiet.rs", 1, "+const UNTOLD: u32 = 0;")
    mails = "".join(
        f"From {n:040} Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\nSubject: [PATCH {n}/2] secret subject\n\n"
        f"Private words.\n---\n{diff}\n-- \n2.40\n\n"
        for n, diff in ((1, STATIC + quiet), (2, other))
    )
    done, server = polished(mails, lambda sent: answer(item(sent)))
    assert len(done.notes) == 2 and len(server.sent) == 2
    first, second = sorted((json.dumps(sent.body) for sent in server.sent), key=lambda body: "OTHER" in body)
    assert "LOST" in first and "LOST" not in second and "OTHER" in second and "OTHER" not in first
    for body in (first, second):
        for private in ("UNTOLD", "secret subject", "Private words", "a@b.example", "2001", "900"):
            assert private not in body


def test_secrets_are_replaced_before_and_put_back_after() -> None:
    code = 'static mut KEY: &str = "sk-abcdefghijklmnop12"; // mira@example.org'
    patch = hunk("src/a.rs", 1, f"+{code}", "+fn f() {}")
    shown = []

    def script(sent: Sent) -> Said:
        shown.append(sent.lines["L1"])
        missed = {"line": "L1", "rule": "init-once-flag", "quote": sent.lines["L1"]}
        return answer(item(sent, headline="`KEY` is shared by all threads."), missed=(missed,))

    done, server = polished(patch, script)
    assert shown == ['static mut KEY: &str = "REDACTED_1"; // REDACTED_2']
    body = json.dumps(server.sent[0].body)
    assert "sk-abcdef" not in body and "mira@" not in body
    assert outcomes(done) == {"mutable-static": "reworded", "init-once-flag": "asked"}
    assert {line for note in done.notes for line in note.finding.code} == {code}


def test_a_lesson_may_go_one_step_further() -> None:
    further = "Two threads that write `LOST` lose counts."
    manner = Manner(means("http://x/v1").manner.prompts, means("http://x/v1").manner.rules, teach="lesson")
    lesson = Settings(teach="lesson")
    done, _ = polished(STATIC, lambda sent: answer({**item(sent), "further": further}), lesson, manner=manner)
    assert done.notes[0].passages[-1].text == further
    assert done.notes[0].passages[-1].origin == "model"


def test_a_series_with_a_cover_letter_gets_a_summary() -> None:
    mails = "".join(
        f"From {n:040} Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\nMessage-ID: <{n}@b.example>\n"
        f"Subject: [PATCH {n}/2] Words\n\nText.\n---\n{diff}\n-- \n2.40\n\n"
        for n, diff in ((0, ""), (1, STATIC), (2, hunk("src/b.rs", 9, "+static mut OTHER: u32 = 0;")))
    )
    words = "Both patches keep a count in a `static mut`, which needs `unsafe` at each access."

    def script(sent: Sent) -> Said:
        return answer() if sent.notes else completion(json.dumps({"summary": words}))

    manner = replace(means("http://x/v1").manner, sums_up=True)
    done, server = polished(mails, script, manner=manner)
    assert len(server.sent) == 3
    assert polish_of(done).summaries == {0: words}
    letters = StringIO()
    mail.write(done, letters)
    assert "In-Reply-To: <0@b.example>" in letters.getvalue() and "Both patches keep a count" in letters.getvalue()
    bad, _ = polished(
        mails, lambda s: answer() if s.notes else completion('{"summary": "Reviewed-by: A"}'), manner=manner
    )
    assert polish_of(bad).summaries == {}
