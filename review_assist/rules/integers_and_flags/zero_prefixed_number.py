"""zero-prefixed-number: `0644`, which is octal in C, is the number 644 in Rust."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rewrite import Rewrite, replaced
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, callee, descendants, field, method, text
from review_assist.syntax.source import SourceFile

_TAKES_MODE = pattern(
    r"l?f?(chmod|chmodat)|open(at)?|creat|mkdir(at)?|mkfifo(at)?|mknod(at)?|umask|(set_|from_)?mode|from_bits\w*"
)
_IS_MODE = pattern(r"(?i)(^|_)(mode|perms?|permissions?|umask|s_i[rwxf]\w*)($|_)")
_STATEMENT = ("let_declaration", "const_item", "static_item", "expression_statement", "field_initializer", "block")
_DIGITS = 4
"""As many as a file mode has in C, its zero among them."""


@rule(
    level="error",
    confidence="medium",
    clippy=("zero_prefixed_literal",),
    words=("00", "01", "02", "03", "04", "05", "06", "07"),
    message="`{number}` is the decimal number {decimal}, and no octal one as in C",
    ask="is `{number}`, which Rust reads as {decimal}, meant to be octal as in C?",
    why="""A zero in front makes a number octal in C. In Rust it says nothing, so that `{number}` is {decimal},
        whose bits are other ones.""",
    instead="Write `{octal}` for the octal number; for the decimal one leave the zero out.",
    query=r"""
    ((integer_literal) @number (#match? @number "^0[0-7][0-7_]+([iu](8|16|32|64|128|size))?$"))
    """,
    silent_in=(FileRole.GENERATED,),
    in_c="fchmod(fd, 0620);                      /* rw--w---- */",
    checks="A reader sees the base in the number: `0o` is octal, `0x` hexadecimal, and nothing else is decimal.",
)
def zero_prefixed_number(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Unix has its file modes in octal, one digit for the owner, one for the group and one for all others, and C
    writes them with a zero in front: `chmod(path, 0644)`.

    Rust takes `0644` for the number 644. It compiles, clippy is the first to say something, and the file gets mode
    1204 in octal: execute and sticky bits in place of read and write. `0o644` is what was meant.

    ## Keep it when
    The zeros align a table of decimal numbers. Then there is mostly a number with an 8 or a 9 among them, and
    nothing takes them for a mode.

    ## Known problems
    A short number outside of a call or a name that speaks of modes is only told on request.

    ```rust bad
    fn restrict(file: &File) -> c_int {
        unsafe { libc::fchmod(file.as_raw_fd(), 0620) }
    }
    ```
    ```rust good
    fn restrict(file: &File) -> c_int {
        unsafe { libc::fchmod(file.as_raw_fd(), 0o620) }
    }
    ```
    ```rust good
    // A table of decimal numbers, aligned.
    const STEPS: [u32; 4] = [0010, 0064, 0512, 4096];
    ```
    """
    number = captures["number"]
    if _is_aligned(number) or (number.parent is not None and number.parent.type == "match_pattern"):
        return "the zeros align a table of decimal numbers"
    plain = text(number).replace("_", "")
    digits = plain[: len(plain) - len(plain.lstrip("01234567"))]
    if int(digits, 8) == int(digits):
        return "it is the same number in both"
    octal = f"0o{digits.lstrip('0') or '0'}{plain[len(digits) :]}"
    return Hit(
        at=number,
        confidence=_confidence(number, digits),
        values={"number": number, "decimal": digits.lstrip("0") or "0", "octal": octal},
        fix=Rewrite((replaced(number, octal),), is_safe=False),
    )


def _is_aligned(number: Node) -> bool:
    """One of several in an array, of which some can be no octal number."""
    holder = number.parent
    if holder is None or holder.type != "array_expression":
        return False
    beside = [text(each) for each in descendants(holder, "integer_literal")]
    return len({len(each) for each in beside}) == 1 and len(beside) > 1


def _confidence(number: Node, digits: str) -> Confidence:
    for node in ancestors(number):
        if node.type == "call_expression":
            name = method(node) or callee(node).rpartition("::")[2]
            return "high" if _TAKES_MODE.fullmatch(name) or _IS_MODE.search(name) else _by_length(digits)
        names = (text(field(node, part)) for part in ("name", "pattern", "left", "field", "right"))
        if any(_IS_MODE.search(name.rpartition(".")[2]) for name in names):
            return "high"
        if node.type in _STATEMENT:
            break
    return _by_length(digits)


def _by_length(digits: str) -> Confidence:
    return "medium" if len(digits) == _DIGITS else "low"
