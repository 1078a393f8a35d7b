"""empty-safety-comment: a SAFETY comment that gives no reason, or that nobody will find."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._claims import EMPTY
from review_assist.rules.unsafe_policy._contracts import refers_to_nothing
from review_assist.rules.unsafe_policy._unsafe import has_safety_comment
from review_assist.syntax.nodes import COMMENTS, descendants, is_in_unsafe, text
from review_assist.syntax.source import SourceFile

_HEAD = pattern(r"(?://|/\*+)\s*(SAFETY|Safety|SFAETY|SAFTEY|SAEFTY|SAFETEY|SAFTY|SAFEY)\s*:")
_NEAR = 1000
"""Bytes after a comment that are read on; a blank line or code ends it."""
_LOOK_BACK = 4
"""Nodes before a comment among which the block that it is about is looked for."""


@rule(
    level="note",
    confidence="medium",
    words=("SAFETY", "Safety:", "SFAETY", "SAFTEY", "SAEFTY", "SAFETEY", "SAFTY", "SAFEY"),
    message="{problem}",
    ask="{question}?",
    why="""In C such promises live in the author's head. A SAFETY comment is where Rust puts them: the proof
        that the reviewer checks in place of the compiler, and that the next change to this code is
        checked against.""",
    instead="Let the comment {cure}.",
    query="[(line_comment) (block_comment)] @comment",
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST,),
    in_c="""
        /* called with s->lock held */
        s->level = 0;
    """,
    checks="""
        A reader no longer has to find out what makes the call right; the compiler cannot, `unsafe` means
        the reason is yours.
    """,
)
def empty_safety_comment(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C whoever writes `*p` knows why `p` is good, and mostly does not write it down. In Rust every `unsafe`
    block is expected to carry that knowledge as a comment that begins with `SAFETY:`, and reviewers read it
    as they would read a proof.

    A comment that repeats the claim, "the pointers are valid", proves nothing: the question is who makes
    them valid. Useful ones name the owner, the lock that is held, the check a few lines up, or the section of
    the C interface that promises it. The word itself matters as well: clippy and `grep` look for `SAFETY:`
    above the block, and find neither a misspelt one nor one that follows the code.

    ## Keep it when
    The reason is written down right next to it, and the comment could refer to it ("see above").

    ## Known problems
    A longer comment may say as little; only phrases that are known to be empty are found.

    ```rust bad
    fn level(line: &Line) -> bool {
        // SAFETY: the parameters are valid
        unsafe { line_level(line.handle, 0) != 0 }
    }
    ```
    ```rust good
    fn level(line: &Line) -> bool {
        // SAFETY: `Line::new` got the handle from C, and only `drop` gives it back.
        unsafe { line_level(line.handle, 0) != 0 }
    }
    ```
    ```rust good
    fn level(line: &Line) -> bool {
        // SAFETY: checked above.
        unsafe { line_level(line.handle, 0) != 0 }
    }
    ```
    """
    comment = captures["comment"]
    found = _HEAD.match(text(comment))
    if found is None:
        return "it is no SAFETY comment"
    reason, following = _reason(comment, file)
    if found[1].upper() != "SAFETY":
        return _hit(comment, _misspelt(found[1]), "high")
    if not reason:
        return _hit(comment, _NOTHING, "high") if following else "what follows is not shown"
    if EMPTY.fullmatch(reason.lower()):
        return _hit(comment, _claim(reason), "medium")
    if refers_to_nothing(reason, comment, file):
        return _hit(comment, _NO_CONTRACT, "medium")
    if following == "}" and _follows_its_code(comment):
        return _hit(comment, _LATE, "medium")
    if _passes_by_its_code(comment, file):
        return _hit(comment, _ASIDE, "medium")
    if _is_left_over(comment, file):
        return _hit(comment, _LEFT_OVER, "medium")
    return "it gives a reason, and unsafe code follows"


