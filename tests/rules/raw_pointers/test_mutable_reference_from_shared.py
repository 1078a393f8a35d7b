"""Cases of mutable-reference-from-shared beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "mutable-reference-from-shared"


@pytest.mark.parametrize(
    "signature",
    [
        "fn f(&self) -> &mut T",
        "fn f(&self) -> Option<&'static mut T>",
        "fn f<'a>(&'a self) -> &'a mut [u8]",
        "fn f(h: &Handle) -> &mut T",
    ],
)
def test_a_shared_reference_goes_in_and_a_writable_one_comes_out(signature: str) -> None:
    assert said(f"{signature} {{ unsafe {{ g() }} }}\n", "src/lib.rs", RULE) == ["1 " + RULE]


@pytest.mark.parametrize(
    "signature",
    [
        "fn f(&mut self) -> &mut T",
        "fn f(&self, out: &'a mut T) -> &'a mut T",
        "unsafe fn f(&self) -> &mut T",
        "fn f(self) -> &'static mut T",
        "fn f(&self) -> MutexGuard<'_, T>",
        "fn f(&self, p: *mut T) -> &mut T",
        "fn alloc(&self) -> &mut T",
    ],
)
def test_is_silent_where_the_caller_gave_something_writable_or_the_object_is_new(signature: str) -> None:
    assert said(f"{signature} {{ unsafe {{ g() }} }}\n", "src/lib.rs", RULE) == []


def test_a_cell_is_a_cell() -> None:
    code = "struct A { i: UnsafeCell<T> }\nimpl A { fn f(&self) -> &mut T { unsafe { &mut *self.i.get() } } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_it_is_an_error_and_names_what_comes_in() -> None:
    (finding,) = findings("fn f(h: &Handle) -> &mut T { unsafe { &mut *h.p } }\n", "src/lib.rs", RULE)
    assert finding.level == "error"
    assert "`h: &Handle`" in finding.message


def test_an_allocator_hands_out_fresh_memory() -> None:
    body = "{ unsafe { &mut *self.base.add(self.taken()) } }"
    assert said(f"impl Pool {{ pub fn slot(&self) -> &mut Slot {body} }}\n", "src/a.rs", RULE) == [f"1 {RULE}"]
    assert said(f"impl Pool {{ pub fn allocate(&self) -> &mut Slot {body} }}\n", "src/a.rs", RULE) == []
    assert said(f"impl Pool {{ pub fn slot(&self) -> &mut MaybeUninit<Slot> {body} }}\n", "src/a.rs", RULE) == []


def test_a_cell_whose_count_is_gone_round() -> None:
    code = "struct A { i: %s<T> }\nimpl A { fn get(&self) -> &mut T { unsafe { %s } } }\n"
    for cell in ("RefCell", "BqlRefCell", "std::cell::RefCell"):
        assert said(code % (cell, "&mut *self.i.as_ptr()"), "src/lib.rs", RULE) == [f"2 {RULE}"], cell
    for cell, body in (
        ("UnsafeCell", "&mut *self.i.get()"),
        ("RefCell", "g(self.i.as_ptr())"),
        ("Opaque", "&mut *self.i.as_mut_ptr()"),
    ):
        assert said(code % (cell, body), "src/lib.rs", RULE) == [], body
