"""Cases of reinterpreted-memory beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "reinterpreted-memory"


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ("b: &[u8]", "unsafe { &*(b.as_ptr() as *const Header) }"),
        ("b: &[u8]", "unsafe { b.as_ptr().cast::<u32>().read_unaligned() }"),
        ("b: &[u8]", "unsafe { ptr::read(b.as_ptr().add(2) as *const Header) }"),
        ("x: f32", "unsafe { *(&x as *const f32 as *const u32) }"),
        ("s: &Shape", "unsafe { &*(s as *const Shape as *const Circle) }"),
        ("p: *const u8", "let h = p as *const Header; unsafe { (*h).length }"),
    ],
)
def test_bytes_or_another_type_are_seen_to_be_there(parameters: str, body: str) -> None:
    assert said(f"fn f({parameters}) -> T {{ {body} }}\n", "src/lib.rs", RULE) == ["1 " + RULE]


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ("p: *mut c_void", "unsafe { &*(p as *const State) }"),
        ("p: *mut State", "unsafe { (*(p as *const State)).x }"),
        ("b: &[u8]", "unsafe { *(b.as_ptr() as *const u8) }"),
        ("b: &[u8]", "unsafe { *(b.as_ptr() as *const T) }"),
        ("b: &[u8]", "bindings::send(b.as_ptr() as *const Header)"),
        ("p: *const u8", "let h = p as *const Header; take(h)"),
        (
            "b: &[u8]",
            "assert!(b.as_ptr() as usize % align_of::<H>() == 0); unsafe { &*(b.as_ptr() as *const Head) }",
        ),
    ],
)
def test_is_silent_on_opaque_memory_and_where_alignment_is_looked_at(parameters: str, body: str) -> None:
    assert said(f"fn f({parameters}) -> T {{ {body} }}\n", "src/lib.rs", RULE) == []


def test_a_struct_without_a_layout_is_told_so() -> None:
    code = "struct Header { a: u8, b: u32 }\n"
    code += "fn f(b: &[u8]) -> &Header { unsafe { &*(b.as_ptr() as *const Header) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "there is no `repr(C)`" in finding.why
    assert "`b`, a slice of `u8`," in finding.message


def test_a_pointer_that_stands_for_what_rust_made_is_no_other_memory() -> None:
    code = (
        "pub fn width(window: *const u8LENGTH) -> u32 {\n    unsafe { (&*(window as *const Window)).width() }\n}\n"
    )
    assert said(code.replace("LENGTH", ", length: usize"), "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("LENGTH", ""), "src/lib.rs", RULE) == []
    back = "pub fn from_c(state: *const CState) -> u32 {\n    unsafe { (&*(state as *const State)).width() }\n}\n"
    there = "pub fn to_c(state: &State) -> *const CState {\n    state as *const State as *const CState\n}\n"
    assert said(back, "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(back + there, "src/lib.rs", RULE) == []


def test_a_buffer_that_a_function_for_c_has_made_itself() -> None:
    head = '#[no_mangle]\npub unsafe extern "C" fn load(fd: i32, p: *const u8) -> u32 {\n'
    for made in ("let mut b = vec![0u8; 64];", "let mut b = [0_u8; LEN];", "let b: [u8; 64] = g();"):
        code = f"{head}    {made}\n    (*(b.as_ptr() as *const Header)).size\n}}\n"
        assert said(code, "src/lib.rs", RULE) == [f"4 {RULE}"], made
    assert said(f"{head}    *(p as *const u32)\n}}\n", "src/lib.rs", RULE) == []
