"""Findings on any file of a patch go through every report."""

from __future__ import annotations

import json
from io import StringIO

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Submission
from review_assist.pipeline import review
from review_assist.profiles.load import shipped
from review_assist.reports import json as json_report
from review_assist.reports import mail as mail_report
from review_assist.reports import terminal
from tests.rules.the_patch.diffs import added, changed, mail

LOCK = [
    f"+{line}"
    for name in ("framing", "framing-core")
    for line in ("[[package]]", f'name = "{name}"', 'source = "x"')
]
PATCH = mail(
    changed("rust/Cargo.toml", " [workspace.dependencies]", '+framing = "1"')
    + changed("rust/Cargo.lock", *LOCK)
    + added("rust/fan/Cargo.toml", '[package]\nname = "fan"\n')
    + added("rust/fan/src/lib.rs", "pub fn level() -> u32 {\n    1\n}\n"),
    "To: qemu-devel@nongnu.org",
    "Message-ID: <1@example.org>",
    "Date: Fri, 1 Mar 2024 12:00:00 +0000",
)
RULES = {
    "rust/Cargo.toml": ["new-dependency"],
    "rust/Cargo.lock": ["lock-file-growth"],
    "rust/fan/Cargo.toml": ["missing-maintainers-entry"],
    "rust/fan/src/lib.rs": ["list-not-in-cc", "missing-spdx"],
}


def done(patch: str = PATCH) -> Review:
    series, _ = read_patches(patch.encode(), "test")
    return review(Submission(series), Settings(("the-patch",), profile=shipped()["qemu"]))


def test_every_file_has_its_findings_on_added_lines() -> None:
    found: dict[str, list[str]] = {}
    for finding in done().findings:
        found.setdefault(finding.path, []).append(finding.rule)
        assert finding.code[0].encode()[finding.column - 1 : finding.end_column - 1]
    assert found == RULES


def test_a_reply_quotes_the_lines() -> None:
    out = StringIO()
    mail_report.write(done(), out)
    for line in ('> +framing = "1"', '> +name = "framing"', "> +[package]", "> +pub fn level() -> u32 {"):
        assert line in out.getvalue().split("\n")


def test_the_terminal_and_json_show_them() -> None:
    out, data = StringIO(), StringIO()
    terminal.write(done(), out, terminal.Style())
    json_report.write(done(), data, version="0")
    assert "--> rust/Cargo.lock:11:" in out.getvalue()
    assert {finding["path"] for finding in json.loads(data.getvalue())["findings"]} == set(RULES)


def test_a_patch_without_rust_files_is_summed_up() -> None:
    out = StringIO()
    terminal.write(done(changed("hw/timer/hpet.c", " int a;", "+int b;")), out, terminal.Style())
    assert "1 note in a patch without Rust files" in out.getvalue()


def test_findings_keep_their_fingerprints_when_lines_shift() -> None:
    def prints(start: int) -> list[str]:
        patch = changed("rust/Cargo.toml", " [dependencies]", '+framing = "1"', start=start)
        return [finding.fingerprint for finding in done(patch).findings]

    assert prints(10) == prints(50) != []
