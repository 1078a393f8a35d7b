"""Cases of missing-repr-c beyond its examples."""

from __future__ import annotations

from review_assist.model import ChangedFile, Text
from review_assist.rules.engine import find
from tests.helper import findings, rule_named, said

RULE = "missing-repr-c"


def test_points_at_the_name_of_the_struct() -> None:
    (finding,) = findings("pub struct A {\n    parent_obj: B,\n    x: u8,\n}\n", "src/lib.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (1, 12, 13)
    assert finding.level == "error" and finding.confidence == "high"


def test_any_layout_that_is_asked_for_is_an_answer() -> None:
    for layout in ("repr(C)", "repr(C, packed)", "repr(transparent)", "cfg_attr(x, repr(C))"):
        assert findings(f"#[{layout}]\nstruct A {{ parent_obj: B, x: u8 }}\n", "src/lib.rs", RULE) == []


def test_a_base_of_c_is_asked_about() -> None:
    (finding,) = findings("struct A { base: bindings::device, x: u8 }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_a_base_that_may_be_rusts_is_not_mentioned() -> None:
    assert findings("struct A { base: Device, x: u8 }\n", "src/lib.rs", RULE) == []
    assert findings("struct A { parent: Option<bindings::device>, x: u8 }\n", "src/lib.rs", RULE) == []


def test_a_lone_field_has_nowhere_else_to_go() -> None:
    assert findings("struct A { parent_class: B }\n", "src/lib.rs", RULE) == []


def test_a_hunk_that_begins_with_the_struct_may_hide_the_attribute() -> None:
    data = b"struct A {\n    parent_obj: B,\n    x: u8,\n}\n"
    changed = ChangedFile("src/lib.rs", None, (Text(data, 0, len(data), 7, frozenset((7, 8))),), is_complete=False)
    assert find([changed], [rule_named(RULE)]).findings == ()


def test_a_struct_that_a_function_of_c_takes() -> None:
    code = 'struct Queue { a: u8, b: u32 }\nextern "C" { fn submit(q: *mut Queue) -> i32; }\n'
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]
    assert said("#[repr(C)]\n" + code, "src/lib.rs", RULE) == []
    assert said(code.replace("a: u8, b: u32", "_private: [u8; 0]"), "src/lib.rs", RULE) == []
