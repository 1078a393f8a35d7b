"""Cases of counted-array beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "counted-array"


def _add(statements: str, items: str = "[u32; N]") -> str:
    return f"struct Q {{ items: {items}, n: u32 }}\nimpl Q {{ fn add(&mut self, x: u32) {{ {statements} }} }}\n"


def test_sees_a_count_of_another_width() -> None:
    (finding,) = findings(_add("self.items[self.n as usize] = x; self.n += 1;"), "src/lib.rs", RULE)
    assert "`Vec::with_capacity(N)`" in finding.instead and finding.line == 2


def test_is_silent_where_it_is_no_list() -> None:
    for statements in (
        "self.items[self.n as usize] = x;",
        "self.items[self.n as usize] = x; self.n += 2;",
        "self.items[x as usize] = x; self.n += 1;",
    ):
        assert said(_add(statements), "src/lib.rs", RULE) == [], statements
    assert said(_add("self.items[self.n] = x; self.n += 1;", "Vec<u32>"), "src/lib.rs", RULE) == []


def test_the_owner_may_have_any_name() -> None:
    code = (
        "struct S { items: [u32; 16], n: usize }\nfn add(s: &mut S) {\n    s.items[s.n] = 1;\n    s.n += 1;\n}\n"
    )
    assert said(code, "src/a.rs", RULE) == [f"3 {RULE}"]
    assert said(code.replace("s.n", "t.n"), "src/a.rs", RULE) == []


def test_a_loop_that_writes_every_element_keeps_no_list() -> None:
    code = (
        "const fn copied(from: &[u8]) -> [u8; 16] {\n    let mut to = [0; 16];\n    let mut i = 0;\n"
        "    while i < from.len() {\n        to[i] = from[i];\n        i += 1;\n    }\n    to\n}\n"
    )
    assert said(code, "src/a.rs", RULE) == []
    kept = (
        code.replace("while i < from.len() {", "for b in from { if *b > 4 {")
        .replace("from[i]", "*b")
        .replace("+= 1;\n    }", "+= 1;\n    }}")
    )
    assert said(kept, "src/a.rs", RULE) == [f"5 {RULE}"]


def test_slots_of_maybe_uninit_are_the_small_type() -> None:
    store = "self.items[self.n] = MaybeUninit::new(x); self.n += 1;"
    assert said(_add(store, "[MaybeUninit<u32>; N]"), "src/a.rs", RULE) == []


def test_a_handful_of_bytes_is_gathered() -> None:
    assert said(_add("self.items[self.n as usize] = x; self.n += 1;", "[u8; 4]"), "src/a.rs", RULE) == []


def test_an_array_that_the_caller_lends_is_no_list_of_this_function() -> None:
    body = "let mut n = 0;\n    for c in s.bytes() {\n        out[n] = c;\n        n += 1;\n    }"
    code = f"fn narrowed(out: &mut [u8; 64], s: &str) {{\n    {body}\n}}\n"
    assert said(code, "src/a.rs", RULE) == []


def test_a_number_that_is_a_position_in_another_array_too() -> None:
    store = "self.items[self.n as usize] = x; self.n += 1;"
    other = "self.items[ORDER[self.n as usize] as usize] = 0;"
    assert said(_add(f"{store} {other}"), "src/a.rs", RULE) == []
    assert said(_add(f"{store} {other.replace('self.n', 'x')}"), "src/a.rs", RULE) == [f"2 {RULE}"]
