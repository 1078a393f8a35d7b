"""Cases of raw-pointer-return beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "raw-pointer-return"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_says_that_null_is_an_answer() -> None:
    code = "unsafe fn f(t: &mut Table) -> *mut Foo { if t.n == 0 { return null_mut(); } g(t) }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "high"
    assert "`Option<&mut Foo>`" in finding.instead


def test_points_at_the_type() -> None:
    (finding,) = findings("unsafe fn f() -> *mut Foo { g() }\n", DEVICE, RULE)
    assert (finding.column, finding.end_column) == (18, 26)


def test_is_silent_on_accessors_and_exports() -> None:
    assert said("impl A { fn as_mut_ptr(&self) -> *mut Foo { self.p } }\n", DEVICE, RULE) == []
    assert said("impl A { fn into_raw(self) -> *mut Foo { self.p } }\n", DEVICE, RULE) == []
    assert said('#[no_mangle]\npub extern "C" fn f() -> *mut Foo { g() }\n', DEVICE, RULE) == []


def test_is_silent_on_void_and_in_bindings() -> None:
    assert said("unsafe fn f() -> *mut c_void { g() }\n", DEVICE, RULE) == []
    assert said("unsafe fn f() -> *mut Foo { g() }\n", BINDING, RULE) == []


def test_a_shared_self_gives_no_mutable_reference() -> None:
    code = "impl Table { unsafe fn find(&self, n: u32) -> *mut Peer { self.peers.at(n) } }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert "`&Peer`" in finding.question and "&mut" not in finding.question


def test_is_silent_on_converters_and_allocators() -> None:
    for signature in ("as_mut_ptr_at(&self, n: usize)", "dangling<T>()", "alloc_node(&self)", "current()"):
        assert said(f"fn {signature} -> *mut Node {{ g() }}\n", DEVICE, RULE) == [], signature


def test_what_is_allocated_here_is_a_box() -> None:
    code = "unsafe fn open(n: u32) -> *mut Stream { let s = malloc(8) as *mut Stream; (*s).n = n; s }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead.startswith("Return `Box<Stream>`:")


def test_is_silent_on_what_goes_to_c() -> None:
    for code in (
        "unsafe fn open(n: u32) -> *mut FILE { fopen(n) }\n",
        'extern "C" fn c_open(n: u32) -> *mut S { open(n) }\nunsafe fn open(n: u32) -> *mut S { make(n) }\n',
        'mod ffi { extern "Rust" { fn at(n: u32) -> *const S; } }\nfn at(n: u32) -> *const S { make(n) }\n',
        "unsafe fn next<T, D>(element: *mut T) -> *mut T { link(element) }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_several_that_are_allocated_here_are_a_vector() -> None:
    code = "unsafe fn values(n: usize) -> *mut Value { let v = xcalloc_(n).as_ptr(); fill(v, n); v }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead.startswith("Return `Vec<Value>`:")


def test_is_silent_on_a_converter_that_only_casts() -> None:
    code = "pub fn to_c(state: &State) -> *const CState { state as *const State as *const CState }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_where_the_content_of_a_cell_is_lent() -> None:
    code = """impl Heap { fn get(&self) -> *const Arena {
        let p = self.ptr.load(Acquire);
        if !p.is_null() { return p; }
        self.inner.get()
    } }
    """
    assert said(code, "src/lib.rs", RULE) == []


def test_bytes_are_a_slice_or_a_vec() -> None:
    code = "pub fn copy(text: Option<&str>) -> *mut u8 { let Some(t) = text else { return null_mut() }; g(t) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`Option<&[u8]>`, or `Option<Vec<u8>>`" in finding.instead


def test_is_silent_on_what_is_reached_by_a_distance() -> None:
    code = (
        "unsafe fn end(e: *const c::Entry) -> *const c::Entry { (e as *const u8).add(n(e)) as *const c::Entry }\n"
    )
    assert said(code, "src/lib.rs", RULE) == []


def test_a_text_that_is_allocated_is_many_bytes() -> None:
    code = "unsafe fn title(w: *mut W) -> *mut u8 { if w.is_null() { return null_mut(); } xmalloc(8).cast() }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`Vec<u8>`" in finding.instead and "Box" not in finding.instead


def test_an_accessor_for_c_may_be_writable() -> None:
    assert said("impl W { fn get_raw_mut(&mut self) -> *mut C { &mut self.c } }\n", "src/lib.rs", RULE) == []


def test_a_step_along_links_is_shown_on_request_only() -> None:
    for code in (
        "unsafe fn next(n: *mut Node) -> *mut Node { unsafe { (*n).next } }\n",
        "unsafe fn left<T>(t: *mut T) -> *mut T where T: Linked { (*T::entry(t)).left }\n",
        "unsafe fn find<T, F>(h: &Head<T>, f: F) -> *const T { let mut n = h.n; while f(n) { n = up(n); } n }\n",
        "impl Data { pub fn tx(&self) -> *mut Transaction { self.tx } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
    code = "unsafe fn last(n: *mut Node) -> *mut Node { while more(n) { n = (*n).next; } n }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_a_literal_needs_no_pointer() -> None:
    code = 'unsafe fn progname() -> *const libc::c_char { c"demo".as_ptr() }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`&CStr`" in finding.instead
    assert said(code.replace("unsafe fn", 'extern "C" fn'), "src/lib.rs", RULE) == []
