"""A server for what the real one cannot do: it answers by a script, and remembers what it was sent."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Said:
    """One HTTP answer."""

    body: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds before each byte of the body: a slow stream."""


Script = Callable[["Sent"], Said]


@dataclass(frozen=True)
class Sent:
    """What came in."""

    number: int
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def lines(self) -> dict[str, str]:
        """The lines that were shown, by their id."""
        return dict(re.findall(r"^(L\d+) [+ -](.*)$", self.prompt, re.MULTILINE))

    @property
    def notes(self) -> list[dict[str, Any]]:
        """The notes that were shown."""
        return [json.loads(line) for line in re.findall(r'^\{"id": "N.*\}$', self.prompt, re.MULTILINE)]


@dataclass
class Stub:
    """A running server."""

    url: str
    sent: list[Sent]


@contextmanager
def stub(script: Script) -> Iterator[Stub]:
    """A server that answers each request as the script says."""
    sent: list[Sent] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            with lock:
                came = Sent(len(sent), self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(raw))
                sent.append(came)
            said = script(came)
            with suppress(BrokenPipeError, ConnectionResetError):
                self._answer(said)

        def _answer(self, said: Said) -> None:
            data = said.body.encode()
            self.send_response(said.status)
            for name, value in {"content-type": "application/json", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            if not said.pause:
                self.wfile.write(data)
                return
            for at in range(len(data)):
                self.wfile.write(data[at : at + 1])
                self.wfile.flush()
                time.sleep(said.pause)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Stub(f"http://127.0.0.1:{server.server_address[1]}/v1", sent)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> Said:
    """A chat completion with this text."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    whole = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "stub",
        "choices": [choice],
        "usage": usage,
    }
    return Said(json.dumps(whole))


def failure(status: int, message: str, **headers: str) -> Said:
    """An error as endpoints send it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(json.dumps({"error": {"message": message, "type": "error", "code": status}}), status, named)


def item(sent: Sent, at: int = 0, **changes: str) -> dict[str, str]:
    """An item about one of the notes that were shown: kept, correctly quoted, and with some changes."""
    note = sent.notes[at]
    blank = dict.fromkeys(("into", "reason", "headline", "why", "instead"), "")
    return {"id": note["id"], "quote": sent.lines[note["line"]], "verdict": "keep", **blank, **changes}


def answer(*items: dict[str, str], missed: tuple[dict[str, str], ...] = ()) -> Said:
    """An answer of the form that is asked for."""
    return completion(json.dumps({"notes": list(items), "missed": list(missed)}))
