"""Cases of addr-of-macro beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "addr-of-macro"
LINUX = shipped()["linux"]


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("addr_of!((*p).a)", "`&raw const (*p).a`"),
        ("core::ptr::addr_of_mut!((*p).a[1])", "`&raw mut (*p).a[1]`"),
        ("ptr::addr_of!(STATE)", "`&raw const STATE`"),
    ],
)
def test_gives_the_operator(code: str, cure: str) -> None:
    whole = f"fn f(p: *mut Node) {{\n    g(unsafe {{ {code} }});\n}}\n"
    (finding,) = findings(whole, "rust/kernel/a.rs", RULE, profile=LINUX)
    assert cure in finding.instead and finding.pedantic


@pytest.mark.parametrize("code", ["&raw mut (*p).a", "offset_of!(Node, a)", "addr_of_list!(p)", "addr_of(p)"])
def test_other_macros(code: str) -> None:
    assert (
        said(f"fn f(p: *mut Node) {{\n    g(unsafe {{ {code} }});\n}}\n", "rust/kernel/a.rs", RULE, profile=LINUX)
        == []
    )


def test_other_projects_may_have_an_older_rust() -> None:
    assert said("fn f(p: *mut Node) {\n    g(unsafe { addr_of!((*p).a) });\n}\n", "src/a.rs", RULE) == []
