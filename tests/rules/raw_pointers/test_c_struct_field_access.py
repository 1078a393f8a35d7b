"""Cases of c-struct-field-access beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-struct-field-access"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_the_whole_chain_speaks_once() -> None:
    (finding,) = findings("fn f(&self) -> u64 { self.upcast::<SysBusDevice>().mmio[0].addr }\n", DEVICE, RULE)
    assert "`self.upcast::<SysBusDevice>().mmio[0].addr`" in finding.question


def test_a_name_for_the_parent_counts() -> None:
    code = "fn f(&self) { let sbd = self.upcast::<SysBusDevice>(); g(sbd.mmio[0].addr); }\n"
    assert said(code, DEVICE, RULE) == ["1 " + RULE]


def test_is_silent_on_methods_and_on_own_structs() -> None:
    assert said("fn f(&self) { self.upcast::<DeviceState>().name(); }\n", DEVICE, RULE) == []
    assert said("struct Base { n: u8 }\nfn f(&self) { g(self.upcast::<Base>().n) }\n", DEVICE, RULE) == []
    assert said("fn f(&self) { g(self.upcast::<SysBusDevice>().mmio) }\n", BINDING, RULE) == []
