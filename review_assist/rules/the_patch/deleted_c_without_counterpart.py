"""deleted-c-without-counterpart: functions of a deleted C file that the Rust in its place does not name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from review_assist.model import FileDiff, Patch
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import RUST, PatchHit, PatchView, added, diffs_of, first_place, patch_rule
from review_assist.rules.wording import listed, shown

_OPENING = pattern(rb"\b(?!__attribute__)([A-Za-z_]\w{2,80})\s?\((?![\d(])")
"""A name and its parameters, not the numbers of an attribute such as `printflike(1, 2)`."""
_NO_FUNCTIONS = frozenset({b"for", b"while", b"switch", b"return", b"sizeof", b"defined"})
_SIGNATURE_LINES = 12
_WORD = pattern(rb"\w+")
_GLUE = pattern(r"(?:^|_)(?:init|initfn|realize|unrealize|finalize|register|register_types?|main)$")
"""What an object model or a build asks for in C, and does by itself in Rust."""
_MOST_NAMED = 6


@patch_rule(
    level="note",
    confidence="medium",
    message="nothing in the new Rust code is named like {functions} of `{file}`, which is deleted",
    ask="what became of {functions} from `{file}`?",
    why="""A port that leaves a function out compiles as well as one that does not: what was called from a
        table or from other files is missed only when a user gets there.""",
    instead="""If another function took over, the commit message can say which; if it is left out on
        purpose, that can be said there, too.""",
)
def deleted_c_without_counterpart(view: PatchView) -> Iterator[PatchHit]:
    """
    When a C file is deleted in favour of Rust, the diff shows all that went away and all that came, and
    nothing that connects the two. A reviewer would have to go through the old functions one by one and look
    for each. Most have a twin of the same name, with or without the prefix of the file; what has none was
    renamed, merged into a caller, replaced by the standard library, or forgotten. The first three are worth
    a word in the message, and the last one is what the review is for.

    It speaks if most functions of the deleted file are named in the Rust code of the series, so that it is
    a translation and not a removal, and lists those that are not. It stands on the first line that the
    deleting patch adds, in Rust if it adds any; if it adds nothing, on the first Rust line of the last
    patch that does.

    ## Keep it when
    The function is not needed any more, or its callers now do the same in place.

    ## Known problems
    A function that only lives on in a comment counts as named. Macros and old-style definitions are not read.

    ```diff bad
    --- a/src/fan.c
    +++ /dev/null
    @@ -1,16 +0,0 @@
    -static int fan_speed(struct fan *f)
    -{
    -    return f->speed;
    -}
    -
    -static void fan_stop(struct fan *f)
    -{
    -    f->speed = 0;
    -}
    -
    -/* Called when the case is opened. */
    -void fan_emergency(struct fan *f)
    -{
    -    fan_stop(f);
    -    alarm_raise(f->alarm);
    -}
    --- /dev/null
    +++ b/src/fan.rs
    @@ -0,0 +1,7 @@
    +pub struct Fan(u32);
    +
    +impl Fan {
    +    pub fn speed(&self) -> u32 { self.0 }
    +
    +    pub fn stop(&mut self) { self.0 = 0; }
    +}
    ```

    ```diff good
    --- a/src/fan.c
    +++ /dev/null
    @@ -1,9 +0,0 @@
    -static int fan_speed(struct fan *f)
    -{
    -    return f->speed;
    -}
    -
    -static void fan_stop(struct fan *f)
    -{
    -    f->speed = 0;
    -}
    --- /dev/null
    +++ b/src/fan.rs
    @@ -0,0 +1,7 @@
    +pub struct Fan(u32);
    +
    +impl Fan {
    +    pub fn speed(&self) -> u32 { self.0 }
    +
    +    pub fn stop(&mut self) { self.0 = 0; }
    +}
    ```

    ```diff good
    --- a/src/fan.c
    +++ /dev/null
    @@ -1,4 +0,0 @@
    -static int fan_speed(struct fan *f)
    -{
    -    return f->speed;
    -}
    --- a/src/main.rs
    +++ b/src/main.rs
    @@ -1,1 +1,2 @@
     // Fans are gone.
    +fn main() {}
    ```
    """
    at = first_place(view.patch)
    if at is None:
        return
    gone = list(_gone(view.patch))
    if view.patch is view.of_series(_last_with_rust):
        gone += view.of_series(_gone_elsewhere)
    for diff in gone:
        missing = _missing(diff, view.of_series(_rust_words))
        if missing:
            yield PatchHit(at, {"functions": listed(missing, _MOST_NAMED), "file": shown(diff.path)})


def _gone(patch: Patch) -> Iterator[FileDiff]:
    return (diff for diff in patch.files if diff.new_path is None and diff.path.endswith(".c"))


def _gone_elsewhere(patches: Sequence[Patch]) -> list[FileDiff]:
    """What goes away in patches that add no line on which it could be told."""
    return [diff for patch in patches if first_place(patch) is None for diff in _gone(patch)]


def _last_with_rust(patches: Sequence[Patch]) -> Patch | None:
    places = ((patch, first_place(patch)) for patch in reversed(patches))
    return next((patch for patch, at in places if at and at.diff.path.endswith(RUST)), None)


def _rust_words(patches: Sequence[Patch]) -> frozenset[str]:
    lines = (line for diff in diffs_of(patches) if diff.path.endswith(RUST) for line in added(diff))
    return frozenset(word.decode() for line in lines for word in _WORD.findall(line.text.lower()))


def _missing(diff: FileDiff, words: frozenset[str]) -> list[str]:
    """Functions that the words do not name, if they name most of the others."""
    names = list(dict.fromkeys(_functions(diff)))
    prefix = _prefix(names)
    asked = [name for name in names if not _GLUE.search(name)]
    missing = [name for name in asked if not words & {name.lower(), name.lower().removeprefix(prefix)}]
    return missing if 2 * len(missing) <= len(asked) else []


def _prefix(names: list[str]) -> str:
    """What most functions of a file begin with: `pl011_`."""
    heads = Counter(name.partition("_")[0] for name in names)
    head, count = heads.most_common(1)[0] if heads else ("", 0)
    return f"{head.lower()}_" if 2 * count >= len(names) else ""


def _functions(diff: FileDiff) -> Iterator[str]:
    """Names of the functions defined on removed lines: a line from the first column on with `name(`, then `{`."""
    name, seen = b"", 0
    for line in (line.text for hunk in diff.hunks for line in hunk.lines if line.kind == "-"):
        opening = _OPENING.search(line) if line[:1].isalpha() or line[:1] == b"_" else None
        if opening and opening[1] not in _NO_FUNCTIONS and b"=" not in line[: opening.start(1)]:
            name, seen = opening[1], 0
        seen += 1
        text = line.rstrip()
        if name and (text.startswith(b"{") or text.endswith(b"{")):
            yield name.decode()
            name = b""
        elif text.endswith(b";") or seen > _SIGNATURE_LINES or text.startswith(b"}"):
            name = b""
