"""The command line as a user meets it: inputs, formats, exit codes, errors of one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from review_assist import __version__
from review_assist.reports.formats import FORMATS

PATCH = Path(__file__).parent / "patches" / "frame-queue.mbox"
GOOD = "pub fn double(x: u32) -> u32 {\n    x * 2\n}\n"
BAD = "static mut COUNT: u32 = 0;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to stand in, outside of any repository."""
    return tmp_path


def run(folder: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    hermetic = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    done = subprocess.run(
        [sys.executable, "-c", "from review_assist.cli import main; main()", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=hermetic | environment,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(folder: Path) -> Path:
    """A repository with one clean commit and one that adds a `static mut`."""
    git(folder, "init", "-q", "-b", "main")
    (folder / "lib.rs").write_text(GOOD)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a start")
    (folder / "lib.rs").write_text(GOOD + BAD)
    git(folder, "commit", "-qam", "count")
    return folder


def test_version(folder: Path) -> None:
    assert run(folder, "--version").stdout == f"review-assist, version {__version__}\n"


def test_review_is_content_whatever_it_finds(folder: Path) -> None:
    done = run(folder, "review", str(PATCH))
    assert done.returncode == 0 and "mutable-static" in done.stdout and done.stderr == ""


def test_check_fails_on_warnings(folder: Path) -> None:
    assert run(folder, "check", str(PATCH)).returncode == 1
    assert run(folder, "check", "--fail-on", "never", str(PATCH)).returncode == 0


def test_check_passes_good_code(folder: Path) -> None:
    (folder / "good.rs").write_text(GOOD)
    done = run(folder, "check", "good.rs")
    assert (done.returncode, done.stdout) == (0, "nothing to say about 1 Rust file\n")


def test_check_reads_a_folder_of_rust(folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "src" / "a.rs").write_text(GOOD)
    (folder / "src" / "b.rs").write_text(BAD)
    done = run(folder, "check", "src", "--format", "json")
    assert done.returncode == 1
    assert {f["path"] for f in json.loads(done.stdout)["findings"]} == {"src/b.rs"}


def test_review_says_that_whole_files_are_for_check(folder: Path) -> None:
    (folder / "a.rs").write_text(BAD)
    done = run(folder, "review", "a.rs")
    assert done.returncode == 3 and "check" in done.stderr and done.stderr.count("\n") == 1


def test_reads_standard_input(folder: Path) -> None:
    done = run(folder, "review", "-", "--format", "json", stdin=PATCH.read_bytes())
    assert json.loads(done.stdout)["patches"][0]["subject"].startswith("radio: queue the frames")


@pytest.mark.parametrize("revision", ["HEAD", "HEAD~1..", "HEAD^..main"])
def test_reads_revisions(repository: Path, revision: str) -> None:
    done = run(repository, "check", revision, "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["rule"], finding["line"]) == (1, "mutable-static", 4)


def test_reads_uncommitted_changes(repository: Path) -> None:
    text = (repository / "lib.rs").read_text()
    (repository / "lib.rs").write_text(text + "static mut MORE: u32 = 0;\n")
    done = run(repository, "check", "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["line"] == 5


def test_uncommitted_changes_include_new_files(repository: Path) -> None:
    (repository / "new.rs").write_text(BAD)
    done = run(repository, "check", "--format", "json")
    assert [f["path"] for f in json.loads(done.stdout)["findings"]] == ["new.rs"]


@pytest.mark.parametrize("arguments", [[], ["HEAD.."]])
def test_no_changes_are_no_error(repository: Path, arguments: list[str]) -> None:
    done = run(repository, "check", *arguments)
    assert (done.returncode, done.stdout) == (0, "no changes: nothing to review\n")


def test_a_reply_without_a_thread_is_told_in_one_line(repository: Path) -> None:
    git(repository, "format-patch", "-1", "-q", "-o", "out")
    done = run(repository, "review", "out/0001-count.patch", "--format", "mail")
    assert done.returncode == 0 and "In-Reply-To" not in done.stdout
    assert done.stderr.count("\n") == 1 and "no In-Reply-To" in done.stderr and "b4 am" in done.stderr
    assert run(repository, "review", "out/0001-count.patch").stderr == ""


def test_no_reply_is_written_where_nothing_is_said(repository: Path) -> None:
    done = run(repository, "review", "HEAD~1", "--format", "mail")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "review-assist: nothing to say about 1 Rust file; no reply written\n"


def test_a_place_that_cannot_be_written_is_wrong_usage(folder: Path) -> None:
    done = run(folder, "review", str(PATCH), "-o", "nowhere/out")
    assert done.returncode == 2 and done.stderr.count("\n") == 1


def test_reads_a_repository_elsewhere(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = run(elsewhere, "check", "HEAD", "--repo", str(repository))
    assert done.returncode == 1


def test_a_missing_input_is_one_line_and_the_rest_is_reviewed(folder: Path) -> None:
    done = run(folder, "review", "nowhere.patch", str(PATCH))
    assert done.returncode == 3 and "mutable-static" in done.stdout
    assert done.stderr.startswith("review-assist: nowhere.patch: ") and done.stderr.count("\n") == 1


def test_an_unknown_rule_names_the_nearest(folder: Path) -> None:
    done = run(folder, "review", "--select", "mutable-statics", str(PATCH))
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean mutable-static?" in done.stderr


def test_select_and_ignore_take_rules_and_families(folder: Path) -> None:
    done = run(
        folder, "check", str(PATCH), "--select", "state,index-loop", "--ignore", "index-loop", "--format", "json"
    )
    assert {f["rule"] for f in json.loads(done.stdout)["findings"]} == {"mutable-static"}


def test_level_hides_what_is_below(folder: Path) -> None:
    done = run(folder, "check", str(PATCH), "--level", "error", "--format", "json")
    assert {f["level"] for f in json.loads(done.stdout)["findings"]} <= {"error"}


def test_an_unknown_option_is_wrong_usage(folder: Path) -> None:
    done = run(folder, "review", "--no-such-option")
    assert done.returncode == 2 and done.stderr.count("\n") == 1


def test_output_goes_to_a_file(folder: Path) -> None:
    done = run(folder, "review", str(PATCH), "--format", "json", "-o", "out.json")
    assert done.stdout == "" and json.loads((folder / "out.json").read_text())["schema_version"] == 1


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("says_much", [True, False])
def test_every_format_goes_to_a_file(folder: Path, form: str, says_much: bool) -> None:
    arguments = ["--diff-refs", ",".join(("a" * 40, "b" * 40, "c" * 40)), "-q", "--format", form, "-o", "out"]
    patch = PATCH.read_bytes() if says_much else PATCH.read_bytes().replace(b".rs", b".txt")
    done = run(folder, "review", "-", *arguments, stdin=patch)
    text = (folder / "out").read_text()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not says_much or "FRAMES_LOST" in text
    if form in ("json", "sarif", "gitlab", "github", "gitlab-discussions"):
        json.loads(text)


@pytest.mark.parametrize("refs", ["", "a,b,c", "a" * 40])
def test_discussions_need_the_commits_of_the_merge_request(folder: Path, refs: str) -> None:
    arguments = ["--diff-refs", refs] if refs else []
    done = run(folder, "review", str(PATCH), "--format", "gitlab-discussions", *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "BASE,START,HEAD" in done.stderr


def test_same_input_same_bytes(folder: Path) -> None:
    first, second = (run(folder, "review", str(PATCH), "--format", "json").stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "environment", "is_colored"),
    [
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {}, False),
        (["--color", "never"], {}, False),
    ],
)
def test_color(folder: Path, arguments: list[str], environment: dict[str, str], is_colored: bool) -> None:
    done = run(folder, "review", str(PATCH), *arguments, **environment)
    assert ("\x1b[" in done.stdout) == is_colored


def test_quiet_prints_findings_only(folder: Path) -> None:
    (folder / "good.rs").write_text(GOOD)
    assert run(folder, "check", "-q", "good.rs").stdout == ""


def test_explain_shows_the_habit_in_c_and_what_the_cure_gains(folder: Path) -> None:
    told = run(folder, "explain", "mutable-static").stdout
    assert "    static unsigned name;  /* which lock? */\n    name++;\n" in told
    assert "What that gains\nThe compiler then checks, by `Sync`," in told


def test_explain_teaches_a_rule_and_a_family(folder: Path) -> None:
    assert "Keep it when" in run(folder, "explain", "mutable-static").stdout
    assert run(folder, "explain", "state").stdout.count("Keep it when") > 1
    assert run(folder, "explain", "no-such-rule").returncode == 2


def test_rules_as_json_say_what_a_program_needs(folder: Path) -> None:
    listed = json.loads(run(folder, "rules", "--format", "json").stdout)
    wanted = {"name", "family", "level", "confidence", "pedantic", "clippy", "summary"}
    assert listed and all(set(rule) == wanted for rule in listed)


def test_hostile_text_reaches_the_terminal_harmless(folder: Path) -> None:
    (folder / "a.rs").write_text('static mut X: &str = "\x1b]0;owned\x07\u202e";\n')
    assert not set("\x1b\x07\u202e") & set(run(folder, "check", "a.rs").stdout)


def test_a_failure_of_our_own_is_one_line(folder: Path) -> None:
    code = (
        "import review_assist.run as run, review_assist.cli as cli\n"
        "def broken(*_, **__): raise KeyError('a\\nb')\n"
        "run.read = broken\n"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "x.patch"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4 and done.stderr.count("\n") == 1
    assert done.stderr.startswith("review-assist: a failure of our own in run.py:") and "report it" in done.stderr


@pytest.mark.parametrize(("closed", "code"), [("<&-", 3), (">&-", 2)])
def test_a_closed_stream_is_one_line(folder: Path, closed: str, code: int) -> None:
    command = f'"$0" -c "from review_assist.cli import main; main()" review - {closed}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)


def test_wrong_usage_leaves_the_output_file_alone(folder: Path) -> None:
    (folder / "a.rs").write_text(BAD)
    (folder / "reply.eml").write_text("kept")
    done = run(folder, "check", "a.rs", "--format", "mail", "-o", "reply.eml")
    assert (done.returncode, (folder / "reply.eml").read_text()) == (2, "kept")


def test_an_empty_input_is_not_the_current_folder(folder: Path) -> None:
    (folder / "a.rs").write_text(BAD)
    done = run(folder, "check", "")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)


def test_a_dangling_link_is_not_likened_to_itself(folder: Path) -> None:
    (folder / "dangling.patch").symlink_to("nowhere")
    done = run(folder, "check", "dangling.patch")
    assert done.returncode == 3 and "did you mean" not in done.stderr


def test_review_of_a_folder_of_rust_says_that_it_is_for_check(folder: Path) -> None:
    (folder / "a.rs").write_text(BAD)
    done = run(folder, "review", ".")
    assert done.returncode == 3 and "use check" in done.stderr


@pytest.mark.parametrize("revision", ["HEAD", "refs/heads/main"])
def test_inside_a_bare_repository_its_own_files_are_revisions(repository: Path, revision: str) -> None:
    git(repository, "clone", "-q", "--bare", ".", "bare.git")
    done = run(repository / "bare.git", "check", revision, "--format", "json")
    assert [f["line"] for f in json.loads(done.stdout)["findings"]] == [4]


def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -c 'from review_assist.cli import main; main()' rules | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_explain_teaches_the_words_of_notes(folder: Path) -> None:
    assert "See also: " in run(folder, "explain", "borrow").stdout
    assert run(folder, "explain", "NULL").stdout.startswith("Option\n")
    assert "borrow" in run(folder, "explain", "--terms").stdout
    assert run(folder, "explain").returncode == 2


def test_explain_writes_a_book(folder: Path) -> None:
    assert run(folder, "explain", "--all", "--format", "markdown", "-o", "book.md").stdout == ""
    assert (folder / "book.md").read_text().startswith("# C habits in Rust\n")
    assert run(folder, "explain", "borrow", "--format", "html").stdout.startswith("<!doctype html>")
    assert "malloc" in run(folder, "explain", "--all").stdout
    assert run(folder, "explain", "--all", "borrow").returncode == 2
    assert run(folder, "explain", "--terms", "--format", "html").returncode == 2
