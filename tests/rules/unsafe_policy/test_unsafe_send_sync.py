"""Cases of unsafe-send-sync beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unsafe-send-sync"


def test_names_type_trait_and_field() -> None:
    (finding,) = findings("struct Table { first: *const u8 }\nunsafe impl Sync for Table {}\n", "src/a.rs", RULE)
    assert "`Table`" in finding.question and "`first`" in finding.question and finding.line == 2


@pytest.mark.parametrize(
    "code",
    [
        "#[repr(transparent)]\nstruct T(Opaque<bindings::T>);\nunsafe impl Send for T {}\n",
        "struct T<U>(*mut U);\n// SAFETY: `T` owns its `U`.\nunsafe impl<U: Send> Send for T<U> {}\n",
        "struct T { n: u32 }\nunsafe impl Send for T {}\n",
        "unsafe impl Send for Elsewhere {}\n",
        "struct T(*mut u8);\nimpl Clone for T {}\n",
    ],
)
def test_is_silent_on_wrappers_and_reasons(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


def test_asks_for_structs_of_c_and_a_comment_covers_the_run() -> None:
    impls = "unsafe impl Send for bindings::Property {}\nunsafe impl Sync for bindings::TypeInfo {}\n"
    assert said(impls, "rust/qemu-api/src/lib.rs", RULE) == [f"1 {RULE}", f"2 {RULE}"]
    assert said("// SAFETY: constant tables\n" + impls, "rust/qemu-api/src/lib.rs", RULE) == []
    assert said(impls, "rust/qemu-api/src/bindings.rs", RULE) == []


def test_a_reason_without_the_word_is_one() -> None:
    code = "struct T { p: *mut u8 }\n// Safe as only one thread has it.\nunsafe impl Send for T {}\n"
    assert said(code, "src/a.rs", RULE) == []
    assert said(code.replace("Safe as", "Unsafe:"), "src/a.rs", RULE) == [f"3 {RULE}"]


def test_a_field_without_a_name_is_told_as_a_field() -> None:
    code = "struct Callback(Handler, *mut c_void);\nunsafe impl Send for Callback {}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "holds a raw pointer in field `1`" in finding.message and "if field `1` can be" in finding.instead


def test_a_pointer_in_a_struct_that_a_field_holds() -> None:
    inner = "struct Inner { raw: *mut u8 }\nstruct Chip { inner: Arc<Inner>, n: u32 }\n"
    (finding,) = findings(inner + "unsafe impl Send for Chip {}\n", "src/a.rs", RULE)
    assert "by way of `inner`, in `Inner`" in finding.question and finding.line == 3
    assert said(inner + "unsafe impl Send for Inner {}\nunsafe impl Send for Chip {}\n", "src/a.rs", RULE) == [
        f"3 {RULE}"
    ]
