"""One call of an endpoint as it is sent, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review_assist.llm.endpoint import Endpoint
from review_assist.llm.request import Request
from review_assist.llm.schema import unbounded

RUNGS = ("json_schema", "json_schema without limits", "json_object", "text")
"""The ladder: ways to ask for JSON, for endpoints that know less and less. What comes is checked all the same."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer, and what it cost."""

    text: str
    input_tokens: int = 0
    output_tokens: int = 0
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way to an endpoint."""

    request: Request
    endpoint: Endpoint
    prompts: str
    """Version of the prompts."""

    @property
    def identity(self) -> Mapping[str, Any]:
        """All that the answer depends on."""
        request = self.request
        return {
            "model": self.endpoint.model,
            "endpoint": self.endpoint.base_url,
            "prompts": self.prompts,
            "messages": request.messages,
            "schema": request.schema,
            "most": request.most_output,
        }

    def payload(self, rung: int = 0, *, temperature: float | None = 0.0, limit: str = "") -> dict[str, Any]:
        """The body of the HTTP request, in openai's order of keys.

        `limit` is what the endpoint calls the limit of the answer's tokens.
        """
        name = limit or ("max_completion_tokens" if self.endpoint.is_openai else "max_tokens")
        messages = [{"role": role, "content": text} for role, text in self.request.messages]
        if rung >= 2:
            form = json.dumps(self.request.schema, sort_keys=True)
            messages[-1]["content"] += f"\n\nThe answer is one JSON object of this JSON schema:\n{form}"
        return {
            "model": self.endpoint.model,
            "messages": messages,
            name: self.request.most_output,
            **_format(self.request.schema, rung),
            **({} if temperature is None else {"seed": 1, "temperature": temperature}),
        }


def _format(schema: Mapping[str, Any], rung: int) -> dict[str, Any]:
    if rung == 3:
        return {}
    if rung == 2:
        return {"response_format": {"type": "json_object"}}
    form = unbounded(schema) if rung == 1 else schema
    return {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "review", "strict": True, "schema": form},
        }
    }
