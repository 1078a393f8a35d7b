"""The command line's part about language models: its options, its progress bar, what it tells afterwards."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from review_assist.errors import UsageError

if TYPE_CHECKING:
    from review_assist.model import Polish

_FILE = click.Path(dir_okay=False, path_type=Path)
_COUNT = click.IntRange(min=1)
Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--llm", is_flag=True, help="Let a language model sort out false alarms and word the notes."),
    click.option("--model", metavar="NAME", help="Which one. [env: REVIEW_ASSIST_MODEL]"),
    click.option(
        "--base-url",
        metavar="URL",
        help="An OpenAI-compatible endpoint. [env: REVIEW_ASSIST_BASE_URL; default: OpenAI's]",
    ),
    click.option(
        "--api-key-env", metavar="VARIABLE", help="Where the key is. [default: OPENAI_API_KEY, for OpenAI]"
    ),
    click.option("--api-key-file", type=_FILE, help="Or the file that holds it."),
    click.option(
        "--prompts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own prompts."
    ),
    click.option("--llm-code", is_flag=True, help="Also let it propose code, where the project allows that."),
    click.option("--llm-required", is_flag=True, help="Exit with 4 if some request had no usable answer."),
    click.option("--llm-dry-run", is_flag=True, help="Print what would be sent, and send nothing."),
    click.option("--llm-max-requests", type=_COUNT, default=40, show_default=True, help="In one run; else none."),
    click.option("--llm-max-input", type=_COUNT, default=400_000, show_default=True, help="Tokens, estimated."),
    click.option("--llm-max-output", type=_COUNT, default=100_000, show_default=True, help="Tokens, at most."),
    click.option(
        "--llm-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        help="Seconds for one of three tries.",
    ),
    click.option("--llm-prices", type=_FILE, help="TOML: input and output of a million tokens, by model."),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep answers."),
    click.option("--audit", type=_FILE, help="Add every byte that is sent to this file."),
)


def options(command: Command) -> Command:
    """The command with the options about the model."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def is_asked(given: Mapping[str, Any]) -> bool:
    """Whether a model is asked, or would be. Raises UsageError for an option that is only about that."""
    if given["llm"] or given["llm_dry_run"]:
        if given["why"]:
            raise UsageError("--why asks no model; leave --llm out")
        return True
    context = click.get_current_context()
    for parameter in context.command.params:
        name = parameter.name or ""
        is_about_it = parameter.opts[0] in _NAMES
        if is_about_it and context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise UsageError(f"{parameter.opts[0]} is about a language model, and none is asked; add --llm")
    return False


_NAMES = frozenset(
    """
    --model --base-url --api-key-env --api-key-file --prompts --llm-code --llm-required --llm-max-requests
    --llm-max-input --llm-max-output --llm-timeout --llm-prices --no-cache --audit
    """.split()
)


@contextmanager
def bar(count: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A progress bar over so many requests, for a person who waits."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=count, label="asking the model", file=sys.stderr) as shown:
        yield lambda: shown.update(1)


def tell(polish: Polish, *, quiet: bool) -> None:
    """What was not answered, and what the rest cost, on standard error."""
    from review_assist.clean import on_one_line

    for warning in polish.warnings:
        click.echo(f"review-assist: {on_one_line(warning)}; told as without a model", err=True)
    used = polish.usage
    if quiet or not (used.requests or used.cached):
        return
    parts = [
        f"{used.requests} request{'' if used.requests == 1 else 's'}",
        *([f"{used.cached} from the cache"] if used.cached else []),
        f"{used.input_tokens} tokens in",
        f"{used.output_tokens} out",
        f"{used.seconds:.1f} s",
        *([f"price {used.price:.4f}"] if used.price is not None else []),
    ]
    click.echo(f"review-assist: {on_one_line(polish.model)} at {polish.endpoint}: {', '.join(parts)}", err=True)


@click.command()
@click.argument("action", type=click.Choice(["clear", "info"]))
def cache(action: str) -> None:
    """Forget the answers of language models, or say how many are kept."""
    from review_assist.llm.cache import Cache, default_folder

    kept = Cache(default_folder(os.environ))
    if action == "clear":
        count = kept.clear()
        click.echo(f"{count} answer{'' if count == 1 else 's'} removed from {kept.folder}")
        return
    count, size = kept.size()
    click.echo(f"{count} answer{'' if count == 1 else 's'}, {size} bytes, in {kept.folder}")
