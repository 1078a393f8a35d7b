"""What two lines of different languages can have in common: names, numbers and the words of strings."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from review_assist.patterns import pattern

_TOKEN = pattern(r'"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|0[xX][0-9a-fA-F_]+|\d[\d_]*')
_COMMENT = pattern(r'//.*|/\*.*?(?:\*/|$)|"(?:\\.|[^"\\])*"')
_WORD = pattern(r"[A-Za-z]{4,}")
_ENDS = (";", "{", "}", ":", "*/")
_LONGEST = 3
"""Lines of one statement; what is longer is shown by its first ones."""
_WIDEST = 400
"""Columns of a line; what is longer was not written by hand."""
_COMMON = frozenset(
    """auto break case char const continue default double else enum extern float for goto if inline int long
    register return short signed sizeof static struct switch typedef union unsigned void volatile while bool
    true false null as async await crate dyn fn impl in let loop match mod move mut pub ref self super trait
    type unsafe use where uint8t uint16t uint32t uint64t int8t int16t int32t int64t sizet ssizet usize isize
    u8 u16 u32 u64 i8 i16 i32 i64 gint guint gboolean gchar gpointer gsize gdouble gfloat some none ok err
    option result vec box string str new cint cuint cchar cvoid std core libc ffi bindings mem ptr asptr
    asmutptr cast into from unwrap expect len iter define ifdef ifndef endif include assert""".split()
)
"""Squeezed names that stand in any code of either language."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of code, with those that it goes on in; a comment is no code."""

    line: int
    code: tuple[str, ...]
    """As it stands in the file."""
    words: frozenset[str]


def statements(lines: Sequence[str], first_line: int, prefixes: Set[str]) -> list[Statement]:
    """The code of a stretch of C or Rust, statement by statement; lines are numbered from `first_line`."""
    found: list[Statement] = []
    held: list[int] = []
    bare = without_comments(lines)
    for at, line in enumerate(bare):
        stripped = line.strip()
        if stripped:
            held.append(at)
        if held and (
            not stripped or stripped.endswith(_ENDS) or stripped.startswith("#") or len(held) == _LONGEST
        ):
            if len(held) > 1 and stripped == "{":
                held.pop()
            code = tuple(lines[index] for index in held)
            found.append(Statement(first_line + held[0], code, words("\n".join(bare[i] for i in held), prefixes)))
            held = []
    return found


def without_comments(lines: Sequence[str]) -> list[str]:
    """The lines with their comments blanked; one that is too long to have been written by hand is empty."""
    found, is_open = [], False
    for full in lines:
        line = full if len(full) <= _WIDEST else ""
        if is_open:
            _, end, line = line.partition("*/")
            is_open = not end
        bare = _COMMENT.sub(lambda match: match[0] if match[0].startswith('"') else " ", line)
        is_open = is_open or _opens(line)
        found.append(bare)
    return found


def _opens(line: str) -> bool:
    comments = [match[0] for match in _COMMENT.finditer(line) if match[0].startswith("/*")]
    return bool(comments) and not comments[-1].endswith("*/")


def words(code: str, prefixes: Set[str]) -> frozenset[str]:
    """Names without underscores, case and the prefixes of their module; numbers by value; words in strings."""
    found: set[str] = set()
    for token in _TOKEN.findall(code):
        if token[0] == '"':
            found |= {f'"{word.lower()}' for word in _WORD.findall(token)}
        elif token[0].isdigit():
            found |= _number(token)
        else:
            found.add("".join(stem(token, prefixes)))
    return frozenset(word for word in found if word not in _COMMON and len(word) > 2)


def _number(token: str) -> set[str]:
    digits = token.replace("_", "")
    if len(digits) > 20:
        return set()
    value = int(digits, 16) if digits[1:2] in ("x", "X") else int(digits)
    return {f"={value}"} if value > 9 else set()


def stem(name: str, prefixes: Set[str]) -> tuple[str, ...]:
    """The parts of a name, in lower case, without those of its module in front: at least one is left."""
    parts = [part for part in name.lower().split("_") if part] or [name.lower()]
    while len(parts) > 1 and parts[0] in prefixes:
        parts.pop(0)
    return tuple(parts)
