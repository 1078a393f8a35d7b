"""Cases of zero-prefixed-number beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "zero-prefixed-number"


@pytest.mark.parametrize(
    "use",
    [
        "libc::chmod(path, 0644)",
        "options.mode(0600)",
        "Permissions::from_mode(0755)",
        "libc::umask(022)",
        "let mode = 0o777 & 0022",
        "st.st_mode = 0644",
        "if mode & 0111 != 0 {}",
        "open(Spec { mode: 0640 })",
        "const DEFAULT_MODE: u32 = 0o666 | 0100",
    ],
)
def test_a_mode_is_octal_in_c(use: str) -> None:
    (finding,) = findings(f"fn f() {{\n    {use};\n}}\n", "src/lib.rs", RULE)
    assert finding.confidence == "high" and finding.line == 2


def test_says_what_it_is_and_what_was_meant() -> None:
    (finding,) = findings("fn f() {\n    fchmod(0, 06_20);\n}\n", "src/lib.rs", RULE)
    assert finding.message == "`06_20` is the decimal number 620, and no octal one as in C"
    assert "`0o620`" in finding.instead
    (finding,) = findings("fn f() {\n    fchmod(0, 0620u32);\n}\n", "src/lib.rs", RULE)
    assert "the decimal number 620," in finding.message and "`0o620u32`" in finding.instead


@pytest.mark.parametrize("number", ["0", "00", "0o644", "0x0644", "0b0101", "0.0644", "0689", "09", "-07"])
def test_is_silent_on_other_numbers(number: str) -> None:
    assert said(f"fn g() {{ chmod({number}); }}\n", "src/lib.rs", RULE) == []


def test_asks_where_nothing_speaks_of_a_mode() -> None:
    (finding,) = findings("fn f() {\n    g(0755);\n}\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and finding.question.startswith("is `0755`, which Rust reads as 755,")
    (finding,) = findings("fn f() {\n    g(012);\n}\n", "src/lib.rs", RULE)
    assert finding.confidence == "low"


def test_a_table_that_is_aligned() -> None:
    assert said("const A: [u32; 3] = [0001, 0010, 0100];\n", "src/lib.rs", RULE) == []


def test_is_silent_where_both_are_the_same() -> None:
    for number in ("0000", "0007", "00"):
        assert said(f"fn f() {{ umask({number}); }}\n", "src/lib.rs", RULE) == [], number
    assert said("fn f(n: u32) { match n { 0010 => g(), 0100 => h(), _ => i() } }\n", "src/lib.rs", RULE) == []
