"""Cases of raw-pointer-parameter beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said, said_of_patch

RULE = "raw-pointer-parameter"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_names_the_reference_to_take() -> None:
    (finding,) = findings("fn f(a: u8, p: *const Foo) {}\n", "src/lib.rs", RULE)
    assert "`&Foo`" in finding.instead
    assert (finding.line, finding.column, finding.end_column) == (1, 13, 26)


def test_is_silent_on_a_trait_method() -> None:
    assert said("impl Device for Uart { fn f(&self, p: *mut Foo) {} }\n", "src/lib.rs", RULE) == []


def test_asks_where_a_safe_function_hands_the_pointer_to_c() -> None:
    (finding,) = findings("fn f(p: *mut Foo) { unsafe { libc::free(p) } }\n", DEVICE, RULE)
    assert finding.confidence == "medium"


def test_pointer_and_length_are_a_slice() -> None:
    (finding,) = findings("unsafe fn sum(buf: *const u8, len: usize) -> u8 { *buf.add(len) }\n", DEVICE, RULE)
    assert "`&[u8]` for `buf` and `len` together" in finding.instead


def test_a_pointer_that_is_tested_for_null_is_an_option() -> None:
    code = "unsafe fn f(p: *mut Foo) { if !p.is_null() { (*p).x = 1; } }\n"
    assert "`Option<&mut Foo>`" in findings(code, DEVICE, RULE)[0].instead


def test_a_c_string_is_a_cstr() -> None:
    (finding,) = findings("unsafe fn f(name: *const c_char) { g(*name) }\n", DEVICE, RULE)
    assert "`&CStr`" in finding.instead


def test_a_pointer_to_a_pointer_is_an_array_or_a_result() -> None:
    (finding,) = findings("unsafe fn f(out: *mut *mut Foo) { *out = g(); }\n", DEVICE, RULE)
    assert "if it is an array" in finding.instead and "if it is a result" in finding.instead


def test_a_safety_section_is_the_authors_answer() -> None:
    code = "/// # Safety\n///\n/// `p` is good.\nunsafe fn f(p: *mut Foo) { (*p).x = 1; }\n"
    assert said(code, DEVICE, RULE) == []


def test_is_silent_on_the_unsafe_inner_function_of_a_binding() -> None:
    code = "unsafe fn do_init(slot: *mut bindings::Region) { unsafe { bindings::region_init(slot) } }\n"
    assert said(code, BINDING, RULE) == []


def test_is_silent_on_a_converter() -> None:
    assert said("unsafe fn from_raw<'a>(p: *mut Foo) -> &'a Foo { &*p }\n", "src/lib.rs", RULE) == []


def test_is_silent_where_the_pointer_comes_out_again_or_is_freed() -> None:
    for signature in (
        "null_is_none<T>(ptr: *mut T) -> Option<*mut T>",
        "deallocate<T>(&self, ptr: *mut T, len: usize)",
        "node_free(node: *mut Node)",
    ):
        assert said(f"unsafe fn {signature} {{ g(ptr) }}\n", "src/lib.rs", RULE) == [], signature


def test_is_silent_where_a_table_of_functions_takes_it() -> None:
    code = "fn call(&self, sums: *mut i32) { unsafe { self.get()(sums, 4) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_numbers_walked_over_are_a_slice() -> None:
    code = "unsafe fn f(q: *mut u16, n: i32) { *q.offset(n as isize) = 0; }\n"
    assert "`&mut [u16]`" in findings(code, "src/lib.rs", RULE)[0].question


def test_characters_that_are_only_read_are_a_c_string() -> None:
    code = "unsafe fn f(with: *mut c_char) { let mut cp = with; g(cp); }\n"
    assert "`&CStr`" in findings(code, "src/lib.rs", RULE)[0].question
    code = "unsafe fn f(to: *mut c_char) { *to = 0; }\n"
    assert "`&mut [u8]`" in findings(code, "src/lib.rs", RULE)[0].question


def test_a_pointer_that_may_lead_back_to_self_becomes_no_reference() -> None:
    code = "fn init_io(&mut self, owner: *mut T) { unsafe { region_init(self.as_mut_ptr(), owner.cast()) } }"
    (finding,) = findings(f"impl Region {{ {code} }}\n", "src/lib.rs", RULE)
    assert "`&mut T`" not in finding.question + finding.instead
    assert "`# Safety`" in finding.question and "never overlaps `self`" in finding.question


def test_what_another_function_walks_over_is_a_slice() -> None:
    code = """
    unsafe fn f(rows: *const P::Pixel) { g(rows) }
    unsafe fn h(rows: *const P::Pixel) { g(rows.offset(6)) }
    """
    assert ["`&[P::Pixel]`" in f.instead for f in findings(code, "src/lib.rs", RULE)] == [True, True]


def test_advice_on_a_void_pointer_reads_well() -> None:
    (finding,) = findings("fn f(data: *mut c_void) { unsafe { g(data) } }\n", "src/lib.rs", RULE)
    assert "the type that is behind it, instead of the raw pointer" in finding.question
    assert "the type that is behind it; a caller" in finding.instead
    assert said("unsafe fn f(data: *mut c_void) { g(data); h(data) }\n", "src/lib.rs", RULE) == []


def test_a_void_pointer_beside_a_length_is_bytes() -> None:
    body = "{ let mut at = dst as *mut u8; *at = 1; h(dst) }"
    for length in ("capacity", "dstCapacity", "dst_size"):
        code = f"unsafe fn f(dst: *mut c_void, {length}: size_t) {body}\n"
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert f"a slice `&mut [u8]` for `dst` and `{length}` together" in finding.instead, finding.instead
        assert "closure" not in finding.instead and "`MaybeUninit<u8>`" in finding.instead
    (finding,) = findings("unsafe fn f(src: *const c_void, n: usize) { let s = src; g(s, n) }", "src/lib.rs", RULE)
    assert "take a slice `&[u8]` for `src` and `n` together;" in finding.instead


def test_a_void_pointer_that_becomes_one_struct_is_that_struct_whatever_follows() -> None:
    code = "unsafe fn f(data: *mut c_void, size: usize) { let s = data as *mut State; (*s).n = size; }\n"
    assert "`&mut State`" in findings(code, "src/lib.rs", RULE)[0].instead


def test_a_closure_takes_the_place_of_a_callback_and_its_data_only() -> None:
    for callback in ('extern "C" fn(*mut c_void)', "Option<fn(*mut c_void)>", "ReadyCallback", "poll_fn"):
        code = f"unsafe fn f(call: {callback}, data: *mut c_void) {{ g(call); let d = data; h(d) }}\n"
        assert "a closure" in findings(code, "src/lib.rs", RULE)[0].instead, callback


def test_is_silent_on_an_address_that_is_only_compared_or_subtracted() -> None:
    for kind, body in (
        ("c_void", "(p as *const c_char).offset_from(q as *const c_char) as size_t"),
        ("u8", "p.offset_from(q) as size_t"),
        (
            "c_void",
            "if p != (*d).end { (*d).end = (p as *const c_char).offset(4) as *const c_void; } 0",
        ),
        ("c_void", "p as usize - q as usize"),
    ):
        code = f"unsafe fn total(d: &mut D, p: *const {kind}) -> size_t {{ {body} }}\n"
        assert said(code, "src/lib.rs", RULE) == [], body
    code = "unsafe fn total(p: *const u8, q: *const u8) -> u8 { if p < q { *p.add(1) } else { 0 } }\n"
    assert said(code, "src/lib.rs", RULE) != []


def test_is_silent_on_elements_that_are_linked_by_address() -> None:
    for code in (
        "unsafe fn push<T, D>(head: *mut Head<T>, element: *mut T) { unsafe { (*head).first = element; } }\n",
        "unsafe fn scan(file: *mut FILE) { unsafe { (*file).n = 1; } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
    assert said("fn own<T: IsA<Object>>(owner: *mut T) { g(owner) }\n", "src/lib.rs", RULE) != []


def test_is_silent_on_an_address_that_is_only_kept() -> None:
    for code in (
        "unsafe fn new(handle: *mut Handle) -> State { State { handle, depth: 0 } }\n",
        "unsafe fn new(at: *mut Handle) -> State { State { handle: at } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_is_silent_where_the_other_side_calls() -> None:
    assert (
        said("fn changed_ffi(vars: *const u8) { unsafe { g(&*(vars as *const Vars)) } }\n", "src/a.rs", RULE) == []
    )
    assert said("use fontconfig_sys as fc;\nunsafe fn dirs(c: *mut fc::Config) { h(c) }\n", "src/a.rs", RULE) == []


def test_functions_that_cxx_exports() -> None:
    code = """
