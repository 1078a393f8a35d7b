"""Cases of redeclared-c-function beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "redeclared-c-function"
_G = 'extern "C" {\n    fn g_malloc0(n: usize) -> *mut c_void;\n    fn g_free(p: *mut c_void);\n}\n'


def test_names_the_crate_that_has_them() -> None:
    (finding,) = findings(_G, "src/lib.rs", RULE)
    assert (finding.line, finding.level) == (2, "note")
    assert "could `g_malloc0` and `g_free` come from `glib-sys`" in finding.question


def test_objects_are_in_a_crate_beside_it() -> None:
    (finding,) = findings(_G.replace("g_malloc0", "g_object_new"), "src/lib.rs", RULE)
    assert "come from `gobject-sys` (beside `glib-sys`), in place of" in finding.question


@pytest.mark.parametrize(
    "code",
    [
        _G.replace("fn g_malloc0", "fn uart_malloc0"),
        _G.replace("g_malloc0", "g_uart_init").replace("g_free", "g_uart_free"),
        _G.replace("g_malloc0", "malloc").replace("g_free", "free"),
        'extern "C" { fn uart_open(u: *mut Uart); fn uart_read(u: *mut Uart); fn uart_close(u: *mut Uart); }\n',
        'extern "C" { fn malloc(n: usize) -> *mut u8; fn realloc(p: P, n: usize) -> P; fn free(p: P); }\n',
        "trait Memory {\n    fn malloc(&self);\n    fn free(&self);\n    fn realloc(&self);\n}\n",
        'extern "C" fn malloc(n: usize) -> *mut c_void { alloc(n) }\n',
    ],
)
def test_too_few_or_of_the_project_itself(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == []


def test_bindings_are_where_prototypes_belong() -> None:
    assert said(_G, "rust/qemu-api/src/bindings.rs", RULE) == []
