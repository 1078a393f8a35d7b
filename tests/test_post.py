"""Posting, against forges on the loopback that refuse, falter and forget as the real ones do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from review_assist.errors import InputError, UsageError
from review_assist.post import client, github, gitlab
from review_assist.post.client import Api
from tests.forge import TOKEN, State, serving
from tests.reports.building import git_diff
from tests.test_pipeline import PATCH

DIFF = PATCH.read_text().partition("\ndiff --git")[1].lstrip() + PATCH.read_text().partition("\ndiff --git")[2]
LINES = {("src/frame_queue.rs", line) for line in range(1, 80)} | {("src/lib.rs", line) for line in range(1, 40)}
PATHS = {"github": "/owner/repo/pull/12", "gitlab": "/group/sub/project/-/merge_requests/5"}


@dataclass
class Forge:
    """A running forge, and how to post to it."""

    kind: str
    state: State
    url: str
    folder: Path

    def post(self, *arguments: str, token: str = TOKEN, url: str = "") -> subprocess.CompletedProcess[str]:
        tokens = {"GITHUB_TOKEN": token, "GITLAB_TOKEN": token} if token else {}
        code = (
            "import review_assist.post.client as client, review_assist.cli as cli\n"
            "client.Api.__init__.__defaults__ = (lambda seconds: print('pause', seconds),)\n"
            "cli.main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, "post", self.kind, url or self.url, "--no-repo", *arguments],
            cwd=self.folder,
            env={"PATH": "", "no_proxy": "127.0.0.1", "PYTHONPATH": ":".join(sys.path)} | tokens,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr and TOKEN not in done.stdout + done.stderr
        return done

    @property
    def said(self) -> str:
        """Everything that was posted and not discarded."""
        drafts = [draft["note"] for draft in self.state.drafts]
        reviews = [text for r in self.state.reviews for text in (r["body"], *(c["body"] for c in r["comments"]))]
        return "\n".join((*reviews, *drafts))

    @property
    def marks(self) -> list[str]:
        return re.findall(r"<!-- review-assist:(\w+) -->", self.said)


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Forge]:
    files = [
        {
            "old_path": path,
            "new_path": path,
            "new_file": "new file" in part,
            "deleted_file": False,
            "diff": part[part.index("@@ -") :],
        }
        for part in DIFF.split("diff --git ")[1:]
        for path in [part.split()[0].removeprefix("a/")]
    ]
    state = State(diff=DIFF, files=files, commentable=set(LINES))
    with serving(request.param, state) as address:
        yield Forge(request.param, state, address + PATHS[request.param], tmp_path)


def test_a_dry_run_prints_what_would_be_sent_and_sends_nothing(forge: Forge) -> None:
    done = forge.post()
    assert done.returncode == 0 and forge.state.posts == 0
    assert done.stderr == "review-assist: dry run: 13 comments; nothing was sent, --send sends it\n"
    printed = re.split(r"^POST http://.*\n", done.stdout, flags=re.MULTILINE)[1:]
    forge.post("--send")
    sent = forge.state.drafts or [
        {k: v for k, v in r.items() if k not in ("id", "state")} for r in forge.state.reviews
    ]
    assert [json.loads(payload) for payload in printed] == sent


def test_a_dry_run_needs_no_token_and_sending_does(forge: Forge) -> None:
    assert forge.post(token="").returncode == 0
    done = forge.post("--send", token="")
    assert done.returncode == 2 and "TOKEN: is not set" in done.stderr and done.stderr.count("\n") == 1


def test_each_note_is_sent_once(forge: Forge) -> None:
    forge.post("--send")
    before = forge.marks
    assert len(before) == len(set(before)) == 13
    for review in forge.state.reviews:
        review["state"] = "COMMENTED"
        forge.state.comments += review["comments"]
    done = forge.post("--send")
    assert "nothing new to say, so nothing is sent (13 there already)" in done.stderr and forge.marks == before


def test_what_somebody_published_is_found_on_every_page(forge: Forge) -> None:
    forge.post("--send")
    texts = [text for text in forge.said.split("-->") if "review-assist:" in text]
    forge.state.reviews.clear()
    forge.state.drafts.clear()
    forge.state.comments = [{"body": f"{text}-->"} for text in texts]
    forge.state.discussions = [{"notes": [comment]} for comment in forge.state.comments]
    assert "nothing new" in forge.post("--send").stderr


def test_a_refused_line_goes_to_the_summary_and_nothing_is_lost(forge: Forge) -> None:
    forge.state.commentable -= {("src/frame_queue.rs", 11), ("src/lib.rs", 32)}
    done = forge.post("--send")
    assert (done.returncode, len(set(forge.marks)), len(forge.marks)) == (0, 13, 13)
    assert "in the summary" in done.stderr and "**`src/frame_queue.rs:11`**" in forge.said


def test_if_every_line_is_refused_the_summary_has_them_all(forge: Forge) -> None:
    forge.state.commentable.clear()
    assert forge.post("--send").returncode == 0
    assert len(set(forge.marks)) == len(forge.marks) == 13


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (502, {}, "pause 1.0"),
        (429, {"Retry_After": "7"}, "pause 7.0"),
        (403, {"Retry_After": "3"}, "pause 3.0"),
        (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "1"}, "pause 1.0"),
    ],
)
def test_a_busy_forge_is_asked_again(forge: Forge, status: int, headers: dict[str, str], pause: str) -> None:
    forge.state.faults = [(status, headers)]
    done = forge.post("--send")
    assert done.returncode == 0 and pause in done.stdout and len(set(forge.marks)) == len(forge.marks) == 13


def test_an_answer_that_was_lost_is_no_reason_to_say_it_twice(forge: Forge) -> None:
    forge.state.lost = 1
    assert forge.post("--send").returncode == 0
    assert len(set(forge.marks)) == len(forge.marks) == 13


@pytest.mark.parametrize("fault", [(503, {}), (429, {"Retry_After": "86400"})])
def test_a_forge_that_stays_busy_is_given_up(forge: Forge, fault: tuple[int, dict[str, str]]) -> None:
    forge.state.faults = [fault] * 9
    done = forge.post("--send")
    assert done.returncode == 3 and done.stderr.count("\n") == 1 and len(forge.state.faults) >= 4


@pytest.mark.parametrize(("status", "advice"), [(403, "may not do that"), (404, "no such thing")])
def test_a_refusal_is_one_line(forge: Forge, status: int, advice: str) -> None:
    forge.state.faults = [(status, {})]
    done = forge.post("--send")
    assert done.returncode == 3 and advice in done.stderr and done.stderr.count("\n") == 1


def test_a_wrong_token_is_one_line_and_not_repeated(forge: Forge) -> None:
    done = forge.post(token="wrong-token")
    assert done.returncode == 3 and "the token is not accepted" in done.stderr
    assert "wrong-token" not in done.stderr + done.stdout and done.stderr.count("\n") == 1


def test_a_request_that_is_not_there_is_one_line(forge: Forge) -> None:
    done = forge.post(url=forge.url + "9")
    assert done.returncode == 3 and "no such thing" in done.stderr and done.stderr.count("\n") == 1


def test_an_input_is_reviewed_instead_of_the_forges_diff(forge: Forge) -> None:
    (forge.folder / "a.diff").write_text(git_diff("src/lib.rs", "", "static mut COUNT: u32 = 0;\n"))
    forge.state.diff, forge.state.files = "", []
    done = forge.post("a.diff", "--select", "mutable-static", "--send")
    assert done.returncode == 0 and len(forge.marks) == 1


def test_a_review_that_is_still_pending_is_not_added_to(tmp_path: Path) -> None:
    state = State(diff=DIFF, commentable=set(LINES))
    with serving("github", state) as address:
        forge = Forge("github", state, address + PATHS["github"], tmp_path)
        forge.post("--send")
        done = forge.post("--send")
    assert done.returncode == 3 and "still pending" in done.stderr and len(state.reviews) == 1


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'{"head": null}', b'{"diff_refs": null}', b"\xff"])
@pytest.mark.parametrize("kind", PATHS)
def test_an_answer_of_something_else_is_one_line(
    monkeypatch: pytest.MonkeyPatch, kind: str, content: bytes
) -> None:
    monkeypatch.setattr(client, "_exchange", lambda *_: client.Answer(200, {}, content))
    find = github.find if kind == "github" else gitlab.find
    with pytest.raises(InputError, match="does not answer as the API does"):
        find(f"https://forge.example.org{PATHS[kind]}", TOKEN)


def test_nobody_listening_is_one_line(tmp_path: Path) -> None:
    with serving("github", State()) as address:
        pass
    done = Forge("github", State(), address + PATHS["github"], tmp_path).post()
    assert done.returncode == 3 and "5 tries" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("find", [github.find, gitlab.find])
@pytest.mark.parametrize(
    "url",
    [
        "http://github.com/owner/repo/pull/12",
        "https://github.com/owner/repo",
        "https://github.com/owner/repo/pull/12x",
        "ftp://localhost/owner/repo/pull/1",
        "file:///owner/repo/pull/1",
        "http://localhost.example.org/owner/repo/pull/1",
        "https://gitlab.com/project/merge_requests/5",
        "https://[::1/owner/repo/pull/1",
        "",
    ],
)
def test_what_is_no_request_of_a_forge_is_wrong_usage(find: Callable[[str, str], Any], url: str) -> None:
    with pytest.raises(UsageError):
        find(url, TOKEN)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://github.com/o/r/pull/1", "https://api.github.com/repos/o/r/pulls/1"),
        ("https://github.com/o/r/pull/1/files#x", "https://api.github.com/repos/o/r/pulls/1"),
        ("https://ghe.example.com/o/r/pull/1", "https://ghe.example.com/api/v3/repos/o/r/pulls/1"),
        ("https://me:pw@ghe.example.com:8443/o/r/pull/1", "https://ghe.example.com:8443/api/v3/repos/o/r/pulls/1"),
    ],
)
def test_each_host_has_its_api(monkeypatch: pytest.MonkeyPatch, url: str, asked: str) -> None:
    def exchange(api: Api, _: str, path: str, *__: Any) -> client.Answer:
        assert api.base + path == asked
        return client.Answer(200, {}, b'{"head": {"sha": "c"}}')

    monkeypatch.setattr(client, "_exchange", exchange)
    assert github.find(url, TOKEN).head == "c"


def test_the_token_follows_no_redirect_to_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    other = State()
    with serving("github", other) as elsewhere, serving("github", State()) as address:
        api = Api(f"{address}/moved?to={elsewhere}/", {"Authorization": f"Bearer {TOKEN}"})
        with pytest.raises(InputError, match="it moved"):
            client.get(api, "")
    assert other.log == [] and TOKEN not in repr(api)
