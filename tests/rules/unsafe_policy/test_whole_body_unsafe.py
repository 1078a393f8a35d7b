"""Cases of whole-body-unsafe beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "whole-body-unsafe"
BODY = """        let device = device_new(NAME);
        let bus = device.cast::<Bus>();
        debug_assert!(!bus.is_null());
        device_set(device, line);
        bus_connect(bus, 0, line);
        device
"""


def test_points_at_the_keyword_and_names_a_statement_that_needs_no_unsafe() -> None:
    (finding,) = findings(
        f"fn create(line: Line) -> *mut Device {{\n    unsafe {{\n{BODY}    }}\n}}\n", "src/a.rs", RULE
    )
    assert (finding.line, finding.column, finding.end_column) == (2, 5, 11)
    assert "leave `debug_assert!(!bus.is_null())` outside" in finding.question


def test_is_silent_where_a_comment_covers_the_block() -> None:
    code = f"fn create(line: Line) {{\n    // SAFETY: C does not free it.\n    unsafe {{\n{BODY}    }}\n}}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_is_silent_if_every_statement_may_need_it() -> None:
    calls = "".join(f"        step_{n}(line);\n" for n in range(9))
    assert said(f"fn f(line: Line) {{\n    unsafe {{\n{calls}    }}\n}}\n", "src/a.rs", RULE) == []


def test_is_silent_on_a_short_block() -> None:
    code = (
        "fn f(p: P) -> u8 {\n    unsafe {\n        let a = 1;\n        let b = 2;\n        g(p, a, b)\n    }\n}\n"
    )
    assert said(code, "src/a.rs", RULE) == []


def test_is_silent_on_intrinsics() -> None:
    code = f'#[target_feature(enable = "sse2")]\nfn f(line: Line) {{\n    unsafe {{\n{BODY}    }}\n}}\n'
    assert said(code, "src/a.rs", RULE) == []


def test_speaks_of_a_long_stretch_in_a_longer_function() -> None:
    steps = "        let n = 1 + 2;\n        step(n);\n" * 12
    (finding,) = findings(f"fn f() {{\n    prepare();\n    unsafe {{\n{steps}    }}\n}}\n", "src/a.rs", RULE)
    assert "a large part of `f`" in finding.message


@pytest.mark.parametrize(
    "statement",
    [
        "let image = image.as_ptr();",
        "let bus: *mut Bus = line.cast::<Bus>();",
        "let mut label: *mut u8 = null_mut();",
        "let mut count: u32 = 0;",
        "line as i32",
    ],
)
def test_is_silent_if_only_a_conversion_would_move(statement: str) -> None:
    calls = "".join(f"        step_{n}(line);\n" for n in range(5))
    body = f"    unsafe {{\n{calls}        {statement}\n    }}\n"
    code = f"fn f(line: Line, image: NonNull<Image>) -> i32 {{\n{body}}}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_asks_about_a_long_block_with_little_to_move() -> None:
    calls = "".join(f"        step_{n}(line);\n" for n in range(20))
    code = f"fn f(line: Line) {{\n    unsafe {{\n        let mut count: u32 = 0;\n{calls}    }}\n}}\n"
    assert [f.confidence for f in findings(code, "src/a.rs", RULE)] == ["medium"]


def test_is_silent_where_one_statement_of_many_would_move() -> None:
    code = (
        "unsafe fn f(a: P, b: P, n: usize) -> usize {\n    unsafe {\n"
        + "        g(a, b);\n" * 4
        + "        n + 1\n    }\n}\n"
    )
    assert said(code, "src/a.rs", RULE) == []


def test_an_early_exit_between_two_operations_does_not_move() -> None:
    calls = "".join(f"        step_{n}(entry);\n" for n in range(20))
    found = "        let entry = find(t);\n        if entry.is_null() { return; }\n"
    code = f"unsafe fn f(t: T) {{\n    unsafe {{\n{found}{calls}    }}\n}}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_what_is_hardly_worth_moving_is_not_named() -> None:
    calls = "".join(f"        step_{n}(line);\n" for n in range(20))
    code = f"fn f(line: Line) {{\n    unsafe {{\n        let mut count: u32 = 0;\n{calls}    }}\n}}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "count" not in finding.question and "of 23 lines" in finding.question


def test_a_block_of_vector_instructions() -> None:
    lines = "".join(f"        let b{n} = _mm_add_epi32(a, c{n});\n" for n in range(8))
    rest = "".join(f"        let n{n} = width * height + {n};\n" for n in range(8))
    code = f"unsafe fn f(width: u32, height: u32) -> u32 {{\n    unsafe {{\n{lines}{rest}        n1\n    }}\n}}\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("_mm_add_epi32", "step"), "src/lib.rs", RULE) == [f"2 {RULE}"]
