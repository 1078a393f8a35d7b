"""Cases of source-tag beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "source-tag"
ADDS = "fn f() { g_source_remove(1); }\n"


def test_names_the_field_and_its_owner() -> None:
    (finding,) = findings(f"struct Port {{ watch: guint }}\n{ADDS}", "src/lib.rs", RULE)
    assert finding.message.startswith("`watch` of `Port`")


def test_speaks_in_place_of_the_type() -> None:
    code = f"struct Port {{ watch_tag: guint }}\n{ADDS}"
    assert said(code, "src/lib.rs", RULE, "glib-type-outside-bindings") == [f"1 {RULE}"]


def test_a_handle_holds_the_number() -> None:
    assert findings(f"struct SourceId {{ tag: u32 }}\n{ADDS}", "src/lib.rs", RULE) == []


def test_tags_of_other_kinds() -> None:
    assert findings("struct Line { tag: u32 }\n", "src/lib.rs", RULE) == []
    assert findings(f"struct Line {{ tag: u64, staging: u32 }}\n{ADDS}", "src/lib.rs", RULE) == []
