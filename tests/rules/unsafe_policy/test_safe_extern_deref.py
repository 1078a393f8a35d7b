"""Cases of safe-extern-deref beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said, said_of_patch

RULE = "safe-extern-deref"


def test_follows_a_cast_and_a_name() -> None:
    code = (
        'extern "C" fn post_load(opaque: *mut c_void) -> i32 {\n'
        "    let mut state = unsafe { NonNull::new_unchecked(opaque.cast::<State>()) };\n"
        "    unsafe { state.as_mut() }.post_load()\n"
        "}\n"
    )
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.level, finding.confidence) == ("error", "medium")
    assert "`opaque`" in finding.question


def test_is_sure_of_a_public_function() -> None:
    (finding,) = findings('pub extern "C" fn f(p: *const u8) -> u8 { unsafe { *p } }\n', "src/a.rs", RULE)
    assert finding.confidence == "high"


@pytest.mark.parametrize(
    "code",
    [
        'unsafe extern "C" fn f(p: *const u8) -> u8 { unsafe { *p } }\n',
        'extern "C" fn f(p: *mut c_void) { unsafe { free(p) } }\n',
        'extern "C" fn f(p: *mut c_void, n: &u8) -> u8 { *n }\n',
        "fn f(p: *const u8) -> u8 { unsafe { *p } }\n",
    ],
)
def test_is_silent_where_nothing_is_dereferenced_or_promised(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


def test_a_conversion_of_glib_or_of_a_c_string_reads_it() -> None:
    for call in ("String::from_glib_none(text)", "utf8_cstr(text)", "crate::util::c_str_to_str(text)"):
        code = f'pub extern "C" fn show(text: *const c_char) {{ let text = unsafe {{ {call} }}; }}\n'
        assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    code = 'pub extern "C" fn show(text: *const c_char) { unsafe { libc::puts(text) }; }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_only_what_is_public_could_do_without_pub() -> None:
    code = 'extern "C" fn level(p: *const Line) -> i32 { unsafe { (*p).level } }\n'
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "`pub`" not in finding.instead
    (finding,) = findings("pub " + code, "src/a.rs", RULE)
    assert "without `pub`" in finding.instead


PRIVATE = """impl<T: Driver> Adapter<T> {
    extern "C" fn probe_callback(bus: *mut bindings::bus_dev) -> c_int {
        // SAFETY: the bus only calls this with a valid pointer.
        let bus = unsafe { &*bus.cast::<Device>() };
        T::probe(bus)
    }
}
"""


@pytest.mark.parametrize(
    ("code", "project", "confidence"),
    [
        (PRIVATE, "linux", "low"),
        (PRIVATE, "qemu", "medium"),
        (PRIVATE.replace("// SAFETY", "// NOTE"), "linux", "medium"),
        (PRIVATE.replace('extern "C"', 'pub extern "C"'), "linux", "high"),
        (PRIVATE.split("{\n", 1)[1].removesuffix("}\n").replace("T::", ""), "linux", "medium"),
    ],
)
def test_a_project_may_leave_the_word_off_its_own_callbacks(code: str, project: str, confidence: str) -> None:
    (finding,) = findings(code, "rust/kernel/bus.rs", RULE, profile=shipped()[project])
    assert finding.confidence == confidence


def test_a_conversion_that_takes_the_pointer_in_a_struct() -> None:
    code = (
        '#[no_mangle]\nextern "C" fn f(list: *const List) { let l = unsafe { from_c_none(NewPtr(list)) }; g(l) }\n'
    )
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("from_c_none", "count"), "src/lib.rs", RULE) == []


def test_a_parameter_that_the_patch_names_so_as_to_look_behind_it() -> None:
    patch = (
        "--- a/src/x.rs\n+++ b/src/x.rs\n@@ -8,5 +8,6 @@\n #[no_mangle]\n"
        ' pub extern "C" fn level(\n-    _: *const Line,\n+    line: *const Line,\n ) -> i32 {\n'
        "+    let line = unsafe { &*line };\n     line.level()\n"
    )
    assert said_of_patch(patch, RULE) == [f"10 {RULE}"]
    before = patch.replace("-    _: *const Line,\n+ ", "  ").replace("-8,5", "-8,5")
    assert said_of_patch(before, RULE) == []  # nothing shows that it was safe until now


def test_a_handler_of_signals() -> None:
    code = (
        'extern "C" fn on_signal(_: c_int, info: *mut siginfo_t, _: *mut c_void) { unsafe { (*info).si_code }; }\n'
    )
    assert said(code, "src/lib.rs", RULE) == []
