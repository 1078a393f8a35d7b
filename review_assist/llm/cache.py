"""Answers that were paid for once, kept in the user's cache folder; files are written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from review_assist.llm.call import Call, Reply

_MOST_BYTES = 64 * 1024 * 1024
"""Over this the answers that were not used for longest go."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder with a file for each answer."""

    folder: Path

    def get(self, call: Call) -> Reply | None:
        """The answer to exactly this call; a file that is damaged is none."""
        path = self._path(call)
        try:
            kept = json.loads(path.read_text("utf-8"))
            reply = Reply(str(kept["text"]), int(kept["input_tokens"]), int(kept["output_tokens"]), is_cached=True)
            os.utime(path)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return reply

    def put(self, call: Call, reply: Reply) -> None:
        """Keep an answer; where that is not possible, as on a full disk, the next run asks again."""
        kept = {name: value for name, value in asdict(reply).items() if name != "is_cached"}
        if self._write(self._path(call), kept):
            self._shrink()

    def rung(self, endpoint: str) -> int:
        """How far down the ladder an endpoint was found to stand."""
        try:
            return int(json.loads((self.folder / "ladder.json").read_text("utf-8"))[endpoint])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def remember(self, endpoint: str, rung: int) -> None:
        """Begin there the next time."""
        path = self.folder / "ladder.json"
        try:
            known = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            known = {}
        self._write(path, {**(known if isinstance(known, dict) else {}), endpoint: rung})

    def clear(self) -> int:
        """Remove everything; the number of answers there were."""
        answers = len(self._answers())
        for path in [*self._answers(), self.folder / "ladder.json"]:
            path.unlink(missing_ok=True)
        return answers

    def size(self) -> tuple[int, int]:
        """How many answers there are, and their bytes."""
        answers = self._answers()
        return len(answers), sum(path.stat().st_size for path in answers)

    def _path(self, call: Call) -> Path:
        digest = hashlib.sha256(json.dumps(call.identity, sort_keys=True).encode()).hexdigest()
        return self.folder / "answers" / f"{digest}.json"

    def _answers(self) -> list[Path]:
        return sorted((self.folder / "answers").glob("*.json"))

    def _write(self, path: Path, content: Mapping[str, object]) -> bool:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(
                "w", dir=path.parent, suffix=".new", delete=False, encoding="utf-8"
            ) as new:
                json.dump(content, new)
            Path(new.name).replace(path)
        except OSError:
            return False
        return True

    def _shrink(self) -> None:
        if self.size()[1] <= _MOST_BYTES:
            return
        by_age = sorted(self._answers(), key=lambda path: path.stat().st_mtime)
        for path in by_age[: len(by_age) // 2]:
            path.unlink(missing_ok=True)


def default_folder(environment: Mapping[str, str]) -> Path:
    """`review-assist` in the XDG cache folder."""
    base = environment.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "review-assist"
