"""Cases of printf-directive-in-message beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "printf-directive-in-message"


def test_names_directive_and_its_form() -> None:
    (finding,) = findings('fn f() { log::warn!("bad register 0x%02x"); }\n', "src/lib.rs", RULE)
    assert finding.message.startswith("`%02x` in `warn!` is printed")
    assert "`{value:02x}`" in finding.instead and finding.confidence == "high"


def test_beside_a_value() -> None:
    (finding,) = findings('fn f() { eprintln!("%s failed: {}", e); }\n', "src/lib.rs", RULE)
    assert finding.confidence == "medium" and finding.question.startswith("`%s` in this")


def test_percent_signs() -> None:
    for message in (
        "{n}% free",
        "100 %",
        "%Y-%m-%d",
        "100%%d",
        "use '%d' for a number",
        "date +%s",
        "50%discount",
    ):
        assert said(f'fn f() {{ println!("{message}"); }}\n', "src/lib.rs", RULE) == [], message


def test_strings_for_others() -> None:
    assert said('fn f() { let t = format!("%d"); strftime("%s"); }\n', "src/lib.rs", RULE) == []
