"""Cases of cell-per-field beyond its examples."""

from __future__ import annotations

from review_assist.model import ChangedFile, Text
from review_assist.rules.engine import find
from tests.helper import rule_named, said

RULE = "cell-per-field"
DEVICE = "rust/hw/timer/clock/src/device.rs"


def _state(cells: int) -> str:
    rows = "".join(f"    f{n}: BqlCell<u64>,\n" for n in range(cells))
    return f"struct Clock {{\n    parent_obj: ParentField<SysBusDevice>,\n{rows}}}\n"


def test_points_at_the_first_cell() -> None:
    assert said(_state(6), DEVICE, RULE) == [f"3 {RULE}"]


def test_is_silent_on_a_few() -> None:
    assert said(_state(4), DEVICE, RULE) == []


def test_is_silent_on_a_patch_that_adds_one_to_the_row() -> None:
    data = _state(6).encode()
    changed = ChangedFile(DEVICE, None, (Text(data, 0, len(data), 1, frozenset({5})),), is_complete=True)
    assert not find([changed], [rule_named(RULE)]).findings


def test_is_silent_on_cells_of_structs() -> None:
    assert said(_state(6).replace("BqlCell<u64>", "BqlRefCell<Timer>"), DEVICE, RULE) == []
