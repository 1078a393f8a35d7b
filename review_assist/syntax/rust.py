"""The grammar: the only place that loads tree-sitter-rust."""

from __future__ import annotations

import re
from functools import lru_cache

import tree_sitter_rust
from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

from review_assist.patterns import pattern

_LANGUAGE = Language(tree_sitter_rust.language())
_PARSER = Parser(_LANGUAGE)

KEYWORDS = frozenset(
    "as async await box break const continue crate do dyn else enum extern false final fn for gen if impl in let "
    "loop match mod move mut override priv pub ref return self static struct super trait true try type unsafe use "
    "virtual where while yield".split()
)
"""Words that cannot name a variable or a method."""

EXPRESSION_MACROS = (
    "assert assert_eq assert_ne debug_assert debug_assert_eq debug_assert_ne ensure bail "
    "format format_args print println eprint eprintln write writeln panic todo unimplemented unreachable dbg "
    "error warn info debug trace log_debug log_mask_ln anyhow static_assert const_assert build_assert "
    "pr_emerg pr_alert pr_crit pr_err pr_warn pr_notice pr_info pr_debug pr_cont "
    "dev_emerg dev_alert dev_crit dev_err dev_warn dev_notice dev_info dev_dbg"
).split()
"""Macros whose arguments are plain expressions, so that they can be read as a call."""

_OPENED = pattern(rb"\b(?:" + "|".join(EXPRESSION_MACROS).encode() + rb")!(?=\s*\()")
_IN_PARENTHESES = """
    [(if_expression condition: (parenthesized_expression) @whole)
     (while_expression condition: (parenthesized_expression) @whole)
     (match_expression value: (parenthesized_expression) @whole)]
"""
_MAYBE_IN_PARENTHESES = pattern(rb"\b(?:if|while|match)\s*\(")
_DEEPEST = 200
_STRIDE = 40
_LONGEST = 20_000
"""Bytes of a line, texts apart: some rules compare all that a function has."""
_STRING = pattern(rb'"(?:\\.|[^"\\])*"')
_UNREADABLE = pattern(rb"\x00")


def parse(source: bytes) -> Tree:
    """Parse bytes as they are; a NUL or a byte that is no UTF-8 is read as `?`, byte for byte.

    Never fails: bad Rust gives a tree with ERROR nodes. Offsets are those of `source`.
    """
    return _PARSER.parse(readable(source))


def parse_opened(source: bytes) -> Tree:
    """Parse with the known expression macros opened: `assert!(a[i])` is read as the call `assert_(a[i])`.

    A macro's arguments are an opaque token tree in the grammar, and three quarters of the index expressions
    of device code stand in them. The twin has the same length, so offsets are those of `source`; take text
    that is shown to people from `source`. A macro whose opening would not parse stays closed.
    The parentheses that C needs around a condition are left out of the twin as well.
    """
    opened, tree = _opened(readable(source))
    bare = _without_parentheses(opened, tree)
    return tree if bare == opened else _PARSER.parse(bare)


def _opened(source: bytes) -> tuple[bytes, Tree]:
    opened = _OPENED.sub(_as_call, source)
    tree = _PARSER.parse(opened)
    if not tree.root_node.has_error:
        return opened, tree
    errors = [(node.start_byte, node.end_byte) for node in _errors(tree.root_node)]

    def open_if_clean(match: re.Match[bytes]) -> bytes:
        row_end = source.find(b"\n", match.end())
        is_near = any(start < row_end and end > match.start() - 1 for start, end in errors)
        return match[0] if is_near else _as_call(match)

    opened = _OPENED.sub(open_if_clean, source)
    return opened, _PARSER.parse(opened)


def _without_parentheses(opened: bytes, tree: Tree) -> bytes:
    """`while (i < n)` as `while  i < n `; where there are braces within, the parentheses may be needed."""
    if not _MAYBE_IN_PARENTHESES.search(opened):
        return opened
    bare = bytearray(opened)
    for _, captures in matches(compile_query(_IN_PARENTHESES), tree.root_node):
        whole = captures["whole"][0]
        if not whole.has_error and b"{" not in opened[whole.start_byte : whole.end_byte]:
            bare[whole.start_byte] = bare[whole.end_byte - 1] = ord(" ")
    return bytes(bare)


def count_errors(source: bytes) -> int:
    """How many places of the text do not parse or had to be made up by the parser."""
    root = parse_opened(source).root_node
    return len(_errors(root)) if root.has_error else 0


def _is_too_deep(tree: Tree) -> bool:
    """Whether the tree is nested deeper than people write (in reviewed projects: 90 levels at most).

    Asking a node for its parent takes a walk from the root, so such a tree is a way to make a review hang.
    Every chain of `_STRIDE` nested nodes is met by looking at each `_STRIDE`th node.
    """
    cursor = tree.walk()
    for index in range(0, tree.root_node.descendant_count, _STRIDE):
        cursor.goto_descendant(index)
        if cursor.depth > _DEEPEST:
            return True
    return False


def why_not_judged(tree: Tree, source: bytes) -> str:
    """Why rules would take too long on the source; empty if they do not, as with all that people write."""
    if _is_too_deep(tree):
        return "is nested too deeply to be judged"
    is_long = any(len(line) > _LONGEST for line in source.split(b"\n"))
    if is_long and any(len(line) > _LONGEST for line in _STRING.sub(b"", source).split(b"\n")):
        return f"has a line with more than {_LONGEST} bytes of code, which nobody reads; it is not judged"
    return ""


@lru_cache(maxsize=8)
def compile_query(text: str) -> Query:
    """Compile one or several patterns; raises `tree_sitter.QueryError` on a mistake in them.

    It takes a millisecond a pattern, and the same rules are run on the file before and after a patch.
    """
    return Query(_LANGUAGE, text)


def matches(
    query: Query, node: Node, start: int | None = None, end: int | None = None
) -> list[tuple[int, dict[str, list[Node]]]]:
    """(pattern index, captures) of every match that touches the byte range [start, end)."""
    cursor = QueryCursor(query)
    if start is not None and end is not None:
        cursor.set_byte_range(start, max(end, 1))  # (0, 0) would mean no limit
    return cursor.matches(node)


def _as_call(match: re.Match[bytes]) -> bytes:
    return match[0][:-1] + b"_"


def _errors(root: Node) -> list[Node]:
    found, todo = [], [root]
    while todo:
        node = todo.pop()
        if node.is_error or node.is_missing:
            found.append(node)
        elif node.has_error:
            todo += node.children
    return found


def readable(source: bytes) -> bytes:
    """The source as a parser takes it: a NUL or a byte that is no UTF-8 is `?`, byte for byte."""
    source = _UNREADABLE.sub(b"?", source)
    try:
        source.decode()
    except UnicodeDecodeError:
        return _without_bad_bytes(source)
    return source


def _without_bad_bytes(source: bytes) -> bytes:
    """Replace each byte that is no UTF-8, one for one, so that offsets stay."""
    text = source.decode("utf-8", "surrogateescape")
    return re.sub("[\udc80-\udcff]", "?", text).encode()
