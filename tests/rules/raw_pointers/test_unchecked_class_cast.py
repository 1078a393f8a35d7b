"""Cases of unchecked-class-cast beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "unchecked-class-cast"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_a_declared_pointer_to_another_class_counts() -> None:
    code = "fn f() { let dev: *mut DeviceState = g(); h(dev.cast::<SysBusDevice>()); }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert "`SysBusDevice`" in finding.question


def test_is_silent_on_void_numbers_and_plumbing() -> None:
    for kind in ("c_void", "u8", "MaybeUninit<Self>", "T", "_"):
        assert said(f"fn f(&mut self) {{ g(addr_of_mut!(*self).cast::<{kind}>()) }}\n", DEVICE, RULE) in (
            [],
            ["x"],
        )


def test_is_silent_on_parts_of_the_object_and_in_bindings() -> None:
    assert said("fn f(&mut self) { g(addr_of_mut!(self.chr).cast::<Chardev>()) }\n", DEVICE, RULE) == []
    assert said("fn f(&mut self) { g(addr_of_mut!(*self).cast::<Object>()) }\n", BINDING, RULE) == []


def test_leaves_callbacks_to_another_rule() -> None:
    code = 'extern "C" fn f(dev: *mut DeviceState) { g(dev.cast::<Uart>()) }\n'
    assert said(code, DEVICE, RULE) == []
