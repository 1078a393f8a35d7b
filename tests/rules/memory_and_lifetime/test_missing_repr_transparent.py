"""Cases of missing-repr-transparent beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import said

RULE = "missing-repr-transparent"
STRUCT = "pub struct D(bindings::d);\n"


@pytest.mark.parametrize(
    "use",
    [
        "fn f(p: *mut bindings::d) { g(p.cast::<D>()); }\n",
        "fn f(p: *const bindings::d) -> bool { (p as *const D).is_null() }\n",
        "// SAFETY: `D` is a `#[repr(transparent)]` wrapper of the C struct.\nunsafe impl RawId for D {}\n",
        "// SAFETY: `D` is a transparent wrapper, whatever its parameter is.\nimpl_deref!(unsafe { D });\n",
        "impl D {\n    unsafe fn r<'a>(p: *mut bindings::d) -> &'a Self { &*p.cast() }\n}\n",
    ],
)
def test_something_counts_on_the_layout(use: str) -> None:
    assert said(STRUCT + use, "src/a.rs", RULE) == [f"1 {RULE}"]
    assert said("#[repr(transparent)]\n" + STRUCT + use, "src/a.rs", RULE) == []


@pytest.mark.parametrize(
    "struct",
    [
        "pub struct D(bindings::d, u32);\n",
        "pub struct D(*mut bindings::d);\n",
        "#[repr(C)]\npub struct D(bindings::d);\n",
    ],
)
def test_is_silent_on_other_structs(struct: str) -> None:
    assert said(struct + "fn f(p: *mut bindings::d) { g(p.cast::<D>()); }\n", "src/a.rs", RULE) == []


def test_knows_the_wrappers_and_markers_of_abstractions() -> None:
    code = "pub struct D<C: Context>(Opaque<bindings::d>, PhantomData<C>);\n"
    code += "fn f(p: *mut bindings::d) { g(p.cast::<D<Bound>>()); }\n"
    assert said(code, "src/a.rs", RULE) == [f"1 {RULE}"]


@pytest.mark.parametrize(
    ("method", "is_said"),
    [
        ("fn as_raw(&self) -> *mut bindings::d { self as *const _ as *mut _ }", True),
        ("fn as_raw(&self) -> *mut bindings::d { (self as *const Self).cast_mut().cast() }", True),
        ("fn as_raw(&self) -> *const bindings::d { ptr::from_ref(self).cast() }", True),
        ("fn make(p: *mut bindings::d) -> *mut Self { p.cast() }", True),
        ("fn as_raw(&self) -> *mut bindings::d { self.0.get() }", False),
        ("fn as_raw(&self) -> *mut bindings::e { self as *const _ as *mut _ }", False),
    ],
)
def test_a_cast_whose_type_is_not_written(method: str, is_said: bool) -> None:
    code = f"pub struct D(Opaque<bindings::d>);\nimpl D {{\n    {method}\n}}\n"
    assert bool(said(code, "src/a.rs", RULE)) == is_said
