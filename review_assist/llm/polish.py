"""The stage as a whole: a review goes in, the model is asked what is not known yet, a review comes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from time import monotonic

from review_assist.errors import ModelError
from review_assist.llm.answer import read_answer
from review_assist.llm.apply import applied
from review_assist.llm.audit import Audit
from review_assist.llm.budget import Caps, Price, check, estimated
from review_assist.llm.cache import Cache
from review_assist.llm.call import Call, Reply
from review_assist.llm.client import Advance, Policy, Result, Watch, ask
from review_assist.llm.endpoint import Endpoint
from review_assist.llm.propose import Prove, unproven
from review_assist.llm.request import Manner, requests_for
from review_assist.model import Polish, Review, Usage

Progress = Callable[[int], AbstractContextManager[Advance]]
"""Shows that so many requests are on their way; what it gives is called for each that is done."""


@dataclass(frozen=True, slots=True)
class Means:
    """With what a review is polished."""

    endpoint: Endpoint
    manner: Manner
    caps: Caps = field(default_factory=Caps)
    policy: Policy = field(default_factory=Policy)
    price: Price | None = None
    cache: Cache | None = None
    audit: Audit | None = None
    prove: Prove = unproven
    """Tries the code that the model proposes."""


def polish(review: Review, means: Means, progress: Progress = lambda _: nullcontext(lambda: None)) -> Review:
    """The review with its notes triaged and worded by the model, as far as its answers can be accepted.

    Never raises because of the endpoint or the model: what went wrong is in `Review.polish.warnings`, and what it
    concerns is told as without a model. Raises UsageError if the audit cannot be written.
    """
    started = monotonic()
    calls = _calls(review, means)
    results: list[Result] = [known or ModelError("") for known in _known(calls, means)]
    todo = [index for index, result in enumerate(results) if isinstance(result, ModelError)]
    try:
        check([calls[index].request for index in todo], means.caps)
    except ModelError as refused:
        for index in todo:
            results[index] = refused
        todo = []
    for index, result in zip(todo, _asked([calls[index] for index in todo], means, progress), strict=True):
        results[index] = result
    done = Polish(
        means.endpoint.model,
        means.endpoint.host,
        means.manner.prompts.version,
        usage=_usage(results, means, monotonic() - started),
    )
    replies = [
        (call.request, result.text if isinstance(result, Reply) else result)
        for call, result in zip(calls, results, strict=True)
    ]
    return applied(review, replies, means.manner.rules, done, means.prove)


def _calls(review: Review, means: Means) -> list[Call]:
    version = means.manner.prompts.version
    return [Call(request, means.endpoint, version) for request in requests_for(review, means.manner)]


def _known(calls: Sequence[Call], means: Means) -> Iterator[Reply | None]:
    for call in calls:
        yield means.cache.get(call) if means.cache is not None else None


def _asked(calls: Sequence[Call], means: Means, progress: Progress) -> list[Result]:
    cache = means.cache
    name = f"{means.endpoint.base_url} {means.endpoint.model}"
    rung = cache.rung(name) if cache is not None else 0
    if means.audit is not None:
        means.audit.check()
    if not calls:
        return []

    def keep(call: Call, reply: Reply, at: int) -> None:
        if cache is None:
            return
        if at != rung:
            cache.remember(name, at)
        with suppress(ModelError):  # an answer that is of no use may be another one the next time
            read_answer(reply.text, call.request)
            cache.put(call, reply)

    with progress(len(calls)) as advance:
        return ask(calls, means.policy, Watch(means.audit, advance, keep), rung=rung)


def _usage(results: Sequence[Result], means: Means, seconds: float) -> Usage:
    fresh = [result for result in results if isinstance(result, Reply) and not result.is_cached]
    tokens = sum(reply.input_tokens for reply in fresh), sum(reply.output_tokens for reply in fresh)
    return Usage(
        requests=len(fresh),
        cached=sum(isinstance(result, Reply) and result.is_cached for result in results),
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        seconds=seconds,
        price=means.price.of(*tokens) if means.price else None,
    )


def dry_run(review: Review, means: Means) -> Iterator[str]:
    """What would be sent, byte for byte, each body on a line of its own, and what it would cost; lines of text."""
    calls = _calls(review, means)
    total = [0, 0]
    for call, known in zip(calls, _known(calls, means), strict=True):
        body = json.dumps(call.payload(), ensure_ascii=False, separators=(",", ":"))
        tokens = estimated(call.request)
        state = "in the cache, not sent" if known else f"to {call.endpoint.host}"
        size, most = len(body.encode("utf-8", "replace")), call.request.most_output
        yield f"# {call.request.title}: {size} bytes, at most {tokens} tokens in, {most} out; {state}"
        yield body
        if not known:
            total = [total[0] + tokens, total[1] + most]
    price = f", at most {means.price.of(*total):.4f} by the price table" if means.price else ""
    yield f"# at most {total[0]} tokens in and {total[1]} out{price}; nothing was sent"
    try:
        check([call.request for call in calls], means.caps)
    except ModelError as refused:
        yield f"# {refused}"
