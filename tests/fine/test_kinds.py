"""What looks alarming and is right: every example does what it claims, and little is told."""

from __future__ import annotations

import re
from io import StringIO

import pytest

from review_assist.config import Settings
from review_assist.fine.find import all_kinds, find_fine
from review_assist.fine.kind import Kind
from review_assist.model import ChangedFile, Fine, Review, Submission, Text
from review_assist.pipeline import review
from review_assist.reports import json, terminal
from tests.helper import findings
from tests.reports.building import git_diff, patch_mail, patches_of, review_of, written
from tests.test_since import reviewed as without_asking

EXAMPLE = re.compile(r"^```rust (fine|quiet)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = """\
fn ring(bell: &Bell) {
    // SAFETY: the bell is alive as long as the reference to it.
    unsafe { bindings::bell_ring(bell.as_ptr()) };
    bell.lock().unwrap();
}

fn tick(bell: &mut Bell) {
    bell.count = bell.count.wrapping_add(1);
    bell.lock().unwrap();
}

static COUNT: AtomicU32 = AtomicU32::new(0);

struct Guard<'a> {
    lock: *mut bindings::Lock,
    _bell: PhantomData<&'a Bell>,
}

unsafe extern "C" fn on_reset<T: Reset>(object: *mut Object) {
    unsafe { T::reset(&*object.cast::<T>()) }
}

#[no_mangle]
pub extern "C" fn bell_count() -> u32 {
    COUNT.load(Ordering::Relaxed)
}
"""


def examples() -> list[tuple[Kind, str, str]]:
    found = []
    for kind in all_kinds():
        text = re.sub(r"^    ", "", kind.judge.__doc__ or "", flags=re.MULTILINE)
        found += [(kind, verdict, code) for verdict, code in EXAMPLE.findall(text)]
    return found


def fine_in(code: str, *, after_rules: bool = False) -> list[Fine]:
    data = code.encode()
    text = Text(data, 0, len(data), 1, frozenset(range(1, data.count(b"\n") + 2)))
    spoken = findings(code) if after_rules else []
    return list(find_fine([ChangedFile("src/lib.rs", None, (text,), is_complete=True)], spoken))


def asked(code: str) -> Review:
    found = patches_of(patch_mail(git_diff("src/bell.rs", "", code)))
    return review(Submission(review_of(found).submission.series), Settings(also_fine=True))


@pytest.mark.parametrize(("kind", "verdict", "code"), examples(), ids=lambda value: getattr(value, "name", ""))
def test_examples(kind: Kind, verdict: str, code: str) -> None:
    told = [fine.kind for fine in fine_in(code)]
    assert (kind.name in told) is (verdict == "fine"), told


def test_every_kind_has_both_examples_and_sentences() -> None:
    assert len(all_kinds()) >= 14
    for kind in all_kinds():
        assert {verdict for k, verdict, _ in examples() if k is kind} == {"fine", "quiet"}
        assert kind.alarm.endswith((".", "?")) and kind.reason.endswith(".") and not kind.what.endswith(".")


@pytest.mark.parametrize(
    "code", [code for kind, verdict, code in examples() if verdict == "fine"], ids=lambda code: code[:30]
)
def test_no_rule_states_the_opposite_of_it(code: str) -> None:
    sure = {finding.line for finding in findings(code) if finding.confidence == "high"}
    assert not sure & {fine.line for fine in fine_in(code, after_rules=True)}


def test_at_most_five_kinds_and_each_once() -> None:
    told = [fine.kind for fine in asked(FILE).fine]
    assert len(told) == len(set(told)) == 5


def test_functions_are_named_and_those_that_occur_most_come_first() -> None:
    first = asked(FILE).fine[0]
    assert (first.kind, first.functions, first.count) == ("unwrap-on-lock", ("ring", "tick"), 2)


def test_it_is_told_only_if_asked_for() -> None:
    assert without_asking(patch_mail(git_diff("src/bell.rs", "", FILE))).fine == ()


def test_lines_that_were_there_are_not_named() -> None:
    found = patches_of(patch_mail(git_diff("src/bell.rs", FILE, FILE + "fn other() {}\n")))
    assert review(Submission(review_of(found).submission.series), Settings(also_fine=True)).fine == ()


def test_it_is_told_in_every_way() -> None:
    done = asked(FILE + "fn drain(queue: *mut Queue) {\n    unsafe { (*queue).length = 0 };\n}\n")
    screen, document = StringIO(), StringIO()
    terminal.write(done, screen, terminal.Style())
    json.write(done, document, version="1")
    assert "This is fine\n\nsrc/bell.rs:4\n  `unwrap()` on a lock (in `ring()`, `tick()`): " in screen.getvalue()
    assert '"kind": "unwrap-on-lock"' in document.getvalue()
    assert (
        "\n\nFor those newer to Rust, this looks alarming and is fine:\n\n`unwrap()` on a lock (in `ring()`"
        in written(done)
    )
