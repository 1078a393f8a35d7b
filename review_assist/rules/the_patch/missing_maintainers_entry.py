"""missing-maintainers-entry: a new crate or folder of Rust that no entry of the maintainers' file comes with."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from review_assist.model import FileDiff
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import RUST, PatchHit, PatchView, added, patch_rule, paths_of, place
from review_assist.rules.wording import shown
from review_assist.syntax.roles import is_vendored

_BUILD_FILES = ("Cargo.toml", "meson.build", "Makefile", "Kbuild")
_PATTERN = pattern(rb"^F:\s*(\S{1,300})", re.MULTILINE)


@patch_rule(
    level="note",
    confidence="medium",
    message="`{folder}` is new, and no patch of the series adds it to `{file}`",
    ask="does `{folder}` need an entry in `{file}`?",
    why="""An entry is how patches find the people who know the code. Without one they go to whoever
        maintains all of the Rust, or to nobody.""",
    instead="""Add an `F:` line for `{folder}`, to the entry of the C code that it replaces, if there is
        one, or to an entry of its own.""",
)
def missing_maintainers_entry(view: PatchView) -> Iterator[PatchHit]:
    """
    In a large C project a file is found by its entry in the maintainers' file: scripts read it to say whom
    a patch has to reach, and a file without one is an orphan from its first day. Ports to Rust are easily
    left out, because the C file that they replace has had its entry for years, and the new crate lies in
    another folder that no pattern of that entry covers. A pattern for all of Rust may catch it, but that
    names those who look after the language and not the one who wrote the device and has the hardware.

    A crate or a folder counts as new if the patch adds its manifest or build file together with Rust files.
    If the tree is at hand and an entry for the folder itself, or for a folder close above it, is there
    already, nothing is said; nor is it of copied crates, nor of a crate for Cargo where the profile
    (`build_files`) says that the project is built by something else.

    ## Keep it when
    An existing entry covers the folder and its maintainers agree, or it is moved from a place that had none.

    ## Known problems
    Patterns of the file are only known with the tree at hand.

    ```diff bad profile=qemu
    --- /dev/null
    +++ b/rust/hw/misc/fan/Cargo.toml
    @@ -0,0 +1,2 @@
    +[package]
    +name = "fan"
    --- /dev/null
    +++ b/rust/hw/misc/fan/src/lib.rs
    @@ -0,0 +1,1 @@
    +// SPDX-License-Identifier: GPL-2.0-or-later
    ```

    ```diff good profile=qemu
    --- a/MAINTAINERS
    +++ b/MAINTAINERS
    @@ -1,1 +1,2 @@
     S: Maintained
    +F: rust/hw/misc/fan/
    --- /dev/null
    +++ b/rust/hw/misc/fan/Cargo.toml
    @@ -0,0 +1,2 @@
    +[package]
    +name = "fan"
    --- /dev/null
    +++ b/rust/hw/misc/fan/src/lib.rs
    @@ -0,0 +1,1 @@
    +// SPDX-License-Identifier: GPL-2.0-or-later
    ```

    ```diff good profile=qemu
    --- /dev/null
    +++ b/rust/hw/misc/fan/src/registers.rs
    @@ -0,0 +1,1 @@
    +// SPDX-License-Identifier: GPL-2.0-or-later
    ```
    """
    file = view.profile.policy.maintainers_file
    if not file or file in view.of_series(paths_of):
        return
    patterns = {pattern.decode("utf-8", "replace") for pattern in _PATTERN.findall(view.tree.get(file, b""))}
    own = [diff for diff in view.patch.files if not is_vendored(diff.path, view.profile.roles)]
    for diff in _new_build_files(own, view.profile.policy.build_files or _BUILD_FILES):
        folder = diff.path.rpartition("/")[0]
        line = next(added(diff), None)
        if folder and line and not _is_covered(folder, patterns):
            values = {"folder": shown(f"{folder}/"), "file": shown(file)}
            yield PatchHit(place(diff, line), values, None if view.is_whole_series else "low")


def _new_build_files(diffs: Iterable[FileDiff], names: Iterable[str]) -> Iterator[FileDiff]:
    """One for each folder that gets a build file and Rust, the manifest rather than what stands beside it."""
    new = [diff for diff in diffs if diff.old_path is None]
    rust = {diff.path.rpartition("/")[0].removesuffix("/src") for diff in new if diff.path.endswith(RUST)}
    seen: set[str] = set()
    for name in names:
        for diff in new:
            folder, _, own = diff.path.rpartition("/")
            if own == name and folder in rust and folder not in seen:
                seen.add(folder)
                yield diff


def _is_covered(folder: str, patterns: Container[str]) -> bool:
    """Whether an entry is about this folder or the one above it, rather than about all of the Rust."""
    above = folder.rpartition("/")[0]
    return f"{folder}/" in patterns or ("/" in above and f"{above}/" in patterns)
