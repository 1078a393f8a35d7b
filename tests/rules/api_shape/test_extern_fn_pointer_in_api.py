"""Cases of extern-fn-pointer-in-api beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said, said_of_patch

RULE = "extern-fn-pointer-in-api"


def test_a_field_of_a_rust_struct_is_asked_about() -> None:
    (finding,) = findings('struct Watch { run: unsafe extern "C" fn(*mut c_void) }\n', "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`Watch`" in finding.question


def test_a_field_in_a_binding_is_not_worth_a_note() -> None:
    code = 'struct Watch { run: unsafe extern "C" fn(*mut c_void) }\n'
    assert said(code, "rust/qom/src/qom.rs", RULE) == []


def test_a_vtable_in_a_trait_of_rust_functions() -> None:
    code = "trait Device { const REALIZE: Option<fn(&Self) -> Result<()>>; }\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_a_local_of_a_thunk() -> None:
    code = 'fn f<T>() { let cb: unsafe extern "C" fn(*mut u8) = rust_cb::<T>; register(cb) }\n'
    assert findings(code, "src/lib.rs", RULE) == []


def test_is_silent_on_a_table_of_implementations() -> None:
    code = 'struct Kernels { adapt: unsafe extern "C" fn(*mut Context, usize) -> u32 }\n'
    assert said(code, "src/lib.rs", "extern-fn-pointer-in-api") == []


def test_a_field_of_a_struct_that_is_not_shown_whole() -> None:
    patch = (
        "From: A <a@b.c>\nSubject: [PATCH] x\n\n---\ndiff --git a/src/a.rs b/src/a.rs\n--- a/src/a.rs\n"
        "+++ b/src/a.rs\n@@ -10,3 +10,4 @@ pub struct stream {\n     pub total: u32,\n"
        '+    pub free: Option<unsafe extern "C" fn(*mut c_void)>,\n     pub opaque: *mut c_void,\n }\n'
    )
    assert said_of_patch(patch, RULE) == []


def test_what_hands_a_callback_of_c_to_a_trait() -> None:
    code = """struct Bridge {
    notify: Option<unsafe extern "C" fn(*mut c_void, u32)>,
    opaque: *mut c_void,
}

impl Observer for Bridge {
    fn notify(&self, event: u32) {
        if let Some(notify) = self.notify {
            // SAFETY: C registered both together.
            unsafe { notify(self.opaque, event) };
        }
    }
}
"""
    assert said(code, "src/bridge.rs", RULE) == []
    assert said(code.replace("struct Bridge", "pub struct Bridge"), "src/bridge.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("impl Observer for", "impl"), "src/bridge.rs", RULE) == [f"2 {RULE}"]
