"""Cases of optional-box-field beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "optional-box-field"
USE = "self.t.as_ref().unwrap().f();"


def _code(kind: str, *bodies: str) -> str:
    methods = "".join(f"fn f{n}(&mut self) {{ {body} }}\n" for n, body in enumerate(bodies))
    return f"struct A {{ t: {kind} }}\nimpl A {{\n{methods}}}\n"


def test_names_the_type_that_fits() -> None:
    (finding,) = findings(_code("Option<Box<T>>", USE, USE), "src/lib.rs", RULE)
    assert "a `T`, or a `Box` of one" in finding.instead and "each of the 2 places" in finding.message


def test_an_object_of_a_trait_stays_in_its_box() -> None:
    (finding,) = findings(_code("Option<Box<dyn T>>", USE, USE), "src/lib.rs", RULE)
    assert "a `Box<dyn T>`" in finding.instead


def test_setting_it_is_not_reading_it() -> None:
    assert findings(_code("Option<Box<T>>", USE, USE, "self.t = Some(Box::new(T));"), "src/lib.rs", RULE) != []


def test_any_place_that_asks_is_enough() -> None:
    for read in ("self.t.take();", "if self.t.is_some() {}", "assert!(matches!(self.t, None));", "g(&self.t);"):
        assert findings(_code("Option<Box<T>>", USE, USE, read), "src/lib.rs", RULE) == [], read


def test_a_list_ends_somewhere() -> None:
    code = _code("Option<Box<A>>", USE, USE)
    assert findings(code, "src/lib.rs", RULE) == []


def test_a_name_that_two_structs_have_is_not_followed() -> None:
    code = _code("Option<Box<T>>", USE, USE) + "struct B { t: Option<Box<T>> }\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_one_use_is_enough_in_an_object_of_qom() -> None:
    device = "rust/hw/rtc/example/src/device.rs"
    code = (
        "#[repr(C)]\npub struct Rtc {\n    parent_obj: ParentField<Device>,\n    timer: Option<Box<Timer>>,\n}\n"
        "impl Rtc { fn arm(&self) { self.timer.as_ref().unwrap().modify(10); } }\n"
    )
    (finding,) = findings(code, device, RULE)
    assert finding.message == "`timer` may be `None` by its type, but the only place that reads it unwraps it"
    assert said(code, "src/rtc.rs", RULE) == []
    assert said(code.replace("parent_obj", "head"), device, RULE) == []
    assert said(code.replace(".as_ref().unwrap()", ""), device, RULE) == []
