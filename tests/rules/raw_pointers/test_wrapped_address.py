"""Cases of wrapped-address beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "wrapped-address"
LINUX = shipped()["linux"]


@pytest.mark.parametrize(
    "field", ["*mut bindings::table", "pub *mut bindings::table", "*const crate::bindings::table"]
)
def test_speaks_of_the_only_field(field: str) -> None:
    (finding,) = findings(f"pub struct Clock({field});\n", "rust/kernel/a.rs", RULE, profile=LINUX)
    assert "could `Clock` be the object, `Opaque<" in finding.question and "ARef" not in finding.instead


def test_a_count_that_is_given_back_wants_an_owner() -> None:
    code = """\
pub struct Clock(*mut bindings::table);

impl Drop for Clock {
    fn drop(&mut self) {
        // SAFETY: it owns a count.
        unsafe { bindings::table_put(self.0) }
    }
}
"""
    assert said(code, "rust/kernel/a.rs", RULE, profile=LINUX) == []  # a handle, for all that is seen
    code += "fn f(p: *mut bindings::table) { unsafe { bindings::table_get(p) }; }\n"
    (finding,) = findings(code, "rust/kernel/a.rs", RULE, profile=LINUX)
    assert "`ARef<Clock>`" in finding.question and "`ARef<Clock>`" in finding.instead


@pytest.mark.parametrize(
    "fields",
    [
        "Opaque<bindings::table>",
        "NonNull<bindings::table>",
        "*mut bindings::table, PhantomData<&'a ()>",
        "*mut c_void",
        "*mut bindings::clk",
        "*mut Clock",
        "&'a bindings::table",
    ],
)
def test_other_fields(fields: str) -> None:
    assert said(f"pub struct Holder<'a>({fields});\n", "rust/kernel/a.rs", RULE, profile=LINUX) == []


def test_other_bindings_wrap_pointers_for_good_reason() -> None:
    assert said("pub struct Clock(*mut bindings::table);\n", "src/a.rs", RULE) == []
