"""commented-out-c: lines of the C original left in comments."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, text
from review_assist.syntax.source import SourceFile

_ARROW = pattern(r"[\w\]]->[A-Za-z_]\w*")
_STATEMENT = pattern(
    r"""^\s*(
        (if|while|for|switch)\s*\(.*\)\s*\{?
      | (\}\s*)?else\s+if\s*\(.*\)\s*\{?
      | (return|goto)\b.*;
      | [\w*&(!+-].*[;{]
      | .*(\|\||&&)
    )\s*$""",
    re.VERBOSE,
)
_CERTAIN = pattern(
    r"""^\s*(
        (static\s+|const\s+)*(unsigned|struct\s+\w+|u?int\d+_t|char|void|int|long|bool)\s+\**
            [\w*\[\]\s]+(=[^=].*)?;
      | (static\s+)?(void|int|bool|char|u?int\d+_t)\s+\*?\w+\([^)]*\)\s*[{;]
      | case\s+[A-Z][A-Z0-9_]+:
      | goto\s+\w+;
      | \#\s*define\s+[A-Z]\w*(\([\w,\s.]*\))?\s+[\w("'&~!+-].*
      | \#\s*(define\s+\w+|ifdef\s+\w+|ifndef\s+\w+|include\s+[<"].*|endif)
      | [\w.>\[\]()-]+\s*[|&]?=\s*[^;?]+\s\?\s[^;:]+\s:\s[^;]+;
      | (qemu_log_mask|error_report|error_setg|printf|fprintf|g_free|g_assert|\w*trace_\w+)\(.*\);
    )\s*(\\|/\*.*)?$""",
    re.VERBOSE,
)
_RUST = pattern(r"\b(let|fn|impl|match|mut|pub|use|unsafe)\b|::|=>|\)\s*->|`")

_SHOWN = 80
"""Characters of the line that are quoted."""


@rule(
    level="note",
    confidence="medium",
    words=("//", "/*"),
    message="{these} of C, `{code}`",
    ask="{are} `{code}` still needed here?",
    why="""The original is a good companion while code is being ported. Afterwards it looks like a step
        that is missing, nobody compiles it, and it no longer changes when the C does.""",
    instead="""Drop {it} if the Rust beside it does the same: git has the C. If something is still missing, a
        `TODO` in words is easier to act on.""",
    query="[(line_comment) (block_comment)] @comment",
    silent_in=(FileRole.MACROS,),
    softer_in=(FileRole.TEST,),
    in_c="""
        /* s->flags |= FLAG_RI; */
        #if 0
        #endif
    """,
    checks="A reader no longer has to find out whether the C in the comment still says what the Rust does.",
)
def commented_out_c(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Whoever ports a function works with the C original in view, and pastes it above the Rust line by line. It
    is a good way to forget nothing.

    When the patch goes out it has done its work. A reader of the Rust cannot tell whether a commented line is
    done, postponed or forgotten, and has to compare the two languages to find out. The compiler checks
    neither its names nor that it still agrees with the code below it; the C file, which does change, is in
    another directory. What a comment can say in Rust's own terms is why something is done: which register the
    hardware manual means, or what is left for another patch.

    ## Keep it when
    The comment quotes C to explain a bug, a layout or an algorithm. In a doc comment and in backticks it is
    passed over.

    ## Known problems
    Rust that looks like C, such as a plain call that ends in `;`, is not taken for C.

    ```rust bad
    struct Uart {
        flags: u32,
        control: u32,
    }

    fn loopback(uart: &mut Uart) {
        // s->flags |= (s->control & CR_OUT2) ? FLAG_RI : 0;
        uart.flags |= uart.control & 1;
    }
    ```
    ```rust good
    struct Uart {
        flags: u32,
        control: u32,
    }

    fn loopback(uart: &mut Uart) {
        // The manual wires OUT2 to the ring indicator in loopback mode.
        uart.flags |= uart.control & 1;
    }
    ```
    ```rust good
    // The arrow is prose: head -> tail; see also `node->next` in the C list.
    struct List {
        items: Vec<u32>,
    }
    ```
    """
    comment = captures["comment"]
    found = _c_line(comment)
    if not found or _continues(comment, file):
        return "the comment is no code of C, or the line above speaks for it"
    found = found.replace("`", "'")
    count = _run_length(comment, file)
    return Hit(
        at=comment,
        values={
            "code": found if len(found) <= _SHOWN else found[: _SHOWN - 3] + "...",
            "these": "this comment is a line" if count == 1 else f"these {count} comments are lines",
            "it": "it" if count == 1 else "them",
            "are": "is the C line" if count == 1 else f"are the {count} C lines that begin with",
        },
    )


def _c_line(comment: Node) -> str:
    """The first line of the comment that is C; empty if there is none, or if it documents an item."""
    whole = text(comment)
    if len(whole) > 20_000 or re.match(r"//[/!]|/\*[*!]", whole):
        return ""
    lines = whole.removeprefix("//").removeprefix("/*").removesuffix("*/").split("\n")
    return next((line.strip(" \t*") for line in lines if _is_c(line)), "")


def _is_c(line: str) -> bool:
    if len(line) > 200 or _RUST.search(line):
        return False
    has_arrow = _ARROW.search(line) is not None and _STATEMENT.match(line) is not None
    return has_arrow or _CERTAIN.match(line) is not None


def _run_length(comment: Node, file: SourceFile) -> int:
    """How many added comments of C stand line below line, this one among them."""
    count, below = 1, comment.next_sibling
    while below is not None and below.type in COMMENTS and file.line(below) <= file.end_line(comment) + 1:
        if not file.is_added(below) or not _c_line(below):
            break
        count, comment, below = count + 1, below, below.next_sibling
    return count


def _continues(comment: Node, file: SourceFile) -> bool:
    """Whether the added line above is C as well: one note for the run."""
    above = comment.prev_sibling
    if above is None or above.type not in COMMENTS or file.end_line(above) + 1 < file.line(comment):
        return False
    return file.is_added(above) and _c_line(above) != ""
