"""declarations-at-top: a row of variables is declared in front of the code that gives them their values."""

from __future__ import annotations

from review_assist.model import FileRole
from review_assist.rules.control_flow._late import late_together
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, text
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    clippy=("needless_late_init",),
    words=("let ",),
    message="{names} are declared in a row, and get their first real values further down",
    ask="could {names} be declared where they get their values?",
    why="""Early C wanted all declarations at the top of a block. A Rust `let` may stand anywhere, and next to its
        value a variable needs no placeholder, mostly no `mut`, and often no type.""",
    instead="""Take the row apart: `let` in front of each first assignment, and `mut` only where the value
        changes again.""",
    query="(let_declaration pattern: (identifier) !alternative) @declaration",
    silent_in=(FileRole.TEST,),
    in_c="""
        int width, height = 0;
        check(lines);
        width = n;                          /* C90: declarations first */
    """,
    checks="""
        The compiler then knows each name only from the line that gives it a value, and without `mut`
        nothing changes it later.
    """,
)
def declarations_at_top(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C89 wanted the variables of a block at its top, and the layout outlived the rule: first a row of names, some
    of them with a 0 so that the compiler is quiet, then the code.

    Rust has no such rule. A variable that is declared together with its value cannot be read too early, not
    even as a 0 that means nothing; it is constant unless it says `mut`; and the reader learns what it is
    where it is used. A name may also be declared a second time, so that one that changes its meaning on the way
    down need not be `mut` for it.

    ## Keep it when
    The values come from branches or from inside a loop, and are needed behind it. Variables like that do not
    count here.

    ## Known problems
    One or two such variables are the business of `declared-then-assigned`.

    ```rust bad
    fn area(lines: &[String]) -> usize {
        let width: usize;
        let mut height = 0;
        let border: usize;
        check(lines);
        width = lines.first().map_or(0, |line| line.len());
        height = lines.len();
        border = 2;
        (width + border) * (height + border)
    }
    ```
    ```rust good
    fn area(lines: &[String]) -> usize {
        check(lines);
        let width = lines.first().map_or(0, |line| line.len());
        let height = lines.len();
        let border = 2;
        (width + border) * (height + border)
    }
    ```
    ```rust good
    // Counters that a loop fills.
    fn shape(lines: &[String]) -> (usize, usize, usize) {
        let mut width = 0;
        let mut height = 0;
        let mut empty = 0;
        for line in lines {
            width = line.len().max(width);
            height += 1;
            empty += usize::from(line.is_empty());
        }
        (width, height, empty)
    }
    ```
    """
    late = late_together(captures["declaration"], file)
    if not late:
        return "it is not the first of three or more in a row that get their value only further down"
    names = [f"`{text(field(each, 'pattern'))}`" for each in late]
    rest = names[2] if len(names) == 3 else f"{len(names) - 2} more"
    shown = f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]}, {names[1]} and {rest}"
    return Hit(at=late[0], values={"names": shown})
