"""Cases of const-cast-away beyond its examples."""

from __future__ import annotations

from dataclasses import replace

from review_assist.model import Profile
from tests.helper import findings, said

RULE = "const-cast-away"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_points_at_the_outermost_cast() -> None:
    code = "impl A { fn f(&self) { g(self as *const A as *mut A as *mut c_void) } }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "high"
    assert "`self as *const A as *mut A as *mut c_void`" in finding.message


def test_names_what_to_start_from() -> None:
    (finding,) = findings("fn f(&mut self) { g(addr_of!(self.chr) as *mut _) }\n", DEVICE, RULE)
    assert "`addr_of_mut!(self.chr)`" in finding.instead
    (finding,) = findings("fn f(&self) { g(addr_of!(self.chr) as *mut _) }\n", DEVICE, RULE)
    assert "addr_of_mut" not in finding.instead and "a cell" in finding.instead


def test_asks_in_a_binding() -> None:
    (finding,) = findings("fn f(&self) { g(addr_of!(self.chr) as *mut _) }\n", BINDING, RULE)
    assert finding.confidence == "medium"


def test_is_silent_on_writable_origins() -> None:
    assert said("fn f(x: &mut A) { g(x as *mut A as *mut u8) }\n", DEVICE, RULE) == []
    assert said("fn f(x: &mut A) { g(&mut x.y as *mut _ as *mut u8) }\n", DEVICE, RULE) == []
    assert said("fn f() { g(addr_of_mut!(TABLE) as *mut u8) }\n", DEVICE, RULE) == []
    assert said("fn f(n: usize) { g(n as *mut u8) }\n", DEVICE, RULE) == []


def test_is_silent_on_cells() -> None:
    assert said("fn f() { let n = AtomicU32::new(0); g(&n as *const _ as *mut u8) }\n", DEVICE, RULE) == []
    assert said("fn f(c: &UnsafeCell<u8>) { g(c as *const UnsafeCell<u8> as *mut u8) }\n", DEVICE, RULE) == []


def test_the_method_is_spoken_of_on_request_only() -> None:
    assert said("fn f(&self) { g((self as *const A).cast_mut()) }\n", DEVICE, RULE) == []


def test_a_shared_reference_is_asked_about_in_a_binding_too() -> None:
    code = "fn f(list: Option<&List>) { g(if let Some(l) = list { l as *const List as *mut _ } else { h() }) }\n"
    assert said(code, BINDING, RULE) == ["1 " + RULE]
    code = "fn f<T>(owner: &T) { g((owner as *const T).cast::<c_void>() as *mut c_void) }\n"
    assert said(code, BINDING, RULE) == []


def test_the_elements_of_a_shared_slice_are_read_only() -> None:
    code = "fn f(&self, names: &[u8]) -> *mut u8 { names.as_ptr() as *mut u8 }\n"
    assert said(code, DEVICE, RULE) == ["1 " + RULE]
    assert said("fn f(p: NonNull<u8>) -> *mut u16 { p.as_ptr() as *mut u16 }\n", DEVICE, RULE) == []


def test_the_advice_fits_what_is_seen_of_self() -> None:
    (finding,) = findings("fn f(&mut self) { g(addr_of!(self.chr) as *mut _) }\n", DEVICE, RULE)
    assert "as `self` is a `&mut` here" in finding.instead and "cell" not in finding.instead
    assert "`addr_of!` made of a variable" in finding.why
    (finding,) = findings("fn f() { g(|| h(addr_of!(self.chr) as *mut _)) }\n", DEVICE, RULE)
    assert "if the `self` of this method is a `&mut`; if it is a `&`, keep" in finding.instead
    (finding,) = findings("fn f() { unsafe { g(addr_of!(fatal) as *mut _) } }\n", DEVICE, RULE)
    assert "if that is a `static mut`" in finding.instead


