"""A hunk without its file: every way of cutting Rust in two still parses, in the right kind of container."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from review_assist.change.rebuild import islands
from review_assist.syntax.rust import parse
from tests.change.helper import around, diff, errors, function_around, hunk, island, own

_CUT = re.compile(r"^=== (.*): `(.*)` is a (\w+)\n((?:(?!===).*\n)*)", re.MULTILINE)
CUTS = _CUT.findall((Path(__file__).parent / "cuts.txt").read_text())


@pytest.mark.parametrize(("needle", "kind", "lines"), [cut[1:] for cut in CUTS], ids=[cut[0] for cut in CUTS])
def test_every_cut_parses_in_its_kind_of_container(needle: str, kind: str, lines: str) -> None:
    text = island(lines)

    assert errors(text) == []
    assert kind in around(text, needle)[:3]


def test_the_cuts_are_read() -> None:
    assert len(CUTS) > 40


def test_lines_keep_their_numbers_bytes_and_columns() -> None:
    (text,) = islands(diff(hunk("     old();\n-    gone();\n+    né(1);\r\n", new=41)), parse)

    assert own(text) == "    old();\n    né(1);\r\n".encode()
    assert (text.first_line, text.added) == (41, frozenset({42}))
    assert text.source[: text.start].endswith(b"\n")
    assert text.source[: text.start].count(b"\n") == 1


def test_hunks_that_only_remove_give_no_text() -> None:
    assert islands(diff(hunk(" a();\n-b();\n"), hunk(" c();\n+d();\n", new=90)), parse)[0].first_line == 90


def test_a_new_file_is_taken_as_it_is() -> None:
    (text,) = islands(diff(hunk("+fn f() {\n+    1\n", old=0, new=1), old_path=None), parse)

    assert (text.source, text.start, text.first_line) == (b"fn f() {\n    1\n", 0, 1)


def test_the_heading_names_the_function_around() -> None:
    heading = 'pub unsafe extern "C" fn dev_read(opaque: *mut c_void) -> u64 {'
    text = island("    let dev = opaque.cast::<Dev>();\n    (*dev).level\n}\n", heading)

    assert function_around(text, "opaque.cast") == heading.removesuffix(" {")


def test_the_heading_names_the_type_around() -> None:
    text = island("    fn reset(&self) {\n        self.clear();\n    }\n", "impl Resettable for Dev {")

    assert text.source.startswith(b"impl Resettable for Dev {")
    assert errors(text) == []


def test_a_method_of_the_heading_stands_in_some_impl() -> None:
    text = island("        self.level = 1;\n    }\n\n    fn next(&self) {}\n", "fn first(&mut self, on: bool) {")

    assert function_around(text, "self.level") == "fn first(&mut self, on: bool)"
    assert function_around(text, "fn next") == "fn next(&self)"


@pytest.mark.parametrize(
    ("heading", "signature"),
    [
        ("pub unsafe fn set_level(first: *mut Long, second: *const Lo", "pub unsafe fn set_level()"),
        ("const fn size(", "const fn size()"),
        ("fn apply<F: Fn(u32) -> u32, G>(first: F, second: G, third: &[u8], fourth: Option<", "fn apply()"),
        ("fn plain() -> u32", "fn plain() -> u32"),
    ],
)  # fmt: skip
def test_a_heading_that_is_cut_off_gives_what_is_left_of_it(heading: str, signature: str) -> None:
    text = island("    let n = 1;\n    go(n)\n}\n", heading)

    assert errors(text) == []
    assert function_around(text, "go(n)") == signature


@pytest.mark.parametrize(
    "heading",
    [
        "fn f() { // {",
        "fn f(",
        'fn f(a: "',
        "fn f() { g() }",
        "fn f(/* {",
        "}",
        "fn",
        "fn f() {{",
        "\x1b[0m fn f() {",
    ],
)
def test_no_heading_breaks_the_parse(heading: str) -> None:
    assert errors(island("    let n = 1;\n    go(n)\n}\n", heading)) == []


def test_a_heading_is_not_trusted_outside_of_blocks() -> None:
    text = island("const MAX: u32 = 4;\n\nstruct Dev;\n", "fn before() {")

    assert text.start == 1


def test_a_heading_is_not_trusted_for_a_function_that_the_text_calls_or_defines() -> None:
    calls = island("    helper(1);\n    go();\n}\n", "fn helper(n: u32) {")
    defines = island("    go();\n}\n\nfn late() {\n    1;\n}\n", "fn late() {")

    assert function_around(calls, "go()") == function_around(defines, "go()") == "fn __()"


def test_a_method_of_the_heading_has_ended_where_code_is_not_in_an_impl() -> None:
    text = island("    let dev = make();\n    run(dev);\n}\n\nfn next() {}\n", "fn read(&self) -> u32 {")

    assert function_around(text, "make()") == "fn __()"
