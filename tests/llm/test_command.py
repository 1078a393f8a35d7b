"""`--llm` as a user runs it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.llm.helper import COMMAND, DEMO, STATIC, environment, run
from tests.llm.stub import Said, Sent, answer, failure, item, stub
from tests.test_pipeline import PATCH, hunk


def good(sent: Sent) -> Said:
    return answer(*(item(sent, at) for at in range(len(sent.notes))))


def worded(sent: Sent) -> Said:
    return answer(item(sent, headline="`LOST` is written without a lock."))


def undated(text: str) -> str:
    """Without the two lines of a mail that depend on the time."""
    return re.sub(r"^(Date|Message-ID): .*$", "", text, flags=re.MULTILINE)


@pytest.fixture
def patch(tmp_path: Path) -> str:
    path = tmp_path / "static.diff"
    path.write_text(STATIC)
    return str(path)


def test_the_report_is_the_same_byte_for_byte_if_the_endpoint_fails(tmp_path: Path) -> None:
    asked = ("--llm", "--model", "m", "--llm-timeout", "5", "--no-cache", "--base-url")
    with stub(lambda _: failure(401, "no")) as server:
        for command in ("review", "check"):
            for form in ("terminal", "json", "mail"):
                given = (command, "--no-repo", "--format", form, str(PATCH))
                without = run(*given, cache=tmp_path)
                failed = run(*given, *asked, server.url, cache=tmp_path)
                assert undated(failed.stdout) == undated(without.stdout)
                assert failed.returncode == without.returncode == (1 if command == "check" else 0)
                assert failed.stderr.startswith(without.stderr)
                assert failed.stderr.count("answers 401") == 1


def test_a_required_model_that_fails_is_an_exit_status(tmp_path: Path, patch: str) -> None:
    given = ("review", "--no-repo", patch, "--llm", "--model", "m", "--llm-required", "--no-cache", "--base-url")
    with stub(lambda _: failure(403, "no")) as server:
        failed = run(*given, server.url, cache=tmp_path)
    assert failed.returncode == 4 and "mutable-static" in failed.stdout
    assert failed.stderr.splitlines()[-1].startswith("review-assist: the language model is required")
    with stub(worded) as server:
        assert run(*given, server.url, cache=tmp_path).returncode == 0


def test_words_show_in_every_format_and_the_origin_in_json(tmp_path: Path, patch: str) -> None:
    given = ("review", "--no-repo", patch, "--llm", "--model", "m", "--base-url")
    with stub(worded) as server:
        terminal, mail, text = (
            run(*given, server.url, "--format", form, cache=tmp_path) for form in ("terminal", "mail", "json")
        )
    assert len(server.sent) == 1, "the cache has the rest"
    assert "`LOST` is written without a lock." in terminal.stdout and "1 reworded" in terminal.stdout
    assert "`LOST` is written without a lock." in mail.stdout and "language model" in mail.stdout
    polish = json.loads(text.stdout)["polish"]
    assert polish["counts"]["reworded"] == 1
    (note,) = polish["notes"]
    assert {part["part"]: part["origin"] for part in note["told"]}["headline"] == "model"
    assert {part["origin"] for part in note["original"]} == {"rule"}
    assert "100 tokens in, 10 out" in terminal.stderr and "1 from the cache, 0 tokens" in mail.stderr


def test_a_dry_run_shows_the_bytes_and_sends_none(tmp_path: Path) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text('["m"]\ninput = 1.0\noutput = 2\n')
    with stub(good) as server:
        asked = (*DEMO, "--model", "m", "--base-url", server.url)
        dry = run(*asked, "--llm-dry-run", "--llm-prices", str(prices), cache=tmp_path)
        assert dry.returncode == 0 and server.sent == []
        audit = tmp_path / "audit"
        assert run(*asked, "--llm", "--audit", str(audit), cache=tmp_path).returncode == 0
        told = [line for line in dry.stdout.splitlines() if not line.startswith("#")]
        assert sorted(told) == sorted(json.loads(line)["body"] for line in audit.read_text().splitlines())
        again = run(*asked, "--llm-dry-run", cache=tmp_path)
    assert "by the price table" in dry.stdout and "nothing was sent" in dry.stdout
    assert again.stdout.count("in the cache, not sent") == len(told)


def test_over_a_cap_nothing_is_sent_and_all_is_listed(tmp_path: Path) -> None:
    for option, most in (("--llm-max-requests", "1"), ("--llm-max-input", "2000"), ("--llm-max-output", "1000")):
        with stub(good) as server:
            done = run(*DEMO, "--llm", "--model", "m", "--base-url", server.url, option, most, cache=tmp_path)
        assert server.sent == [] and done.returncode == 0
        assert done.stdout == run(*DEMO, cache=tmp_path).stdout
        assert option in done.stderr and done.stderr.count(" tokens in, ") >= 2


def _heed_interrupts() -> None:
    """A shell starts background jobs deaf to them, and their children inherit it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    def script(sent: Sent) -> Said:
        if "LOST1" not in sent.prompt:
            time.sleep(3)
        return answer(item(sent, headline="It is written without a lock."))

    patch = tmp_path / "two.mbox"
    patch.write_text(
        "".join(
            f"From {n:040} Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\nSubject: [PATCH {n}/2] Words\n\n---\n"
            f"{hunk(f'src/{n}.rs', n, f'+static mut LOST{n}: u32 = {n};')}\n-- \n2.40\n\n"
            for n in (1, 2)
        )
    )
    with stub(script) as server:
        given = ("review", "--no-repo", str(patch), "--llm", "--model", "m", "--base-url", server.url)
        with subprocess.Popen(
            [*COMMAND, *given],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
            preexec_fn=_heed_interrupts,  # noqa: PLW1509
        ) as running:
            while len(server.sent) < 2:
                time.sleep(0.02)
            time.sleep(0.5)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "It is written without a lock." in out and "`LOST2` is a `static mut`" in out
    assert "interrupted" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--llm",), "--model"),
        (("--model", "m"), "add --llm"),
        (("--audit", "x"), "add --llm"),
        (("--llm", "--model", "m"), "OPENAI_API_KEY"),
        (("--llm", "--model", "m", "--why", "src/frame_queue.rs:11"), "--why asks no model"),
        (("--llm", "--model", "m", "--base-url", "x"), "not an http"),
        (("--llm", "--model", "m", "--base-url", "http://h/v1", "--prompts", "tests"), "has none of the prompts"),
        (("--llm", "--model", "m", "--base-url", "http://h/v1", "--llm-prices", "README.md"), "read as TOML"),
        (("--llm", "--model", "m", "--base-url", "http://h/v1", "--llm-prices", "pyproject.toml"), "has no table"),
        (("--llm", "--model", "m", "--base-url", "http://h/v1", "--audit", "/nowhere/x"), "cannot be written"),
    ],
)
def test_what_cannot_be_meant_is_one_line(options: tuple[str, ...], complaint: str, tmp_path: Path) -> None:
    done = run(*DEMO, *options, cache=tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    assert complaint in done.stderr and done.stderr.count("\n") == 1


def test_the_cache_is_told_and_forgotten(tmp_path: Path, patch: str) -> None:
    with stub(worded) as server:
        run("review", "--no-repo", patch, "--llm", "--model", "m", "--base-url", server.url, cache=tmp_path)
    assert run("cache", "info", cache=tmp_path).stdout.startswith("1 answer, ")
    assert run("cache", "clear", cache=tmp_path).stdout.startswith("1 answer removed")
    assert run("cache", "info", cache=tmp_path).stdout.startswith("0 answers, 0 bytes")


def test_a_project_may_forbid_code_of_a_model(tmp_path: Path) -> None:
    patch = tmp_path / "qemu.diff"
    patch.write_text(STATIC)
    given = ("review", "--no-repo", str(patch), "--llm-dry-run", "--model", "m", "--base-url", "http://h/v1")
    for profile, is_allowed in (("default", True), ("qemu", False)):
        done = run(*given, "--llm-code", "--profile", profile, cache=tmp_path)
        assert ('"code"' in done.stdout) == is_allowed
        assert ("takes no code from a model" in done.stderr) != is_allowed
    assert '"code"' not in run(*given, cache=tmp_path).stdout
