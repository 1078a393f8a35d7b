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


_TABLE = """use table_sys::*;
impl Table {{
    fn load(&self, name: &CStr) {{
        unsafe {{ lib_table_add(self.0, name.as_ptr()) }};
    }}
    fn number(&self) -> Option<i32> {{
        if unsafe {{ {}(self.0) }} != 0 {{ return None; }}
        if unsafe {{ {}(self.0) != 0 }} {{ return None; }}
        Some(3)
    }}
}}
"""


def test_an_answer_of_c_whose_relatives_are_tested() -> None:
    code = _TABLE.format("lib_table_number", "lib_table_text")
    assert said(code, "src/lib.rs", RULE) == [f"4 {RULE}"]
    own = code.replace("table_sys", "crate")
    assert said(own, "src/lib.rs", RULE) == []
    assert said(own.replace("lib_table_text", "lib_table_add"), "src/lib.rs", RULE) == [f"4 {RULE}"]


def test_too_few_relatives_or_no_answer() -> None:
    code = _TABLE.format("lib_table_number", "lib_table_text")
    assert said(_TABLE.format("lib_table_number", "lib_list_text"), "src/lib.rs", RULE) == []
    assert said(code.replace("lib_table_add", "lib_table_hide"), "src/lib.rs", RULE) == []
    assert said(code.replace("lib_table_add", "lib_table_free"), "src/lib.rs", RULE) == []
    explained = code.replace("unsafe { lib_table_add", "// Best effort.\n        unsafe { lib_table_add")
    assert said(explained, "src/lib.rs", RULE) == []
    assert said(code.replace(")) };", ")) }"), "src/lib.rs", RULE) == []  # it is returned
    declared = 'extern "C" {\n    fn lib_table_add(t: *mut T, name: *const c_char);\n}\n'
    assert said(declared + code, "src/lib.rs", RULE) == []


def test_an_answer_that_is_a_yes_or_no_is_no_status() -> None:
    code = """use window_sys::*;
fn f(w: *mut Window) {
    unsafe { win_pane_set(w) };
}
fn g(w: *mut Window) -> i32 {
    TEST
    0
}
"""
    for test in (
        "if unsafe { win_pane_set(w) } != 0 { return -1; }",
        "unsafe { if (win_pane_set(w) != 0) { return -1; } }",
        "if w.is_null() || unsafe { win_pane_set(w) != 0 } { return -1; }",
        "if unsafe { win_pane_set(w) == 0 } { draw(w); } else { return -1; }",
        "if unsafe { win_pane_set(w) } == -1 { warn(); }",
    ):
        assert said(code.replace("TEST", test), "src/lib.rs", RULE) == [f"3 {RULE}"], test
    for test in (
        "if unsafe { win_pane_set(w) } != 0 { draw(w); }",
        "if unsafe { win_pane_set(w) } == 0 { return -1; }",
        "let is_set = unsafe { win_pane_set(w) } != 0;",
        "if is_open(w) { unsafe { win_pane_set(w) != 0 }; return -1; }",
        "if is_open(w) { return unsafe { ((*w).get)() } != 0; }",
    ):
        assert said(code.replace("TEST", test), "src/lib.rs", RULE) == [], test
