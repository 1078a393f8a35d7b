"""Cases of ignored-status beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "ignored-status"
STATUS = "fn step(a: u8) -> i32 { if a > 3 { return -libc::EIO; } 0 }\n"
DEVICE = "rust/hw/char/x/src/device.rs"


def test_a_status_thrown_away() -> None:
    (finding,) = findings(STATUS + "fn f() {\n    let _ = step(3);\n}\n", "src/lib.rs", RULE)
    assert finding.question == "what if `step()` fails: should `f` hand the error on?" and finding.line == 3
    assert "let `step` return a `Result`" in finding.instead


def test_a_result_thrown_away_in_setup() -> None:
    code = "impl Uart {\n    fn check(&self) -> Result<(), E> { Ok(()) }\n"
    code += "    fn realize(&self) { let _ = self.check(); }\n    fn write(&self) { let _ = self.check(); }\n}\n"
    assert said(code, DEVICE, RULE) == [f"3 {RULE}"]
    assert said(code, "src/uart.rs", RULE) == []


def test_a_reason_is_given() -> None:
    assert said(STATUS + "fn f() {\n    // it is tried again later\n    step(3);\n}\n", "src/lib.rs", RULE) == []


def test_answers_that_are_no_status() -> None:
    code = "fn depth(a: i32) -> i32 { if a > 3 { a } else { -1 } }\nfn f() { depth(3); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_looked_at_or_not_known() -> None:
    assert said(STATUS + "fn f() -> i32 { let r = step(3); r }\n", "src/lib.rs", RULE) == []
    assert said(STATUS + "fn f(o: &Other) { o.step(3); other::step(3); }\n", "src/lib.rs", RULE) == []


def test_an_answer_of_c_that_is_dropped_where_a_device_is_set_up() -> None:
    def of(function: str, statement: str) -> list[str]:
        code = f"impl Uart {{\n    fn {function}(&self) {{\n        {statement}\n    }}\n}}\n"
        return said(code, "rust/hw/char/x/src/device.rs", RULE)

    dropped = "let _ = unsafe { bindings::uart_enable(self.p) };"
    assert of("probe", f"// SAFETY: ours.\n        {dropped}") == [f"4 {RULE}"]
    assert of("realize", dropped) == [f"3 {RULE}"]
    assert of("send", dropped) == of("realize", "unsafe { bindings::uart_enable(self.p) };") == []
    assert of("realize", f"// It may be enabled already.\n        {dropped}") == []
