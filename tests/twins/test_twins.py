"""C beside Rust: which functions are a pair, and which C line a note quotes."""

from __future__ import annotations

import json
import os
import subprocess
import time
from io import StringIO
from pathlib import Path

import pytest

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.inputs.read import read
from review_assist.inputs.twins import with_twins
from review_assist.model import CLine, Review, Submission, Twin
from review_assist.pipeline import review
from review_assist.reports import json as json_report
from tests.reports.building import git_diff, patch_mail, written

C = """\
#define BELL_DEPTH 16

static void bell_update(BellState *s)
{
    s->level = s->pending & s->mask;
    bell_set_line(s->irq, s->level != 0);
}

/* ring: the queue is full */
static int bell_push(BellState *s, int tone)
{
    int slot = (s->head + s->count) % BELL_DEPTH;

    if (s->count == BELL_DEPTH) {
        bell_log("bell: queue overflow, dropping\\n");
        return -1;
    }
    s->queue[slot] = tone;
    s->count++;
    return 0;
}

static void bell_reset(BellState *s)
{
    s->count = 0;
    s->head = 0;
}
"""
RUST = """\
impl BellState {
    fn update(&mut self) {
        self.level = self.pending & self.mask;
        unsafe { bell_set_line(self.irq, self.level != 0) };
    }

    fn push(&mut self, tone: i32) -> i32 {
        let slot = (self.head + self.count) % BELL_DEPTH;
        if self.count == BELL_DEPTH {
            eprintln!("bell: queue overflow, dropping");
            return -1;
        }
        self.queue[slot] = tone;
        self.count += 1;
        return 0;
    }
}
"""


def deletion(path: str, text: str) -> str:
    """The diff that deletes a file."""
    diff = git_diff(path, text, "").replace(f"+++ b/{path}", "+++ /dev/null")
    return diff.replace("\n---", "\ndeleted file mode 100644\n---", 1)


def port(c: str = C, rust: str = RUST, *, teach: str = "card", c_path: str = "hw/bell.c") -> Review:
    """The review of a patch that replaces C by Rust."""
    mail = patch_mail(deletion(c_path, c) + git_diff("src/bell.rs", "", rust))
    found, problems = read_patches(mail, "test")
    assert problems == ()
    return review(Submission(found), Settings(pedantic=True, teach=teach))  # type: ignore[arg-type]


def names(done: Review) -> list[tuple[str, str]]:
    return [(pair.c.name, pair.rust.name) for pair in done.pairs]


def twins(done: Review) -> dict[tuple[str, str], CLine]:
    return {(n.finding.rule, n.finding.function): n.twin for n in done.notes if n.twin}


def test_functions_are_paired_by_name_and_content() -> None:
    done = port()
    assert names(done) == [("bell_update", "update"), ("bell_push", "push")]
    pair = done.pairs[1]
    assert (pair.c.path, pair.c.line, pair.c.end_line) == ("hw/bell.c", 10, 21)
    assert (pair.rust.path, pair.rust.line, pair.rust.end_line) == ("src/bell.rs", 7, 16)
    assert pair.rust.code[0] == "    fn push(&mut self, tone: i32) -> i32 {"


def test_a_note_on_a_statement_quotes_the_c_statement() -> None:
    done = port(
        "static void bell_say(Bell *b)\n{\n    bell_log(b->sink,\n             b->volume);\n    b->said = 1;\n}\n",
        "fn say(b: &Bell) {\n    unsafe { *b.volume.cast_mut() = bell_log(b.sink, b.volume) };\n}\n",
    )
    quoted = {line.code for line in twins(done).values() if line.line == 3}
    assert quoted == {("    bell_log(b->sink,", "             b->volume);")}


def test_a_note_on_a_signature_quotes_the_c_signature() -> None:
    line = twins(port())["integer-status-return", "push"]
    assert line == CLine("hw/bell.c", 10, ("static int bell_push(BellState *s, int tone)",), "bell_push")


def test_a_line_without_its_own_counterpart_quotes_nothing() -> None:
    assert ("tail-return", "push") not in twins(port())


OTHER_CONTENT = """\
impl Lamp {
    fn push(&mut self, colour: u8) -> i32 {
        self.colours.add(colour);
        return 0;
    }
}
"""
OTHER_NAME = """\
impl BellState {
    fn store(&mut self, tone: i32) -> i32 {
        self.queue[slot] = tone;
        return 0;
    }
}
"""


@pytest.mark.parametrize("rust", [OTHER_CONTENT, OTHER_NAME])
def test_half_a_match_is_none(rust: str) -> None:
    assert names(port(rust=rust)) == []


def test_two_that_would_do_as_well_are_none() -> None:
    twice = RUST + RUST.replace("impl BellState", "impl Chime")
    assert names(port(rust=twice)) == []


def test_c_plus_plus_is_left_alone() -> None:
    assert names(port(c_path="hw/bell.cpp")) == []
    assert names(port("namespace bells {\n" + C + "}\n", c_path="hw/bell.h")) == []
    assert names(port(c_path="hw/bell.h")) != []


def test_the_mail_quotes_and_leaves_the_generic_c_out() -> None:
    done = port(teach="lesson")
    text = written(done)
    assert (
        "This mirrors `bell_push()` in `hw/bell.c`:\n\n    static int bell_push(BellState *s, int tone)\n" in text
    )
    for note in done.notes:
        parts = [passage.part for passage in note.passages]
        assert parts[1:3] == ["twin", "twin-code"] if note.twin else "twin" not in parts
        assert not (note.twin and "in-c" in parts)


