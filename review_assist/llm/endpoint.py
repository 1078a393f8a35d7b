"""Where the model is, and which key it gets: a foreign endpoint never gets the key that is meant for OpenAI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from review_assist.errors import UsageError

OPENAI = "https://api.openai.com/v1"
_DEFAULT_KEY = "OPENAI_API_KEY"
_BASE_URLS = ("REVIEW_ASSIST_BASE_URL", "OPENAI_BASE_URL")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One server that speaks OpenAI's chat completions."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    """Empty for a server that asks for none."""

    @property
    def host(self) -> str:
        """Host and port, without user and password."""
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""

    @property
    def is_openai(self) -> bool:
        """Whether it is OpenAI's own, and not one that is compatible."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "https" and parts.hostname == "api.openai.com"


def endpoint(
    environment: Mapping[str, str],
    *,
    model: str | None,
    base_url: str | None = None,
    key_variable: str | None = None,
    key_file: Path | None = None,
) -> Endpoint:
    """The endpoint of the options and the environment. Raises UsageError.

    `OPENAI_API_KEY` goes to OpenAI and nowhere else, unless `key_variable` names it.
    """
    base = base_url or next((environment[name] for name in _BASE_URLS if environment.get(name)), OPENAI)
    _check(base)
    name = model or environment.get("REVIEW_ASSIST_MODEL", "")
    if not name:
        raise UsageError("--llm needs to know which model; say --model NAME, or set REVIEW_ASSIST_MODEL")
    found = Endpoint(base.rstrip("/"), name, _key(environment, key_variable, key_file))
    if found.key or not found.is_openai:
        return found
    return replace(found, key=environment.get(_DEFAULT_KEY, "").strip())


def check_key(found: Endpoint) -> None:
    """Raise UsageError if OpenAI would be asked without a key."""
    if found.is_openai and not found.key:
        raise UsageError(f"there is no key for {found.host}; set {_DEFAULT_KEY}, or say --api-key-file FILE")


def _check(base: str) -> None:
    try:
        parts = urlsplit(base)
        is_url = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        is_url = False
    if not is_url:
        raise UsageError("--base-url: is not an http(s) URL such as http://localhost:8080/v1")
    if parts.username or parts.password:
        raise UsageError("--base-url: has a user or a password in it; give the key with --api-key-file FILE")


def _key(environment: Mapping[str, str], variable: str | None, file: Path | None) -> str:
    if variable and file:
        raise UsageError("--api-key-env and --api-key-file exclude each other; leave one out")
    if variable:
        key, where = environment.get(variable, ""), f"--api-key-env: {variable}"
    elif file:
        try:
            key, where = file.read_text("utf-8"), f"--api-key-file: {file}"
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--api-key-file: {file}: cannot be read: {error}") from error
    else:
        return ""
    key = key.strip()
    if not key:
        raise UsageError(f"{where}: is empty or not set")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(f"{where}: holds no key, which is one word of ASCII")
    return key
