"""whole-body-unsafe: one `unsafe` block around a whole function body, or around a long stretch of it."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._operations import is_surely_safe
from review_assist.rules.unsafe_policy._unsafe import body, has_safety_comment, keyword
from review_assist.syntax.nodes import callee, descendants, has_attribute, method, statements, text
from review_assist.syntax.source import Function, SourceFile

_BODY_LINES = 6
_STRETCH_LINES = 20
_BEFORE = 2
"""As many `let`s in front of the block leave it the whole body."""
_WORK = frozenset(
    "call_expression binary_expression if_expression match_expression block try_expression for_expression "
    "while_expression loop_expression".split()
)
"""What a `let` may be worth moving for; a literal or a name is not."""
_WRAPPERS = frozenset(("Some", "Ok", "Err"))
_CONVERSIONS = frozenset("as_ptr as_mut_ptr as_ref as_mut as_bytes cast cast_const cast_mut into clone".split())
_MAKERS = frozenset(("null_mut", "null", "ptr::null_mut", "ptr::null", "std::ptr::null_mut", "std::ptr::null"))
_SHARE = 4
"""Of a short block, one statement in so many has to be safe, for it to be worth taking apart."""
_LOOK_AT = 60
"""Statements of a block that are judged; what comes after tells nothing new."""
_INTRINSIC = pattern(r"\b(_mm\w*_\w+|v(ld|st)\d\w*|v\w+_[usf]\d+)\(")
_MANY = 6
_ENOUGH = 4000
"""Bytes of a block in which so many intrinsics of a vector unit say what it is for."""
_BODY_LIMIT = 1000
"""Statements of a function body that is looked at: each name is searched among those before it."""


@rule(
    level="warning",
    confidence="medium",
    words=("unsafe",),
    message="one `unsafe` block of {lines} lines covers {part} `{function}`{example}",
    ask="could the `unsafe` block of {lines} lines in `{function}` shrink to what needs it{leaving}?",
    why="""All of C is unsafe in this sense, so a translation starts with one block around everything. A
        small block tells the reader which operation is the dangerous one, and its SAFETY comment can name
        the one reason why it is sound.""",
    instead="""Put `unsafe` around the single operations in `{function}` that need it, each with its own `//
        SAFETY:` comment{leaving}.""",
    query="(unsafe_block) @unsafe",
    silent_in=(FunctionRole.THUNK, FunctionRole.TEST, FileRole.SHIM, FileRole.TEST),
    softer_in=(FileRole.BINDING, FileRole.MACROS),
    outranks=("missing-safety-comment", "unsafe-in-leaf"),
    in_c="""
        while (p != end)
            sum += *p++;                    /* all of C is like this */
    """,
    checks="""
        The compiler then refuses an unsafe operation in the lines outside: what is left inside is what
        needs review.
    """,
)
def whole_body_unsafe(captures: Captures, file: SourceFile) -> Hit | str:
    """
    All of C is unsafe, and nothing marks the places where it matters. Code that comes from C therefore gets
    one `unsafe` block around everything, and the block says no more than that the file used to end in `.c`.

    In Rust the block is a promise, made by the author and checked by the reviewer: a pointer is valid here, a
    length is right there. A block around a single call or dereference says which promise, and the compiler goes
    on reporting any other unsafe operation that slips in later. In a block of fifty lines nobody is told.
    An `unsafe fn` needs such blocks too: since the 2024 edition its body is no longer one large block.

    ## Keep it when
    Nearly every statement is an unsafe operation and they stand or fall together: a sequence of vector
    intrinsics, a run of register accesses. A SAFETY comment at the top of the block says so, and silences this.

    ## Known problems
    Whether a call needs `unsafe` is only known for functions of the same file and well-known ones of `std`.

    ```rust bad
    pub fn checksum(base: *const u8, count: usize) -> u32 {
        unsafe {
            let mut sum: u32 = 0;
            let end = base.add(count);
            let mut at = base;
            while at != end {
                sum = sum.wrapping_mul(31).wrapping_add(*at as u32);
                at = at.add(1);
            }
            sum.max(1)
        }
    }
    ```
    ```rust good
    pub fn checksum(bytes: &[u8]) -> u32 {
        let sum = bytes.iter().fold(0u32, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        sum.max(1)
    }
    ```
    ```rust good
    // Three operations, one promise, and it is written down.
    fn reset(port: &Port) {
        unsafe {
            // SAFETY: a `Port` owns its registers from creation to drop.
            port.control().write(0);
            port.status().write(0);
            let pending = true;
            port.enable().write(pending);
        }
    }
    ```
    """
    block = body(captures["unsafe"])
    function = file.function(captures["unsafe"])
    if block is None or function is None:
        return "the function is not shown"
    if block.has_error:
        return "something in it did not parse"
    if has_safety_comment(captures["unsafe"], file):
        return "a SAFETY comment speaks for the block"
    lines = block.end_point.row - block.start_point.row + 1
    is_whole = _is_whole_body(captures["unsafe"], function)
    if lines < (_BODY_LINES if is_whole else _STRETCH_LINES) or _is_intrinsics(function, block):
        return "the block is short, or full of intrinsics"
    if block.named_child_count > _BODY_LIMIT:
        return "the block is too long to be sure"
    safe = _safe_statements(block, file, lines)
    if len(statements(block)) < 3 or len(safe) < (1 if is_whole else 3):
        return "hardly any statement in it is surely safe"
    example = "" if _is_petty(safe[0]) else _shown(safe[0], file)
    return Hit(
        at=keyword(captures["unsafe"]),
        values={
            "lines": str(lines),
            "part": "all of" if is_whole else "a large part of",
            "function": function.name,
            "example": f"; `{example}` needs none" if example else "",
            "leaving": f", and leave `{example}` outside" if example else "",
        },
        confidence="high" if is_whole and sum(not _is_petty(s) for s in safe) >= 2 else None,
    )


def _shown(statement: Node, file: SourceFile) -> str:
    """The statement; of a long one with a block what stands in front of that."""
    whole = file.quote(statement)
    head, brace, _ = whole.partition(" {")
    return f"{head} {{ .. }}" if whole.endswith("...") and brace else whole


def _is_whole_body(unsafe_block: Node, function: Function) -> bool:
    outer = function.node.child_by_field_name("body")
    if outer is None or not function.is_whole or outer.named_child_count > _BODY_LIMIT:
        return False
    found = [s for s in statements(outer) if s.type != "empty_statement"]
    before = found[:-1]
    return found[-1:] == [unsafe_block] and len(before) <= _BEFORE and all(map(_is_plain, before))


def _is_plain(statement: Node) -> bool:
    """A `let` in front of the block that has no unsafe of its own."""
    return statement.type == "let_declaration" and not any(descendants(statement, "unsafe_block"))


def _is_intrinsics(function: Function, block: Node) -> bool:
    if has_attribute(function.node, r"target_feature|cfg\(.*target_(feature|arch)"):
        return True
    return len(_INTRINSIC.findall(text(block)[:_ENOUGH])) >= _MANY


def _safe_statements(block: Node, file: SourceFile, lines: int) -> list[Node]:
    """Statements that surely need no unsafe; those that are worth moving come first.

    One that does hardly anything counts in a long block only: to move it out of a short one would win nothing.
    """
    looked_at = statements(block)[:_LOOK_AT]
    safe = [s for s in looked_at if _does_something(s) and file.is_visible(s) and is_surely_safe(s, file)]
    safe = [s for s in safe if not _is_early_exit(s) or s in looked_at[:1]]
    if lines < _STRETCH_LINES and _SHARE * len(safe) < len(looked_at):
        return []
    petty = [s for s in safe if _is_petty(s)]
    return [s for s in safe if s not in petty] + (petty if lines >= _STRETCH_LINES else [])


def _does_something(statement: Node) -> bool:
    """Unlike a lone name, or `let x;`."""
    if statement.type == "let_declaration":
        return statement.child_by_field_name("value") is not None
    is_aside = statement.type == "return_expression" or statement.type.endswith(("_item", "use_declaration"))
    return bool(statement.named_children) and not is_aside


def _is_early_exit(statement: Node) -> bool:
    """`if entry.is_null() { return; }`, which stays where it is, between what gets the entry and what uses it."""
    condition = statement.named_children[0] if statement.type == "expression_statement" else statement
    if condition.type != "if_expression" or condition.child_by_field_name("alternative") is not None:
        return False
    body = condition.child_by_field_name("consequence")
    return body is not None and bool(descendants(body, "return_expression", "break_expression"))


def _is_petty(statement: Node) -> bool:
    """`let mut count = 0;`, `p = q`, or a value under another type."""
    if statement.type == "assignment_expression":
        right = statement.child_by_field_name("right")
        return right is None or right.type not in _WORK
    if statement.type != "let_declaration":
        return _is_conversion(statement)
    value = statement.child_by_field_name("value")
    return value is None or value.type not in _WORK or _is_conversion(value)


def _is_conversion(value: Node) -> bool:
    """`dev.cast::<Bus>()`, `im.as_ptr()`, `redraw as i32`: the same value under another type."""
    if value.type == "type_cast_expression":
        return True
    if value.type != "call_expression":
        return False
    return method(value) in _CONVERSIONS or callee(value) in _MAKERS | _WRAPPERS
