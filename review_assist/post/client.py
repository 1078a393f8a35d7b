"""HTTP to one forge: to its own host only, encrypted, and tried again where that can do no harm.

The standard library's client is enough: a handful of requests, and full say over redirects, which must not carry
the token elsewhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from review_assist.clean import on_one_line
from review_assist.errors import InputError, UsageError

_TRIES = 5
_SECONDS = 30.0
_LONGEST_WAIT = 60.0
_LARGEST = 64 << 20
_PAGES = 100
_LOCAL = ("localhost", "127.0.0.1", "::1")
_PASSING = (429, 500, 502, 503, 504)

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the forge said; header names in lower case."""

    status: int
    headers: Headers
    data: bytes

    @property
    def is_fine(self) -> bool:
        """Whether it did what it was asked for."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Api:
    """A forge's API: its address without a slash at the end, and what goes with every request."""

    base: str
    headers: Headers = field(repr=False)
    pause: Callable[[float], None] = time.sleep


def origin(url: str) -> str:
    """`https://host[:port]` of a URL. Raises UsageError if it is not one that a token may be sent to."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"{on_one_line(url)}: is not a URL: {error}") from error
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)):
        raise UsageError(f"{on_one_line(url)}: is not a https:// URL; copy it from the browser")
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{f':{port}' if port else ''}"


def get(api: Api, path: str, accept: str = "application/json") -> Answer:
    """What is at a path. Raises InputError if the forge refuses or cannot be reached."""
    return checked(api, ask(api, "GET", path, accept=accept))


def pages(api: Api, path: str) -> Iterator[Any]:
    """Every element of a list that comes in pages. Raises InputError."""
    for page in range(1, _PAGES + 1):
        answer = get(api, f"{path}?per_page=100&page={page}")
        items = decoded(api, answer)
        if not isinstance(items, list):
            raise _strange(api)
        yield from items
        if 'rel="next"' not in answer.headers.get("link", ""):
            return


def ask(  # noqa: PLR0913 - what a request has
    api: Api,
    method: str,
    path: str,
    payload: Any = None,
    *,
    accept: str = "application/json",
    arrived: Callable[[], bool] = bool,
) -> Answer:
    """The answer to one request, whatever it says; waits and tries again where the forge is busy.

    A request that changes something may have arrived though its answer did not: `arrived` looks whether it has,
    and the answer is then 201 without content. Raises InputError if the forge stays busy or cannot be reached.
    """
    said = ""
    for attempt in range(_TRIES):
        answer: Answer | None = None
        try:
            answer = _exchange(api, method, path, payload, accept)
        except (OSError, HTTPException) as error:
            said = str(error.reason if isinstance(error, URLError) else error) or type(error).__name__
        if answer and not _is_passing(answer):
            return answer
        said = f"it answers {answer.status}" if answer else said
        is_unsure = answer is None or answer.status >= 500
        if method != "GET" and is_unsure and arrived():
            return Answer(201, {}, b"")
        if attempt < _TRIES - 1:
            api.pause(_delay(api, answer, attempt))
    raise InputError(f"{api.base}: {_TRIES} tries came to nothing ({on_one_line(said)}); try again later")


def checked(api: Api, answer: Answer) -> Answer:
    """The answer, if it is a good one. Raises InputError, with what the forge says about it."""
    if answer.is_fine:
        return answer
    advice = {
        401: "the token is not accepted; make a new one",
        403: "the token may not do that; it needs write access to pull or merge requests",
        404: "there is no such thing, or the token may not see it",
        406: "the diff is too large for the API; name the patch as INPUT",
    }
    said = _message(api, answer)
    why = advice.get(answer.status) or ("it moved; use its new URL" if answer.status < 400 else "")
    text = f"answers {answer.status}" + (f" ({said})" if said else "") + (f": {why}" if why else "")
    raise InputError(f"{api.base}: {text}")


def text_at(api: Api, content: Any, *keys: str) -> str:
    """The text under these keys of an answer. Raises InputError if there is none."""
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    if not isinstance(content, str):
        raise _strange(api)
    return content


def decoded(api: Api, answer: Answer) -> Any:
    """The JSON of an answer. Raises InputError if it is none."""
    try:
        return json.loads(answer.data)
    except ValueError as error:
        raise _strange(api) from error


def _strange(api: Api) -> InputError:
    return InputError(
        f"{api.base}: does not answer as the API does; is this the right URL, and is its diff ready?"
    )


def _exchange(api: Api, method: str, path: str, payload: Any, accept: str) -> Answer:
    data = None if payload is None else json.dumps(payload).encode()
    kind = {} if data is None else {"Content-Type": "application/json"}
    request = Request(api.base + path, data, {**api.headers, **kind, "Accept": accept}, method=method)  # noqa: S310
    try:
        with _opener().open(request, timeout=_SECONDS) as response:
            return Answer(response.status, _lower(response.headers), response.read(_LARGEST))
    except HTTPError as error:
        with error:
            return Answer(error.code, _lower(error.headers), error.read(_LARGEST))


class _OwnHostOnly(HTTPRedirectHandler):
    """Follows what moved within the host when reading, and nothing else: the token goes along."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if req.get_method() != "GET" or (old.scheme, old.netloc) != (new.scheme, new.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    return build_opener(_OwnHostOnly)


def _lower(headers: Message) -> Headers:
    return {name.lower(): value for name, value in headers.items()}


def _is_passing(answer: Answer) -> bool:
    is_limited = "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status in _PASSING or (answer.status == 403 and is_limited)


def _delay(api: Api, answer: Answer | None, attempt: int) -> float:
    """Seconds until the next try. Raises InputError if the forge wants a longer rest than a person waits for."""
    headers = answer.headers if answer else {}
    asked = headers.get("retry-after", "")
    reset = headers.get("x-ratelimit-reset", "") if headers.get("x-ratelimit-remaining") == "0" else ""
    wait = float(2**attempt)
    if asked.isdecimal():
        wait = float(asked)
    elif reset.isdecimal():
        wait = max(float(reset) - time.time(), wait)
    if wait > _LONGEST_WAIT:
        raise InputError(f"{api.base}: takes no more requests for {wait:.0f} seconds; try again after that")
    return wait


def _message(api: Api, answer: Answer) -> str:
    """What the forge says of an error, short, and without the token if it should repeat it."""
    try:
        said = json.loads(answer.data)
    except ValueError:
        return ""
    text = said.get("message", said.get("error", "")) if isinstance(said, dict) else ""
    text = on_one_line(text if isinstance(text, str) else json.dumps(text))
    for secret in api.headers.values():
        text = text.replace(secret.removeprefix("Bearer "), "***")
    return text[:200]