mod ffi {
    extern "Rust" {
        fn spawn(callback: *const u8) -> bool;
    }
}
fn spawn(callback: *const u8) -> bool {
    unsafe { *callback == 1 }
}
"""
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_on_what_converts_and_on_a_window_into_a_picture() -> None:
    for code in (
        "fn ptr_to_text(ptr: *const Text) -> Text { unsafe { (*ptr).clone() } }\n",
        "unsafe fn filter(dst: *mut Pixel, stride: isize) { unsafe { assembly(dst, stride) } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


_CUT = """From: A <a@example.org>
Subject: [PATCH] call C

---
diff --git a/src/a.rs b/src/a.rs
--- a/src/a.rs
+++ b/src/a.rs
@@ -10,3 +10,4 @@
     ) -> c_int;
     fn save(
+        queue: *mut Queue,
         count: c_int,
"""
_CONSTRUCTOR = """From: A <a@example.org>
Subject: [PATCH] keep the handle

---
diff --git a/src/a.rs b/src/a.rs
--- a/src/a.rs
+++ b/src/a.rs
@@ -10,3 +10,4 @@ pub struct State {
     depth: u32,
+    handle: *mut Handle,
 }

@@ -30,4 +31,4 @@ impl State {
 impl State {
-    fn new() -> State {
+    fn new(handle: *mut Handle) -> State {
         State {
             depth: 0,
"""


def test_is_silent_where_the_hunk_may_show_a_declaration_of_c() -> None:
    assert said_of_patch(_CUT, RULE) == []


def test_is_silent_on_what_the_note_on_the_field_says() -> None:
    assert said_of_patch(_CONSTRUCTOR, RULE) == []
    assert said_of_patch(_CONSTRUCTOR, "raw-pointer-field") == ["11 raw-pointer-field"]


def test_is_silent_on_a_tree_that_links_its_elements_by_address() -> None:
    body = "{ unsafe { this == left(parent(this)) } }"
    assert said(f"unsafe fn is_left<T: Linked>(this: *mut T) -> bool {body}\n", "src/tree.rs", RULE) == []
    assert said(f"unsafe fn is_left(this: *mut Leaf) -> bool {body}\n", "src/tree.rs", RULE) == [f"1 {RULE}"]


def test_is_silent_where_the_body_names_the_c_function_that_it_looks_up() -> None:
    code = """unsafe fn pack(source: *const Packet) -> i32 {
    let library = Library::open("libpack.so");
    type Pack = unsafe extern "C" fn(*const Packet) -> i32;
    let pack: Pack = library.get("pack");
    pack(source)
}
"""
    assert said(code, "src/dynamic.rs", RULE) == []
    assert said(code.replace('extern "C" ', ""), "src/dynamic.rs", RULE) == [f"1 {RULE}"]


def test_is_unsure_of_what_c_owns_and_the_function_only_passes_on() -> None:
    code = "pub enum Handle {}\nfn load(handle: *mut Handle) {\n    parse(handle, 1);\n}\n"
    assert [f.confidence for f in findings(code, "src/css.rs", RULE)] == ["low"]
    own = code.replace("pub enum Handle {}", "pub struct Handle {\n    count: u32,\n}")
    assert [f.confidence for f in findings(own, "src/css.rs", RULE)] == ["medium"]


def test_an_address_that_is_only_a_number_may_be_one() -> None:
    code = "pub fn brk(addr: *const c_void) -> i32 {\n    syscall::brk(addr as usize).unwrap_or(-1)\n}\n"
    assert [f.confidence for f in findings(code, "src/platform.rs", RULE)] == ["low"]


def test_what_is_in_an_object_of_c_is_for_c_to_say() -> None:
    code = "use pam_sys::*;\nfn told(handle: *const pam_handle_t) -> i32 { unsafe { pam_strerror(handle) } }\n"
    (finding,) = findings(code, "src/pam.rs", RULE)
    assert "the Rust type that owns it" in finding.question and "null or not" in finding.instead
    own = "pub struct pam_handle_t {\n    status: i32,\n}\n"
    (finding,) = findings(code + own, "src/pam.rs", RULE)
    assert "`&pam_handle_t`" in finding.instead


def test_is_silent_on_an_address_that_is_stored_in_an_atomic() -> None:
    code = "impl Slot { fn set(&self, p: *const Heap) { self.heap.store(p.cast_mut(), Release); } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_safe_converter_is_to_be_unsafe_and_an_unsafe_one_is_fine() -> None:
    body = "unsafe { &*(p as *const State) } }\n"
    (finding,) = findings(f"pub fn from_c<'a>(p: *const CState) -> &'a State {{ {body}", "src/lib.rs", RULE)
    assert "be `unsafe`" in finding.instead and "`&CState`" not in finding.instead
    assert said(f"pub unsafe fn from_c<'a>(p: *const CState) -> &'a State {{ {body}", "src/lib.rs", RULE) == []


def test_an_opaque_object_of_c_becomes_no_reference() -> None:
    code = "pub enum Ctx {}\npub fn top(ctx: *const Ctx, n: i32) { unsafe { demo_ctx_top(ctx, n) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "be `unsafe`" in finding.instead and "`&Ctx`" not in finding.instead


def test_a_pointer_with_something_before_it_is_a_slice_and_an_index() -> None:
    for step in ("sub(1)", "offset(-1)"):
        (finding,) = findings(
            f"unsafe fn f(edge: *const P) {{ g(*edge.{step}, *edge.add(1)) }}\n", "src/lib.rs", RULE
        )
        assert "the index in it where `edge` points" in finding.instead


def test_a_void_pointer_that_is_one_type_is_a_reference_to_it() -> None:
    (finding,) = findings(
        "unsafe fn f(p: *mut c_void) { let s = &mut *(p as *mut State); s.go() }\n", "src/lib.rs", RULE
    )
    assert "take `&mut State`" in finding.question
    code = (
        "unsafe fn f(p: *mut c_void, r: u32) { if r == 1 { g(p as *mut Flags) } else { h(p as *const Size) } }\n"
    )
    assert said(code, "src/lib.rs", RULE) == []


def test_what_may_be_null_is_an_option() -> None:
    (finding,) = findings(
        "unsafe fn f(p: *mut Ring) { let Some(p) = p.as_mut() else { return }; p.go() }\n", "src/lib.rs", RULE
    )
    assert "`Option<&mut Ring>`" in finding.instead


def test_a_cookie_that_is_kept_or_passed_on() -> None:
    code = "impl Hooks { fn set(&mut self, slot: i32, cookie: *mut c_void) -> bool { %s } }\n"
    for body in ("self.all.put(slot, cookie)", "self.cookie = cookie; true"):
        assert said(code % body, "src/lib.rs", RULE) == [], body
    assert said(code % "unsafe { self.all.put(slot, *cookie) }", "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_an_unsafe_function_that_is_one_call() -> None:
    code = "pub unsafe fn limit(new: *const Limit, old: *mut Limit) -> i32 { set_limit(0, new, old) }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("{ set", "{ check(new); set"), "src/lib.rs", RULE) != []


def test_a_pointer_that_is_taken_to_be_there_is_no_option() -> None:
    code = "unsafe fn f(p: *mut Foo) { p.as_mut().unwrap().step(); g() }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert "take `&mut Foo`" in finding.instead
    assert "`Option<&mut Foo>`" in findings(code.replace(".unwrap()", "?"), DEVICE, RULE)[0].instead


def test_an_address_that_is_only_prefetched_may_be_any() -> None:
    code = "pub fn ahead<T>(p: *const T) { unsafe { prefetch_read::<T, 3>(p) } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("prefetch_read", "check"), "src/lib.rs", RULE) != []


def test_a_macro_says_what_is_behind_a_void_pointer() -> None:
    code = "unsafe fn f(tx: *mut c_void) -> c_int { let tx = cast_pointer!(tx, Exchange); g(tx) }\n"
    assert "`&mut Exchange`, which it turns it into" in findings(code, "src/lib.rs", RULE)[0].instead
    assert said(code.replace("Exchange", "LIMIT"), "src/lib.rs", RULE) == []
