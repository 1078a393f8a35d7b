"""What the tests of the inputs share: a git that knows no user, diffs in short form, mails of every transport."""

from __future__ import annotations

import base64
import os
import quopri
import re
import subprocess
from pathlib import Path

from review_assist.inputs.diff import read_diff
from review_assist.inputs.mbox import read_patches
from review_assist.model import FileDiff, Patch

DIFF = """\
diff --git a/src/dev.rs b/src/dev.rs
index 1111111..2222222 100644
--- a/src/dev.rs
+++ b/src/dev.rs
@@ -1,4 +1,4 @@
 // grün = 1
{empty}
-    let a = 0;{spaces}
+    let a = "=20";
 >
""".format(empty=" ", spaces="   ")
MESSAGE = "Count devices.\n\nFrom now on.\n\nSigned-off-by: Ann"
BODY = f"{MESSAGE}\n---\n src/dev.rs | 2 +-\n\n{DIFF}-- \n2.40.0\n\n".encode()
_DATE = "2024-03-01T12:00:00+0000"
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ann Author",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_AUTHOR_DATE": _DATE,
    "GIT_COMMITTER_NAME": "Carl Committer",
    "GIT_COMMITTER_EMAIL": "carl@example.org",
    "GIT_COMMITTER_DATE": _DATE,
    "LC_ALL": "C",
}


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git with nobody's configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=kept | ENVIRONMENT)
    assert not done.stderr, done.stderr.decode()
    return done.stdout


def write(folder: Path, files: dict[str, bytes | None]) -> None:
    """Put files below a folder; None removes one."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)


def commit(folder: Path, files: dict[str, bytes | None], message: str = "change") -> str:
    """Write files and commit them; the id of the commit."""
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD").decode().strip()


def numstat(diff: bytes, folder: Path) -> dict[str, tuple[int, int]]:
    """What git itself counts in a diff: added and removed lines by path; (-1, -1) for a binary file."""
    out = git(folder, "apply", "--numstat", "-z", "-", given=diff)
    rows = [row.split(b"\t", 2) for row in out.split(b"\0") if row]
    return {
        name.decode("utf-8", "surrogateescape"): (-1, -1) if added == b"-" else (int(added), int(removed))
        for added, removed, name in rows
    }


def counts(files: tuple[FileDiff, ...]) -> dict[str, tuple[int, int]]:
    """What we count."""
    return {file.path: (-1, -1) if file.is_binary else _count(file) for file in files}


def _count(file: FileDiff) -> tuple[int, int]:
    kinds = [line.kind for hunk in file.hunks for line in hunk.lines]
    return kinds.count("+"), kinds.count("-")


def read(diff: str | bytes) -> tuple[FileDiff, ...]:
    """The files of a diff that is sound."""
    body = diff.encode() if isinstance(diff, str) else diff
    files, problems = read_diff(body, "x.diff")
    assert problems == ()
    check_rows(files, body)
    return files


def check_rows(files: tuple[FileDiff, ...], body: bytes) -> None:
    """Every line says in which row of the body it stands."""
    rows = body.split(b"\n")
    for file in files:
        for hunk in file.hunks:
            assert rows[hunk.row].startswith(b"@@")
            for line in hunk.lines:
                assert rows[line.row].endswith(line.text)


def summary(file: FileDiff) -> list[str]:
    """Lines of a file diff as `+7 text`: mark, number (old for removed ones), text."""
    return [
        f"{line.kind}{line.old if line.kind == '-' else line.new} {line.text.decode()}"
        for hunk in file.hunks
        for line in hunk.lines
    ]


def one_patch(data: bytes) -> Patch:
    """The patch of an input that has one, and no damage."""
    series, problems = read_patches(data, "x.mbox")
    assert problems == ()
    (patch,) = [patch for part in series for patch in part.patches]
    check_rows(patch.files, patch.body)
    return patch


def mail(
    body: bytes,
    *,
    subject: str = "[PATCH] device: count",
    headers: str = "",
    encoding: str = "8bit",
    kind: str = "",
) -> bytes:
    """A mail as it is sent, with LF line ends."""
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)
    head = (
        f"From: Ann Author <ann@example.org>\nSubject: {subject}\nDate: Fri, 1 Mar 2024 12:00:00 +0000\n{headers}"
        f"MIME-Version: 1.0\nContent-Type: {kind or 'text/plain; charset=utf-8'}\n"
        f"Content-Transfer-Encoding: {encoding}\n\n"
    )
    return head.encode() + encode(body)


def transports(body: bytes) -> dict[str, bytes]:
    """One body as mailers send it; all of them must read back the same."""
    stuffed = re.sub(rb"^(?=[ >]|From )", b" ", body, flags=re.MULTILINE)
    quoted, packed = mail(body, encoding="quoted-printable"), mail(body, encoding="base64")
    return {
        "8bit": mail(body),
        "quoted-printable": quoted,
        "base64": packed,
        "flowed": mail(stuffed, kind="text/plain; charset=utf-8; format=flowed"),
        "8bit over CRLF": mail(body).replace(b"\n", b"\r\n"),
        "quoted-printable over CRLF": quoted.replace(b"\n", b"\r\n"),
        "base64 of CRLF": mail(body.replace(b"\n", b"\r\n"), encoding="base64"),
        "byte order mark": b"\xef\xbb\xbf" + mail(body),
    }
