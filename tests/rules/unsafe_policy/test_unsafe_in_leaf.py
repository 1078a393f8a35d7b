"""Cases of unsafe-in-leaf beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "unsafe-in-leaf"
DEVICE = "rust/hw/char/uart/src/device.rs"


def test_speaks_once_for_a_function() -> None:
    assert said("fn f() {\n    unsafe { a() };\n    unsafe { b() };\n}\n", DEVICE, RULE) == [f"2 {RULE}"]


def test_answers_for_what_lacks_a_reason_in_the_same_function() -> None:
    code = "fn f() {\n    unsafe { a() };\n    unsafe { b() };\n}\nfn g() {\n    unsafe { &X };\n}\n"
    lacking = "missing-safety-comment"
    assert said(code, DEVICE, RULE, lacking) == [f"2 {RULE}", f"6 {lacking}"]


def test_names_what_needs_it() -> None:
    (finding,) = findings("fn f(&self) { unsafe { bindings::chr_ioctl(self.chr, 1) }; }\n", DEVICE, RULE)
    assert "`chr_ioctl`" in finding.question


@pytest.mark.parametrize(
    "path", ["src/lib.rs", "rust/hw/core/src/irq.rs", "rust/kernel/time.rs", "rust/hw/x/tests/t.rs"]
)
def test_is_silent_where_no_bindings_lie_below(path: str) -> None:
    assert said("fn f() { unsafe { a() } }\n", path, RULE) == []


def test_is_silent_where_c_calls_in() -> None:
    code = (
        '#[no_mangle]\npub unsafe extern "C" fn uart_create(chr: *mut Chr) -> *mut Dev { unsafe { new(chr) } }\n'
    )
    assert said(code, DEVICE, RULE) == []


EXPLAINED = """use bindings::chr_ioctl;
fn f(&self) {{
    // SAFETY: the backend lives as long as the device.{more}
    unsafe {{ {operation} }};
}}
"""


def test_a_reason_does_not_replace_the_binding_for_a_call_of_c() -> None:
    code = EXPLAINED.format(operation="chr_ioctl(self.chr, 1)", more="")
    (finding,) = findings(code, DEVICE, RULE)
    assert (finding.line, finding.question) == (
        4,
        "which binding is missing, so that `f` needs `unsafe` for `chr_ioctl`?",
    )


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("chr_ioctl(self.chr, 1)", " TODO: a binding for it."),
        ("chr_ioctl(self.chr, 1)", " No safe wrapper exists."),
        ("self.chr.as_ref()", ""),
        ("*self.level", ""),
        ("self.peer.assume_init_ref()", ""),
    ],
)
def test_a_reason_answers_for_the_rest(operation: str, more: str) -> None:
    assert said(EXPLAINED.format(operation=operation, more=more), DEVICE, RULE) == []


def test_a_macro_is_no_function_of_c() -> None:
    code = 'fn init() {\n    unsafe {\n        println!("{}", lock());\n    }\n}\n'
    (finding,) = findings(code, DEVICE, RULE)
    assert "`lock`" in finding.message
    assert said("use bindings::*;\n" + code.replace("lock()", "1"), DEVICE, RULE) == []


@pytest.mark.parametrize(
    "own",
    [
        "use crate::c;",
        "use crate::c::{self, inode};",
        "use crate::util::bindings::*;",
        "impl c::inode {\n    fn size(&self) -> u64 { 0 }\n}",
        "impl bindings::inode {\n    fn size(&self) -> u64 { 0 }\n}",
    ],
)
def test_is_silent_where_the_crate_binds_c_itself(own: str) -> None:
    code = f"{own}\nfn f(&self) {{ unsafe {{ c::inode_put(self.raw) }}; }}\n"
    assert said(code, "fs/example/inode.rs", RULE) == []


@pytest.mark.parametrize(
    "other",
    [
        "use kernel::bindings;",
        "use qemu_api::bindings::*;",
        "use crate::registers;",
        "unsafe impl Zeroable for bindings::inode {}",
    ],
)
def test_bindings_of_another_crate_lie_below(other: str) -> None:
    code = f"{other}\nfn f(&self) {{ unsafe {{ bindings::inode_put(self.raw) }}; }}\n"
    assert len(said(code, DEVICE, RULE)) == 1


def test_the_path_of_a_call_names_no_gap() -> None:
    code = "fn stop(s: &State) {\n    // SAFETY: the state is alive.\n    KIND\n}\n"
    call = code.replace("KIND", "unsafe { bindings::state_stop(s.raw) };")
    assert said(call, "drivers/x/a.rs", RULE, profile=shipped()["linux"]) == [f"3 {RULE}"]
    word = code.replace("KIND", "unsafe { /* no binding yet */ bindings::state_stop(s.raw) };")
    assert said(word, "drivers/x/a.rs", RULE, profile=shipped()["linux"]) == []
