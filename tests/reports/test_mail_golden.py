"""One reply as its reader sees it; read `golden/reply.eml` as the patch's author would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from review_assist.model import Note, Patch, Review
from review_assist.reports.mail_headers import Sender
from tests.conftest import Golden
from tests.reports.building import git_diff, note_on, patch_mail, patches_of, review_of, written

SENDER = Sender("Ada Vale", "ada@example.org", datetime(2026, 3, 3, 9, 0, tzinfo=UTC))

BELL = """\
//! The bell of the front desk.

use crate::clapper::Clapper;

pub const BELL_MUTED: u32 = 1 << 0;
pub const BELL_BROKEN: u32 = 1 << 1;

pub struct Bell {
    clapper: *mut Clapper,
    flags: u32,
    pending: [u8; 16],
}

impl Bell {
    /// Rings for everybody who waits.
    pub fn ring_all(&mut self, log: *mut Log) -> i32 {
        for i in 0..self.pending.len() {
            if self.pending[i] != 0 {
                unsafe { (*self.clapper).swing(self.pending[i]) };
                self.pending[i] = 0;
            }
        }
        if self.flags & BELL_BROKEN != 0 {
            return -1;
        }
        0
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        let mut count = 0;
        for i in 0..self.pending.len() {
            if self.pending[i] != 0 {
                count += 1;
            }
        }
        count
    }
}
"""
DESK_OLD = "".join(f"const DRAWER_{number}: u8 = {number};\n" for number in range(9))
DESK_NEW = DESK_OLD.replace("DRAWER_4: u8", "DRAWER_4: c_int")

POINTER: dict[str, Any] = {
    "rule": "raw-pointer-parameter",
    "message": "`ring_all` takes a raw pointer, `log: *mut Log`, though only Rust calls it",
    "why": "In C a pointer is the only way to hand an object over, and every callee has to trust it. A reference "
    "is never null, alive for the call, and not aliased while it is written.",
    "instead": "Take `&mut Log`; the caller that really holds a raw pointer converts it once.",
    "function": "ring_all",
}
STATUS: dict[str, Any] = {
    "rule": "integer-status-return",
    "confidence": "medium",
    "question": "could `ring_all` return `Result<(), BellBroken>` instead of 0 or -1?",
    "why": "A status that nobody looks at is still valid C; a `Result` that nobody looks at is a warning.",
    "instead": "Return `Err(BellBroken)` here and `Ok(())` at the end; callers then use `?`.",
    "function": "ring_all",
}
LOOP: dict[str, Any] = {
    "rule": "index-loop",
    "level": "note",
    "message": "`i` is used for nothing but to index `self.pending`",
    "instead": "`for waiter in &mut self.pending`; the body then uses `*waiter` where it says `self.pending[i]`.",
    "function": "ring_all",
    "why": "An index has to be checked against the length; an iterator cannot leave the slice.",
}
C_TYPE: dict[str, Any] = {
    "rule": "c-integer-type",
    "level": "note",
    "confidence": "medium",
    "question": "does `DRAWER_4` have to be a `c_int`?",
    "why": "Nothing in C sees this constant.",
    "instead": "Keep `u8`, like its neighbours.",
}


def bell_patches(message_id: str = "<1-mira@example.org>") -> tuple[Patch, ...]:
    fields = {"Subject": "[PATCH v2 1/2] bell: ring for all", "References": "<cover@example.org>"}
    diff = git_diff("src/bell.rs", "", BELL) + git_diff("src/desk.rs", DESK_OLD, DESK_NEW)
    return patches_of(patch_mail(diff, Message_ID=message_id, **fields))


def bell_review() -> Review:
    """Stated and asked, of every level, one place and several."""
    patches = bell_patches()
    pointer = note_on(patches, "pub fn ring_all(&mut self, log: *mut Log) -> i32 {", **POINTER)
    loop = note_on(patches, "for i in 0..self.pending.len() {", **LOOP)
    second = BELL.split("\n").index("        for i in 0..self.pending.len() {", loop.finding.line) + 1
    again = Note(replace(loop.finding, line=second, end_line=second, function="waiting"), ())
    status = note_on(patches, "return -1;", **STATUS)
    status = Note(status.finding, (replace(status.finding, line=26, end_line=26),))
    c_type = note_on(patches, "const DRAWER_4: c_int = 4;", **C_TYPE)
    return review_of(patches, [pointer, status, loop, again, c_type])


def test_reply(golden: Golden) -> None:
    golden("reply.eml", written(bell_review(), SENDER))


def test_several_replies(golden: Golden) -> None:
    patches = bell_patches() + bell_patches("<2-mira@example.org>")
    notes = [note_on(patches, "const DRAWER_4: c_int = 4;", at=at, **C_TYPE) for at in (0, 1)]
    golden("series.mbox", written(review_of(patches, notes), SENDER))
