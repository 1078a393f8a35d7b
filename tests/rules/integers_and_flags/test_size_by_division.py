"""Cases of size-by-division beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "size-by-division"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> usize { size_of_val(&T) / 4 }\n",
        "fn f() -> usize { size_of::<T>() / size_of::<u32>() }\n",
        "fn f() -> usize { size_of_val(&T) * size_of::<u32>() }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_is_silent_where_bytes_or_a_struct_are_counted_in_words() -> None:
    for kind in ("Header", "[u8; 64]", "&[u16]"):
        code = f"fn f(head: {kind}) -> usize {{ size_of_val(&head) / size_of::<u32>() }}\n"
        assert said(code, "src/lib.rs", RULE) == [], kind


def test_is_certain_only_of_what_is_seen_to_be_an_array_of_that() -> None:
    shown = "static T: [u32; 4] = [0; 4];\nfn f() -> usize { size_of_val(&T) / size_of::<u32>() }\n"
    assert findings(shown, "src/lib.rs", RULE)[0].confidence == "high"
    by_element = "fn f() -> usize { size_of_val(&T) / size_of_val(&T[0]) }\n"
    assert findings(by_element, "src/lib.rs", RULE)[0].confidence == "high"
    unseen = "fn f() -> usize { size_of_val(&T) / size_of::<u32>() }\n"
    assert findings(unseen, "src/lib.rs", RULE)[0].confidence == "medium"
