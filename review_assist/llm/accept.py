"""What a text of the model has to pass before it is told: nothing in it that was not there before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from review_assist.llm.redact import Redaction
from review_assist.llm.schema import LIMITS
from review_assist.llm.std_names import PROSE, RUST

_WORD = re.compile(r"[^\W\d]\w*|\d\w*")
_SMALL = frozenset("0 1 2".split())
_RUN = 6
"""So many words in a row, out of what the model was told, are a leak and no note."""

_NEVER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(source, re.IGNORECASE | re.VERBOSE))
    for reason, source in (
        ("has more than one line", r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"),
        ("has a Markdown fence", r"``|~~~"),
        ("has a link", r"\w+://|\bwww\.|\bmailto:|\]\s*\(|\]\s*\[|\]:"),
        ("has a mail address", r"\w@\w|<\s*at\s*>|\(at\)"),
        (
            "has a trailer",
            r"""\w+-by\b
              | \b(?:cc|fixes|link|closes|message-id|change-id|in-reply-to|subject|from|to|bcc)\s*:""",
        ),
        ("begins like a header", r"^\s*[\w-]+\s*:(?!:)"),
        ("begins like a quote, a list or a heading", r"^\s*(?:[>|\#*+]|-{1,}\s|\d+[.)]\s)"),
        ("has a diff", r"^\s*(?:diff\b|@@|\+\+\+|---)|@@\s*-\d"),
        ("names a line", r"\blines?\s*(?:no\.?\s*|number\s*)?\#?\d|(?-i:\b[LN]\d+\b)|:\d+\b"),
        (
            "judges the patch",
            r"""\bapprov\w*|\blgtm\b|\back(?:ed)?\b|\bnack\w*|looks\s+good|\bship(?:\s+it|\w*\s+this)
              | \b(?:ready|safe|fine|good)\s+to\s+(?:be\s+)?(?:merge|apply|go)
              | \bno\s+(?:issues?|problems?|objections?)\b""",
        ),
        (
            "speaks of its instructions",
            r"""\b(?:system\s+)?prompts?\b|\binstruct\w*|\bignore\s+(?:all|any|the|previous)
              | \b(?:AI|language\s+model|assistant)\b""",
        ),
        ("has HTML", r"<\s*/?\s*(?:a|b|i|p|br|img|div|span|script|style|svg|iframe|html|body|h\d)\b|&\#?\w+;"),
    )
)
"""What no note has, whatever it is about."""
_DOMAIN = re.compile(r"(?<![\w.:])[a-z0-9-]{2,}(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b", re.IGNORECASE)
_FILE = re.compile(r"[\w.-]*/[\w./-]+|\b[\w-]+\.(?:rs|c|h|cc|cpp|py|toml|md|rst|txt|sh|json|lock|build)\b")
_SYMBOL = re.compile(r"""[^\w\s.,;:?!'"()/&%-]""")
_NAME_LIKE = re.compile(r"_|[a-z][A-Z]|\d|^[A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a text may be made of."""

    text: str
    """The lines that were shown, the rule's own text and the note's."""
    told: str
    """What the model was told about its task; a run of words out of it is not for the reader."""
    redaction: Redaction

    @property
    def words(self) -> frozenset[str]:
        """Every name and number that may occur."""
        return frozenset(_WORD.findall(self.text)) | RUST | _SMALL


def objection(text: str, allowed: Allowed, name: str) -> str:
    """Why a text is not told, as the end of a sentence about it; empty if it may be. `name` is one of `LIMITS`."""
    return next(_objections(text, allowed, name), "")


def _objections(text: str, allowed: Allowed, name: str) -> Iterator[str]:
    if len(text) > LIMITS[name]:
        yield f"is longer than {LIMITS[name]} characters"
    for reason, never in _NEVER:
        if never.search(text):
            yield reason
    if any(not c.isprintable() for c in text):
        yield "has invisible characters"
    if any(not c.isascii() and c not in allowed.text for c in text):
        yield "has characters that the patch does not"
    if text.count("`") % 2:
        yield "has a backtick that nothing closes"
    if allowed.redaction.names_a_secret(text):
        yield "names what was redacted"
    if any(path not in allowed.text for path in _FILE.findall(text)):
        yield "names a file"
    if any(_DOMAIN.search(prose) for prose in text.split("`")[::2]):
        yield "has a domain, or no space after a full stop"
    if unknown_words(text, allowed):
        yield "names what neither the patch nor the rule does"
    if any(_SYMBOL.search(prose) for prose in text.split("`")[::2]):
        yield "has symbols outside of code"
    if _repeats(text, allowed.told):
        yield "repeats what the model was told"


def unknown_words(text: str, allowed: Allowed) -> list[str]:
    """Names and numbers that are known from nowhere: all of code, and in prose what looks like a name."""
    words = allowed.words
    found = []
    for at, part in enumerate(text.split("`")):
        named = _WORD.findall(part) if at % 2 else _names_in_prose(part)
        found += [word for word in named if word not in words and (at % 2 or word not in PROSE)]
    return found


def _names_in_prose(prose: str) -> Iterator[str]:
    """Words that are no plain English: with capitals inside of a sentence, digits, underscores, or called."""
    for match in _WORD.finditer(prose):
        word, before, after = match[0], prose[: match.start()].rstrip(), prose[match.end() :]
        is_first = not before or before[-1] in ".?!"
        is_called = after.startswith(("(", "!(", "::", "[")) or before.endswith("::")
        if _NAME_LIKE.search(word) or is_called or (word[0].isupper() and not is_first):
            yield word


def _repeats(text: str, told: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    source = f" {' '.join(word.lower() for word in _WORD.findall(told))} "
    return any(f" {' '.join(words[at : at + _RUN])} " in source for at in range(len(words) - _RUN + 1))


def first_objection(texts: Iterable[tuple[str, str]], allowed: Allowed) -> str:
    """The first objection to any of several texts, each with its name: `its why has a link`."""
    for name, text in texts:
        if text and (reason := objection(text, allowed, name)):
            return f"its {name} {reason}"
    return ""
