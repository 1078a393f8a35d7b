"""Text in runs of one kind: Rust by its tokens, line by line and without a parser; prose by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_assist.clean import on_one_line
from review_assist.patterns import pattern

_TOKEN = pattern(
    r"""
    (?P<comment> //.* | /\*.*?(?:\*/|$))
  | (?P<string> [bc]?r\#*".*?(?:"\#*|$) | [bc]?"(?:\\.|[^"\\])*(?:"|$) | b?'(?:\\.[^']*|[^'\\])')
  | (?P<attribute> \#!?\[[^\]]*\]?)
  | (?P<lifetime> '[A-Za-z_]\w*)
  | (?P<macro> \b[a-z_]\w*!(?=\s*[(\[{]))
  | (?P<keyword> \b(?:as|async|await|break|const|continue|crate|dyn|else|enum|extern|false|fn|for|if|impl|in|let
      |loop|match|mod|move|mut|pub|raw|ref|return|self|Self|static|struct|super|trait|true|type|union|unsafe|use|where
      |while)\b)
  | (?P<type> \b(?:[A-Z]\w*|bool|char|str|[iu](?:8|16|32|64|128|size)|f32|f64|c_\w+)\b)
  | (?P<number> \b\d[\w.]*)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text and what kind of token it is; plain text has none."""

    text: str
    kind: str = ""


def spans(line: str) -> tuple[Span, ...]:
    """One line of Rust as runs of one kind each; together they are the line."""
    return tuple(span for span in _spans(line) if span.text)


def _spans(line: str) -> Iterator[Span]:
    at = 0
    for token in _TOKEN.finditer(line):
        yield Span(line[at : token.start()])
        yield Span(token[0], token.lastgroup or "")
        at = token.end()
    yield Span(line[at:])


def prose_spans(text: str) -> tuple[Span, ...]:
    """Markdown code spans as spans of kind `code`, the rest plain."""
    parts = re.split(r"`([^`]*)`", on_one_line(text))
    return tuple(Span(part, "code" if at % 2 else "") for at, part in enumerate(parts) if part)
