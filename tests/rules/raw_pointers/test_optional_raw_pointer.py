"""Cases of optional-raw-pointer beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "optional-raw-pointer"


@pytest.mark.parametrize(
    "code",
    [
        "struct S {\n    p: Option<*mut Port>,\n}\n",
        "fn f(\n    p: Option<*const Port>) {}\n",
        "fn f(a: u8)\n    -> Option<*mut Port> { g(a) }\n",
        "static P: Mutex<\n    Option<*mut Port>> = Mutex::new(None);\n",
    ],
)
def test_wherever_it_is_declared(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_offers_a_reference_to_who_is_only_given_it() -> None:
    (finding,) = findings("fn f(p: Option<*const Port>) {}\n", "src/lib.rs", RULE)
    assert "`Option<NonNull<Port>>`" in finding.instead and "or `Option<&Port>`" in finding.instead
    (finding,) = findings("fn f(p: Option<*mut c_void>) {}\n", "src/lib.rs", RULE)
    assert "or `Option<&" not in finding.instead


@pytest.mark.parametrize(
    "code",
    [
        'struct S { p: Option<NonNull<Port>>, call: Option<unsafe extern "C" fn(*mut Port)> }\n',
        "type Names = Option<*const Port>;\n",
        "fn f(p: Option<*mut *mut Port>) {}\n",
        "fn f(p: Result<*mut Port, Error>) {}\n",
        "fn f() { let p: Option<*mut Port> = None; }\n",
        "impl Iterator for Ports { fn next(&mut self) -> Option<*mut Port> { g() } }\n",
        "impl Iterator for Ports { type Item = Option<*mut Port>; }\n",
        "fn f() -> impl Iterator<Item = Option<*mut Port>> { g() }\n",
        '#[no_mangle]\npub extern "C" fn f(p: Option<*mut Port>) {}\n',
    ],
)
def test_is_silent_on_other_types(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == []
