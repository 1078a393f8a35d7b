"""Cases of panic-in-kernel beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "panic-in-kernel"
LINUX = shipped()["linux"]


def _said(body: str, path: str = "rust/kernel/a.rs") -> list[str]:
    return said(
        f"impl Queue {{\n    fn put(&self, p: *mut u8) {{\n{body}\n    }}\n}}\n", path, RULE, profile=LINUX
    )


@pytest.mark.parametrize(
    "body",
    [
        "self.first.unwrap();",
        'self.first.expect("there is one");',
        'self.first.expect(concat!("a", "b"));',
        "assert!(!p.is_null());",
        "assert_eq!(self.length, 0);",
        'match self.kind { 1 => go(), _ => unreachable!("no such kind") }',
        "todo!();",
    ],
)
def test_speaks_of_what_can_panic(body: str) -> None:
    assert _said(body) == [f"3 {RULE}"]


def test_says_what_happens() -> None:
    (finding,) = findings('fn put() {\n    panic!("no");\n}\n', "rust/kernel/a.rs", RULE, profile=LINUX)
    assert "`panic!` in `put` be reached" in finding.question
    assert "kills the task and may take the machine down" in finding.why


@pytest.mark.parametrize(
    "body",
    [
        "self.first.unwrap_or(0);",
        "self.expect(Token::Comma);",
        "self.unwrap(key);",
        "assert_eq!(self.bytes.len(), given.len());",
        "debug_assert!(!p.is_null());",
        "build_assert!(N > 0);",
        "const { assert!(N > 0) };",
        "// PANIC: `first` was set in `new`.\nself.first.unwrap();",
        '#[cfg(CONFIG_DEBUG_MISC)]\nif self.count == 0 { panic!("count is zero") }',
    ],
)
def test_is_silent_on_what_cannot_or_says_so(body: str) -> None:
    assert _said(body) == []


def test_documented_panics_are_a_contract() -> None:
    code = "/// # Panics\n///\n/// If they differ.\nfn put(a: u8, b: u8) {\n    assert_eq!(a, b);\n}\n"
    assert said(code, "rust/kernel/a.rs", RULE, profile=LINUX) == []


def test_tests_and_samples_assert() -> None:
    assert _said("assert!(self.works());", "samples/rust/rust_queue.rs") == []
    code = (
        "#[kunit_tests(a)]\nmod tests {\n    #[test]\n    fn put() {\n        assert!(new().is_ok());\n    }\n}\n"
    )
    assert said(code, "rust/kernel/a.rs", RULE, profile=LINUX) == []


def test_programs_of_the_host_and_other_projects_may_panic() -> None:
    assert said("fn f(x: Option<u8>) {\n    x.unwrap();\n}\n", "scripts/gen.rs", RULE) == []
    assert said("fn f(x: Option<u8>) {\n    x.unwrap();\n}\n", "src/a.rs", RULE) == []


def test_a_program_of_the_host() -> None:
    code = "fn f(args: &Args) -> &str {\n    args.first().unwrap()\n}\n"
    assert said(code, "rust/kernel/a.rs", RULE, profile=LINUX) == [f"2 {RULE}"]
    assert said(code + "fn main() {}\n", "rust/kernel/a.rs", RULE, profile=LINUX) == []
