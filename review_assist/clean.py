"""Text from a patch is data: what a terminal, a mail or a page could take for a command is made visible."""

from __future__ import annotations

from review_assist.patterns import pattern

COMMANDS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # zero-width, separators, bidirectional overrides
)
"""Characters that a terminal or a reader's eye obeys, for use inside of `[...]`."""
_COMMANDS = pattern(f"[{COMMANDS}\ud800-\udfff]")


def printable(text: str) -> str:
    """Control, bidirectional and zero-width characters and stray bytes become `?`; tab and newline stay."""
    return _COMMANDS.sub("?", text)


def well_formed(text: str) -> str:
    """Bytes that were no UTF-8, kept as surrogates until here, become U+FFFD: JSON is Unicode."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def on_one_line(text: str) -> str:
    """`printable`, and all white space squeezed to single spaces."""
    return " ".join(printable(text).split())
