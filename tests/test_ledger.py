"""The ledger: C habits that each patch adds, removes and moves."""

from __future__ import annotations

from io import StringIO

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Rows, Submission
from review_assist.pipeline import review
from review_assist.reports import json, terminal
from review_assist.reports.ledger import WIDTH, table
from tests.reports.building import git_diff, patch_mail

COUNT = "static mut COUNT: u32 = 0;\n"
POINTER = "fn drain(queue: *mut Queue) {\n    unsafe { (*queue).length = 0 };\n}\n"
RULES = ("mutable-static", "raw-pointer-parameter")


def counted(*versions: tuple[str, str, str], rows: Rows = "rule", rules: tuple[str, ...] = RULES) -> Review:
    """The review of a series, each patch of it as path, text before and after; a path may be deleted."""
    mails = [
        patch_mail(
            _diff(*version), Subject=f"[PATCH {at}/{len(versions)}] bell: step {at}", Message_ID=f"<{at}@x>"
        )
        for at, version in enumerate(versions, 1)
    ]
    found, problems = read_patches(b"".join(b"From a@b Thu Jan  1 00:00:00 1970\n" + m for m in mails), "test")
    assert problems == ()
    return review(Submission(found), Settings(select=rules, ledger=rows))


def _diff(path: str, old: str, new: str) -> str:
    if new:
        return git_diff(path, old, new)
    return (
        git_diff(path, old, new)
        .replace(f"+++ b/{path}", "+++ /dev/null")
        .replace("\n---", "\ndeleted file mode 100644\n---", 1)
    )


def rows(done: Review) -> list[tuple[int, str, int, int, int]]:
    assert done.ledger is not None
    return [(row.patch, row.rule or row.family, row.added, row.removed, row.moved) for row in done.ledger.tallies]


def test_what_is_added_and_what_is_removed() -> None:
    done = counted(("src/a.rs", "", COUNT), ("src/a.rs", COUNT, "static COUNT: AtomicU32 = AtomicU32::new(0);\n"))
    assert rows(done) == [(0, "mutable-static", 1, 0, 0), (1, "mutable-static", 0, 1, 0)]


def test_what_is_only_edited_is_neither() -> None:
    assert rows(counted(("src/a.rs", COUNT, COUNT.replace("= 0", "= 1")))) == []


def test_a_file_that_goes_takes_its_habits_along() -> None:
    assert rows(counted(("src/a.rs", POINTER + COUNT, ""))) == [
        (0, "raw-pointer-parameter", 0, 1, 0),
        (0, "mutable-static", 0, 1, 0),
    ]


def test_what_moves_is_not_removed() -> None:
    here, there = ("src/a.rs", POINTER, ""), ("src/b.rs", "", POINTER)
    assert rows(counted(here, there)) == [(1, "raw-pointer-parameter", 0, 0, 1)]


def test_what_moves_within_a_file_is_counted_in_its_own_hunk() -> None:
    middle = "".join(f"fn step_{n}() {{}}\n" for n in range(90))
    end = "".join(f"fn last_{n}() {{}}\n" for n in range(90))
    done = counted(
        ("src/a.rs", COUNT + POINTER + middle + end, POINTER + middle + COUNT + end.replace("_80", "_x"))
    )
    assert rows(done) == [(0, "mutable-static", 0, 0, 1)]


def test_rows_of_families() -> None:
    rules = ("mutable-static", "singleton")
    done = counted(("src/a.rs", "", COUNT), rows="family", rules=rules[:1])
    assert rows(done) == [(0, "state", 1, 0, 0)]


def test_it_is_counted_only_if_asked_for() -> None:
    found, _ = read_patches(git_diff("src/a.rs", "", COUNT).encode(), "test")
    assert review(Submission(found), Settings()).ledger is None


def test_the_table_fits_into_a_mail_and_sums_up() -> None:
    done = counted(("src/a.rs", "", COUNT), ("src/b.rs", "", POINTER))
    assert done.ledger is not None
    lines = table(done.ledger, done.submission.patches)
    assert max(map(len, lines)) <= WIDTH
    assert [line.split() for line in lines] == [
        ["C", "habits", "added", "removed", "moved"],
        ["1/2", "bell:", "step", "1"],
        ["mutable-static", "1", "-", "-"],
        ["2/2", "bell:", "step", "2"],
        ["raw-pointer-parameter", "1", "-", "-"],
        ["All", "patches", "2", "-", "-"],
    ]


def test_the_terminal_and_json_have_it() -> None:
    done = counted(("src/a.rs", "", COUNT))
    screen, document = StringIO(), StringIO()
    terminal.write(done, screen, terminal.Style())
    json.write(done, document, version="1")
    assert "C habits" in screen.getvalue()
    assert '"ledger": [' in document.getvalue() and '"added": 1' in document.getvalue()
