"""Cases of caller-chosen-type beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "caller-chosen-type"


def _data(signature: str, body: str = "unsafe { p.cast::<T>().as_ref() }") -> str:
    return f"impl Device {{\n    pub fn data{signature} {{ let p = self.raw(); {body} }}\n}}\n"


@pytest.mark.parametrize(
    "signature", ["<T>(&self) -> Option<&T>", "<T: 'static>(&self) -> &T", "<T: Send + Sync>(&self) -> &mut T"]
)
def test_asks_what_type_was_stored(signature: str) -> None:
    (finding,) = findings(_data(signature), "src/lib.rs", RULE)
    assert (finding.line, finding.level, finding.confidence) == (2, "error", "medium")
    assert "of `data` from naming another `T`" in finding.question


@pytest.mark.parametrize(
    "signature",
    [
        "<T: FromBytes>(&self) -> &T",
        "<T>(&self, kind: PhantomData<T>) -> &T",
        "<T>(&self) -> &T where T: Plain",
        "<T>(&self) -> u32",
        "<'a>(&'a self) -> &'a T",
    ],
)
def test_a_bound_or_an_argument_may_say_it(signature: str) -> None:
    assert said(_data(signature), "src/lib.rs", RULE) == []


def test_checked_unsafe_or_not_cast() -> None:
    lent = "<T>(&self) -> &T"
    assert (
        said(_data(lent, "if self.id != TypeId::of::<T>() { bad() } unsafe { &*p.cast::<T>() }"), "a.rs", RULE)
        == []
    )
    assert said(_data(lent).replace("pub fn", "pub unsafe fn"), "src/lib.rs", RULE) == []
    assert said(_data(lent, "unsafe { self.table.get_unchecked(0) }"), "src/lib.rs", RULE) == []
    assert said(_data(lent, "p.cast::<T>().get()"), "src/lib.rs", RULE) == []
