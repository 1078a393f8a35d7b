"""field-without-migration: only state, only in structs that migrate already."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings_in_patch
from tests.rules.the_patch.diffs import changed

RULE = "field-without-migration"
PATH = "rust/hw/misc/fan/src/device.rs"
TABLE = ["     .fields(vmstate_fields! {", "         vmstate_of!(Fan, speed),", "     })"]


def told(*field: str, table: list[str] | None = None, derive: str = " #[repr(C)]") -> list[str]:
    struct = changed(PATH, derive, " pub struct Fan {", "     speed: BqlCell<u32>,", *field, " }", " ")
    entries = TABLE if table is None else table
    rest = changed(
        PATH, " const VMSTATE: D = Builder::<Fan>::new()", *entries, "     .build();", "+// End.", start=200
    )
    found = findings_in_patch(struct + rest.split("\n", 3)[3], RULE, profile=shipped()["qemu"])
    return [f.question for f in found]


@pytest.mark.parametrize("kind", ["u32", "bool", "BqlCell<u64>", "[u8; 16]", "BqlRefCell<[u32; FIFO_DEPTH]>"])
def test_state_is_asked_about_across_hunks(kind: str) -> None:
    assert told(f"+    level: {kind},") == ["does `level` need an entry in the migration state of `Fan`?"]


@pytest.mark.parametrize(
    "kind", ["InterruptSource", "MemoryRegion", "BqlRefCell<Timer>", "Owned<Clock>", "&'static str"]
)
def test_other_types_are_left_alone(kind: str) -> None:
    assert told(f"+    other: {kind},") == []


def test_properties_and_derived_states_are_left_alone() -> None:
    assert told('+    #[property(rename = "level")]', "+    level: u32,") == []
    assert told("+    level: u32,", derive=" #[derive(ToMigrationState)]") == []


def test_an_entry_or_a_function_that_restores_it_is_enough() -> None:
    entry = [*TABLE[:2], "+        vmstate_of!(Fan, level),", TABLE[2]]
    assert told("+    level: u32,", table=entry) == []
    function = " fn post_load(fan: &Fan) { fan.level.set(fan.speed.get() / 2); }"
    assert told("+    level: BqlCell<u32>,", " }", function, " struct Other {") == []


def test_a_struct_without_entries_is_not_migrated() -> None:
    assert told("+    level: u32,", table=["     .fields(vmstate_fields! { vmstate_of!(Other, speed) })"]) == []
