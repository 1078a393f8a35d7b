"""Lines of a mail's body: our own text, wrapped, and text of the patch, quoted."""

from __future__ import annotations

import re

from review_assist.clean import on_one_line, printable
from review_assist.patterns import pattern

WIDTH = 72
"""Our own lines are not longer, unless one piece of code is."""

_GLUE = "\0"
_CODE = pattern(r"`[^`]*`")
_COMMANDS_TO_MAIL_TOOLS = pattern(
    r"""(?i: [\w-]+-by: )        # a trailer, harvested by b4 and patchwork
        | From\b | -{2,}(?:\s|$) # the next mail of an mbox; the end of a commit message, a signature
        | [>|#] | diff\b         # a quote; lines that b4 drops; a diff
    """,
    re.VERBOSE,
)


def wrap(text: str, width: int = WIDTH) -> list[str]:
    """One paragraph as lines of plain text; code, which stands in backticks, is never broken.

    What a mail tool would obey at the beginning of a line takes the word before it along, or is indented by one
    space.
    """
    lines: list[list[str]] = [[]]
    for glued in _CODE.sub(lambda code: code[0].replace(" ", _GLUE), on_one_line(text)).split(" "):
        word = glued.replace(_GLUE, " ").strip()
        if not word:
            continue
        last = lines[-1]
        if not last or len(" ".join(last)) + 1 + len(word) <= width:
            last.append(word)
        elif len(last) > 1 and _COMMANDS_TO_MAIL_TOOLS.match(word) and len(last[-1]) + 1 + len(word) <= width:
            lines.append([last.pop(), word])
        else:
            lines.append([word])
    return [harmless(" ".join(words)) for words in lines if words]


def fate_lines(sentence: tuple[str, ...]) -> list[str]:
    """A sentence, and the list under it, if there is one."""
    head, *entries = sentence
    below = (wrap(entry, width=WIDTH - 4) for entry in entries)
    listed = [f"{'  - ' if at == 0 else '    '}{line}" for lines in below for at, line in enumerate(lines)]
    return [*wrap(head), *listed]


def harmless(line: str) -> str:
    """A line of ours; one that a mail tool would obey is indented by one space."""
    return f" {line}" if _COMMANDS_TO_MAIL_TOOLS.match(line) else line


def set_block(block: str) -> list[str]:
    """A paragraph, wrapped, or lines of code as they are: those are indented by four spaces."""
    return block.split("\n") if block.startswith("    ") else wrap(block)


def quoted(row: bytes) -> str:
    """A row of the patch behind `> `, byte for byte.

    But what a terminal could take for a command becomes `?`, as do bytes that are not UTF-8, and a carriage
    return at the end, which belongs to the mail's transport, goes.
    """
    text = printable(row.removesuffix(b"\r").decode("utf-8", "surrogateescape")).replace("\n", "?")
    return f"> {text}" if text else ">"
