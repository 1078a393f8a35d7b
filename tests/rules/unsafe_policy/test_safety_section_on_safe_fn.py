"""Cases of safety-section-on-safe-fn beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "safety-section-on-safe-fn"
SECTION = "/// Send.\n///\n/// # Safety\n///\n/// The lock is held.\n"


def test_it_is_asked_where_the_block_has_no_reason_of_its_own() -> None:
    (finding,) = findings(SECTION + "pub fn send() { unsafe { go() } }\n", "src/lib.rs", RULE)
    assert "SAFETY comment at its `unsafe` block" in finding.question and finding.confidence == "medium"
    assert said(SECTION + "pub fn send() { go() }\n", "src/lib.rs", RULE) == []
    argued = "pub fn send() {\n    // SAFETY: the lock is taken above.\n    unsafe { go() }\n}\n"
    assert said(SECTION + argued, "src/lib.rs", RULE) == []


def test_methods_that_a_safe_trait_provides() -> None:
    method = f"{SECTION}fn send(&self) {{ unsafe {{ go(self) }} }}\n"
    assert said(f"pub trait Bus {{\n{method}}}\n", "src/lib.rs", RULE) == [f"7 {RULE}"]
    assert said(f"pub unsafe trait Bus {{\n{method}}}\n", "src/lib.rs", RULE) == []
    assert said(f"unsafe impl Bus for Wire {{\n{method}}}\n", "src/lib.rs", RULE) == []


def test_sections_that_are_no_duty_of_a_caller() -> None:
    function = "pub fn send() { unsafe { go() } }\n"
    assert said(SECTION + "pub unsafe fn send() { go() }\n", "src/lib.rs", RULE) == []
    assert said(SECTION + 'extern "C" fn send() { go() }\n', "src/lib.rs", RULE) == []
    for text in ("This is safe, since the lock is taken here.", "Implementors must hold the lock."):
        assert said(SECTION.replace("The lock is held.", text) + function, "src/lib.rs", RULE) == []
    assert said("/// Safety: the lock is held.\n" + function, "src/lib.rs", RULE) == []
