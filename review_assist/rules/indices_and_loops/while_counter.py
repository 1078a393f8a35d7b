"""while-counter: a `while` or `loop` that sets up, compares and steps a counter by hand."""

from __future__ import annotations

from review_assist.model import FunctionRole
from review_assist.rules.indices_and_loops._counters import is_cut_search, is_seen, is_set_anew
from review_assist.rules.indices_and_loops._elements import elements_of, name_for
from review_assist.rules.indices_and_loops._loop_fixes import over_elements, over_numbers
from review_assist.rules.indices_and_loops._loops import CountedLoop, array_length, counted_loop, section
from review_assist.rules.indices_and_loops._refusals import stepped_on_refusal
from review_assist.rules.indices_and_loops._retries import counted_turns
from review_assist.rules.rewrite import Rewrite
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="high",
    clippy=("explicit_counter_loop",),
    words=("while ", "loop {"),
    message="`{index}` is set up, compared and stepped by hand in three places to count {range}",
    ask="could this be `{header}`?",
    why="""A C `for` keeps start, test and step in one line; a `while` spreads them. Rust's `for` takes a
        range: the body cannot change the counter, a later `continue` cannot skip the step, and the counter
        needs no `mut`.""",
    instead="Write `{header} {{ .. }}`; the `mut` counter in front of the loop and its step go away{behind}.",
    query="""
    [(while_expression condition: (binary_expression left: (identifier))) @loop
     (while_expression condition: (boolean_literal)) @loop
     (loop_expression) @loop]
    """,
    needs="function",
    silent_in=(FunctionRole.CONST,),
    in_c="""
        size_t {index} = 0;
        while ({index} < n) {{ use({index}); {index}++; }}
    """,
    checks="The compiler then steps the counter itself, and no line of the body can skip the step or change it.",
)
def while_counter(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Counting up is three clauses in C, and a `for` there is a short form of `while`. Translated word by word it
    becomes a `let mut i`, a comparison and an `i += 1` at the far end of the body, and a reviewer has to look
    at all three, and at each `continue` in between.

    A Rust `for i in 0..n` says it in one place. The bound is evaluated once, `i` is a new constant in each
    turn, and `continue` cannot jump over the step. `for _ in 0..10` tries something ten times. Other shapes have
    names too: `(0..n).rev()` counts down, `step_by(4)` skips, `0..=n` includes its end.

    ## Keep it when
    The body changes the counter or the bound, or the last value is needed afterwards; the rule is silent
    there. In a `const fn` a `while` is the only loop there is.

    ## Known problems
    A bound that changes through a pointer or a cell is not seen to change.

    ```rust bad
    fn checksum(frame: &[u8], length: usize) -> u32 {
        let mut sum = 0;
        let mut i = 0;
        while i < length {
            sum += u32::from(frame[i]);
            i += 1;
        }
        sum
    }
    ```
    ```rust good
    fn checksum(frame: &[u8], length: usize) -> u32 {
        let mut sum = 0;
        for byte in &frame[..length] {
            sum += u32::from(*byte);
        }
        sum
    }
    ```
    ```rust good
    // The body moves the counter itself.
    fn skip_blanks(line: &[u8]) -> usize {
        let mut at = 0;
        while at < line.len() {
            if line[at] != b' ' {
                break;
            }
            at += 1;
        }
        at
    }
    ```
    """
    source = file.content.source
    node = captures["loop"]
    turns = counted_turns(node, source)
    loop = turns or counted_loop(node, source) or stepped_on_refusal(node, source)
    if loop is None or not loop.work:
        return "it has no counter that is compared and goes up or down by the same in each turn"
    if is_cut_search(loop.body, file) and not is_set_anew(node, loop.index, source):
        return "it looks for a place to cut a text"
    counts = f"{loop.low}..{'=' if loop.is_inclusive else ''}{loop.high}"
    if loop.stride != "1":
        counts = f"({counts}).step_by({loop.stride})"
    return Hit(
        at=loop.header,
        values={
            "index": loop.index,
            "range": f"`{counts}`",
            "header": _header(loop, counts, file),
            "behind": ", and what it does at the end goes behind it" if turns else "",
        },
        fix=None if turns else _fix(loop, file),
    )


def _fix(loop: CountedLoop, file: SourceFile) -> Rewrite | None:
    if loop.stride != "1" or not loop.is_step_last:
        return None
    elements = elements_of(loop)
    if not elements:
        return over_numbers(loop, file)
    return over_elements(loop, elements[0], file) if len(elements) == 1 else None


def _header(loop: CountedLoop, counts: str, file: SourceFile) -> str:
    elements = elements_of(loop) if loop.stride == "1" else None
    if not elements or len(elements) > 1:
        return f"for {loop.index if is_seen(loop.work, loop.index) else '_'} in {counts}"
    only = elements[0]
    part = section(only.base, loop, array_length(only.node, file), only.cast)
    return f"for {name_for(only.base, loop.body)} in {part}.{'iter_mut' if only.is_written else 'iter'}()"
