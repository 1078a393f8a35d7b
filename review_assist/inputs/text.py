"""Bytes of strangers as text: decoded without raising, and safe to put into a one-line message."""

from __future__ import annotations

from review_assist.clean import COMMANDS
from review_assist.patterns import pattern

_CONTROLS = pattern(rf"[\t\n{COMMANDS}]")
_CONTROLS_BUT_LAYOUT = pattern(f"[{COMMANDS}]")
_LONGEST_NAME = 200


def one_line(text: str) -> str:
    """Collapse white space and drop what a terminal could obey (controls, direction marks)."""
    return " ".join(_CONTROLS.sub("", " ".join(text.split())).split())


def printable(name: str) -> str:
    """A path or revision as given, fit to stand in a message: controls and stray bytes become `?`."""
    clean = _CONTROLS.sub("?", name).encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= _LONGEST_NAME else clean[:_LONGEST_NAME] + "..."


def prose(data: bytes) -> str:
    """Lines of prose, without controls; bytes that are not UTF-8 become U+FFFD."""
    return _CONTROLS_BUT_LAYOUT.sub("", data.decode("utf-8", "replace"))
