"""Cases of glib-type-outside-bindings beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.rules.glib_and_c_types._glib_types import TYPES
from tests.helper import findings, said

RULE = "glib-type-outside-bindings"
DEVICE = "rust/hw/misc/x/src/device.rs"


@pytest.mark.parametrize(
    ("written", "native"),
    [
        ("gboolean", "`bool`"),
        ("guint", "`u32`"),
        ("glib_sys::gsize", "`usize`"),
        ("*const gchar", "`&str`"),
        ("*mut gchar", "`String`"),
        ("*mut *mut gchar", "`Vec<String>`"),
        ("gpointer", "closure"),
        ("*mut GList", "`Vec<T>`"),
        ("*mut GHashTable", "`HashMap<K, V>`"),
        ("*mut GByteArray", "`Vec<u8>`"),
        ("*mut *mut GError", "`Result`"),
        ("*mut GString", "`String`"),
    ],
)
def test_names_what_rust_has(written: str, native: str) -> None:
    (finding,) = findings(f"fn f(x: {written}) {{}}\n", DEVICE, RULE)
    assert native in finding.instead
    assert finding.column == 9 and finding.end_column == 9 + len(written)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_the_table_reads_well(name: str) -> None:
    found = TYPES[name]
    assert found.native.count("`") % 2 == 0 and found.advice.count("`") % 2 == 0
    assert found.advice.endswith(".") and not found.native.endswith(".")


def test_every_kind_of_place() -> None:
    code = "struct S { a: gint }\nfn f() -> gboolean { g() }\nfn h() { let n: guint = 3; }\n"
    shown = [f.message.partition(" has ")[0] for f in findings(code, DEVICE, RULE)]
    assert shown == ["the field `a`", "the result of `f`", "the variable `n`"]


def test_the_shim_needs_the_names() -> None:
    code = 'use glib_sys::{guint, GList};\npub type X = guint;\ninclude!("bindings.inc.rs");\n'
    assert findings(code, "rust/qom/src/bindings.rs", RULE) == []


def test_c_s_own_signatures_and_layouts() -> None:
    code = (
        'extern "C" { fn g(x: gpointer) -> gboolean; }\n'
        'unsafe extern "C" fn f(x: gpointer) -> gboolean { 0 }\n'
        "#[repr(C)] struct S { list: *mut GSList }\n"
        'fn h(cb: unsafe extern "C" fn(gpointer)) {}\n'
        "fn k() { let p = x as gpointer; }\n"
    )
    assert said(code, DEVICE, RULE) == []


def test_the_types_of_gtk_rs_are_rust_types() -> None:
    code = "use glib::GString;\nfn f(a: GString, b: &glib::GString, c: glib::Object, d: gio::File) {}\n"
    assert findings(code, "src/window.rs", RULE) == []


def test_a_type_of_the_project_that_looks_like_glib_s() -> None:
    assert findings("struct GQueue;\nfn f(q: &GQueue, g: &GPlayer) {}\n", "src/lib.rs", RULE) == []


def test_a_binding_is_asked() -> None:
    (finding,) = findings("pub fn f() -> *mut GSList { g() }\n", "rust/qom/src/qom.rs", RULE)
    assert finding.confidence == "medium"


def test_a_local_of_the_function_that_converts() -> None:
    code = "fn f() -> Vec<T> { let mut list: *mut GSList = bindings::list_all(); walk(list) }\n"
    assert findings(code, "rust/qom/src/qom.rs", RULE) == []


def test_is_silent_on_a_declaration_of_c_whose_block_a_hunk_does_not_show() -> None:
    assert said("fn push_layer(clipping: glib_sys::gboolean);\n", "src/layer.rs", RULE) == []


def test_is_silent_on_a_callback_that_c_has_registered() -> None:
    code = """type SizeFunc = Option<unsafe extern "C" fn(user_data: glib_sys::gpointer)>;
struct SizeCallback {
    size_func: SizeFunc,
    user_data: glib_sys::gpointer,
    destroy_notify: glib_sys::GDestroyNotify,
}
"""
    assert said(code, "src/handle.rs") == []


def test_is_silent_where_an_error_is_handed_to_c() -> None:
    code = "pub fn tell(e: *mut *mut glib_sys::GError) { unsafe { glib_sys::g_set_error_literal(e, 0, 0, m) } }\n"
    assert said(code, "src/error.rs", RULE) == []


def test_is_silent_on_what_c_registers() -> None:
    code = "pub fn set_size_callback(f: SizeFunc, data: glib_sys::gpointer, gone: glib_sys::GDestroyNotify) {}\n"
    assert said(code, "src/handle.rs", RULE) == []
    assert said(code.replace(", gone: glib_sys::GDestroyNotify", ""), "src/handle.rs", RULE) != []


def test_is_silent_on_the_one_place_that_converts() -> None:
    code = "impl R { fn into_gerror(self, e: &E) -> glib::ffi::gboolean { self.ok(e).into_glib() } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_on_the_data_of_a_callback_in_the_same_signature() -> None:
    for callback in (
        "GAsyncReadyCallback",
        'unsafe extern "C" fn(*mut GObject, gpointer)',
        "Option<GTaskThreadFunc>",
    ):
        code = f"use glib::ffi::*;\npub fn new(callback: {callback}, data: gpointer) -> Call {{ g() }}\n"
        assert f"2 {RULE}" not in said(code, "src/lib.rs", RULE), callback
    code = "use glib::ffi::*;\nimpl Call { pub fn new(callback: Ready, data: gpointer) -> Self { g() } }\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
    code = "use glib::ffi::*;\npub fn each(call: GTaskThreadFunc, names: *mut GList) { g() }\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
