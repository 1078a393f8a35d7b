"""The one place that knows openai: calls go out, a bounded number at a time, and replies or reasons come back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from review_assist.clean import on_one_line
from review_assist.errors import ModelError
from review_assist.llm.audit import Audit
from review_assist.llm.call import RUNGS, Call, Reply
from review_assist.llm.endpoint import Endpoint

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

Result = Reply | ModelError
Advance = Callable[[], None]
"""Called when a call is done, however it ended."""

_HEADERS = frozenset("host accept accept-encoding connection content-type content-length user-agent".split())
"""What is sent beside the key; what the library would tell of this machine is not."""
_OPENAI_HEADERS = frozenset({"openai-organization", "openai-project"})
_MESSAGE = 200


@dataclass(frozen=True, slots=True)
class Policy:
    """How long is waited, and how often it is tried.

    Tried again, with growing pauses or as long as `Retry-After` says (up to two minutes): no connection, a
    timeout, 408, 409, 429 and 5xx. Whatever happens, a call ends after `timeout` times the number of tries.
    """

    timeout: float = 60.0
    """Seconds for one try."""
    retries: int = 2
    parallel: int = 4


@dataclass(slots=True)
class _Learnt:
    """What the answers so far tell of the endpoint."""

    rung: int
    temperature: float | None = 0.0
    limit: str = ""
    """The name it wants for the limit of the answer's tokens; empty for the usual one."""
    is_dead: ModelError | None = None
    results: dict[int, Result] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know what happens."""

    audit: Audit | None = None
    advance: Advance = lambda: None
    keep: Callable[[Call, Reply, int], None] = lambda *_: None
    """Gets each reply as it comes, and the rung of the ladder that it came on."""


def ask(calls: Sequence[Call], policy: Policy, watch: Watch, *, rung: int = 0) -> list[Result]:
    """Send all calls (to one endpoint) and wait for them; a result for each, in their order.

    `rung` is where on the ladder it begins. If the user interrupts, what is done is kept.
    """
    if not calls:
        return []
    learnt = _Learnt(rung)
    asyncio.run(_all(calls, policy, watch, learnt))
    interrupted = ModelError("interrupted before the model had answered")
    return [learnt.results.get(index, interrupted) for index in range(len(calls))]


async def _all(calls: Sequence[Call], policy: Policy, watch: Watch, learnt: _Learnt) -> None:
    gate = asyncio.Semaphore(policy.parallel)
    async with _client(calls[0].endpoint, policy, watch.audit) as client:

        async def one(index: int, call: Call) -> None:
            async with gate:
                try:
                    reply = await _one(client, call, policy, learnt)
                    watch.keep(call, reply, learnt.rung)
                    learnt.results[index] = reply
                except ModelError as error:
                    learnt.results[index] = error
                watch.advance()

        try:
            async with asyncio.TaskGroup() as group:
                for index, call in enumerate(calls):
                    group.create_task(one(index, call))
        except asyncio.CancelledError:
            return  # the user has interrupted; what has come until now is told


def _client(endpoint: Endpoint, policy: Policy, audit: Audit | None) -> AsyncOpenAI:
    """A client that sends to this endpoint only, follows nowhere, and tells nothing of this machine."""
    import openai  # noqa: PLC0415 - half a second, for those who asked for it

    allowed = _HEADERS | (_OPENAI_HEADERS if endpoint.is_openai else frozenset())

    async def leave(request: Any) -> None:
        for name in [name for name in request.headers if name.lower() not in allowed]:
            del request.headers[name]
        if endpoint.key:
            request.headers["authorization"] = f"Bearer {endpoint.key}"
        if audit is not None:
            audit.record(request.method, str(request.url), dict(request.headers), request.content)

    return openai.AsyncOpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.key or "none",
        timeout=policy.timeout,
        max_retries=policy.retries,
        http_client=openai.DefaultAsyncHttpxClient(event_hooks={"request": [leave]}, follow_redirects=False),
    )


async def _one(client: AsyncOpenAI, call: Call, policy: Policy, learnt: _Learnt) -> Reply:
    """One call, further down the ladder until the endpoint takes it. Raises ModelError."""
    import openai  # noqa: PLC0415

    while True:
        if learnt.is_dead is not None:
            raise learnt.is_dead
        rung, temperature, limit = learnt.rung, learnt.temperature, learnt.limit
        payload = call.payload(rung, temperature=temperature, limit=limit)
        try:
            async with asyncio.timeout(policy.timeout * (policy.retries + 1)):
                return _reply(await client.chat.completions.create(**payload))
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if (rung, temperature, limit) == (learnt.rung, learnt.temperature, learnt.limit):
                _learn(learnt, error, call.endpoint)
        except (openai.APITimeoutError, TimeoutError) as error:
            raise ModelError(f"{call.endpoint.host} did not answer in time") from error
        except openai.APIConnectionError as error:
            learnt.is_dead = ModelError(f"{call.endpoint.host} cannot be reached")
            raise learnt.is_dead from error
        except openai.APIStatusError as error:
            failure = ModelError(f"{call.endpoint.host} answers {_told(error, call.endpoint)}")
            if error.status_code in (401, 403, 404):
                learnt.is_dead = failure
            raise failure from error
        except (openai.OpenAIError, ValueError) as error:
            raise ModelError(f"{call.endpoint.host} answers what is no chat completion") from error


def _learn(learnt: _Learnt, error: APIStatusError, endpoint: Endpoint) -> None:
    """What an endpoint does not know is not sent again. Raises ModelError if nothing is left to leave out."""
    message = error.message.lower()
    if "context" in message or "too long" in message:
        raise ModelError("the request is longer than the model can read") from error
    if learnt.temperature is not None and ("temperature" in message or "seed" in message):
        learnt.temperature = None
    elif not learnt.limit and "max_completion_tokens" in message:
        learnt.limit = "max_completion_tokens"
    elif learnt.rung + 1 < len(RUNGS):
        learnt.rung += 1
    else:
        raise ModelError(f"{endpoint.host} answers {_told(error, endpoint)}") from error


def _told(error: APIStatusError, endpoint: Endpoint) -> str:
    """Status and message on one line, without the key, which some servers repeat."""
    body = error.body if isinstance(error.body, dict) else {}
    message = on_one_line(str(body.get("message") or ""))[:_MESSAGE]
    message = message.replace(endpoint.key, "(the key)") if endpoint.key else message
    return f"{error.status_code}{f': {message}' if message else ''}"


def _reply(completion: Any) -> Reply:
    """The answer's text and its cost, from a server of which nothing can be taken for granted.

    Raises ModelError, and ValueError for what is no chat completion.
    """
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices or getattr(choices[0], "message", None) is None:
        raise ValueError("no chat completion")
    choice = choices[0]
    if getattr(choice.message, "refusal", None) or choice.finish_reason == "content_filter":
        raise ModelError("the model refused to answer")
    if choice.finish_reason == "length":
        raise ModelError("the model's answer was cut off")
    if not isinstance(choice.message.content, str) or not choice.message.content.strip():
        raise ModelError("the model's answer is empty")
    usage = completion.usage
    return Reply(
        choice.message.content,
        int(getattr(usage, "prompt_tokens", None) or 0),
        int(getattr(usage, "completion_tokens", None) or 0),
    )
