"""Cases of movable-c-object beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "movable-c-object"


def method(call: str, receiver: str = "&mut self") -> str:
    return f"impl Alarm {{\n    pub fn init({receiver}) {{\n        unsafe {{ {call} }}\n    }}\n}}\n"


@pytest.mark.parametrize(
    "given",
    ["self", "&mut self.0", "self.0.as_mut_ptr()", "self as *mut Alarm as *mut _", "addr_of_mut!(*self).cast()"],
)
def test_speaks_where_c_gets_the_address(given: str) -> None:
    (finding,) = findings(method(f"bindings::alarm_init_full({given}, 1)"), "src/lib.rs", RULE)
    assert finding.line == 2 and "`alarm_init_full()`" in finding.question and finding.confidence == "medium"


@pytest.mark.parametrize(
    "code",
    [
        method("bindings::alarm_init(self)", "self: Pin<&mut Self>"),
        method("bindings::alarm_init(self.limit)"),
        method("bindings::alarm_start(self)"),
        method("alarm::init(self)"),
        method("bindings::alarm_init(self)").replace("pub fn", "pub unsafe fn"),
        method("bindings::alarm_init(self)").replace("impl", "impl Setup for"),
    ],
)
def test_is_silent_elsewhere(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == []
