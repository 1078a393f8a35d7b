"""Cases of struct-as-bytes beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "struct-as-bytes"
OF_SELF = (
    "    fn b(&self) -> &[u8] { unsafe { "
    "slice::from_raw_parts(self as *const Self as *const u8, size_of::<Self>()) } }\n"
)


def bytes_of(given: str, pointer: str, size: str, of: str = "") -> str:
    return f"fn f{of}({given}) -> &[u8] {{\n    unsafe {{ slice::from_raw_parts({pointer}, {size}) }}\n}}\n"


@pytest.mark.parametrize(
    "code",
    [
        bytes_of("v: &T", "v as *const T as *const u8", "size_of::<T>()", "<T>"),
        bytes_of("v: &T", "v as *const _ as *const u8", "std::mem::size_of_val(v)", "<T: Copy + 'static>"),
        bytes_of("v: &[T]", "v.as_ptr().cast::<u8>()", "v.len() * size_of::<T>()", "<T: Copy>"),
        bytes_of("v: &T", "(v as *const T).cast()", "mem::size_of::<T>()", "<'a, T: ?Sized>"),
        f"trait Packet: Sized {{\n{OF_SELF}}}\n",
    ],
)
def test_of_any_type(code: str) -> None:
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.line, finding.level, finding.confidence) == (2, "error", "high")


@pytest.mark.parametrize(
    "code",
    [
        bytes_of("h: &Header", "h as *const Header as *const u8", "size_of::<Header>()"),
        bytes_of("h: &Header", "h as *const _ as *const u8", "size_of_val(h)"),
        f"impl Header {{\n{OF_SELF}}}\n",
    ],
)
def test_of_a_struct(code: str) -> None:
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.line, finding.level, finding.confidence) == (2, "warning", "medium")


@pytest.mark.parametrize(
    "code",
    [
        bytes_of("v: &T", "v as *const T as *const u8", "size_of::<T>()", "<T: Pod>"),
        bytes_of("v: &T", "v as *const T as *const u8", "size_of::<T>()", "<T>").replace("fn f", "unsafe fn f"),
        bytes_of("v: &u32", "v as *const u32 as *const u8", "size_of::<u32>()"),
        bytes_of("v: &[u32]", "v.as_ptr() as *const u8", "v.len() * size_of::<u32>()"),
        bytes_of("p: *const T", "p.add(1) as *const u8", "size_of::<T>()", "<T>"),
        bytes_of("v: &T", "v as *const T as *const u64", "size_of::<T>() / 8", "<T>"),
        "#[derive(IntoBytes)]\nstruct Header(u8);\n"
        + bytes_of("h: &Header", "h as *const Header as *const u8", "size_of::<Header>()"),
        f"unsafe impl<T> Plain for T {{\n{OF_SELF}}}\n",
    ],
)
def test_other_bytes(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


@pytest.mark.parametrize(
    ("struct", "count"),
    [
        ("#[repr(C, packed)]\nstruct Header { a: u8, b: u32 }\n", 0),
        ("#[repr(transparent)]\nstruct Header(u32);\n", 0),
        ("#[repr(C)]\nstruct Header { a: u8, b: [u8; 4] }\n", 0),
        ("#[repr(C)]\nstruct Header { a: u8, b: u32 }\n", 1),
    ],
)
def test_trap_of_structs_without_padding(struct: str, count: int) -> None:
    code = struct + bytes_of("h: &Header", "h as *const Header as *const u8", "size_of::<Header>()")
    found = findings(code, "src/a.rs", RULE)
    assert len(found) == count and all("any `Header`" not in finding.message for finding in found)


def test_where_clauses_count() -> None:
    code = bytes_of("v: &T", "v as *const T as *const u8", "size_of::<T>()", "<T>")
    assert said(code.replace("&[u8] {", "&[u8] where T: ByteValued {"), "src/a.rs", RULE) == []
    (finding,) = findings(code.replace("&[u8] {", "&[u8] where T: Copy {"), "src/a.rs", RULE)
    assert finding.confidence == "high"
