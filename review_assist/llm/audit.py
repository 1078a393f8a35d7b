"""A record of every byte that left for the endpoint, one line of JSON for each HTTP request, retries too."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from review_assist.errors import UsageError


@dataclass(frozen=True, slots=True)
class Audit:
    """A file that is added to."""

    path: Path

    def record(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Write one request down before it is sent. The key is left out; nothing else is. Raises UsageError."""
        shown = {name: "(the key)" if name == "authorization" else value for name, value in headers.items()}
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "method": method,
            "url": url,
            "headers": shown,
            "bytes": len(body),
            "body": body.decode("utf-8", "backslashreplace"),
        }
        self._add(json.dumps(entry, ensure_ascii=False) + "\n")

    def check(self) -> None:
        """Raise UsageError if it cannot be written."""
        self._add("")

    def _add(self, text: str) -> None:
        try:
            number = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(number, "a", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise UsageError(f"--audit: {self.path}: cannot be written: {error.strerror}") from error
