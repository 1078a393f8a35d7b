"""twin-changed-alone: a change of a C device whose Rust twin stays as it is, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from review_assist.globs import matches
from review_assist.model import FileDiff, Line, Patch, Twin
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import PatchHit, PatchView, added, patch_rule, paths_of, place
from review_assist.rules.wording import shown

_NO_BEHAVIOUR = pattern(rb"\s*(?:$|//|/?\*|#\s*include\b|use\s)")
_RUST = pattern(r"\brust\b", re.IGNORECASE)
_FIX = pattern(r"^Fixes:", re.MULTILINE)
_MOST_FILES = 6
"""A patch that touches more C files than these follows a change of the whole tree."""


@patch_rule(
    level="note",
    confidence="medium",
    message="this changes `{changed}`, and its twin `{twin}` stays as it is",
    ask="does `{twin}` need the same change as `{changed}`?",
    why="""The device is there twice, in C and in Rust, and a guest may get either. A fix that reaches only
        one of them comes back as a bug of the other.""",
    instead="""Make the change in `{twin}` too, in this series or one that follows; if it does not apply
        there, the commit message can say so.""",
)
def twin_changed_alone(view: PatchView) -> Iterator[PatchHit]:
    """
    A device that is ported to Rust goes on existing in C for as long as some build has no Rust compiler.
    Then each fix has to be made twice, by people who mostly know one of the two languages. Nothing in the
    tree connects the files: both compile, both pass their tests, and only somebody who moves a virtual
    machine from one build to the other sees that they differ. The project's profile names the pairs
    (`twins`); this asks about the other half when a series touches one.

    What cannot change behaviour is not asked about: includes, comments, blank lines, and patches that go
    through many C files at once. A change of the Rust half alone is usual work on Rust, so it is only asked
    about with `--pedantic`, and only if the message names the commit that it fixes.

    ## Keep it when
    The bug was one of the translation, or the twin does it right already.

    ## Known problems
    Whether the twin has the same lines is not looked at.

    ```diff bad profile=qemu
    --- a/hw/char/pl011.c
    +++ b/hw/char/pl011.c
    @@ -100,3 +100,3 @@
     static bool is_ready(PL011State *s)
     {
    -    return s->flags & READY;
    +    return s->enabled && (s->flags & READY);
    ```

    ```diff good profile=qemu
    --- a/hw/char/pl011.c
    +++ b/hw/char/pl011.c
    @@ -100,3 +100,3 @@
     static bool is_ready(PL011State *s)
     {
    -    return s->flags & READY;
    +    return s->enabled && (s->flags & READY);
    --- a/rust/hw/char/pl011/src/device.rs
    +++ b/rust/hw/char/pl011/src/device.rs
    @@ -60,2 +60,2 @@
     fn is_ready(&self) -> bool {
    -    self.flags.ready()
    +    self.enabled && self.flags.ready()
    ```

    ```diff good profile=qemu
    --- a/hw/char/pl011.c
    +++ b/hw/char/pl011.c
    @@ -20,2 +20,2 @@
    -#include "hw/irq.h"
    +#include "hw/core/irq.h"
     #include "hw/sysbus.h"
    ```
    """
    for twin in view.profile.policy.twins:
        at = _line(view.patch, twin)
        if at is None:
            continue
        c, rust = (view.of_series(_touch, globs) for globs in (twin.c, twin.rust))
        if c and rust:
            continue
        diff, line = at
        globs, is_sure = (twin.rust, True) if c else (twin.c, False)
        text = f"{view.patch.subject}\n{view.patch.message}"
        if not _RUST.search(text) if is_sure else _FIX.search(text):
            values = {"changed": shown(diff.path), "twin": shown(globs[0].removesuffix("**"))}
            known = is_sure and view.is_whole_series
            yield PatchHit(place(diff, line), values, None if known else "low")


def _line(patch: Patch, twin: Twin) -> tuple[FileDiff, Line] | None:
    """The first line of either half whose change could change behaviour."""
    if sum(diff.path.endswith((".c", ".h")) for diff in patch.files) > _MOST_FILES:
        return None
    for diff in patch.files:
        if matches(diff.path, (*twin.c, *twin.rust)):
            for line in added(diff):
                if not _NO_BEHAVIOUR.match(line.text):
                    return diff, line
    return None


def _touch(patches: Sequence[Patch], globs: tuple[str, ...]) -> bool:
    return any(matches(path, globs) for path in paths_of(patches))
