"""Cases of init-once-flag beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "init-once-flag"


def test_sees_the_inner_form_and_a_mutable_static() -> None:
    code = (
        "static mut TABLE_READY: bool = false;\nfn fill() {\n    unsafe {\n        if !TABLE_READY {\n"
        "            compute();\n            TABLE_READY = true;\n        }\n    }\n}\n"
    )
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.line, finding.confidence) == (4, "medium")
    assert finding.question.startswith("can two threads find `TABLE_READY` unset at once in `fill`")


@pytest.mark.parametrize(
    "body",
    [
        "if INIT_DONE.load(Relaxed) { return; }\n    step();",
        "if !INIT_DONE.swap(true, Relaxed) { step(); }",
        'if !INIT_DONE.load(Relaxed) { eprintln!("no init"); INIT_DONE.store(true, Relaxed); }',
        "if INIT_DONE.load(Relaxed) { INIT_DONE.store(false, Relaxed); } else { INIT_DONE.store(true, Relaxed); }",
        "if !STOPPED.load(Relaxed) { step(); STOPPED.store(true, Relaxed); }",
        "if !INIT_DONE.load(Relaxed) && INIT_DONE.compare_exchange(a, b, c, d).is_ok() { step(); }",
    ],
)
def test_is_silent_on_flags_of_another_kind(body: str) -> None:
    statics = "static INIT_DONE: AtomicBool = AtomicBool::new(false);\nstatic STOPPED: AtomicBool = new();\n"
    assert said(f"{statics}fn f() {{\n    {body}\n}}\n", "src/a.rs", RULE) == []


def test_is_silent_if_another_function_sets_the_flag() -> None:
    code = (
        "static READY: AtomicBool = AtomicBool::new(false);\nfn wait() { if !READY.load(Relaxed) { nap(); } }\n"
        "fn finish() { READY.store(true, Relaxed); }\n"
    )
    assert said(code, "src/a.rs", RULE) == []
