"""Cases of empty-safety-comment beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "empty-safety-comment"


def _around(comment: str) -> str:
    return f"fn f(p: *const u8) -> u8 {{\n    {comment}\n    unsafe {{ *p }}\n}}\n"


@pytest.mark.parametrize("reason", ["trust me", "This is safe.", "FFI call", "TODO", "the pointers are valid"])
def test_speaks_of_a_phrase_that_proves_nothing(reason: str) -> None:
    assert said(_around(f"// SAFETY: {reason}"), "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "reason",
    [
        "see above",
        "`p` came from `Box::into_raw`.",
        "len <= cap",
        "caller guarantees p is valid",
        "the pointer is valid because `self` owns the buffer",
    ],
)
def test_is_silent_on_a_reason(reason: str) -> None:
    assert said(_around(f"// SAFETY: {reason}"), "src/a.rs", RULE) == []


def test_names_a_misspelt_word() -> None:
    (finding,) = findings(_around("// SFAETY: the box was leaked by `new`"), "src/a.rs", RULE)
    assert "`SFAETY`" in finding.message and finding.confidence == "high"


def test_reads_on_in_the_next_line() -> None:
    assert said(_around("// SAFETY:\n    // the box was leaked by `new`"), "src/a.rs", RULE) == []
    assert said(_around("// SAFETY:\n    // the parameters are valid"), "src/a.rs", RULE) == [f"2 {RULE}"]


def test_speaks_of_a_comment_below_its_code() -> None:
    code = "fn f(p: *mut u8) {\n    unsafe { *p = 1 };\n    // SAFETY: the box was leaked by `new`\n}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "below" in finding.message


def test_documentation_is_no_safety_comment() -> None:
    assert said("/// Safety: todo\npub fn f() {}\n", "src/a.rs", RULE) == []


def test_speaks_of_a_comment_on_the_statement_after() -> None:
    code = "fn f(p: *mut u8) {\n    let b = unsafe { &mut *p };\n    // SAFETY: it was leaked\n    g(b);\n}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert finding.line == 3 and "before it" in finding.message


@pytest.mark.parametrize(
    "body",
    [
        "// SAFETY: it was leaked.\n    let b = unsafe { &mut *p };\n    // SAFETY: `b` is alive.\n    g(b);",
        "let b = unsafe { &mut *p };\n    // SAFETY: it was leaked.\n    h(b, unsafe { *p });",
        "let b = unsafe { &mut *p };\n    // SAFETY: it was leaked.\n    h!(b);",
        "g(p);\n    // SAFETY: nothing here is unsafe.\n    h(p);",
    ],
)
def test_is_silent_where_the_comment_may_be_at_its_place(body: str) -> None:
    assert said(f"fn f(p: *mut u8) {{\n    {body}\n}}\n", "src/a.rs", RULE) == []


@pytest.mark.parametrize(
    ("claim", "is_empty"),
    [
        ("Sensor can be safely sent and shared across threads.", True),
        ("It is safe to share between threads", True),
        ("Private data is thread-safe.", True),
        ("`queue_push` is thread-safe", False),
        ("nothing in it can be shared with other threads", False),
        ("Sensor can be sent because `client` is reference counted", False),
        ("the lock is held whenever `client` is used", False),
    ],
)
def test_a_promise_to_other_threads_needs_a_reason(claim: str, is_empty: bool) -> None:
    found = findings(f"// SAFETY: {claim}\nunsafe impl Send for Sensor {{}}\n", "src/a.rs", RULE)
    assert [claim.strip(".") in finding.message for finding in found] == [True] * is_empty


def test_an_attribute_may_stand_between() -> None:
    code = (
        "fn f(p: &P) {\n    let n = unsafe { p.n.as_ref() };\n\n"
        "    // SAFETY: there is a reference to it.\n    #[cfg(debug)]\n    unsafe { p.n.as_ref() }.lock();\n}\n"
    )
    assert said(code, "src/a.rs", RULE) == []
    assert said(code.replace("unsafe { p.n.as_ref() }.lock", "n.lock"), "src/a.rs", RULE) == [f"4 {RULE}"]


@pytest.mark.parametrize(
    ("claim", "is_empty"),
    [
        ("It is safe to send `Table` across threads.", True),
        ("It is okay to send [`Table`] across thread boundaries.", True),
        ("It is safe to register the driver with the core.", True),
        ("It is safe to read `nr_ids`.", True),
        ("Always safe to call.", True),
        ("It is safe to call `get_device()` for any number.", False),
        ("It is safe to send `Table` across threads, which only the lock uses.", False),
        ("It is safe to drop the reference that we took.", False),
        ("It is safe to call this as the table is not shared.", False),
        ("It is safe to access `Table` because of the lock.", False),
        ("It is safe to read `id`, which never changes.", False),
        ("It is safe to register the driver once.", False),
    ],
)
def test_that_something_is_safe_to_do_is_the_question(claim: str, is_empty: bool) -> None:
    assert said(_around(f"// SAFETY: {claim}"), "src/a.rs", RULE) == [f"2 {RULE}"] * is_empty


@pytest.mark.parametrize(
    ("body", "is_left_over"),
    [
        ("let mut id: Id = pin_init::zeroed();\n    id.name = name;", True),
        ("let id: Id = pin_init::zeroed();\n    g(unsafe { h(&id) });", False),
        ("let id: Id = zeroed!();\n    g(id);", False),
        ("let id = match name { _ => 1 };\n    g(id);", False),
        ("g(name);", False),
    ],
)
def test_the_kernel_has_no_such_comments_above_safe_code(body: str, is_left_over: bool) -> None:
    code = f"fn f(name: u8) {{\n    // SAFETY: all zeros are a name.\n    {body}\n}}\n"
    found = findings(code, "rust/kernel/a.rs", RULE, profile=shipped()["linux"])
    assert ["comment go" in finding.instead for finding in found] == [True] * is_left_over
    assert said(code, "src/a.rs", RULE) == []


def test_in_an_unsafe_function_any_line_may_be_unsafe() -> None:
    code = "unsafe fn f() {\n    // SAFETY: all zeros are a name.\n    let id = zeroed();\n    g(id);\n}\n"
    assert findings(code, "rust/kernel/a.rs", RULE, profile=shipped()["linux"]) == []


@pytest.mark.parametrize(
    ("head", "reason", "refers"),
    [
        ("pub fn f(", "By the safety requirements, `p` is valid.", True),
        ("pub fn f(", "Per the function's safety contract `p` is valid.", True),
        ("pub unsafe fn f(", "By the safety requirements, `p` is valid.", False),
        ("/// # Safety\n///\n/// `p` is valid.\npub fn f(", "By the safety requirements, `p` is valid.", False),
        ("pub fn f(", "By the safety requirements of `Device::new`, `p` is valid.", False),
        ("pub fn f(", "By the type invariants, `p` is valid.", False),
    ],
)
def test_a_safe_function_has_no_safety_requirements(head: str, reason: str, refers: bool) -> None:
    code = f"struct A;\n{head}p: *const u8) -> u8 {{\n    // SAFETY: {reason}\n    unsafe {{ *p }}\n}}\n"
    found = findings(code, "src/a.rs", RULE)
    assert ["which safety requirements" in finding.question for finding in found] == [True] * refers


def test_the_requirements_may_be_those_of_an_unsafe_trait() -> None:
    code = """\
unsafe impl Counted for Device {
    fn take(p: *const u8) -> u8 {
        // SAFETY: By the safety requirements, `p` is valid.
        unsafe { *p }
    }
}
"""
    assert findings(code, "src/a.rs", RULE) == []
