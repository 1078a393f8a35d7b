"""new-dependency: a crate that the project did not depend on before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from review_assist.model import Confidence, FileDiff, Patch
from review_assist.rules.patch_rule import PatchHit, PatchView, diffs_of, patch_rule
from review_assist.rules.the_patch._manifests import (
    Dependency,
    is_lock_file,
    is_manifest,
    new_dependencies,
    new_packages,
    plain,
)
from review_assist.rules.wording import listed


@patch_rule(
    level="warning",
    confidence="high",
    message="this adds {crates} to what the project depends on",
    ask="is {crates} new to the project, and worth a dependency?",
    why="""A C library mostly comes with the system. A crate is built into the project, with all that it
        depends on, and somebody has to follow its releases for as long as it is used.""",
    instead="""Say in the commit message what it is for, which Rust it needs and what it brings along. Where
        a small part of it is enough, a few lines of one's own may cost less.""",
    pedantic=True,
)
def new_dependency(view: PatchView) -> Iterator[PatchHit]:
    """
    C projects take a library when distributions ship it: `configure` looks for it, and leaves it out where
    it is missing. A line in `Cargo.toml` is a smaller effort, but it lasts longer. The crate and all that
    it depends on are built with the project, pinned in its lock file, and part of every audit, every
    offline build and every distribution's package. It also decides which Rust the project needs at least,
    because a crate may ask for a newer one in any release. So most projects that came from C keep the list
    short and want each new name explained.

    A name counts as new if the lock file of the same series gains it, or if there is none in the series. What
    the project's profile lists as agreed on is not told. Members of the same tree, what is inherited
    from the workspace, and what only tests need are not counted.

    ## Keep it when
    The project wants the crate and the message says why. A profile lists what is agreed on as `known_crates`.

    ## Known problems
    A hunk that does not show the heading of its table may be about tests. Whether distributions ship the
    crate is not known here.

    ```diff bad profile=qemu
    --- a/rust/util/Cargo.toml
    +++ b/rust/util/Cargo.toml
    @@ -12,4 +12,5 @@

     [dependencies]
     libc = { workspace = true }
    +itertools = "0.13"

    ```

    ```diff good profile=qemu
    --- a/rust/util/Cargo.toml
    +++ b/rust/util/Cargo.toml
    @@ -12,4 +12,6 @@

     [dependencies]
     libc = { workspace = true }
    +bits = { path = "../bits" }
    +anyhow = { workspace = true }

    ```

    ```diff good profile=qemu
    --- a/rust/util/Cargo.toml
    +++ b/rust/util/Cargo.toml
    @@ -12,4 +12,4 @@

     [dependencies]
    -libc = "0.2.162"
    +libc = "0.2.170"

    ```
    """
    gained = view.of_series(_gained)
    first = view.of_series(_first_asked)
    new: dict[str, Dependency] = {}
    for dependency in _asked_for(view.patch.files):
        name = dependency.name
        is_agreed_on = name in view.profile.policy.known_crates
        is_known = is_agreed_on or (gained is not None and plain(name) not in gained)
        if not is_known and first[name].at.line is dependency.at.line:
            new.setdefault(name, dependency)
    if new:
        confidence: Confidence = "medium" if gained is None else "high"
        yield PatchHit(next(iter(new.values())).at, {"crates": listed(new)}, confidence)


def _asked_for(diffs: Iterable[FileDiff]) -> Iterator[Dependency]:
    return (dependency for diff in diffs if is_manifest(diff) for dependency in new_dependencies(diff))


def _first_asked(patches: Sequence[Patch]) -> dict[str, Dependency]:
    """Where a series asks for each crate first."""
    found: dict[str, Dependency] = {}
    for dependency in _asked_for(diffs_of(patches)):
        found.setdefault(dependency.name, dependency)
    return found


def _gained(patches: Sequence[Patch]) -> frozenset[str] | None:
    """What the lock files of a series gain; None if it has none."""
    locked = [diff for diff in diffs_of(patches) if is_lock_file(diff)]
    return frozenset(plain(name) for diff in locked for name in new_packages(diff)) if locked else None
