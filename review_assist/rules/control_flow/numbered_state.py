"""numbered-state: a local integer says where a loop goes on, by a `match` on plain numbers."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import ancestors, child, descendants, enclosing, field, is_mutable, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile

_BODY_LIMIT = 60_000
_LEAST = 3
_STATES = "declare an enum with a name for each state, and `match` on that; the arm for the rest goes away"
_JUMPS = (
    "put what a jump skips into a labelled block, and leave it with `break 'label`; what two jumps share can be a "
    "function"
)


@rule(
    level="warning",
    confidence="medium",
    words=("match ",),
    message="`{name}` is a plain number that says where to go on: {numbers}",
    ask="could `{name}` be an enum with a name for each of {numbers}?",
    why="""A state machine in C is an `int` and a `switch`, and what comes out of a translator jumps by number as
        well. An enum gives each state its name, and the `match` needs no arm for numbers that cannot be.""",
    instead="Keep no number: {cure}.",
    query="(match_expression value: (identifier) @name body: (match_block) @arms) @match",
    silent_in=(FileRole.TEST,),
    in_c="""
        switch (state) {{
        case 0: start(); state = 1; break;
        case 1: step(); state = 2; break; }}
    """,
    checks="The compiler then lets no other state in, and names the state that an arm was forgotten for.",
)
def numbered_state(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C state machine keeps an `int`, and each `case` of a `switch` sets the number of the next. What the numbers
    mean is in a comment, or in nobody's head. A `goto` that was translated by a program looks the same: a variable
    such as `current_block` is set to a number, and a `match` behind it jumps.

    An enum costs nothing more and names the states. The `match` on it has to list each of them, so there is no
    `_ => unreachable!()` to wonder about, and a state that is added shows up as an error wherever it is missing.

    ## Keep it when
    The number comes from outside, from a file or a device; then it is converted once.

    ## Known problems
    Only numbers that the function itself assigns are recognised.

    ```rust bad
    fn run(port: &mut Port) {
        let mut state = 0;
        loop {
            match state {
                0 => {
                    port.open();
                    state = 1;
                }
                1 => {
                    port.read();
                    state = 2;
                }
                2 => break,
                _ => unreachable!(),
            }
        }
    }
    ```
    ```rust good
    enum State {
        Open,
        Read,
        Done,
    }
    fn run(port: &mut Port) {
        let mut state = State::Open;
        loop {
            state = match state {
                State::Open => {
                    port.open();
                    State::Read
                }
                State::Read => {
                    port.read();
                    State::Done
                }
                State::Done => break,
            };
        }
    }
    ```
    ```rust good
    // The number comes from outside.
    fn name(code: u8) -> &'static str {
        match code {
            0 => "open",
            1 => "read",
            2 => "done",
            _ => "unknown",
        }
    }
    ```
    """
    match, name = captures["match"], text(captures["name"])
    function = enclosing(match, "function_item")
    binding = local_binding(captures["name"])
    if function is None or function.end_byte - function.start_byte > _BODY_LIMIT:
        return "the function is not shown, or too long to be sure"
    if binding is None or binding.type != "let_declaration" or not is_mutable(binding):
        return "it is no local variable that changes"
    first = field(binding, "value")
    if first is not None and not _is_number(first):
        return "it does not begin with a plain number"
    tested = _numbers(captures["arms"])
    given = _given(function, name)
    if not given or len(tested) < 2 or len(set(tested) | set(given)) < _LEAST or not set(given) & set(tested):
        return "the numbers that are tested are not those that it is given"
    if (
        not any(parent.type in ("loop_expression", "while_expression") for parent in ancestors(match))
        and first is not None
    ):
        return "no loop comes back to the `match`"
    if _is_told_before(function, match, name, file):
        return "an earlier `match` on it speaks for all"
    shown = list(dict.fromkeys([*tested, *given]))
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    return Hit(
        at=captures["name"],
        values={
            "name": name,
            "numbers": ", ".join(f"`{n}`" for n in shown[:3]) + more,
            "cure": _JUMPS if name.startswith("current_block") else _STATES,
        },
    )


def _is_told_before(function: Node, match: Node, name: str, file: SourceFile) -> bool:
    """Whether the patch wrote a `match` on it further up in the function: one variable is one note."""
    for other in descendants(function, "match_expression"):
        value = field(other, "value")
        if (
            other.start_byte < match.start_byte
            and value is not None
            and text(value) == name
            and file.is_added(value)
        ):
            return True
    return False


def _numbers(arms: Node) -> list[str]:
    """The numbers that the arms name; none if an arm names anything else but `_`."""
    found: list[str] = []
    for arm in arms.named_children:
        shown = text(field(arm, "pattern")) if arm.type == "match_arm" else "_"
        for part in shown.split("|"):
            if part.strip() == "_":
                continue
            if not part.strip()[:1].isdigit() or ".." in part:
                return []
            found.append(part.strip())
    return found


def _given(function: Node, name: str) -> list[str]:
    """The numbers that the variable is assigned; none if it is ever assigned or lent anything else."""
    found: list[str] = []
    for node in descendants(function, "assignment_expression", "compound_assignment_expr", "reference_expression"):
        if node.type == "reference_expression":
            if is_mutable(node) and text(child(node, -1) or node) == name:
                return []
            continue
        if text(field(node, "left")) != name:
            continue
        value = field(node, "right")
        if node.type != "assignment_expression" or value is None or not _is_number(value):
            return []
        found.append(text(unwrapped(value)))
    return found


def _is_number(value: Node) -> bool:
    return unwrapped(value).type == "integer_literal"
