"""Cases of glib-call-outside-bindings beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.rules.glib_and_c_types._glib_functions import replacement
from tests.helper import findings, said

RULE = "glib-call-outside-bindings"
DEVICE = "rust/hw/misc/x/src/device.rs"


@pytest.mark.parametrize(
    ("function", "native"),
    [
        ("g_malloc0", "Box::new"),
        ("g_free", "Drop"),
        ("g_strdup", "to_owned"),
        ("g_strdup_printf", "format!"),
        ("g_list_append", "Vec<T>"),
        ("g_hash_table_lookup", "HashMap"),
        ("g_assert_not_reached", "unreachable!"),
        ("g_ascii_isdigit", "is_ascii_digit"),
        ("g_str_has_prefix", "starts_with"),
        ("g_get_monotonic_time", "Instant"),
        ("g_timeout_add", "Drop"),
        ("g_steal_pointer", "take()"),
    ],
)
def test_names_what_rust_has(function: str, native: str) -> None:
    (finding,) = findings(f"fn f() {{ unsafe {{ glib_sys::{function}(x) }} }}\n", DEVICE, RULE)
    assert native in finding.instead and finding.confidence == "high"
    assert finding.instead.count("`") % 2 == 0 and finding.instead.endswith(".")


def test_functions_without_a_counterpart() -> None:
    assert replacement("g_object_new") is None
    assert findings("fn f() { unsafe { glib_sys::g_object_new(x) } }\n", DEVICE, RULE) == []


def test_a_function_of_the_file() -> None:
    assert findings("unsafe fn g_free(x: u8) {}\nfn f() { unsafe { g_free(x) } }\n", DEVICE, RULE) == []


def test_callbacks_and_owners() -> None:
    code = (
        'extern "C" fn f(p: *mut u8) { unsafe { glib_sys::g_free(p) } }\n'
        "impl FreeForeign for T { unsafe fn free(p: *mut u8) { unsafe { glib_sys::g_free(p) } } }\n"
    )
    assert findings(code, DEVICE, RULE) == []


def test_a_binding_frees_what_glib_returned() -> None:
    code = "fn f() { unsafe { glib_sys::g_slist_free(list) } }\n"
    assert said(code, "rust/qom/src/qom.rs", RULE) == []


def test_an_array_that_is_made_for_a_caller_in_c() -> None:
    helper = "fn to_c(v: &[u8]) -> *mut u8 { unsafe { glib_sys::g_malloc(v.len()) as *mut u8 } }\n"
    exported = '#[no_mangle]\npub extern "C" fn dashes() -> *mut u8 { to_c(&parse()) }\n'
    assert said(helper + exported, "src/length.rs", RULE) == []
    assert said(helper, "src/length.rs", RULE) == [f"1 {RULE}"]


def test_is_silent_where_an_error_is_made_for_the_caller_in_c() -> None:
    code = (
        "pub fn fill(err: *mut *mut glib_sys::GError, text: &CStr) {\n"
        "    unsafe { glib_sys::g_set_error_literal(err, quark(), 0, text.as_ptr()) }\n}\n"
    )
    assert said(code, "src/error.rs", RULE) == []
    assert said(code.replace("(err, q", "(own, q"), "src/error.rs", RULE) != []


def test_conversions_to_what_c_owns_and_back() -> None:
    to_c = "fn to_c_full(&self) -> *mut c_char { unsafe { sys::g_strndup(self.as_ptr(), self.len()) } }"
    back = "unsafe fn from_c_full(p: *mut c_char) -> Self { let own = copy(p); sys::g_free(p as *mut _); own }"
    assert said(f"impl ToC for String {{ {to_c} {back} }}\n", "common/src/translate.rs", RULE) == []
    assert said(f"impl Label {{ {to_c} }}\n", "common/src/translate.rs", RULE) == [f"1 {RULE}"]
