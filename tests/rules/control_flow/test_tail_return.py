"""Cases of tail-return beyond its examples."""

from __future__ import annotations

from tests.helper import findings, findings_in_patch, said

RULE = "tail-return"


def test_looks_into_an_unsafe_block_that_is_the_whole_body() -> None:
    (finding,) = findings("fn f(p: &u8) -> u8 {\n unsafe {\n  return g(p);\n }\n}\n", "src/lib.rs", RULE)
    assert finding.line == 3 and "`g(p)`" in finding.question


def test_knows_a_return_without_value() -> None:
    (finding,) = findings("fn f() {\n    g();\n    return;\n}\n", "src/lib.rs", RULE)
    assert finding.instead.endswith("in the statement before it.")


def test_is_silent_where_the_function_goes_on_or_a_cfg_decides() -> None:
    for body in (
        "if a { return 1; } 2",
        "match a { 1 => return 1, _ => 2 }",
        "#[cfg(unix)] return 1; #[cfg(not(unix))] return 2;",
        "let g = || { return 1; }; g()",
        "loop { return 1; }",
    ):
        assert said(f"fn f() -> u8 {{ {body} }}\n", "src/lib.rs", RULE) == [], body


def test_the_first_of_a_file_stands_for_all() -> None:
    code = "".join(f"fn f{i}() -> u8 {{\n    return {i};\n}}\n" for i in range(3))
    assert said("fn g() -> u8 { 1 }\n" + code, "src/lib.rs", RULE) == ["3 tail-return"]


def test_a_function_that_the_hunk_does_not_show_has_no_name() -> None:
    lines = "         gap();\n         log(1);\n         log(2);\n+        return Answer::ok();\n     }\n"
    patch = f"--- a/src/x.rs\n+++ b/src/x.rs\n@@ -9,4 +9,5 @@ impl Nfs {{\n{lines}"
    (finding,) = findings_in_patch(patch, RULE)
    assert finding.message.startswith("this function ends in")
