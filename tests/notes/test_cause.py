"""Notes with one cause: the one that follows says what it may go away with."""

from __future__ import annotations

from review_assist.config import Settings
from review_assist.model import Review, Voice
from tests.test_pipeline import hunk, review


def causes(code: str, voice: Voice = "reviewer") -> dict[str, str]:
    """What each rule's note says of its cause; empty if nothing."""
    found = noted(code, voice)
    said = {note.finding.rule: [p.text for p in note.passages if p.part == "cause"] for note in found.notes}
    return {rule: "".join(texts) for rule, texts in said.items()}


def noted(code: str, voice: Voice = "reviewer") -> Review:
    return review(hunk("src/a.rs", 1, *(f"+{line}" for line in code.split("\n"))), Settings(voice=voice))


STATIC = """\
struct Counters {
    lost: u64,
    seen: u64,
}

static mut COUNTERS: Counters = Counters { lost: 0, seen: 0 };

fn note_loss() {
    // SAFETY: one thread.
    let mut counters = unsafe { *core::ptr::addr_of_mut!(COUNTERS) };
    counters.lost += 1;
}"""

PARAMETER = """\
unsafe fn fill(out: *mut u8, tone: u8) -> *mut u8 {
    *out = tone;
    *out.add(1) = tone + 1;
    out.add(2)
}"""

BACK = """\
struct Timer {
    state: *mut Board,
    period: u64,
}

struct Board {
    timers: [Timer; 4],
    now: u64,
}

impl Timer {
    fn bind(&mut self, board: *mut Board) {
        // SAFETY: the board outlives its timers.
        self.period = unsafe { (*board).now };
        self.state = board;
    }
}"""


def test_a_copy_of_a_global_follows_from_the_global() -> None:
    said = causes(STATIC)
    assert (
        said["struct-copied-from-pointer"]
        == "This may go away with `COUNTERS`, which another note of mine is about."
    )
    assert said["mutable-static"] == ""


def test_a_walk_along_a_parameter_follows_from_the_parameter() -> None:
    said = causes(PARAMETER, "submitter")
    assert said["pointer-arithmetic"] == "This may go away with `out: *mut u8`, which another note is about."
    assert said["raw-pointer-parameter"] == ""


def test_what_sets_a_back_pointer_follows_from_its_field() -> None:
    assert "`state: *mut Board`" in causes(BACK)["raw-pointer-parameter"]


def test_a_pointer_of_the_same_name_elsewhere_is_no_cause() -> None:
    local = "}\n\nunsafe fn end() -> *mut u8 {\n    let out: *mut u8 = start();\n    *out.add(1)"
    said = causes(PARAMETER.replace("    *out.add(1)", local))
    assert (said["raw-pointer-parameter"], said["pointer-arithmetic"]) == ("", "")


def test_a_cause_that_is_not_told_is_not_named() -> None:
    only = review(
        hunk("src/a.rs", 1, *(f"+{line}" for line in PARAMETER.split("\n"))),
        Settings(select=("pointer-arithmetic",), pedantic=True),
    )
    assert [note.cause for note in only.notes] == [None]
