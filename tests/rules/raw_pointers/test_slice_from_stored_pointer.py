"""Cases of slice-from-stored-pointer beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "slice-from-stored-pointer"


def test_a_pair_that_a_function_returned() -> None:
    code = "fn f(fs: &Fs) -> u32 { let (p, n) = bytes(fs); sum(unsafe { slice::from_raw_parts(p, n) }) }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]


def test_fields_behind_a_pointer() -> None:
    code = "unsafe fn f(t: *mut Table) { g(slice::from_raw_parts((*t).entries, (*t).count as usize)) }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]


def test_is_silent_on_the_one_method_that_lends_it_and_on_parameters() -> None:
    for code in (
        "impl A { fn as_slice(&self) -> &[u8] { unsafe { slice::from_raw_parts(self.p, self.n) } } }\n",
        "unsafe fn f(p: *const u8, n: usize) { g(slice::from_raw_parts(p, n)) }\n",
        "fn f(a: A) -> Vec<u8> { unsafe { Vec::from_raw_parts(a.p, a.n, a.n) } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_is_silent_on_a_container_and_on_a_struct_of_c() -> None:
    use = "impl A { fn sum(&self) -> u32 { g(unsafe { slice::from_raw_parts(self.p, self.n) }) } }\n"
    assert said("struct A { p: *const u8, n: usize }\n" + use, "src/lib.rs", RULE) == ["2 " + RULE]
    assert said("#[repr(C)]\nstruct A { p: *const u8, n: usize }\n" + use, "src/lib.rs", RULE) == []
    owner = "struct A { p: *const u8, n: usize }\nimpl Drop for A { fn drop(&mut self) {} }\n"
    assert said(owner + use, "src/lib.rs", RULE) == []
