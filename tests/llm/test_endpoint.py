"""Which endpoint is asked, and which key it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from review_assist.errors import UsageError
from review_assist.llm.endpoint import check_key, endpoint
from tests.llm.helper import STATIC, polish_of, polished
from tests.llm.stub import answer, item

HERE = "http://127.0.0.1:8080/v1"
KEYS = {"OPENAI_API_KEY": "default-key", "MY_KEY": "my-key"}


def test_the_default_key_goes_to_openai_only() -> None:
    assert endpoint(KEYS, model="m").key == "default-key"
    assert endpoint(KEYS, model="m", base_url=HERE).key == ""
    assert endpoint({**KEYS, "OPENAI_BASE_URL": HERE}, model="m").key == ""
    assert endpoint({**KEYS, "REVIEW_ASSIST_BASE_URL": HERE}, model="m").key == ""
    for near in (
        "http://api.openai.com/v1",
        "https://api.openai.com.evil.example/v1",
        "https://xapi.openai.com/v1",
    ):
        assert endpoint(KEYS, model="m", base_url=near).key == ""


def test_a_key_that_is_named_goes_where_it_is_told(tmp_path: Path) -> None:
    assert endpoint(KEYS, model="m", base_url=HERE, key_variable="OPENAI_API_KEY").key == "default-key"
    assert endpoint(KEYS, model="m", base_url=HERE, key_variable="MY_KEY").key == "my-key"
    file = tmp_path / "key"
    file.write_text("file-key\n")
    assert endpoint({}, model="m", key_file=file).key == "file-key"


def test_options_come_before_the_environment() -> None:
    environment = {"REVIEW_ASSIST_MODEL": "a", "REVIEW_ASSIST_BASE_URL": "http://a/v1"}
    found = endpoint(environment, model="b", base_url="http://b:9/v1/")
    assert (found.model, found.base_url, found.host) == ("b", "http://b:9/v1", "b:9")
    assert endpoint(environment, model=None).model == "a"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"model": None}, "--model"),
        ({"model": "m", "base_url": "localhost:8080"}, "not an http"),
        ({"model": "m", "base_url": "file:///etc/passwd"}, "not an http"),
        ({"model": "m", "base_url": "http://h:99999/"}, "not an http"),
        ({"model": "m", "base_url": "http://user:pass@h/v1"}, "--api-key-file"),
        ({"model": "m", "key_variable": "NONE"}, "NONE: is empty"),
        ({"model": "m", "key_file": Path("/nowhere/key")}, "cannot be read"),
        ({"model": "m", "key_variable": "A", "key_file": Path("b")}, "exclude each other"),
    ],
)
def test_what_cannot_be_meant_is_said(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as caught:
        endpoint({}, **options)  # type: ignore[arg-type]
    assert "pass@" not in str(caught.value)


def test_a_key_is_one_word(tmp_path: Path) -> None:
    file = tmp_path / "key"
    for text in ("", "two words", "line\nline", "schlüssel"):
        file.write_text(text)
        with pytest.raises(UsageError, match="--api-key-file"):
            endpoint({}, model="m", key_file=file)


def test_openai_is_not_asked_without_a_key() -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        check_key(endpoint({}, model="m"))


def test_a_custom_endpoint_gets_nothing_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", f"private-{name}")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Private: private-header")
    done, server = polished(STATIC, lambda sent: answer(item(sent)))
    assert polish_of(done).warnings == ()
    headers = server.sent[0].headers
    assert "private" not in str(headers)
    assert headers.get("authorization") is None
    assert not [name for name in headers if name.startswith("x-")]


def test_the_key_is_in_no_representation() -> None:
    found = endpoint(KEYS, model="m", base_url=HERE, key_variable="MY_KEY")
    assert found.key == "my-key" and "my-key" not in repr(found)
