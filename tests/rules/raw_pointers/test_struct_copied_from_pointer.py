"""Cases of struct-copied-from-pointer beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "struct-copied-from-pointer"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_names_the_change_that_is_lost() -> None:
    (finding,) = findings("fn f(p: *mut A) { let mut a = unsafe { *p }; a.t[1].n += 1; }\n", DEVICE, RULE)
    assert finding.confidence == "high"
    assert "`a.t[1].n += 1` never reaches the original" in finding.message
    assert "`let a = unsafe { &mut *p };`" in finding.instead


def test_is_silent_on_numbers() -> None:
    assert said("fn f(p: *mut u32) { let mut n = unsafe { *p }; n += 1; g(n); }\n", DEVICE, RULE) == []


def test_is_silent_where_the_copy_is_used() -> None:
    for use in ("a", "g(a)", "unsafe { *p = a }", "a.store()", "g(&a.n)", 'my_log!("{}", a)'):
        code = f"fn f(p: *mut A) {{ let mut a = unsafe {{ *p }}; a.n = 1; {use} }}\n"
        assert said(code, DEVICE, RULE) == [], use


def test_is_silent_on_references() -> None:
    assert said("fn f(p: *mut A) { let a = unsafe { &mut *p }; a.n = 1; }\n", DEVICE, RULE) == []
    assert said("fn f(d: &A) -> A { let mut a = *d; a.n = 1; a }\n", DEVICE, RULE) == []


def test_a_copy_that_is_only_read_is_a_warning() -> None:
    code = "fn f(b: &Bus) -> bool { let s = unsafe { *b.upcast().as_ptr() }; s.regions[1].is_null() }\n"
    (finding,) = findings(code, "rust/qemu-api/src/sysbus.rs", RULE)
    assert finding.level == "warning" and "the whole of it" in finding.message
    assert finding.instead == "To use the object itself write `let s = unsafe { &*b.upcast().as_ptr() };`."


def test_an_element_or_a_value_of_unknown_size_may_be_read_as_a_copy() -> None:
    for value in ("*p.add(1)", "*p", "*v.as_ptr().add(1)"):
        assert said(f"fn f(p: *mut A) -> u8 {{ let a = unsafe {{ {value} }}; a.n }}\n", DEVICE, RULE) == [], value
    assert said("fn f(n: &N) -> u32 { let a = unsafe { *n.as_ptr() }; a + 1 }\n", DEVICE, RULE) == []


def test_a_block_in_front_of_a_field_copies_all() -> None:
    assert said("fn f(&self) -> u32 { unsafe { *self.p() }.n }\n", "src/a.rs", RULE) == [f"1 {RULE}"]
    assert said("fn f(&self) -> u32 { unsafe { (*self.p()).n } }\n", "src/a.rs", RULE) == []
    assert said("fn f(&self) -> u32 { unsafe { &*self.p() }.n }\n", "src/a.rs", RULE) == []


def test_a_whole_struct_read_for_its_fields() -> None:
    code = "fn f(p: *const A) -> u8 { let a = unsafe { ptr::read(p) }; a.n }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.level == "warning" and finding.message.startswith("`a` is a copy of `*p`, the whole of it")
    for other in ("ptr::read_unaligned(p)", "ptr::read(p.add(1))"):
        assert said(code.replace("ptr::read(p)", other), "src/lib.rs", RULE) == [], other
    assert said(code.replace("a.n", "a.finish()"), "src/lib.rs", RULE) == []
    assert said(code.replace("a.n", "a"), "src/lib.rs", RULE) == []
