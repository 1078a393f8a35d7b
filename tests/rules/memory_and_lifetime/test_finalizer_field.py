"""Cases of finalizer-field beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "finalizer-field"


def test_a_field_beside_its_data() -> None:
    assert said("struct Task { data: Data, free_fn: Option<fn(Data)> }\n", "src/lib.rs", RULE) == [
        "1 finalizer-field"
    ]


def test_glib_s_name_for_it() -> None:
    code = "struct Task { destroy_notify: GDestroyNotify }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 finalizer-field"]


def test_other_callbacks_and_other_fields() -> None:
    code = (
        "struct Task { run: fn(u8), free: usize, is_free: bool }\ntrait T { const UNPARENT: Option<fn(&Self)>; }\n"
    )
    assert said(code, "src/lib.rs", RULE) == []
