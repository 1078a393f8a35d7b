"""Cases of zeroed-value beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "zeroed-value"


def test_knows_the_number_to_write() -> None:
    code = "fn f() -> [u8; 16] { unsafe { core::mem::zeroed() } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "high" and "`[0; 16]`" in finding.instead


def test_names_the_struct_of_a_zero_tail() -> None:
    code = "const D: Desc = Desc { name: NAME, ..unsafe { MaybeUninit::<Desc>::zeroed().assume_init() } };\n"
    (finding,) = findings(code, "rust/hw/char/x/src/device.rs", RULE)
    assert "the `Desc`" in finding.message and finding.confidence == "medium"


@pytest.mark.parametrize("array, has_default", [("[u8; 32]", True), ("[u8; 64]", False), ("[u8; SIZE]", False)])
def test_a_long_array_has_no_default(array: str, has_default: bool) -> None:
    code = f"struct Packet {{ op: u8, file: {array} }}\nfn f() -> Packet {{ unsafe {{ mem::zeroed() }} }}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert ("`Packet::default()`" in finding.question) is has_default
    assert has_default or "a constructor that writes the fields out" in finding.instead


def test_zeroed_memory_that_stays_maybe_uninit_is_fine() -> None:
    assert (
        said("fn f() { let mut s = MaybeUninit::<Stream>::zeroed(); fill(s.as_mut_ptr()); }\n", "src/lib.rs", RULE)
        == []
    )


def test_the_trait_that_promises_zero_is_the_place_for_it() -> None:
    code = "trait Zero { const ZERO: Self = unsafe { MaybeUninit::<Self>::zeroed().assume_init() }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_types_of_libc_are_c_s() -> None:
    code = "use libc::termios;\nfn f() { let t: termios = unsafe { std::mem::zeroed() }; }\n"
    assert said(code, "src/lib.rs", RULE) == []
    code = "fn f() { let p: [libc::pollfd; 2] = unsafe { std::mem::zeroed() }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_another_function_of_that_name() -> None:
    assert said("fn f() -> Page { Page::zeroed() }\n", "src/lib.rs", RULE) == []


def test_default_is_not_offered_where_it_cannot_be_called() -> None:
    code = "static OPS: Ops = Ops { read: None, ..unsafe { MaybeUninit::<Ops>::zeroed().assume_init() } };\n"
    (finding,) = findings(code, "rust/hw/char/x/src/device.rs", RULE)
    assert "default" not in finding.question and "every field written out" in finding.question


def test_a_type_from_elsewhere_may_have_no_default() -> None:
    code = "use wire::Header;\nfn f() -> Header { unsafe { std::mem::zeroed() } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "if the type has one" in finding.question
    code = "struct Abc { p: *mut u8 }\nfn f() -> Abc { unsafe { std::mem::zeroed() } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "efault" not in finding.instead


def test_windows_asks_for_zero_as_well() -> None:
    code = "use winapi::um::sysinfoapi::INFO;\nfn f() { let i: INFO = unsafe { std::mem::zeroed() }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_zeroed_pointer_is_null() -> None:
    (finding,) = findings("fn f() { let p: *mut Header = unsafe { std::mem::zeroed() }; }\n", "src/a.rs", RULE)
    assert "`ptr::null_mut()`" in finding.question


def test_in_a_device_a_struct_of_c_has_a_constructor_for_zero() -> None:
    code = "static OPS: bindings::Ops = bindings::Ops { a: 1, ..unsafe { std::mem::zeroed() } };\n"
    (finding,) = findings(code, "rust/hw/rtc/demo/src/device.rs", RULE)
    assert "`bindings::Ops`" in finding.message and "from a safe constructor" in finding.question
    assert said(code, "src/lib.rs", RULE) == []


def test_self_is_the_struct_of_its_own_impl() -> None:
    code = (
        "struct Config { data: u32, name: Option<&'static str> }\n"
        "impl Config {\n    fn new(data: u32) -> Self {\n"
        "        Self { data, ..unsafe { core::mem::zeroed() } }\n    }\n}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "the `Config`" in finding.message and finding.confidence == "high"


def test_without_std_there_are_only_the_types_of_the_project() -> None:
    code = "fn ops() {\n    let ops: bindings::line_ops = unsafe { core::mem::zeroed() };\n    Ops(ops);\n}\n"
    assert said(code, "rust/kernel/line.rs", RULE, profile=shipped()["linux"]) == [f"2 {RULE}"]
    assert said(code, "src/line.rs", RULE) == []