def test_what_lies_behind_another_pointer_may_be_writable() -> None:
    (finding,) = findings("fn f(p: *mut A) { unsafe { g(addr_of!((*p).x) as *mut _) } }\n", DEVICE, RULE)
    assert finding.confidence == "medium"


def test_is_silent_in_tests() -> None:
    assert said("fn f() { s.next_in = &INPUT as *const u8 as *mut u8; }\n", "tests/deflate.rs", RULE) == []


def test_is_silent_on_the_context_of_a_callback_in_its_binding() -> None:
    code = "fn f<T>(owner: &T) { set(unsafe { (owner as *const T as *mut T).cast::<c_void>() }) }\n"
    assert said(code, BINDING, RULE) == []
    assert said(code, DEVICE, RULE) != []


def test_is_silent_on_a_wrapper_of_what_c_changes() -> None:
    code = "struct Request(Opaque<bindings::request>);\nimpl Request { fn p(&self) -> *mut Self { %s } }\n"
    assert said(code % "self as *const Self as *mut Self", "rust/kernel/request.rs", RULE) == []


def test_a_cookie_is_a_note_and_a_write_is_an_error() -> None:
    cookie = "fn f(&self) { register(self as *const Self as *mut c_void) }\n"
    (finding,) = findings(cookie, "src/lib.rs", RULE)
    assert finding.level == "note" and finding.question.startswith("could a comment say that nothing is written")
    written = "fn f(p: *const Node) { unsafe { (*(p as *mut Node)).marked = true } }\n"
    (finding,) = findings(written, "src/lib.rs", RULE)
    assert finding.level == "error"
    assert (
        said(written.replace("(*(p as *mut Node)).marked = true", "g(p as *mut Node)"), "src/lib.rs", RULE) == []
    )


def test_what_a_raw_pointer_leads_to_becomes_no_reference() -> None:
    code = "fn f(&self) { g(&(*self.as_ptr()).dev as *const _ as *mut Device) }\n"
    (finding,) = findings(code, "rust/kernel/example.rs", RULE)
    assert "start from `&raw mut (*self.as_ptr()).dev`, which makes no reference" in finding.instead
    assert "cell" not in finding.instead
    newer = replace(Profile(), minimum_rust=(1, 82))
    (finding,) = findings(code, "rust/kernel/example.rs", RULE, profile=newer)
    assert "start from `&raw mut (*self.as_ptr()).dev`, which" in finding.instead
    (finding,) = findings(code.replace("self.as_ptr()", "self"), "rust/kernel/example.rs", RULE)
    assert "reference on the way" not in finding.instead


def test_a_reference_to_all_that_a_pointer_leads_to_is_a_detour() -> None:
    (finding,) = findings("fn f(&self) { g(&(*self.as_raw()) as *const _ as *mut _) }\n", "src/lib.rs", RULE)
    assert "start from `self.as_raw()` itself" in finding.instead


def test_is_silent_where_the_author_says_that_nothing_is_written() -> None:
    code = """fn f(a: &Sb) -> i32 {
        // SAFETY: it mutates nothing; the non-const pointer is C's signature.
        let ret = unsafe { demo_compare(a as *const _ as *mut _) };
        ret
    }
    """
    assert said(code, "src/lib.rs", RULE) == []


def test_non_null_takes_nothing_else() -> None:
    code = "fn f() { g(NonNull::new((&raw const TABLE) as *mut Entry).unwrap()); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_asks_where_c_has_one_struct_for_reading_and_writing() -> None:
    for body in ("msg.msg_iov = &iov as *const _ as *mut _;", "Msg { iov: &iov as *const Iov as *mut Iov };"):
        (finding,) = findings(f"fn f() {{\n    {body}\n}}\n", "src/lib.rs", RULE)
        assert finding.confidence == "medium", body
    (finding,) = findings("fn f() {\n    g(&iov as *const _ as *mut _);\n}\n", "src/lib.rs", RULE)
    assert finding.confidence == "high"
