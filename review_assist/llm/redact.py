"""What must not leave the machine is replaced before a request is made, and put back where code is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

_SECRETS = re.compile(
    r"""
      (?P<url> (?<=://) [^\s/@"'<>]+ (?=@) )                                # user:password of a URL
    | (?P<mail> [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+ )
    | (?P<token> \b (?: gh[pousr]_ | github_pat_ | glpat- | sk-(?:ant-|proj-)? | xox[abeoprs]- | AKIA | ASIA | AIza
                      | npm_ | pypi- | hf_ | ya29\. | SG\. | eyJ ) [\w.=/+-]{12,}
                 | \b MII [A-Za-z0-9+/]{29,} =* )                               # a key in DER
    | (?P<bearer> (?<=Bearer[ ]) [\w.~+/=-]{8,} | (?<=Basic[ ]) [\w+/=]{8,} )
    | (?P<named> (?<= ["'] ) [^"'\s]{6,} (?= ["'] ) )                          # only where `_is_named` says so
    | (?P<random> (?<! [\w+/=-] ) [A-Za-z0-9+/_-]{32,} =* )                    # only where it looks random
    """,
    re.VERBOSE,
)
_NAME_OF_A_SECRET = re.compile(
    r"(?i)(?:passw(?:or)?d|passphrase|secret|token|credential|api_?key|auth_?key|private_?key)"
    r"""\w*["']?\s*(?::\s*&?(?:'static\s+)?\w+\s*)?(?:=>?|:|,)\s*[bcr]?["']$"""
)


@dataclass(frozen=True, slots=True)
class Redaction:
    """Lines with what is secret replaced, and what each replacement stands for."""

    lines: tuple[str, ...]
    secrets: tuple[tuple[str, str], ...] = ()
    """Placeholder and secret; the placeholders are identifiers that occur nowhere else in the lines."""

    def hidden(self, text: str) -> str:
        """A text with every one of these secrets replaced."""
        for placeholder, secret in sorted(self.secrets, key=lambda pair: -len(pair[1])):
            text = text.replace(secret, placeholder)
        return text

    def restored(self, text: str) -> str:
        """A text with every placeholder replaced by what it stands for."""
        for placeholder, secret in reversed(self.secrets):
            text = text.replace(placeholder, secret)
        return text

    def names_a_secret(self, text: str) -> bool:
        """Whether a text holds a placeholder, or one of the secrets itself."""
        return any(placeholder in text or secret in text for placeholder, secret in self.secrets)


def redacted(lines: Iterable[str]) -> Redaction:
    """The lines without tokens, passwords, keys, mail addresses and credentials in URLs.

    One secret has one placeholder wherever it occurs, `REDACTED_1` and so on; nothing else changes.
    """
    texts = tuple(lines)
    prefix = "REDACTED_"
    while any(prefix in text for text in texts):
        prefix += "X_"
    found = list(dict.fromkeys(secret for text in texts for secret in _secrets(text)))
    secrets = tuple((f"{prefix}{at}", secret) for at, secret in enumerate(found, 1))
    redaction = Redaction(texts, secrets)
    return replace(redaction, lines=tuple(redaction.hidden(text) for text in texts)) if secrets else redaction


def _secrets(text: str) -> Iterator[str]:
    for match in _SECRETS.finditer(text):
        value = match[0]
        if match["named"] and not _NAME_OF_A_SECRET.search(text[: match.start()]):
            inner = (each[0] for each in _SECRETS.finditer(value) if not each["named"] and _is_secret(each))
            yield from inner
        elif _is_secret(match):
            yield value


def _is_secret(match: re.Match[str]) -> bool:
    return not match["random"] or _looks_random(match[0])


def _looks_random(text: str) -> bool:
    """Digits, small and capital letters in quick change, as in a key and not in a name; or long hexadecimal."""
    if re.fullmatch(r"[0-9a-fA-F]{32,}", text):
        return any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
    kinds = ["digit" if c.isdigit() else "upper" if c.isupper() else "other" for c in text]
    changes = sum(here != before for before, here in pairwise(kinds))
    return kinds.count("digit") >= 3 and "upper" in kinds and changes * 5 >= len(text) * 2
