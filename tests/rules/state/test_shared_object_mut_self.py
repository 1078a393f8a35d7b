"""Cases of shared-object-mut-self beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "shared-object-mut-self"
DEVICE = "rust/hw/char/uart/src/device.rs"
STATE = "struct Uart { parent_obj: ParentField<SysBusDevice>, level: u32 }\n"


def test_speaks_once_for_an_impl() -> None:
    code = STATE + "impl Uart {\n    fn a(&mut self) {}\n    fn b(&mut self) {}\n    fn c(&self) {}\n}\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.line == 3 and "`&self`, here and in another method" in finding.instead


def test_an_impl_that_only_an_object_has_tells_it_without_the_struct() -> None:
    code = "impl DeviceImpl for Uart {}\nimpl Uart {\n    fn a(&mut self) {}\n}\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "high"


def test_asks_where_only_the_name_of_the_field_tells() -> None:
    code = "struct Uart { parent_obj: SysBusDevice }\nimpl Uart { fn a(&mut self) {} }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "medium"


@pytest.mark.parametrize(
    "code",
    [
        "impl Uart { fn a(&mut self) {} }\n",
        "struct Uart { level: u32 }\nimpl Uart { fn a(&mut self) {} }\n",
        STATE + "impl Uart { unsafe fn init(&mut self) {} }\n",
        STATE + "impl Device for Uart { fn realize(&mut self) {} }\n",
    ],
)
def test_is_silent_on_what_is_not_shared_or_not_chosen(code: str) -> None:
    assert said(code, DEVICE, RULE) == []
