"""From the bytes of a patch to its notes, through every stage, without the command line."""

from __future__ import annotations

from pathlib import Path

from review_assist import pipeline
from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Submission

PATCH = Path(__file__).parent / "patches" / "frame-queue.mbox"


def review(text: str, settings: Settings | None = None) -> Review:
    """Review what a mail or diff brings, without a repository."""
    series, problems = read_patches(text.encode(), "test")
    return pipeline.review(Submission(series, (), problems), settings or Settings())


def told(text: str, *rules: str) -> list[tuple[str, int]]:
    return [(f.rule, f.line) for f in review(text, Settings(select=rules)).findings]


def hunk(path: str, start: int, *lines: str) -> str:
    """A diff of one hunk; lines carry their marks."""
    old = sum(line[0] in "- " for line in lines)
    new = sum(line[0] in "+ " for line in lines)
    head = f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -{start},{old} +{start},{new} @@\n"
    return head + "\n".join(lines) + "\n"


def test_a_real_mail_brings_notes_on_the_lines_it_wrote() -> None:
    done = review(PATCH.read_text())
    added = {
        (diff.path, line.new)
        for patch in done.submission.patches
        for diff in patch.files
        for part in diff.hunks
        for line in part.lines
        if line.kind == "+"
    }
    assert len(done.notes) >= 5
    assert {(f.path, f.line) for f in done.findings} <= added
    assert done.problems == ()


def test_context_and_removed_lines_are_not_judged() -> None:
    diff = hunk("src/a.rs", 3, " static mut A: u32 = 0;", "-static mut B: u32 = 0;", "+const B: u32 = 0;")
    assert told(diff) == []


def test_lines_keep_their_numbers_in_a_hunk_from_the_middle() -> None:
    diff = hunk("src/a.rs", 120, "     }", " ", "+    fn f(p: *mut Foo) {", "+    }", " }")
    assert told(diff, "raw-pointer-parameter") == [("raw-pointer-parameter", 122)]


def test_moved_code_is_not_new() -> None:
    body = ["fn count_frames(total: *mut Counter, step: usize) -> usize {", "    step + 1", "}"]
    away = hunk("src/a.rs", 10, *(f"-{line}" for line in body), " ")
    here = hunk("src/b.rs", 40, " ", *(f"+    {line}" for line in body))
    assert told(away + here, "raw-pointers") == []
    assert told(here, "raw-pointers") != []


def test_a_habit_that_was_there_before_is_not_new() -> None:
    diff = hunk("src/a.rs", 7, "-static mut COUNTER: u32 = 0;", "+pub static mut COUNTER: u32 = 1;")
    done = review(diff, Settings(select=("mutable-static",)))
    assert done.findings == () and [s.reason for s in done.silenced] == ["was there before the patch"]


def test_a_shape_in_which_only_the_operands_changed_is_not_new() -> None:
    first = (" use libc::c_uint;", " fn f(s: &mut S) {")
    old = (
        "-    if s.used as usize > size_of::<usize>() * 8 {",
        "-        s.used = (size_of::<usize>() * 8) as c_uint;",
    )
    new = ("+    if s.used > usize::BITS {", "+        s.used = usize::BITS;", "     }", " }")
    settings = Settings(select=("manual-min-max",))
    done = review(hunk("src/a.rs", 7, *first, *old, *new), settings)
    assert done.findings == () and [s.reason for s in done.silenced] == ["was there before the patch"]
    for other in (
        (old[0], "-        log(s.used);"),
        (old[0].replace(">", "<"), old[1]),
        ("-    while s.used as usize > size_of::<usize>() * 8 {", old[1]),
        (old[0], old[1].replace("s.used =", "s.used +=")),
        ("-    s.used = 0;",),
    ):
        assert told(hunk("src/a.rs", 7, *first, *other, *new), "manual-min-max") == [("manual-min-max", 9)], other


def test_a_shape_may_have_types_in_it() -> None:
    first = (" fn f(a: &A) -> bool {", "     if a.c { let n: Vec<u8> = g(); }")
    patch = hunk("src/a.rs", 7, *first, "-    a.log()", "+    if a.other { true } else { false }", " }")
    assert told(patch, "bool-from-branches") == [("bool-from-branches", 9)]


def test_a_statement_that_fits_on_one_line_now_is_not_new() -> None:
    old = ("-    s.length = split", "-        .offset(-(back as isize))", "-        .offset_from(start) as u32;")
    new = ("+    s.length = split.sub(back).offset_from(start) as u32;", " }")
    first = " unsafe fn f(s: &mut S, split: P, start: P, back: usize) {"
    assert told(hunk("src/a.rs", 7, first, *old, *new), "pointer-arithmetic") == []
    other = ("-    s.length = split", "-        .length(limit, start, end)", "-        .unwrap_or(0) as u32;")
    assert told(hunk("src/a.rs", 7, first, *other, *new), "pointer-arithmetic") == [("pointer-arithmetic", 8)]


def test_a_signature_that_is_only_laid_out_anew_is_not_new() -> None:
    long = ["-fn drain(", "-    queue: *mut Queue,", "-    limit: usize,", "-) -> usize {"]
    diff = hunk("src/a.rs", 7, *long, "+fn drain(queue: *mut Queue, limit: usize) -> usize {", "     limit", " }")
    done = review(diff, Settings(select=("raw-pointers",), pedantic=True))
    assert done.findings == () and [s.reason for s in done.silenced] == ["was there before the patch"]


