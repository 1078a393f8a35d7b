"""A note as Markdown, of GitHub's or GitLab's kind: text from the patch is shown, and does nothing.

https://github.github.com/gfm/
https://docs.gitlab.com/user/markdown/

Code stands in spans and fences longer than any run of backticks in it. In prose every mark is escaped, and what a
forge would make a link or a mention of (`@name`, `#12`, `https://`, a commit) is cut by an empty comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from review_assist.clean import on_one_line, printable
from review_assist.model import Note, Part, Passage, Patch
from review_assist.patterns import pattern
from review_assist.reports.paragraphs import LEADS, paragraphs

_CUT = "<!-- -->"
_MARKS = pattern(r"[\\*_\[\]<>|~$]")
_REFERENCES = pattern(r"[@#!%^](?=[\w\"\\/])|&amp;(?=\w)|\\~(?=\w)|\bGH-(?=\d)|:(?=//)|\bwww\.")
_COMMIT = pattern(r"\b[0-9a-f]{7,}\b")
_BLOCK = pattern(r"[-+=#>/:]|\d+(?=[.)])")
_LANGUAGES = {"in-c": "c", "code": "rust"}


def note_in_markdown(note: Note, patches: Sequence[Patch], *, without: Collection[Part] = ()) -> str:
    """What the note says, paragraph by paragraph; `without` names parts that are shown in another way."""
    return "\n\n".join(_block(passage) for passage in paragraphs(note, patches) if passage.part not in without)


def inline(text: str) -> str:
    """One paragraph with code in backticks, on one line."""
    *pairs, last = on_one_line(text).split("`")
    if len(pairs) % 2:
        pairs, last = pairs[:-1], f"{pairs[-1]}'{last}"
    parts = [code_span(part) if at % 2 else _prose(part) for at, part in enumerate(pairs)]
    parts += [_prose(last)]
    spaced = [part or (_CUT if 0 < at < len(parts) - 1 else "") for at, part in enumerate(parts)]
    line = "".join(spaced)
    opening = _BLOCK.match(line)
    if opening is None:
        return line
    end = opening.end()
    return f"{line[:end]}\\{line[end:]}" if opening[0].isdigit() else f"\\{line}"


def code_span(code: str) -> str:
    """Code on one line, whatever it holds; nothing for nothing."""
    shown = on_one_line(code)
    if not shown:
        return ""
    fence = "`" * (longest_run(shown) + 1)
    pad = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def fenced(code: str, language: str) -> str:
    """Lines of code in a fence; `language` is ours."""
    fence = "`" * max(longest_run(code) + 1, 3)
    lines = printable(code)
    return f"{fence}{language}\n{lines}\n{fence}" if lines else f"{fence}{language}\n{fence}"


def longest_run(text: str) -> int:
    """How many backticks stand side by side at most."""
    return max(map(len, re.findall("`+", text)), default=0)


def _block(passage: Passage) -> str:
    lead = LEADS.get(passage.part, "")
    language = _LANGUAGES.get(passage.part)
    if language is None:
        return inline(f"{lead} {passage.text}")
    code = fenced(passage.text, language)
    return f"{lead}\n\n{code}" if lead else code


def _prose(text: str) -> str:
    escaped = _MARKS.sub(r"\\\g<0>", text.replace("&", "&amp;"))
    cut = _REFERENCES.sub(rf"\g<0>{_CUT}", escaped)
    return _COMMIT.sub(lambda found: _CUT.join(re.findall(".{1,6}", found[0])), cut)
