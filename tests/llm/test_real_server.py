"""Against a real server: llama.cpp's, with a model that writes nonsense in the form that is asked for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from review_assist.llm.client import Policy
from review_assist.llm.endpoint import Endpoint
from review_assist.llm.polish import polish
from tests.llm.helper import ROOT, STATIC, means, polish_of, reviewed
from tests.llm.llama import KEY

pytestmark = pytest.mark.xdist_group("llama")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    pytest.importorskip("xllamacpp", reason="there is no wheel of xllamacpp for this platform")
    pytest.importorskip("gguf", reason="there is no wheel of gguf for this platform")
    command = [sys.executable, "-m", "tests.llm.llama"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as server:
        assert server.stdout is not None and server.stdin is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        yield address
        server.stdin.close()


PATIENT = Policy(timeout=60.0, retries=0)


def test_an_answer_has_the_form_and_its_words_do_not_pass(url: str) -> None:
    done = polish(reviewed(STATIC), means(url, endpoint=Endpoint(url, "tiny", KEY), policy=PATIENT))
    found = polish_of(done)
    assert found.warnings == () and found.usage.requests == 1
    assert found.usage.input_tokens > 1000 and found.usage.output_tokens > 20
    (judged,) = found.judged
    assert judged.outcome in ("kept", "fallback")
    assert done.notes == reviewed(STATIC).notes


def test_a_wrong_key_is_said(url: str) -> None:
    done = polish(reviewed(STATIC), means(url, endpoint=Endpoint(url, "tiny", "wrong"), policy=PATIENT))
    assert "answers 401" in polish_of(done).warnings[0]
    assert replace(done, polish=None) == reviewed(STATIC)


def test_an_endpoint_that_is_not_there_is_said(url: str) -> None:
    where = Endpoint(url.replace("/v1", "/v2"), "tiny", KEY)
    done = polish(reviewed(STATIC), means(url, endpoint=where, policy=PATIENT))
    assert "answers 404" in polish_of(done).warnings[0]
    assert replace(done, polish=None) == reviewed(STATIC)


def test_a_request_that_is_too_long_is_said(url: str) -> None:
    where = means(url, endpoint=Endpoint(url, "tiny", KEY), policy=PATIENT)
    texts = {**where.manner.prompts.texts, "wording": "word " * 30_000}
    long = replace(where, manner=replace(where.manner, prompts=replace(where.manner.prompts, texts=texts)))
    done = polish(reviewed(STATIC), long)
    assert "longer than the model can read" in polish_of(done).warnings[0]
    assert replace(done, polish=None) == reviewed(STATIC)
