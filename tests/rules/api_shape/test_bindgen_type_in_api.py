"""Cases of bindgen-type-in-api beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "bindgen-type-in-api"


def test_a_safe_public_function_that_takes_one() -> None:
    (finding,) = findings("pub fn map(region: &bindings::MemoryRegion) {}\n", "rust/system/src/memory.rs", RULE)
    assert finding.confidence == "medium" and "pub struct MemoryRegion" in finding.instead


def test_pointers_unsafe_and_private_functions_are_the_binding_s_trade() -> None:
    code = (
        "pub unsafe fn from_raw(p: &bindings::Clock) {}\n"
        "pub fn as_raw(&self) -> *mut bindings::Clock { self.0 }\n"
        "fn map(region: &bindings::MemoryRegion) {}\n"
    )
    assert findings(code, "rust/system/src/memory.rs", RULE) == []


def test_an_alias_of_plain_data() -> None:
    assert said("pub type hwaddr = bindings::hwaddr;\n", "src/lib.rs", RULE) == []


def test_an_associated_type_names_what_the_trait_asks_for() -> None:
    code = "impl ObjectType for Clock { type Class = bindings::ObjectClass; }\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_the_wrapper_is_the_cure() -> None:
    assert findings("pub struct Clock(Opaque<bindings::Clock>);\n", "src/lib.rs", RULE) == []


def test_an_alias_that_becomes_a_class_is_more_than_a_name() -> None:
    alias = "pub type Chardev = bindings::Chardev;\n"
    assert said(alias, "rust/chardev/src/a.rs", RULE) == []
    class_ = alias + "unsafe impl ObjectType for Chardev {\n}\n"
    assert said(class_, "rust/chardev/src/a.rs", RULE) == [f"1 {RULE}"]


def test_a_parameter_is_taken_and_not_handed_out() -> None:
    code = "impl Bus {\n    pub fn map(&self, memory: &bindings::MemoryRegion) {}\n}\n"
    (finding,) = findings(code, "rust/system/src/a.rs", RULE)
    assert "should `map` take a wrapper type" in finding.question
