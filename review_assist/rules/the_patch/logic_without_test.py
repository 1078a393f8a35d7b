"""logic-without-test: new Rust logic in a series that touches no test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from review_assist.model import FileDiff, Patch
from review_assist.patterns import pattern
from review_assist.rules.patch_rule import RUST, PatchHit, PatchView, added, diffs_of, patch_rule, place

_TEST_PATH = pattern(r"(?:^|[/_-])(?:q?tests?|benches|examples|fuzz|samples)(?:[/_.-]|$)", re.IGNORECASE)
_TOOL = pattern(r"(?:^|/)(?:scripts?|tools?|xtask|ci|\.github)/|(?:^|/)build\.rs$")
"""What builds the program or looks after it, and is tried by running it."""
_TEST = pattern(rb"#\[(?:\w+::)*(?:test|bench|kunit)|#\[cfg\(test\)\]|proptest!|quickcheck!|^\s*//[/!] ```")
_FUNCTION = pattern(rb"\s*(?:pub(?:\([\w:]+\))?\s+)?(?:const\s+|async\s+|unsafe\s+)*fn\s+\w+")
_BRANCH = pattern(rb"\b(?:if|match|while|for)\s.*\{|&&|\|\||=>")
_CODE = pattern(rb"\s*(?!//)[^\s}]")
_LEAST_BRANCHES = 4
_LEAST_LINES = 15
_LONGEST = 300
"""Bytes of a line that are looked at."""


@patch_rule(
    level="note",
    confidence="medium",
    message="{lines} new lines of Rust with {branches} branches come without a test",
    ask="is there a test that reaches the {lines} lines of new Rust, or could one come with them?",
    why="""Translations go wrong in masks, ranges and the order of bits, where both versions look right. A
        test that the C code passes tells whether the Rust does the same.""",
    instead="""Point to the test that reaches it, in the message, or add one: a `#[test]` beside the code
        for what needs no machine around it, the project's own kind for the rest.""",
    pedantic=True,
)
def logic_without_test(view: PatchView) -> Iterator[PatchHit]:
    """
    Code that is ported from C is reviewed against its original, line by line, and this finds much. What it
    does not find are the mistakes that look like the original: a mask taken from the neighbouring register,
    a range check that now sees the offset before it is shifted, bits declared from the other end. In C such
    a device is mostly tested by booting something on it. Rust makes small tests cheap: a function with
    `#[test]` next to the code needs neither a harness nor a machine, and register decoding, the place of
    most such mistakes, is plain arithmetic.

    It speaks once for a series, on its first new function, if there is a screenful of new logic and no file
    of the series looks like a test.

    ## Keep it when
    Existing tests reach the code, as they do when a device is replaced by one that behaves the same.

    ## Known problems
    Tests that are there already are not seen.

    ```diff bad
    --- /dev/null
    +++ b/src/gauge.rs
    @@ -0,0 +1,24 @@
    +pub struct Gauge {
    +    limit: u32,
    +    level: u32,
    +    alarms: u32,
    +}
    +
    +impl Gauge {
    +    pub fn write(&mut self, offset: u64, value: u32) {
    +        match offset {
    +            0x00 => self.limit = value & 0xffff,
    +            0x04 => self.level = value.min(self.limit),
    +            0x08 => self.alarms &= !value,
    +            _ => {}
    +        }
    +        if self.level >= self.limit {
    +            self.alarms |= 1;
    +        }
    +        if self.level == 0 {
    +            self.alarms |= 2;
    +        }
    +        self.level &= 0x7fff;
    +        self.limit |= 0x10;
    +    }
    +}
    ```

    ```diff good
    --- /dev/null
    +++ b/src/limit.rs
    @@ -0,0 +1,8 @@
    +pub fn limited(raw: u32) -> u32 {
    +    raw.min(100)
    +}
    +
    +#[test]
    +fn is_limited() {
    +    assert_eq!(limited(101), 100);
    +}
    ```

    ```diff good
    --- /dev/null
    +++ b/src/limit.rs
    @@ -0,0 +1,3 @@
    +pub fn limited(raw: u32) -> u32 {
    +    if raw > 100 { 100 } else { raw }
    +}
    ```
    """
    lines, branches = view.of_series(_logic)
    if lines < _LEAST_LINES or branches < _LEAST_BRANCHES or view.of_series(_has_test):
        return
    values = {"lines": str(lines), "branches": str(branches)}
    for diff in view.patch.files:
        line = next((line for line in added(diff) if _FUNCTION.match(line.text)), None)
        if line and _is_of_program(diff):
            yield PatchHit(place(diff, line), values, None if view.is_whole_series else "low")
            return


def _logic(patches: Sequence[Patch]) -> tuple[int, int]:
    """Lines of Rust code that a series adds, and how many of them branch."""
    files = (diff for diff in diffs_of(patches) if _is_of_program(diff))
    code = [line.text for diff in files for line in added(diff) if _CODE.match(line.text)]
    return len(code), sum(bool(_BRANCH.search(text, 0, _LONGEST)) for text in code)


def _is_of_program(diff: FileDiff) -> bool:
    return diff.path.endswith(RUST) and _TOOL.search(diff.path) is None


def _has_test(patches: Sequence[Patch]) -> bool:
    return any(_is_test(diff) for diff in diffs_of(patches))


def _is_test(diff: FileDiff) -> bool:
    """Whether it is a test, or shows one: then somebody has thought of it."""
    if _TEST_PATH.search(diff.path):
        return True
    return any(_TEST.search(line.text, 0, _LONGEST) for hunk in diff.hunks for line in hunk.lines)
