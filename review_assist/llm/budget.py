"""What a run may cost: estimated before anything is sent, refused if it is too much, never cut."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review_assist.errors import ModelError, UsageError
from review_assist.llm.request import Request

_BYTES_A_TOKEN = 3
"""Fewer than any tokenizer needs on code, so that the estimate is a ceiling."""
_MESSAGE_TOKENS = 8
"""What a chat template adds around one message."""
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that one run may send and be answered."""

    requests: int = 40
    input_tokens: int = 400_000
    output_tokens: int = 100_000


@dataclass(frozen=True, slots=True)
class Price:
    """For a million tokens, in whatever unit the price table has."""

    input: float
    output: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """What so many tokens cost."""
        return (input_tokens * self.input + output_tokens * self.output) / _MILLION


def estimated(request: Request) -> int:
    """At most so many tokens of input: by bytes, the schema among them."""
    texts = [text for _, text in request.messages] + [json.dumps(request.schema)]
    size = sum(len(text.encode("utf-8", "replace")) for text in texts)
    return -(-size // _BYTES_A_TOKEN) + _MESSAGE_TOKENS * len(request.messages)


def check(requests: Sequence[Request], caps: Caps) -> None:
    """Raise ModelError, with a list of what would have been sent, if that is over one of the caps."""
    needed = (
        ("requests", len(requests), caps.requests, "--llm-max-requests"),
        ("tokens of input", sum(map(estimated, requests)), caps.input_tokens, "--llm-max-input"),
        ("tokens of output", sum(each.most_output for each in requests), caps.output_tokens, "--llm-max-output"),
    )
    for what, count, most, option in needed:
        if count > most:
            listed = "; ".join(_listed(requests))
            needs = f"{count} {what} would be needed, and {most} are allowed ({option})"
            raise ModelError(f"nothing was sent to the model: {needs}; it was: {listed}")


def _listed(requests: Sequence[Request]) -> Iterator[str]:
    for request in requests:
        yield f"{request.title}, {estimated(request)} tokens in, {request.most_output} out"


def read_prices(path: Path, model: str) -> Price | None:
    """The price of a model: a TOML table by its name, with `input` and `output` for a million tokens.

    None if the table does not have the model. Raises UsageError.
    """
    try:
        table: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"--llm-prices: {path}: cannot be read as TOML: {error}") from error
    row = table.get(model)
    if row is None:
        return None
    prices = [row.get(name) for name in ("input", "output")] if isinstance(row, dict) else [None]
    if not all(isinstance(price, int | float) and not isinstance(price, bool) and price >= 0 for price in prices):
        raise UsageError(
            f'--llm-prices: {path}: "{model}": needs the numbers input and output, for a million tokens'
        )
    return Price(float(row["input"]), float(row["output"]))
