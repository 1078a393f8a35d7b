"""Cases of missing-invariant-comment beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import said

RULE = "missing-invariant-comment"
LINUX = shipped()["linux"]
CLOCK = "/// # Invariants\n///\n/// It is valid.\n#[repr(transparent)]\npub struct Clock<T>(NonNull<T>);\n"
"""Five lines."""


def _said(body: str, above: str = "") -> list[str]:
    code = f"impl<T> Clock<T> {{\n{above}    unsafe fn new(p: NonNull<T>) -> Self {{\n        {body}\n    }}\n}}\n"
    return said(CLOCK + code, "rust/kernel/a.rs", RULE, profile=LINUX)


@pytest.mark.parametrize(
    "made",
    [
        "Self(p)",
        "Clock(p)",
        "Ok(Self(p))",
        "try_pin_init!(Self { p })",
        "try_pin_init!(&this in Self { p })",
        "pin_init!(Clock::<T> { p })",
        "Self { 0: p }",
    ],
)
def test_speaks_where_a_value_is_made(made: str) -> None:
    assert _said(made) == [f"8 {RULE}"]


@pytest.mark.parametrize(
    "body",
    [
        "// INVARIANT: C promises it.\n        Self(p)",
        "// SAFETY: ..\n        // INVARIANTS: C promises it.\n        Self(p)",
        "unsafe { &*p.cast::<Self>() }",
        "Rate(p)",
        "pin_init!(Rate { p })",
        "Self { 0: p, ..self }",
        "match self { Self { p } => p }",
    ],
)
def test_is_silent_where_it_is_said_or_another_is_made(body: str) -> None:
    assert _said(body) == []


def test_a_comment_on_the_function_counts() -> None:
    assert _said("Self(p)", "    // INVARIANT: C promises it.\n") == []


def test_other_projects_have_no_such_comments() -> None:
    code = CLOCK + "impl<T> Clock<T> {\n    fn new(p: NonNull<T>) -> Self {\n        Self(p)\n    }\n}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_the_caller_of_an_unsafe_function_guarantees_them() -> None:
    assert _said("Self(p)", "    /// # Safety\n    ///\n    /// `p` is valid.\n") == []
