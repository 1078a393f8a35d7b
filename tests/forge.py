"""Forges on the loopback that behave as the real ones do, as far as we use them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "secret-token"
PAGE = 2
"""Elements of a page, whatever is asked for."""


@dataclass
class State:
    """What the forge holds, how it misbehaves next, and what it was asked."""

    diff: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    discussions: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)
    commentable: set[tuple[str, int]] = field(default_factory=set)
    """Lines that a comment can be on."""
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answers given instead of the next ones to a POST."""
    lost: int = 0
    """How many of the next POSTs are done, and answered with 502."""
    log: list[str] = field(default_factory=list)
    authorised: list[str] = field(default_factory=list)

    @property
    def posts(self) -> int:
        return sum(line.startswith("POST") for line in self.log)


class _Handler(BaseHTTPRequestHandler):
    state: State

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        state, parts = self.state, urlsplit(self.path)
        state.log.append(f"{method} {self.path}")
        given = self.headers.get("Authorization", "").removeprefix("Bearer ") or self.headers.get(
            "PRIVATE-TOKEN", ""
        )
        state.authorised.append(given)
        payload = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        if parts.path == "/moved":
            return self._answer(302, {}, Location=parse_qs(parts.query)["to"][0])
        if given not in ("", TOKEN):
            return self._answer(401, {"message": f"Bad credentials {given}"})
        is_private = method == "POST" or parts.path.endswith("/draft_notes")
        if is_private and not given:
            return self._answer(401, {"message": "Requires authentication"})
        if method == "POST" and state.faults:
            status, headers = state.faults.pop(0)
            return self._answer(status, {"message": "not now"}, **headers)
        status, content = self._content(method, parts.path, payload)
        if method == "POST" and state.lost:
            state.lost -= 1
            status = 502
        if isinstance(content, list):
            return self._page(content, int(parse_qs(parts.query).get("page", ["1"])[0]))
        return self._answer(status, content)

    def _content(self, method: str, path: str, payload: Any) -> tuple[int, Any]:
        raise NotImplementedError

    def _page(self, items: list[Any], page: int) -> None:
        here = items[(page - 1) * PAGE : page * PAGE]
        more = {"Link": '<https://elsewhere.example.org/>; rel="next"'} if page * PAGE < len(items) else {}
        self._answer(200, here, **more)

    def _answer(self, status: int, content: Any, **headers: str) -> None:
        data = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _GitHub(_Handler):
    def _content(self, method: str, path: str, payload: Any) -> tuple[int, Any]:
        state = self.state
        base = "/api/v3/repos/owner/repo/pulls/12"
        if path == base and "diff" in self.headers["Accept"]:
            return 200, state.diff
        if path == base:
            return 200, {"head": {"sha": "c" * 40}}
        if path == f"{base}/comments":
            return 200, state.comments
        if path == f"{base}/reviews" and method == "GET":
            return 200, [{k: v for k, v in review.items() if k != "comments"} for review in state.reviews]
        if path == f"{base}/reviews":
            return self._create(payload)
        if method == "DELETE" and (number := re.fullmatch(rf"{base}/reviews/(\d+)", path)):
            state.reviews[:] = [review for review in state.reviews if review["id"] != int(number[1])]
            return 200, {}
        return 404, {"message": "Not Found"}

    def _create(self, payload: Any) -> tuple[int, Any]:
        state = self.state
        if any(review["state"] == "PENDING" for review in state.reviews):
            return 422, {"message": "User can only have one pending review per pull request"}
        for comment in payload["comments"]:
            first = comment.get("start_line", comment["line"])
            lines = {(comment["path"], line) for line in range(first, comment["line"] + 1)}
            if not lines <= state.commentable or comment.get("start_line") == comment["line"]:
                return 422, {"message": "Unprocessable Entity"}
        number = len(state.log)
        state.reviews.append({"id": number, "state": payload.get("event", "PENDING"), **payload})
        return 200, {"id": number}


class _GitLab(_Handler):
    def _content(self, method: str, path: str, payload: Any) -> tuple[int, Any]:
        state = self.state
        base = "/api/v4/projects/group%2Fsub%2Fproject/merge_requests/5"
        if path == base:
            return 200, {"diff_refs": dict(zip(("base_sha", "start_sha", "head_sha"), "abc", strict=True))}
        lists = {"diffs": state.files, "discussions": state.discussions, "draft_notes": state.drafts}
        name = path.removeprefix(f"{base}/")
        if method == "GET" and name in lists:
            return 200, lists[name]
        if (method, name) == ("POST", "draft_notes"):
            at = payload.get("position")
            if at and (at["new_path"], at["new_line"]) not in state.commentable:
                return 400, {"message": {"line_code": ["can't be blank", "must be a valid line code"]}}
            state.drafts.append(payload)
            return 201, {"id": 1}
        return 404, {"message": "404 Not found"}


@contextmanager
def serving(kind: str, state: State) -> Iterator[str]:
    """The address of a running `github` or `gitlab`."""
    handler = type("Handler", ({"github": _GitHub, "gitlab": _GitLab}[kind],), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
