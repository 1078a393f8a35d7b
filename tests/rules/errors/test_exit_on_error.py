"""Cases of exit-on-error beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "exit-on-error"
DEVICE = "rust/hw/char/x/src/device.rs"


def test_a_device_takes_the_machine_along() -> None:
    code = "impl Uart {\n    fn realize(&self) {\n        if self.a == 0 { std::process::exit(1); }\n    }\n}\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert (
        finding.question
        == "could `realize` return the error, instead of ending the process by `std::process::exit()`?"
    )
    assert "if it returns a `Result`" in finding.instead


def test_success_is_no_error() -> None:
    assert said("fn f() -> Result<(), E> { libc::exit(0) }\n", "src/lib.rs", RULE) == []


def test_tools_and_functions_meant_to_exit() -> None:
    body = "-> Result<(), E> { std::process::exit(1) }\n"
    assert said(f"fn f() {body}", "src/bin/tool.rs", RULE) == []
    assert said(f"fn f() {body}", "src/cli.rs", RULE) == []
    assert said(f"fn die_if() {body}", "src/lib.rs", RULE) == []
    assert said(f"fn load() {body}", "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_after_a_fork() -> None:
    code = "unsafe fn f() -> Result<(), E> { if libc::fork() == 0 { libc::_exit(1); } Ok(()) }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_other_functions_of_that_name() -> None:
    assert said("fn f() -> Result<(), E> { self::exit(1); scope::exit(2) }\n", "src/lib.rs", RULE) == []