def test_little_teaching_quotes_nothing() -> None:
    assert "mirrors" not in written(port(teach="line"))


def test_hostile_c_is_harmless() -> None:
    deep = "void f(void) { " + "{" * 20000 + "}" * 20000 + " }\n"
    wide = 'static int bell_push(char *s) { log("' + "a \\" * 50000 + '"); }\n'
    unclosed = "/*" * 20000 + "\n#if A\n" * 2000 + "int x" + "(" * 5000 + "\n"
    nul = "static int bell_push(void) {\0\x1b[31m return 0; }\n"
    start = time.monotonic()
    for hostile in (deep, wide, unclosed, nul):
        port(C + hostile)
    assert time.monotonic() - start < 20


def git(folder: Path, *arguments: str) -> None:
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    user = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *user, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.mark.parametrize(
    ("c_path", "known"),
    [("hw/bell.c", ()), ("hw/ring.c", (Twin(c=("hw/ring.c",), rust=("rust/**",)),)), ("hw/ring.c", None)],
    ids=["same name", "named by the profile", "unknown"],
)
def test_the_twin_is_found_in_the_repository(tmp_path: Path, c_path: str, known: tuple[Twin, ...] | None) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    for path, text in ((c_path, C), ("other/lamp.c", "int lamp(void) { return 1; }\n")):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "in C")
    (tmp_path / "rust" / "bell").mkdir(parents=True)
    (tmp_path / "rust" / "bell" / "device.rs").write_text(RUST)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "in Rust")
    submission = read(["HEAD"], repository=tmp_path, use_repository=True, whole_files=False)
    submission = with_twins(submission, known or ())
    assert list(submission.twins) == ([] if known is None else [c_path])
    done = review(submission, Settings())
    assert names(done) == ([] if known is None else [("bell_update", "update"), ("bell_push", "push")])


C_TYPES = """\
#define INT_LOUD (1 << 3)
#define INT_LONG (1 << 4)
#define INT_HIGH (1 << 5)

typedef struct BellState {
    SysBusDevice parent_obj;
    struct Tower *tower;  /* in which
                             it hangs */
} BellState;

struct Other {
    uint8_t ringing;
};

static int lost;
"""
RUST_TYPES = """\
pub const INT_LOUD: u32 = 1 << 3;
pub const INT_LONG: u32 = 1 << 4;
pub const INT_HIGH: u32 = 1 << 5;

pub struct BellState {
    tower: *mut Tower,
    ringing: *mut u8,
}

static mut lost: i32 = 0;
"""


def test_what_stands_outside_of_functions_is_quoted_by_its_name() -> None:
    lines = {(rule, line.line): line.code for (rule, _), line in twins(port(C_TYPES, RUST_TYPES)).items()}
    assert lines == {
        ("flag-constants", 1): ("#define INT_LOUD (1 << 3)",),
        ("raw-pointer-field", 7): ("    struct Tower *tower;",),
        ("mutable-static", 15): ("static int lost;",),
    }
    text = written(port(C_TYPES, RUST_TYPES))
    assert "\n\nIn `hw/bell.c` this is:\n\n    static int lost;\n\n" in text


def test_a_member_of_an_unlike_type_is_not_quoted() -> None:
    elsewhere = RUST_TYPES.replace("BellState", "Chime")
    quoted = {line.line for line in twins(port(C_TYPES, elsewhere)).values()}
    assert quoted == {1, 15}


def test_two_of_a_name_are_not_quoted() -> None:
    twice = C_TYPES + "#else\n#define INT_LOUD (1 << 7)\n"
    assert 1 not in {line.line for line in twins(port(twice, RUST_TYPES)).values()}


def test_a_function_that_hunks_cut_is_paired_as_far_as_it_is_shown() -> None:
    more = [f"    step({number});" for number in range(40)]
    c = C.replace("    s->count++;", "\n".join([*more, "    s->count++;"]))
    rust = RUST.replace("        self.count += 1;", "\n".join([*more, "        self.count += 1;"]))
    removed = (
        c.replace("    if (s->count == BELL_DEPTH) {\n", "")
        .replace("        return -1;\n", "")
        .replace('        bell_log("bell: queue overflow, dropping\\n");\n    }\n', "")
    )
    without = rust.replace("        if self.count == BELL_DEPTH {\n", "").replace(
        '            eprintln!("bell: queue overflow, dropping");\n            return -1;\n        }\n', ""
    )
    in_c = git_diff("hw/bell.c", c, removed).replace(" @@\n", " @@ static int bell_push(BellState *s, int tone)\n")
    mail = patch_mail(in_c + git_diff("src/bell.rs", without, rust))
    found, problems = read_patches(mail, "test")
    assert problems == ()
    done = review(Submission(found), Settings(pedantic=True))
    assert names(done) == [("bell_push", "push")]
    assert done.pairs[0].c.code[-1] != "}" and done.pairs[0].rust.code[-1] != "    }"


def test_c_that_takes_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review_assist.syntax.c._SECONDS", 0.05)  # too short on any machine
    hostile = "int f(void)\n{\n    return " + "(a)\n" * 200_000 + ";\n}\n"
    start = time.monotonic()
    assert names(port(C + hostile)) == []
    assert time.monotonic() - start < 20


def test_the_quoted_line_is_in_the_json() -> None:
    out = StringIO()
    json_report.write(port(C_TYPES, RUST_TYPES), out, version="1")
    found = {entry["rule"]: entry["twin"] for entry in json.loads(out.getvalue())["findings"]}
    assert found["mutable-static"] == {
        "path": "hw/bell.c",
        "line": 15,
        "function": None,
        "code": ["static int lost;"],
    }
