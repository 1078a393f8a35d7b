"""Cases of countdown-loop beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said, said_of_patch

RULE = "countdown-loop"


def _loop(body: str, condition: str = "i > 0", after: str = "") -> str:
    loop = f"while {condition} {{\n        {body}\n    }}"
    return f"fn f(n: usize) {{\n    let mut i = n;\n    {loop}\n    {after}\n}}\n"


def test_knows_which_values_the_body_sees() -> None:
    for body, condition, values in (
        ("i -= 1; put(i);", "i > 0", "0..n"),
        ("i = i - 1; put(i);", "i != 0", "0..n"),
        ("put(i); i -= 1;", "i > 0", "1..=n"),
        ("put(i); i -= 1;", "i >= 0", "0..=n"),
    ):
        (finding,) = findings(_loop(body, condition), "src/lib.rs", RULE)
        assert f"`for i in ({values}).rev() {{ .. }}`" in finding.instead and finding.line == 3


def test_is_silent_where_the_counter_is_not_only_counted() -> None:
    for body in (
        "i -= 1; if a() { i -= 1; }",
        "i -= 2; put(i);",
        "put(i); if a() { continue; } i -= 1;",
        "i -= take(&mut i);",
        "i -= 1;",
    ):
        assert said(_loop(body), "src/lib.rs", RULE) == [], body
    assert said(_loop("i -= 1; put(i);", after="g(i);"), "src/lib.rs", RULE) == []
    assert said(_loop("i -= 1; put(i);").replace("fn f", "const fn f"), "src/lib.rs", RULE) == []


def test_a_counter_that_is_not_used_needs_no_name() -> None:
    for body in ("i -= 1; put();", "put(); i -= 1;"):
        (finding,) = findings(_loop(body), "src/lib.rs", RULE)
        assert finding.instead == "Write `for _ in 0..n { .. }`."


def test_a_search_of_which_the_patch_does_not_show_the_end() -> None:
    lines = ("let mut at = len;", "while at != 0 {", "at -= 1;", "if is_blank(at) {", "LEAVE", "}", "}")
    patch = (
        "From: A <a@b.c>\nSubject: [PATCH] x\n\n---\ndiff --git a/src/a.rs b/src/a.rs\n--- a/src/a.rs\n"
        "+++ b/src/a.rs\n@@ -10,1 +10,8 @@ fn f(len: usize) {\n     go();\n"
        + "".join(f"+    {line}\n" for line in lines)
    )
    assert said_of_patch(patch.replace("LEAVE", "break;"), RULE) == []
    assert said_of_patch(patch.replace("LEAVE", "note(at);"), RULE) == [f"12 {RULE}"]
