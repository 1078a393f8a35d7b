"""Cases of cleanup-ladder beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "cleanup-ladder"
HEAD = "unsafe fn open(a: u8) -> i32 {\n    let p = make();\n"


def test_names_what_is_released() -> None:
    code = (
        HEAD
        + "    if a > 3 {\n        free(p);\n        return -1;\n    }\n    use_it(p);\n    free(p);\n    0\n}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message == "`open` releases `p` by hand before 2 ways out"
    assert (finding.line, finding.confidence) == (4, "medium")


def test_three_ways_are_stated() -> None:
    step = "    if step(p) {\n        unsafe { item_free(p) };\n        return -1;\n    }\n"
    assert {f.confidence for f in findings(HEAD + step * 3 + "    0\n}\n", "src/lib.rs", RULE)} == {"high"}


def test_a_run_before_one_return() -> None:
    run = "unsafe {\n free(opaque, a);\n free(opaque, b);\n free(opaque, c.cast());\n }"
    code = (
        f"fn f() -> Code {{\n    if bad() {{\n        {run}\n        return Code::Memory;\n    }}\n    go()\n}}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`a`, `b` and `c`" in finding.question and "an early return" in finding.question


def test_different_things_on_different_paths() -> None:
    code = HEAD + "    if a > 3 {\n        free(p);\n        return -1;\n    }\n    free(q);\n    0\n}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_guards_dropped_and_streams_closed() -> None:
    body = "if a { drop(g); return 1; } if b { drop(g); return 2; } if c { s.close(); return 3; } s.close(); 0"
    assert said(f"fn f() -> i32 {{ {body} }}\n", "src/lib.rs", RULE) == []


def test_a_free_function_is_not_a_ladder() -> None:
    code = "unsafe fn queue_free(q: *mut Queue) {\n    free((*q).a);\n    free((*q).b);\n    free(q);\n}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_handle_closed_before_a_last_check() -> None:
    code = (
        "fn raise() -> Result<()> {\n    let token = open();\n    if unsafe { look(token) } == 0 {\n"
        "        unsafe { CloseHandle(token) };\n        return fail();\n    }\n"
        "    let done = unsafe { adjust(token) };\n"
        "    unsafe { CloseHandle(token) };\n    if done == 0 {\n        return fail();\n    }\n    Ok(())\n}\n"
    )
    assert said(code, "src/lib.rs", RULE) == ["4 cleanup-ladder"]
    assert said(code.replace("return fail();\n    }\n    Ok", "go();\n    }\n    Ok"), "src/lib.rs", RULE) == []
    assert said(code.replace("CloseHandle", "CloseButton::new"), "src/lib.rs", RULE) == []


def test_ways_to_name_a_release() -> None:
    code = "fn f() -> i32 {\n    if a() {\n        CALL;\n        return 1;\n    }\n    CALL;\n    0\n}\n"
    for call in ("buf_exit(b)", "LIB_freeContext(b)", "table.close(b)", "unsafe { lib_buf_cleanup(b) }"):
        assert said(code.replace("CALL", call), "src/lib.rs", RULE) == [f"3 {RULE}"], call
    for call in ("exit(b)", "self.put(b)", "input(b)", "table.store(b)"):
        assert said(code.replace("CALL", call), "src/lib.rs", RULE) == [], call
