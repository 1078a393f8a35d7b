"""missing-spdx: a new Rust file that does not say its licence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review_assist.globs import matches
from review_assist.model import FileDiff, Line, Profile
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import RUST, PatchHit, PatchView, added, patch_rule, place
from review_assist.rules.wording import shown
from review_assist.syntax.roles import is_vendored

_MARK = b"SPDX-License-Identifier:"
_LINK = pattern(rb"(\.{1,2}/)*[\w./-]+\.rs")

_FEW = 3
"""Files that are told one by one; more are told together."""


@patch_rule(
    level="warning",
    confidence="high",
    message="{files} new and {has} no `SPDX-License-Identifier` line",
    ask="{files} new: should there be an `SPDX-License-Identifier` line?",
    why="""The project's Rust files say their licence in one line that tools can read, as its C files do. It
        is easy to settle while the author can be asked, and hard later.""",
    instead="Begin a file with `// SPDX-License-Identifier: ` and the licence.",
)
def missing_spdx(view: PatchView) -> Iterator[PatchHit]:
    """
    A licence used to be twenty lines at the head of each C file, in as many versions as there were authors.
    Projects moved to one line, `SPDX-License-Identifier`, which people read at a glance and scripts can
    count. Rust files that arrive from elsewhere often have nothing: `cargo` keeps the licence in the
    manifest, and for most crates that is the only place. In a tree that is put together from files of
    several licences, and that hands single files on to other projects, each one has to say it for itself.

    It speaks where the project's profile asks for the line (`requires_spdx`), about files that the patch
    adds, once for all if they are many.

    ## Keep it when
    The file is generated, or is taken over unchanged from a project that does it otherwise: if the message says
    so ("the files are copied as-is"), nothing is told.

    ## Known problems
    A file that is renamed beyond recognition counts as new.

    ```diff bad profile=qemu
    --- /dev/null
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -0,0 +1,2 @@
    +/// Revolutions a minute.
    +pub struct Speed(pub u16);
    ```

    ```diff good profile=qemu
    --- /dev/null
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -0,0 +1,4 @@
    +// SPDX-License-Identifier: GPL-2.0-or-later
    +
    +/// Revolutions a minute.
    +pub struct Speed(pub u16);
    ```

    ```diff good profile=qemu
    --- a/rust/hw/misc/fan/src/device.rs
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -1,2 +1,3 @@
     /// Revolutions a minute.
     pub struct Speed(pub u16);
    +pub struct Level(pub u8);
    ```
    """
    if not view.profile.policy.requires_spdx:
        return
    bare = [(diff, line) for diff in view.patch.files if (line := _first_of_bare(diff, view.profile)) is not None]
    step = 1 if len(bare) <= _FEW else len(bare)
    for start in range(0, len(bare), step):
        told = bare[start : start + step]
        yield PatchHit(place(*told[0]), _told([diff.path for diff, _ in told]))


def _first_of_bare(diff: FileDiff, profile: Profile) -> Line | None:
    """The first line of a new file of the project's own that does not say its licence."""
    if diff.old_path is not None or not diff.path.endswith(RUST):
        return None
    if matches(diff.path, profile.roles.generated) or is_vendored(diff.path, profile.roles):
        return None
    lines = list(added(diff))
    return lines[0] if lines and not _is_answered(lines) else None


def _told(paths: Sequence[str]) -> dict[str, str]:
    more = f" and {len(paths) - 1} more file{'s' if len(paths) > 2 else ''}" if len(paths) > 1 else ""
    verbs = ("are", "have") if more else ("is", "has")
    return {"files": f"`{shown(paths[0])}`{more} {verbs[0]}", "has": verbs[1]}


def _is_answered(lines: Sequence[Line]) -> bool:
    """Whether the file says its licence, that it is generated, or (a symbolic link) only where another one is."""
    if len(lines) == 1 and _LINK.fullmatch(lines[0].text):
        return True
    return any(_MARK in line.text or b"@generated" in line.text for line in lines)
