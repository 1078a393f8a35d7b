"""A rule whose fix is wrong is told without it: what a test rule proposes is tried like any other's."""

from __future__ import annotations

import pytest

from review_assist.fixes.proof import with_proven_fixes
from review_assist.fixes.splice import whole
from review_assist.model import ChangedFile
from review_assist.rules import engine
from review_assist.rules.registry import all_rules
from review_assist.rules.rewrite import Rewrite, replaced
from review_assist.rules.rule import Captures, CodeRule, Hit, rule
from review_assist.syntax.source import SourceFile


def _proposing(text: str) -> CodeRule:
    """A rule on functions named `odd` that would have this text for their body."""

    @rule(
        level="note",
        confidence="high",
        message="`odd` is odd",
        ask="Is `odd` odd?",
        why="It is.",
        instead="Write it even.",
        query='(function_item name: (identifier) @name (#eq? @name "odd") body: (block) @body) @at',
    )
    def odd_name(captures: Captures, file: SourceFile) -> Hit | None:
        body = captures["body"]
        if file.content.source[body.start_byte : body.end_byte].decode() == text:
            return None
        return Hit(at=captures["name"], fix=Rewrite((replaced(body, text),), is_safe=True))

    return odd_name


def _is_told_with_fix(code: str, text: str) -> bool:
    return _told_with_fix(code, text) == 1


def _told_with_fix(code: str, text: str) -> int:
    rules = (*all_rules(), _proposing(text))
    changed = ChangedFile("src/lib.rs", None, (whole(code.encode()),), is_complete=True)
    found = engine.find([changed], rules).findings
    told = with_proven_fixes(found, [changed], rules)
    return sum(finding.fix is not None for finding in told if finding.rule == "odd-name")


CODE = "fn odd() -> u32 {\n    g()\n}\n"


def test_a_right_fix_is_told() -> None:
    assert _is_told_with_fix(CODE, "{\n    h()\n}")


@pytest.mark.parametrize(
    "text",
    [
        "{\n    h(\n}",
        "{\n    h()\n}}",
        "{\n    static mut N: u32 = 0;\n    h()\n}",
        "{\n    " + "h() + " * 16 + "h()\n}",
        "{\n    h() \n}",
        "{\n\th()\n}",
    ],
    ids=["unbalanced", "one brace too many", "wakes another rule", "too wide", "trailing space", "a tab"],
)
def test_a_wrong_fix_is_dropped(text: str) -> None:
    assert not _is_told_with_fix(CODE, text)


def test_a_fix_that_leaves_the_finding_is_dropped() -> None:
    assert not _is_told_with_fix(CODE, "{\n    g()  \n}")


def test_a_fix_that_loses_a_comment_is_dropped() -> None:
    code = "fn odd() -> u32 {\n    g() // of the device\n}\n"
    assert not _is_told_with_fix(code, "{\n    h()\n}")
    assert _is_told_with_fix(code, "{\n    h() // of the device\n}")


def test_another_rule_may_say_the_same_of_the_new_code_in_other_words() -> None:
    code = "pub fn odd(p: *const u32) -> u32 {\n    unsafe { *p.add(1 + 1) }\n}\n"
    assert _is_told_with_fix(code, "{\n    unsafe { *p.add(two()) }\n}")
    assert not _is_told_with_fix(code, "{\n    unsafe { *p.add(1) + *p.add(2) }\n}")


def test_one_wrong_fix_does_not_take_the_others_along() -> None:
    bodies = ["*p.add(1 + 1)"] * 8 + ["u32::from(p.is_aligned())"]
    odd = "pub fn odd(p: *const u32) -> u32 {{\n        unsafe {{ {} }}\n    }}"
    code = "".join(f"mod m{number} {{\n    {odd.format(body)}\n}}\n" for number, body in enumerate(bodies))
    assert _told_with_fix(code, "{\n        unsafe { *p.add(two()) }\n    }") == 8
