"""Cases of unwrapped-input beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unwrapped-input"


@pytest.mark.parametrize(
    ("call", "returned", "cure"),
    [
        ("arg.parse::<u32>()", "io::Result<u32>", "`?`, or `.map_err(..)?`"),
        ("std::str::from_utf8(raw)", "Option<u32>", "`.ok()?`"),
        ("CString::new(name)", "Result<(), Error>", "`?`, or `.map_err(..)?`"),
        ("line.split_once('=')", "Option<u32>", "`?` in place"),
        ("line.split_once('=')", "AvifResult<u32>", "`.ok_or(..)?`"),
        ("path.to_str()", "anyhow::Result<u32>", "`?`, with `ok()` or `ok_or(..)` in front"),
        ("File::open(path)", "Result<u32>", "`?`, or `.map_err(..)?`"),
        ("serde_json::from_slice(&bytes)", "Result<u32>", "`?`, or `.map_err(..)?`"),
    ],
)
def test_tells_how_to_hand_it_on(call: str, returned: str, cure: str) -> None:
    (finding,) = findings(f"fn f(&self) -> {returned} {{ let x = {call}.unwrap(); g(x) }}\n", "src/lib.rs", RULE)
    assert cure in finding.instead


@pytest.mark.parametrize(
    "body",
    [
        '"127.0.0.1".parse().unwrap()',
        'CString::new("name").unwrap()',
        'CString::new(format!("{n}.sock")).unwrap()',
        "CString::new(DEFAULT_NAME).unwrap()",
        "Regex::new(pattern).unwrap()",
        "self.state.lock().unwrap()",
        "buf[0..4].try_into().unwrap()",
        'std::str::from_utf8(raw).expect("only digits were taken")',
        "self.name.to_str().unwrap()",
        "// only digits are left\n line.parse().unwrap()",
        "line.parse().unwrap() // checked above",
        "items.iter().map(|item| item.parse().unwrap()).collect()",
        "if line.parse().is_err() { return g(); } line.parse().unwrap()",
    ],
)
def test_is_silent_on_what_the_program_knows(body: str) -> None:
    assert said(f"fn f(&self) -> Result<u32, Error> {{ {body}\n}}\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        "fn next(&mut self) -> Option<u32> { self.lines.pop()?.parse().unwrap() }\n",
        "impl Source for S { fn f(&self) -> Option<u32> { line.parse().unwrap() } }\n",
        "fn f() -> Result<u32, E> { if !digits(line) { return g(); } line.trim().parse().unwrap() }\n",
        "fn f() -> Result<u32, E> { assert!(is_text(raw)); str::from_utf8(raw).unwrap() }\n",
        "fn f() -> Result<u32, E> { Key::from_slice(&raw[..32]).unwrap() }\n",
        "fn f() -> Result<u32, E> { caps[1].parse().unwrap() }\n",
    ],
)
def test_trap_of_what_was_looked_at_or_ends_an_iteration(code: str) -> None:
    assert said(code, "src/lib.rs", RULE) == []


def test_a_test_of_something_else_does_not_count() -> None:
    code = "fn f() -> Result<u32, E> { if other.is_empty() { return g(); } line.parse().unwrap() }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_is_silent_where_there_is_no_way_to_hand_it_on() -> None:
    body = "{ line.parse().unwrap() }\n"
    assert said(f"fn f() -> u32 {body}", "src/lib.rs", RULE) == []
    assert said(f"fn f() -> Result<u32, E> {body}", "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(f"fn f() -> Result<u32, E> {body}", "tests/a.rs", RULE) == []
    assert said(f"/// Panics on bad input.\nfn f() -> Result<u32, E> {body}", "src/lib.rs", RULE) == []
    assert said(f'extern "C" fn f() -> Option<u32> {body}', "src/lib.rs", RULE) == []