_Texts = tuple[str, str]
_PROVE = (
    "stand directly above the `unsafe`, as `// SAFETY:` and what guarantees the claim: an owner, a lock, a check "
    "further up, a promise of the C interface"
)
_TAKE_AWAY = "go, or make it a plain one; readers look for the `unsafe` below it"
_NOTHING: _Texts = (
    "nothing follows `SAFETY:`",
    "could the comment say why the unsafe operation below it is sound",
)
_LATE: _Texts = (
    "the SAFETY comment stands below the code it is about",
    "could this SAFETY comment move above the `unsafe` block it is about",
)
_ASIDE: _Texts = (
    "the SAFETY comment stands above code without `unsafe`, and the `unsafe` block before it has none",
    "does this SAFETY comment belong to the `unsafe` block before it, and could it move there",
)
_NO_CONTRACT: _Texts = (
    "the SAFETY comment refers to safety requirements, and the function is safe and has none",
    "which safety requirements does this comment refer to, as the function is safe and has none",
)
_LEFT_OVER: _Texts = (
    "the SAFETY comment stands above code without `unsafe`",
    "is anything in the statement below this SAFETY comment unsafe, or can the comment go",
)


def _misspelt(word: str) -> _Texts:
    return (
        f"the comment says `{word}`, so a search for `SAFETY` misses it",
        f"could `{word}` be spelt `SAFETY`, so that a search finds it",
    )


def _claim(reason: str) -> _Texts:
    return (
        f'the SAFETY comment says "{reason}" and gives no reason',
        f'the SAFETY comment says "{reason}"; could it also say what guarantees that',
    )


def _hit(comment: Node, texts: _Texts, confidence: Confidence) -> Hit:
    problem, question = texts
    cure = _TAKE_AWAY if texts is _LEFT_OVER else _PROVE
    values: dict[str, Node | str] = {"problem": problem, "question": question, "cure": cure}
    return Hit(at=comment, values=values, confidence=confidence)


def _reason(comment: Node, file: SourceFile) -> tuple[str, str]:
    """All that follows the word, without punctuation around it, and how the line after the comment begins.

    The latter is empty if the end of the comment cannot be seen.
    """
    source, end = file.content.source, file.content.end
    rest = source[comment.end_byte : min(end, comment.end_byte + _NEAR)].decode("utf-8", "replace").split("\n")[1:]
    lines = [_HEAD.sub("", text(comment), count=1)]
    number = 0
    while number < len(rest) and rest[number].lstrip().startswith("//"):
        lines.append(rest[number])
        number += 1
    words = " ".join(re.sub(r"^\s*(//+!?|/?\*+/?)|\*/\s*$", "", line) for line in lines)
    following = rest[number].strip()[:1] if number < len(rest) else ""
    return " ".join(words.split()).strip(" .,:;!*-/"), following


def _follows_its_code(comment: Node) -> bool:
    """On a line of its own, directly below a statement with an unsafe block."""
    before = comment.prev_sibling
    if before is not None and before.type == "empty_statement":
        before = before.prev_sibling
    if before is None or before.type in COMMENTS or before.end_point.row + 1 != comment.start_point.row:
        return False
    return any(node.type == "unsafe_block" for node in (before, *descendants(before, "unsafe_block")))


def _passes_by_its_code(comment: Node, file: SourceFile) -> bool:
    """Above a statement without `unsafe`, while a statement shortly before has an `unsafe` block and no reason."""
    after, before = comment.next_named_sibling, comment.prev_named_sibling
    while after is not None and (after.type in COMMENTS or after.type == "attribute_item"):
        after = after.next_named_sibling
    parent = comment.parent
    if after is None or parent is None or parent.type != "block" or is_in_unsafe(comment):
        return False
    if re.search(r"\bunsafe\b|!\s*[({\[]", text(after)) or not file.is_visible(after):
        return False
    for _ in range(_LOOK_BACK):
        if before is None or before.type in COMMENTS:
            return False
        block = next(descendants(before, "unsafe_block"), None)
        if block is not None:
            return file.is_visible(block) and not has_safety_comment(block, file)
        before = before.prev_named_sibling
    return False


def _is_left_over(comment: Node, file: SourceFile) -> bool:
    """Above a `let` in a safe function, and nothing unsafe in it or below, where that is a lint."""
    let = comment.next_named_sibling
    while let is not None and let.type in COMMENTS:
        let = let.next_named_sibling
    function = file.function(comment)
    if let is None or let.type != "let_declaration" or function is None or function.is_unsafe:
        return False
    after = let.next_named_sibling
    near = text(let) + (text(after) if after is not None else "")
    is_plain = file.is_visible(let) and not re.search(r"\bunsafe\b|\w!\s*[({\[]|\{", near)
    return file.profile.policy.explains_unsafe is True and is_plain and not is_in_unsafe(comment)
