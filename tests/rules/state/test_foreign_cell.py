"""Cases of foreign-cell beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "foreign-cell"
DEVICE = "rust/hw/timer/clock/src/device.rs"


def _state(declared: str) -> str:
    return f"#[derive(Object)]\nstruct Clock {{\n    parent: ParentField<Device>,\n    level: {declared},\n}}\n"


def test_names_the_cell_to_take() -> None:
    (finding,) = findings(_state("std::cell::Cell<u32>"), DEVICE, RULE)
    assert "`BqlCell<u32>`" in finding.instead and finding.line == 4
    (finding,) = findings(_state("Mutex<Registers>"), DEVICE, RULE)
    assert "`BqlRefCell<Registers>`" in finding.question


def test_is_silent_on_the_cells_that_belong_there() -> None:
    for declared in ("BqlCell<u32>", "BqlRefCell<Registers>", "Migratable<Mutex<Log>>", "u32"):
        assert said(_state(declared), DEVICE, RULE) == []


def test_is_silent_outside_of_a_device_state() -> None:
    assert said("struct Cache { seen: RefCell<Vec<u8>> }\n", DEVICE, RULE) == []
    assert said("struct Cache { seen: Mutex<Vec<u8>> }\n", "src/lib.rs", RULE) == []
