"""Cases of unknown-as-default beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "unknown-as-default"


def conversion(last: str, number: str = "u32", first: str = "0 => Self::Off,") -> str:
    arms = f"            {first}\n            1 => Self::On,\n            {last}\n"
    head = f"impl From<{number}> for Mode {{\n    fn from(raw: {number}) -> Self {{\n        match raw {{\n"
    return f"{head}{arms}        }}\n    }}\n}}\n"


@pytest.mark.parametrize("number", ["u32", "c_int", "bindings::mode_t", "kernel::ffi::c_uint"])
def test_asks_about_the_last_arm(number: str) -> None:
    assert said(conversion("_ => Self::Off,", number), "src/a.rs", RULE) == [f"6 {RULE}"]


def test_a_warning_on_the_way_changes_nothing() -> None:
    assert said(conversion("_ => {\n warn(raw);\n Self::Off\n }"), "src/a.rs", RULE) == [f"6 {RULE}"]


@pytest.mark.parametrize(
    "last",
    [
        "_ => Self::Unknown,",
        "_ => Self::Other(raw),",
        "// The manual says so.\n            _ => Self::Off,",
        "_ => {\n // Reserved: off.\n Self::Off\n }",
        "_ => unreachable!(),",
        "2.. => Self::Off,",
    ],
)
def test_is_silent_where_the_unknown_is_told_apart_or_explained(last: str) -> None:
    assert said(conversion(last), "src/a.rs", RULE) == []


def test_is_about_numbers() -> None:
    assert said(conversion("_ => Self::Off,", "Level"), "src/a.rs", RULE) == []
