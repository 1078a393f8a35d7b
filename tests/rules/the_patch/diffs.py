"""Patches in short form, for rules on patches."""

from __future__ import annotations


def added(path: str, text: str) -> str:
    """A new file."""
    lines = [f"+{line}" for line in text.splitlines()]
    head = f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n"
    return f"{head}@@ -0,0 +1,{len(lines)} @@\n" + "\n".join(lines) + "\n"


def deleted(path: str, text: str) -> str:
    """A file that goes away."""
    lines = [f"-{line}" for line in text.splitlines()]
    head = f"diff --git a/{path} b/{path}\ndeleted file mode 100644\n--- a/{path}\n+++ /dev/null\n"
    return f"{head}@@ -1,{len(lines)} +0,0 @@\n" + "\n".join(lines) + "\n"


def changed(path: str, *lines: str, start: int = 10) -> str:
    """One hunk of a file; lines carry their marks."""
    old, new = (sum(line[:1] in kinds for line in lines) for kinds in ("- ", "+ "))
    head = f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n"
    return f"{head}@@ -{start},{old} +{start},{new} @@\n" + "\n".join(lines) + "\n"


def mail(diff: str, *headers: str, subject: str = "[PATCH] a change", message: str = "") -> str:
    """A patch as it is sent."""
    head = "\n".join((f"From: Ann <ann@example.org>\nSubject: {subject}", *headers))
    return f"{head}\n\n{message}\n---\n\n{diff}-- \n2.40.0\n"
