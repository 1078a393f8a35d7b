"""Cases of commented-out-c beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "commented-out-c"


@pytest.mark.parametrize(
    "line",
    [
        "s->flags &= ~FLAG_RXFF;",
        "if (s->cr & CR_OUT2) {",
        "trace_can_receive(s->lcr, s->read_count, r);",
        'qemu_log_mask(LOG_UNIMP, "DMA not implemented");',
        "il |= (fr & FLAG_DSR) ? INT_DSR : 0;",
        "struct window_pane *wp;",
        "uint32_t value = 0;",
        "goto out;",
        "#ifdef CONFIG_X",
    ],
)
def test_lines_of_c(line: str) -> None:
    assert said(f"fn f() {{\n    // {line}\n    g();\n}}\n", "src/lib.rs", RULE) == ["2 commented-out-c"]


@pytest.mark.parametrize(
    "line",
    [
        "see a->b for the reason",
        "read -> modify -> write",
        "let x = y->z;",
        "const CREATE = 1 << 0;",
        "foo(bar);",
        "returns x ? y : z",
        "if (a && b) then c",
        "`s->flags` is set by the caller;",
        "fn f(x: u8) -> u8;",
        "#define is what C calls it",
        "in case FOO: do this",
    ],
)
def test_prose_and_rust_are_not_c(line: str) -> None:
    assert findings(f"fn f() {{\n    // {line}\n    g();\n}}\n", "src/lib.rs", RULE) == []


def test_a_doc_comment_may_quote_c() -> None:
    assert findings("/// s->flags &= ~FLAG;\nfn f() {}\n", "src/lib.rs", RULE) == []


def test_a_run_of_lines_is_one_note() -> None:
    code = "fn f() {\n    // s->a = 1;\n    // s->b = 2;\n    g();\n    // s->c = 3;\n}\n"
    assert said(code, "src/lib.rs", RULE) == ["2 commented-out-c", "5 commented-out-c"]


def test_a_block_comment_shows_the_line_that_is_c() -> None:
    (finding,) = findings("/* The old way:\n * s->a = 1;\n */\nfn f() {}\n", "src/lib.rs", RULE)
    assert "`s->a = 1;`" in finding.question


def test_a_long_line_is_cut_with_a_mark_and_a_run_is_counted() -> None:
    line = 'qemu_log_mask(LOG_GUEST_ERROR, "read: bad offset 0x%x\\n", (int)offset);'
    (finding,) = findings(f"fn f() {{\n    // {line}\n    // s->a = 1;\n}}\n", "src/lib.rs", RULE)
    assert f"are the 2 C lines that begin with `{line}` still" in finding.question
    long = f'error_report("{"x" * 90}");'
    (finding,) = findings(f"fn f() {{\n    // {long}\n}}\n", "src/lib.rs", RULE)
    assert finding.question.endswith("...` still needed here?")


def test_a_trace_call_of_c_counts() -> None:
    code = "fn update() {\n    /* uart_trace_baudrate_change(s); */\n    work();\n}\n"
    assert said(code, "src/a.rs", RULE) == [f"2 {RULE}"]
