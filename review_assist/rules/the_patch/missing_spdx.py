"""missing-spdx: a new Rust file that does not say its licence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review_assist.globs import matches
from review_assist.model import Line
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import RUST, PatchHit, PatchView, added, patch_rule, place
from review_assist.rules.wording import shown

_MARK = b"SPDX-License-Identifier:"
_LINK = pattern(rb"(\.{1,2}/)*[\w./-]+\.rs")


@patch_rule(
    level="warning",
    confidence="high",
    message="`{path}` is new and has no `SPDX-License-Identifier` line",
    ask="does `{path}` need an `SPDX-License-Identifier` line?",
    why="""The project's Rust files say their licence in one line that tools can read, as its C files do. It
        is easy to settle while the author can be asked, and hard later.""",
    instead="Begin the file with `// SPDX-License-Identifier: ` and the licence.",
)
def missing_spdx(view: PatchView) -> Iterator[PatchHit]:
    """
    A licence used to be twenty lines at the head of each C file, in as many versions as there were authors.
    Projects moved to one line, `SPDX-License-Identifier`, which people read at a glance and scripts can
    count. Rust files that arrive from elsewhere often have nothing: `cargo` keeps the licence in the
    manifest, and for most crates that is the only place. In a tree that is put together from files of
    several licences, and that hands single files on to other projects, each one has to say it for itself.

    It speaks where the project's profile asks for the line (`requires_spdx`), about files that the patch
    adds.

    ## Keep it when
    The file is generated, or is taken over unchanged from a project that does it otherwise; say so in the
    message.

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
    for diff in view.patch.files:
        if diff.old_path is not None or not diff.path.endswith(RUST):
            continue
        lines = list(added(diff))
        is_ours = not matches(diff.path, view.profile.roles.generated)
        if is_ours and lines and not _is_answered(lines):
            yield PatchHit(place(diff, lines[0]), {"path": shown(diff.path)})


def _is_answered(lines: Sequence[Line]) -> bool:
    """Whether the file says its licence, that it is generated, or (a symbolic link) only where another one is."""
    if len(lines) == 1 and _LINK.fullmatch(lines[0].text):
        return True
    return any(_MARK in line.text or b"@generated" in line.text for line in lines)
