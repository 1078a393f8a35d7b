"""What holds for every slice of every text: lines stay as they are, and nothing raises or takes long."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from review_assist.change.rebuild import islands
from review_assist.model import FileDiff, Hunk, Line
from review_assist.syntax.rust import parse
from tests.change.helper import errors

RUST = b"""\
//! A device.

use std::{
    cell::Cell,
    ptr::{null, null_mut},
};

/// Registers.
#[derive(Clone, Default)]
#[repr(C)]
pub struct Regs {
    pub data: u32,
    flags: [u8; 4],
    irq: *mut Irq,
}

pub enum Event {
    Reset,
    Level(u32),
    Line { number: usize, on: bool },
}

const TEXT: &str = r#"fn not_code() { "}}}" }
still not code )"#;

macro_rules! get {
    ($regs:expr, $name:ident) => {
        $regs.$name
    };
}

impl<T> Device<T>
where
    T: Default + Copy,
{
    /* Both halves,
     * the low one first. */
    pub unsafe fn read(
        &mut self,
        address: u64,
        out: *mut u32,
    ) -> Result<u32, Error> {
        let value = match address {
            0 => self.regs.data,
            4 if self.ready() => {
                self.count += 1;
                get!(self.regs, data)
            }
            _ => return Err(Error {
                address,
                ..Error::default()
            }),
        };
        if value & 0x80 != 0
            && self.enabled
        {
            unsafe { *out = value };
        } else if let Some(timer) = self.timer.as_mut() {
            timer.arm(|now| {
                now + u64::from(value)
            });
        } else {
            log("nothing to do \\
                 for {}", value);
        }
        for (i, flag) in self.regs.flags.iter().enumerate() {
            println!(
                "{i}: {}",
                flag,
            );
        }
        Ok(value)
    }
}

static TABLE: [(u8, fn(&Regs)); 2] = [
    (b'{', first),
    (b'\\'', second),
];
"""
LINES = RUST.split(b"\n")[:-1]


def sliced(lines: list[bytes], first: int, heading: bytes) -> FileDiff:
    added = tuple(Line("+", None, first + row, text, row) for row, text in enumerate(lines))
    return FileDiff("a.rs", "a.rs", (Hunk(first, 0, first, len(lines), heading, added, 0),))


def check(lines: list[bytes], first: int, heading: bytes = b"") -> None:
    (text,) = islands(sliced(lines, first, heading), parse)
    assert text.source[text.start : text.end] == b"".join(line + b"\n" for line in lines)
    assert text.source[: text.start].count(b"\n") == 1
    assert text.source[: text.start].endswith(b"\n")
    assert text.first_line == first
    assert text.added == set(range(first, first + len(lines)))


@given(st.integers(0, len(LINES) - 1), st.integers(1, len(LINES)), st.sampled_from([*LINES, b""]))
def test_any_slice_keeps_its_lines(begin: int, count: int, heading: bytes) -> None:
    check(LINES[begin : begin + count], begin + 1, heading)


@given(
    st.lists(
        st.sampled_from([*LINES, b"}", b")]", b"{", b'"', b'"#', b"/*", b"*/", b"'", b"\x00", b"\xff"]), min_size=1
    )
)
def test_lines_in_any_order_keep_as_they_are(lines: list[bytes]) -> None:
    check(lines, 7)


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=200), st.binary(max_size=80))
def test_any_bytes_keep_as_they_are(data: bytes, heading: bytes) -> None:
    check(data.split(b"\n"), 1, heading)


def test_most_slices_of_seven_lines_parse_without_an_error() -> None:
    slices = [LINES[begin : begin + 7] for begin in range(len(LINES) - 6)]
    texts = [islands(sliced(lines, 50, b""), parse)[0] for lines in slices]

    clean = sum(not errors(text) for text in texts)

    assert clean / len(texts) > 0.9


def test_a_hunk_of_twenty_thousand_lines_needs_few_parses() -> None:
    parses = 0

    def counted(source: bytes):  # type: ignore[no-untyped-def]
        nonlocal parses
        parses += 1
        return parse(source)

    islands(sliced(LINES * 250, 50, b"fn f() {"), counted)
    islands(sliced([b"({["] * 20000, 50, b""), counted)
    islands(sliced([b"}])"] * 20000, 50, b""), counted)

    assert parses <= 3
