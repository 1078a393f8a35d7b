"""Cases of status-handed-on beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "status-handed-on"
SEND = "pub fn send(&self, v: u8) -> i32 { unsafe { bindings::bus_send(self.0, v) } }\n"


def test_it_is_asked_for_what_may_fail() -> None:
    (finding,) = findings(SEND, "src/bus.rs", RULE)
    assert "`i32` that `send` hands on from `bus_send()`" in finding.question and finding.confidence == "medium"


@pytest.mark.parametrize(
    "code",
    [
        SEND.replace("-> i32", "-> c_int").replace("unsafe {", "assert!(is_locked());\n unsafe {"),
        SEND.replace(
            "unsafe { bindings::bus_send(self.0, v) }", "return unsafe { bindings::bus_send(self.0, v) };"
        ),
        f"pub trait Bus {{\n{SEND}}}\n",
    ],
)
def test_shapes(code: str) -> None:
    assert [entry.partition(" ")[2] for entry in said(code, "src/bus.rs", RULE)] == [RULE]


@pytest.mark.parametrize(
    "code",
    [
        SEND.replace("send(&self", "send_count(&self"),
        SEND.replace("send(&self", "stop_signal(&self"),
        SEND.replace("pub fn", "pub unsafe fn"),
        SEND.replace("pub fn", 'pub extern "C" fn'),
        SEND.replace("-> i32", "-> u32"),
        SEND.replace("bindings::bus_send", "libc::openat"),
        SEND.replace("bindings::bus_send", "self.wire.send"),
        SEND.replace("bindings::bus_send(self.0, v)", "bindings::bus_send(self.0, v) + 1"),
        f"impl Bus for Wire {{\n{SEND.replace('pub ', '')}}}\n",
    ],
)
def test_what_is_a_number_or_given(code: str) -> None:
    assert said(code, "src/bus.rs", RULE) == []
