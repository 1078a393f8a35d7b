"""lock-file-growth: a lock file that gains more packages than the patch names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review_assist.model import Patch
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import PatchHit, PatchView, diffs_of, patch_rule, paths_of, place
from review_assist.rules.the_patch._manifests import (
    is_lock_file,
    is_manifest,
    new_dependencies,
    new_packages,
    package_line,
    plain,
)
from review_assist.rules.wording import listed

_WRAP = pattern(r"(?:.*/)?subprojects/([\w-]+?)-\d[\d.]*-rs\.wrap")


@patch_rule(
    level="note",
    confidence="high",
    message="`Cargo.lock` gains {count}: {direct} named in the manifests of the series, {rest} not",
    ask="are all {count} needed: {direct} named in the manifests of the series, {rest} not?",
    why="""What comes along with a crate is built, shipped and audited like the crate itself, and each may
        ask for a newer Rust in its next release.""",
    instead="""Features that are not needed can go, with `default-features = false`; `cargo tree` says which
        crate brings which. If all of it stays, the commit message is the place to say why.""",
)
def lock_file_growth(view: PatchView) -> Iterator[PatchHit]:
    """
    `Cargo.toml` names what a project uses, `Cargo.lock` all that is built for it. One line in the first can
    be twenty packages in the second, and the hunk of a lock file is the part of a patch that everybody
    skips. In C the same choice is visible: each library is a check in `configure` and a line in every
    distribution's package. Here it is counted instead: how many packages are new, how many of them the
    manifests of the series ask for by name, and how many come along with those.

    It speaks where the project's profile has a limit (`max_new_crates`), and only if packages come along
    that neither a manifest nor a Meson wrap of the series names, and the project has not agreed on
    (`known_crates`): a single crate that needs nothing else is what `new-dependency` is about.

    ## Keep it when
    The whole of the tree has been looked at and is wanted.

    ## Known problems
    A manifest that is not part of the series names nothing here, so all of its packages count as coming
    along.

    ```diff bad profile=qemu
    --- a/rust/Cargo.lock
    +++ b/rust/Cargo.lock
    @@ -2,4 +2,17 @@
     # It is not intended for manual editing.
     version = 3

    +[[package]]
    +name = "framing"
    +version = "1.2.0"
    +source = "registry+https://github.com/rust-lang/crates.io-index"
    +dependencies = [
    + "framing-macros",
    +]
    +
    +[[package]]
    +name = "framing-macros"
    +version = "1.2.0"
    +source = "registry+https://github.com/rust-lang/crates.io-index"
    +
     [[package]]
    ```

    ```diff good profile=qemu
    --- a/rust/Cargo.lock
    +++ b/rust/Cargo.lock
    @@ -2,4 +2,8 @@
     # It is not intended for manual editing.
     version = 3

    +[[package]]
    +name = "our-own-member"
    +version = "0.1.0"
    +
     [[package]]
    ```

    ```diff good profile=qemu
    --- a/rust/Cargo.lock
    +++ b/rust/Cargo.lock
    @@ -20,4 +20,4 @@
     [[package]]
     name = "framing"
    -version = "1.2.0"
    +version = "1.2.1"
     source = "registry+https://github.com/rust-lang/crates.io-index"
    ```
    """
    most = view.profile.policy.max_new_crates
    if most is None:
        return
    asked = view.of_series(_named)
    known = asked | view.of_series(_wrapped) | {plain(name) for name in view.profile.policy.known_crates}
    for diff in filter(is_lock_file, view.patch.files):
        outside = [name for name, is_outside in new_packages(diff).items() if is_outside]
        direct = [name for name in outside if plain(name) in asked]
        rest = [name for name in outside if plain(name) not in known]
        line = package_line(diff, outside)
        if line and rest and len(outside) > most:
            count = f"{len(outside)} package{'s' if len(outside) > 1 else ''}"
            values = {"count": count, "direct": _told(direct), "rest": _told(rest)}
            yield PatchHit(place(diff, line), values)


def _named(patches: Sequence[Patch]) -> frozenset[str]:
    """Crates that the manifests of a series ask for."""
    manifests = filter(is_manifest, diffs_of(patches))
    return frozenset(plain(d.name) for diff in manifests for d in new_dependencies(diff))


def _wrapped(patches: Sequence[Patch]) -> frozenset[str]:
    """Crates that Meson gets to know by a wrap in the series: somebody has looked at each of them."""
    found = (_WRAP.fullmatch(path) for path in paths_of(patches))
    return frozenset(plain(match[1]) for match in found if match)


def _told(names: list[str]) -> str:
    return f"{len(names)} ({listed(names)})" if names else "none"
