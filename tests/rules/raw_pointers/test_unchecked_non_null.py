"""Cases of unchecked-non-null beyond its examples."""

from __future__ import annotations

from tests.helper import findings, findings_in_patch, said

RULE = "unchecked-non-null"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_an_assertion_nearby_makes_it_certain() -> None:
    code = "fn f(p: *mut A) { assert!(!p.is_null()); g(unsafe { NonNull::new_unchecked(p) }); }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "high"
    assert "`NonNull::new(p).unwrap()`" in finding.instead


def test_an_assertion_before_a_dereference_is_asked_about() -> None:
    code = "fn f(p: *mut A) { debug_assert!(!p.is_null()); unsafe { (*p).n = 1; } }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "medium"
    assert "check and conversion in one" in finding.question


def test_is_silent_on_an_assertion_that_every_build_keeps() -> None:
    assert said("fn f(p: *mut A) { assert!(!p.is_null()); unsafe { (*p).n = 1; } }\n", DEVICE, RULE) == []


def test_is_silent_on_what_an_allocator_that_exits_returns() -> None:
    assert (
        said("fn f() { let p = xcalloc1::<A>(); g(unsafe { NonNull::new_unchecked(p) }) }\n", DEVICE, RULE) == []
    )


def test_is_silent_where_it_cannot_be_null() -> None:
    for value in ("self.value.get()", "Box::into_raw(b)", "v.as_mut_ptr()", "&mut x as *mut A", "addr_of_mut!(x)"):
        assert said(f"fn f() {{ g(unsafe {{ NonNull::new_unchecked({value}) }}) }}\n", DEVICE, RULE) == [], value
    assert said("fn f() { let p = b.as_ptr(); g(unsafe { NonNull::new_unchecked(p) }) }\n", DEVICE, RULE) == []


def test_is_silent_on_other_assertions() -> None:
    assert said("fn f(v: &Value) { assert!(!v.is_null()); g(v); }\n", DEVICE, RULE) == []
    assert said("fn f(p: *mut A) { let p = NonNull::new(p).unwrap(); }\n", DEVICE, RULE) == []


def test_names_that_follow_each_other_for_ever_are_no_trouble() -> None:
    names = "".join(f"let p{i + 1} = p{i}.cast();\n" for i in range(2000))
    assert len(findings(f"fn f() {{ {names} g(NonNull::new_unchecked(p2000)) }}\n", DEVICE, RULE)) <= 1


def test_an_assertion_counts_even_under_a_safety_section() -> None:
    code = (
        "/// # Safety\n///\n/// `p` is valid.\nunsafe fn f(p: *mut A) {\n"
        "    debug_assert!(!p.is_null());\n    g(NonNull::new_unchecked(p));\n}\n"
    )
    assert said(code, DEVICE, RULE) == ["6 " + RULE]
    assert said(code.replace("    debug_assert!(!p.is_null());\n", ""), DEVICE, RULE) == []


def test_is_silent_where_the_pointer_was_used_before() -> None:
    code = "unsafe fn f(w: *mut Window) { unsafe { (*w).id = 1; g(NonNull::new_unchecked(w)) } }\n"
    assert said(code, DEVICE, RULE) == []


def test_is_unsure_where_the_hunk_does_not_show_what_made_the_pointer() -> None:
    patch = """--- a/src/window.rs
+++ b/src/window.rs
@@ -40,4 +40,4 @@ pub unsafe fn window_create(width: u32, height: u32, mut xpixel: u32, mut yp
     next_id += 1;
-    update_activity(w);
+    update_activity(NonNull::new_unchecked(w));
     w
 }
"""
    assert [f.confidence for f in findings_in_patch(patch, RULE)] == ["low"]