def test_a_bug_whose_line_is_only_laid_out_anew_is_not_new() -> None:
    old, new = "-    let t : tm = mem::uninitialized();", "+    let t: tm = mem::uninitialized();"
    assert told(hunk("src/a.rs", 7, " fn f() {", old, new, " }"), "uninit-assumed") == []
    twice = new.replace("let t:", "let u:")
    assert told(hunk("src/a.rs", 7, " fn f() {", old, twice, " }"), "uninit-assumed") == [("uninit-assumed", 8)]


def test_a_pointer_to_another_type_is_not_new() -> None:
    old, new = "-    data: *mut c_void,", "+    data: *mut Pixel,"
    for fields, count in (((old, new), 0), ((old.replace("mut", "const"), new), 1), ((new,), 1)):
        diff = hunk("src/a.rs", 7, " struct Frame {", "     n: u8,", *fields, " }")
        assert len(told(diff, "raw-pointer-field")) == count


def test_a_second_place_beside_an_old_one_is_new() -> None:
    old = ["     let a = 0 as c_int;", "-    let b = 1;"]
    diff = hunk("src/a.rs", 7, " fn f() {", *old, "+    let b = 1 as c_int;", " }")
    assert told(diff, "literal-cast") == [("literal-cast", 9)]


def test_what_the_patch_takes_out_on_purpose_is_not_suggested() -> None:
    diff = hunk("src/a.rs", 7, "-fn new(state: &State) -> Timer {", "+fn new(state: *const State) -> Timer {")
    done = review(diff, Settings(select=("raw-pointer-parameter",)))
    assert done.findings == () and [s.reason for s in done.silenced] == [
        "the patch takes out what it would suggest"
    ]


def test_a_later_patch_of_a_series_is_judged_by_what_it_adds() -> None:
    first = "From: A <a@example.org>\nSubject: [PATCH 1/2] one\n\n---\n" + hunk(
        "src/a.rs", 1, "+static mut A: u32 = 0;"
    )
    second = "From: A <a@example.org>\nSubject: [PATCH 2/2] two\n\n---\n" + hunk(
        "src/a.rs", 1, " static mut A: u32 = 0;", "+const B: u32 = 0;"
    )
    mark = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
    done = review(mark + first + "\n" + mark + second)
    assert [(f.patch, f.rule) for f in done.findings] == [(0, "mutable-static")]


def test_a_comment_silences_and_is_told() -> None:
    diff = hunk("src/a.rs", 1, "+// review-assist: allow(mutable-static)", "+static mut A: u32 = 0;")
    done = review(diff)
    assert done.findings == () and [s.reason for s in done.silenced] == ["allowed by a comment"]


def test_a_family_or_a_whole_file_can_be_silenced() -> None:
    family = hunk("src/a.rs", 1, "+static mut A: u32 = 0; // review-assist: allow(state)")
    whole = hunk("src/a.rs", 1, "+static mut A: u32 = 0;", "+// review-assist: allow-file(mutable-static)")
    assert told(family) == [] and told(whole) == []


def test_a_comment_that_allows_no_rule_is_told() -> None:
    diff = hunk("src/a.rs", 4, "+static mut A: u32 = 0; // review-assist: allow(mutable-statics)")
    done = review(diff)
    assert [f.rule for f in done.findings] == ["mutable-static"]
    assert [
        (r.where, r.what.startswith("the comment in line 4 allows mutable-statics")) for r in done.remarks
    ] == [("src/a.rs", True)]


def test_generated_files_are_left_alone() -> None:
    diff = hunk("src/a.rs", 1, "+// @generated by a tool", "+static mut A: u32 = 0;")
    assert told(diff) == []


def test_code_that_does_not_parse_is_left_alone() -> None:
    diff = hunk("src/a.rs", 1, "+fn f(p: *mut Foo {{{ =>", "+static static mut : = ;;")
    assert told(diff) == []


def test_fingerprints_survive_a_shift() -> None:
    def prints(start: int) -> list[str]:
        return [f.fingerprint for f in review(hunk("src/a.rs", start, "+static mut A: u32 = 0;")).findings]

    assert prints(10) == prints(900) != []


def test_what_is_withheld_is_counted() -> None:
    quiet, loud = review(PATCH.read_text()), review(PATCH.read_text(), Settings(pedantic=True))
    assert len(loud.findings) == len(quiet.findings) + quiet.withheld


def test_a_function_that_the_hunk_does_not_show_has_no_name() -> None:
    diff = hunk("src/a.rs", 50, "     let a = 1;", "+    let x = unsafe { next() };", "     drop(x);")
    (finding,) = review(diff, Settings(select=("missing-safety-comment",), pedantic=True)).findings
    assert finding.function == ""
    texts = (finding.message, finding.question, finding.why, finding.instead)
    assert not any("``" in text or "__" in text for text in texts)


def test_other_unsafe_code_in_the_place_of_some_needs_a_reason_of_its_own() -> None:
    body = (" fn drain(queue: &mut Queue) {", "-    unsafe { bindings::queue_flush(queue.raw(), 0) };")
    other = "+    let first = unsafe { &mut *head };"
    alike = "+    unsafe { bindings::queue_flush(queue.raw(), flags) };"
    for path, added, count in (
        ("rust/kernel/queue.rs", other, 1),
        ("rust/kernel/queue.rs", alike, 0),
        ("src/queue.rs", other, 0),
    ):
        diff = hunk(path, 7, *body, added, "     queue.count = 0;", " }")
        settings = Settings(select=("missing-safety-comment",), pedantic=True)
        assert len(review(diff, settings).findings) == count, (path, added)
