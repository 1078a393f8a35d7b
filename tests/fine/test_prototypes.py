"""An export is called right only if a header of the tree declares it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.reports.building import git_diff, patch_mail
from tests.test_cli import run

_SEPARATOR = b"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
RUST = """\
#[no_mangle]
pub extern "C" fn bell_level(bell: &Bell, at: u32) -> u32 {
    bell.level(at)
}
"""


@pytest.mark.parametrize(
    ("header", "is_fine"),
    [
        ("uint32_t bell_level(const Bell *bell,\n                    uint32_t at);\n", True),
        ("uint32_t bell_level(const Bell *bell, void (*done)(int, int));\n", True),
        ("uint32_t\nbell_level (const Bell *bell,\n            guint32 at);\n", True),
        ("uint32_t bell_level(const Bell *bell, uint32_t at) ATTRIBUTE(1, 2);\n", True),
        (
            "uint32_t\nbell_level(\n    const Bell\n    *bell, /* shared, or NULL */\n    uint32_t at\n);\n",
            True,
        ),
        ("uint32_t bell_level(const Bell *bell);\n", False),
        ("uint32_t bell_level(void);\n", False),
        ("/* bell_level() is gone */\n", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("is_in_patch", [False, True], ids=["in the tree", "in the patch"])
def test_the_header_is_looked_up(tmp_path: Path, header: str, is_fine: bool, is_in_patch: bool) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "bell.h").write_text("" if is_in_patch else header)
    subprocess.run(["git", "-C", tmp_path, "add", "bell.h"], check=True)
    who = ["-c", "user.name=m", "-c", "user.email=m@example.org"]
    subprocess.run(["git", "-C", tmp_path, *who, "commit", "-qm", "bell"], check=True)
    diff = git_diff("src/bell.rs", "", RUST) + (git_diff("bell.h", "", header) if is_in_patch and header else "")
    (tmp_path / "a.patch").write_bytes(patch_mail(diff))
    told = run(tmp_path, "review", "--also-fine", "a.patch").stdout
    assert ("`bell.h` declares it" in " ".join(told.split())) is is_fine
    assert ("no_mangle" in told) is is_fine
    assert "compare the two" in run(tmp_path, "review", "--also-fine", "--no-repo", "a.patch").stdout


def test_a_header_that_a_later_patch_changes_elsewhere(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    header = "uint32_t bell_level(const Bell *bell, uint32_t at);\n" + "".join(f"int a{n};\n" for n in range(9))
    first = git_diff("src/bell.rs", "", RUST) + git_diff("bell.h", "", header)
    second = git_diff("bell.h", header, header + "int last;\n")
    mails = [
        patch_mail(diff, Subject=f"[PATCH {n}/2] bell: step {n}", Message_ID=f"<{n}@bell.example>")
        for n, diff in enumerate((first, second), 1)
    ]
    (tmp_path / "a.mbox").write_bytes(b"".join(_SEPARATOR + mail for mail in mails))
    told = run(tmp_path, "review", "--also-fine", "a.mbox").stdout
    assert "`bell.h` declares it" in " ".join(told.split())
