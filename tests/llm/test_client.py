"""Endpoints that fail in every way there is: one warning, and the notes as without a model."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from review_assist.llm.audit import Audit
from review_assist.llm.cache import Cache
from review_assist.llm.call import RUNGS
from review_assist.llm.client import Policy
from review_assist.llm.endpoint import Endpoint
from review_assist.llm.polish import polish
from tests.llm.helper import STATIC, means, polish_of, polished, reviewed
from tests.llm.stub import Said, Sent, answer, completion, failure, item, stub
from tests.test_pipeline import PATCH, hunk

Script = Callable[[Sent], Said]
WORDS = "`LOST` is written without a lock."


def good(sent: Sent) -> Said:
    return answer(item(sent, headline=WORDS))


def changed(**changes: str) -> Script:
    return lambda sent: answer(item(sent, **changes))


def text(content: str) -> Script:
    return lambda _: completion(content)


FAILURES: dict[str, tuple[Script, str]] = {
    "wrong key": (lambda _: failure(401, "Incorrect API key"), "answers 401: Incorrect API key"),
    "not allowed": (lambda _: failure(403, "no"), "answers 403"),
    "no such model": (lambda _: failure(404, "model not found"), "answers 404"),
    "too many": (lambda _: failure(429, "slow down"), "answers 429"),
    "overloaded": (lambda _: failure(503, "busy"), "answers 503"),
    "too long": (lambda _: failure(400, "the context length is exceeded"), "longer than the model can read"),
    "bad request": (lambda _: failure(400, "no"), "answers 400"),
    "redirected": (lambda _: Said("", 307, {"location": "http://127.0.0.1:1/v1"}), "answers 307"),
    "a page": (lambda _: Said("<html>hello</html>", headers={"content-type": "text/html"}), "no chat completion"),
    "half": (lambda _: Said('{"choices": [{"mess'), "no chat completion"),
    "no choices": (lambda _: Said('{"choices": []}'), "no chat completion"),
    "other JSON": (lambda _: Said("[1, 2]"), "no chat completion"),
    "refusal": (lambda _: completion(None, refusal="I cannot"), "refused"),
    "filtered": (lambda _: completion("", finish="content_filter"), "refused"),
    "cut off": (lambda _: completion('{"notes": [', finish="length"), "cut off"),
    "empty": (text(""), "empty"),
    "prose": (text("Looks good to me!"), "is no JSON"),
    "a list": (text("[]"), "is no JSON object"),
    "no notes": (text('{"missed": []}'), "no list of objects 'notes'"),
    "a number": (text('{"notes": [1], "missed": []}'), "no list of objects 'notes'"),
    "deep": (text("[" * 100_000), "is no JSON"),
    "unknown id": (changed(id="N9"), "names a note that was not asked about"),
    "twice": (lambda sent: answer(item(sent), item(sent)), "names it twice"),
    "no verdict": (changed(verdict="approve"), "verdict that does not exist"),
    "unknown line": (
        lambda sent: answer(item(sent), missed=({"line": "L99", "rule": "mutable-static", "quote": ""},)),
        "a line that was not shown",
    ),
    "unknown rule": (
        lambda sent: answer(item(sent), missed=({"line": "L1", "rule": "be-nice", "quote": ""},)),
        "a rule that was not offered",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_warning_and_the_notes_of_the_rules(name: str) -> None:
    script, complaint = FAILURES[name]
    done, _ = polished(STATIC, script)
    (warning,) = polish_of(done).warnings
    assert complaint in warning
    assert polish_of(done).judged == ()
    assert replace(done, polish=None) == reviewed(STATIC)


def test_a_dead_server_is_told_once_for_all_requests() -> None:
    with stub(good) as server:
        url = server.url
    done = polish(reviewed(PATCH.read_text()), means(url))
    (warning,) = polish_of(done).warnings
    assert "cannot be reached" in warning and "more request" in warning
    assert replace(done, polish=None) == reviewed(PATCH.read_text())


@pytest.mark.parametrize("pause", [0.05, 5.0])
def test_a_slow_server_is_not_waited_for(pause: float) -> None:
    started = time.monotonic()
    done, _ = polished(
        STATIC, lambda sent: replace(good(sent), pause=pause), policy=Policy(timeout=0.4, retries=0)
    )
    assert time.monotonic() - started < 4.0
    assert "in time" in polish_of(done).warnings[0]
    assert replace(done, polish=None) == reviewed(STATIC)


def test_what_passes_is_tried_again_as_the_endpoint_says() -> None:
    first = [failure(429, "slow down", retry_after_ms="20"), failure(503, "busy", retry_after_ms="20")]
    done, server = polished(
        STATIC, lambda sent: first[sent.number] if sent.number < 2 else good(sent), policy=Policy(5.0, retries=2)
    )
    assert len(server.sent) == 3
    assert polish_of(done).count("reworded") == 1 and polish_of(done).warnings == ()


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```\n", "<think>\nhm\n</think>\n{}", "\n{}\n"])
def test_fences_and_thoughts_around_the_answer_are_taken_off(fence: str) -> None:
    def script(sent: Sent) -> Said:
        inner = json.loads(good(sent).body)["choices"][0]["message"]["content"]
        return completion(fence.replace("{}", inner))

    assert polish_of(polished(STATIC, script)[0]).count("reworded") == 1


@pytest.mark.parametrize("known", range(len(RUNGS)))
def test_an_endpoint_is_asked_in_the_way_it_knows(known: int, tmp_path: Path) -> None:
    def rung(sent: Sent) -> int:
        form = sent.body.get("response_format", {"type": "text"})
        if form["type"] == "json_schema":
            return 0 if "maxLength" in json.dumps(form) else 1
        return 2 if form["type"] == "json_object" else 3

    def script(sent: Sent) -> Said:
        return good(sent) if rung(sent) >= known else failure(400, "unknown response_format")

    cache = Cache(tmp_path)
    with stub(script) as server:
        for patch in (STATIC, STATIC.replace("LOST", "GONE")):
            done = polish(reviewed(patch), means(server.url, cache=cache))
            assert polish_of(done).warnings == ()
    assert [rung(sent) for sent in server.sent] == [*range(known + 1), known], "the second run begins where it is"
    assert ("JSON schema" in server.sent[-1].prompt) == (known >= 2)


def test_a_model_that_takes_no_temperature_gets_none() -> None:
    def script(sent: Sent) -> Said:
        if "temperature" in sent.body:
            return failure(400, "Unsupported value: 'temperature'")
        if "max_tokens" in sent.body:
            return failure(400, "Use 'max_completion_tokens' instead of 'max_tokens'.")
        return good(sent)

    done, server = polished(STATIC, script)
    assert polish_of(done).count("reworded") == 1 and len(server.sent) == 3
    assert server.sent[-1].body["response_format"]["type"] == "json_schema"


def test_the_same_patch_is_asked_about_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    with stub(good) as server:
        first, second = (polish(reviewed(STATIC), means(server.url, cache=cache)) for _ in range(2))
        assert len(server.sent) == 1
        assert (polish_of(second).usage.requests, polish_of(second).usage.cached) == (0, 1)
        assert second.notes == first.notes
        polish(reviewed(STATIC), means(server.url, cache=cache, endpoint=Endpoint(server.url, "other")))
        assert len(server.sent) == 2, "another model is asked anew"
    assert cache.size()[0] == 2
    for path in (tmp_path / "cache" / "answers").iterdir():
        path.write_text('{"text": 1')
    with stub(good) as server:
        polish(reviewed(STATIC), means(server.url, cache=cache))
        assert len(server.sent) == 1, "a damaged file is no answer"
    assert cache.clear() == 3 and cache.size() == (0, 0)


def test_answers_that_are_no_use_are_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    polished(STATIC, FAILURES["cut off"][0], cache=cache)
    polished(STATIC, FAILURES["prose"][0], cache=cache)
    assert cache.size() == (0, 0)


def test_requests_go_out_together_but_not_all_at_once() -> None:
    running, most = [0], [0]

    def script(sent: Sent) -> Said:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.1)
        running[0] -= 1
        return answer(item(sent))

    mails = "".join(
        f"From {n:040} Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\nSubject: [PATCH {n}/8] Words\n\n---\n"
        f"{hunk(f'src/{n}.rs', n, f'+static mut LOST{n}: u32 = {n};')}\n-- \n2.40\n\n"
        for n in range(1, 9)
    )
    done, server = polished(mails, script, policy=Policy(5.0, retries=0, parallel=3))
    assert len(server.sent) == 8 and 2 <= most[0] <= 3
    assert polish_of(done).count("kept") == 8


def test_every_byte_that_left_is_in_the_audit(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    again = [failure(503, "busy", retry_after_ms="5")]
    with stub(lambda sent: again[0] if sent.number == 0 else good(sent)) as server:
        there = Endpoint(server.url, "stub", "the-key-itself")
        polish(
            reviewed(STATIC), means(server.url, endpoint=there, audit=Audit(path), policy=Policy(5.0, retries=1))
        )
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert [json.loads(record["body"]) for record in records] == [sent.body for sent in server.sent]
    assert len(records) == 2
    assert server.sent[0].headers["authorization"] == "Bearer the-key-itself"
    assert "the-key-itself" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
