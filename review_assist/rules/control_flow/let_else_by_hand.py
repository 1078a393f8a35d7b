"""let-else-by-hand: a `match` or `if let` gives a name to what it finds, or leaves, which `let .. else` does."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import Arms, arms_of, binding, is_same, leaves, only
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, descendants, field, text
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.source import SourceFile, squeezed

_C_WAY = pattern(
    r"(return|break|continue)?(-?(\d\w*|[A-Z][A-Z0-9_]+)(as[\w:]+)?|(\w+::)*null(_mut)?\(\)|false|true)?"
)


@rule(
    level="note",
    confidence="medium",
    clippy=("manual_let_else",),
    words=("Some(", "Ok("),
    message="this {form} only gives `{name}` its value, or leaves",
    ask="could this be `{cure}`?",
    why="""A line such as `if (!p) return;` guards the rest of a C function. In Rust the guard and the name can be
        one statement, and what follows is neither nested nor repeated in an arm.""",
    instead="Write `{cure}`.",
    needs_rust="1.65",
    query="""
    (let_declaration pattern: (identifier) @name value: [(match_expression) (if_expression)] @test
        !alternative) @declaration
    """,
    silent_in=(FileRole.MACROS, FunctionRole.CONST, FileRole.TEST),
    of_shape=True,
    in_c="""
        struct dev *dev = find_dev(bus, id);
        if (!dev)
            return -ENODEV;
    """,
    checks="The compiler then checks that the `else` leaves, so that the name holds a value in all that follows.",
)
def let_else_by_hand(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function begins with its guards: look something up, return if it is not there, go on with the pointer. The
    value and the test are two statements, and nothing but their order ties them together.

    A `match` that hands its value out again, `Some(dev) => dev`, names it three times to say the same. Since Rust
    1.65 there is `let Some(dev) = find(id) else { return };`: the pattern on the left, the way out behind it. The
    compiler checks that the `else` block cannot fall through.

    ## Keep it when
    The other arm needs the error, or gives a value in place of leaving; the rule is silent there.

    ## Known problems
    A project that supports an older Rust cannot use it; give its version in the profile. In a file without any C
    around it is a matter of taste, and only told on request.

    ```rust bad
    extern "C" {
        fn lock_ports();
    }
    fn level(ports: &Ports, name: &str) -> u32 {
        let port = match ports.find(name) {
            Some(port) => port,
            None => return 0,
        };
        port.level()
    }
    ```
    ```rust good
    fn level(ports: &Ports, name: &str) -> u32 {
        let Some(port) = ports.find(name) else {
            return 0;
        };
        port.level()
    }
    ```
    ```rust good
    // The error is used.
    fn level(ports: &Ports, name: &str) -> u32 {
        let port = match ports.open(name) {
            Ok(port) => port,
            Err(error) => return error.level(),
        };
        port.level()
    }
    ```
    """
    test = captures["test"]
    arms = arms_of(test)
    if arms is None or arms.error or not is_same(only(arms.good), arms.name) or not leaves(arms.bad):
        return "it does not do only this: give one name to what it finds, or leave"
    if test.type == "match_expression" and "Err(" in text(field(test, "body")) and arms.variant == "Some":
        return "it is a `match` on a `Result` that drops the error"
    out = only(arms.bad)
    is_c = comes_from_c(file)
    way = "{ .. }" if out.type == "block" else f"{{ {file.quote(out)} }}"
    return Hit(
        at=captures["name"],
        confidence=None if is_c and _is_c_way(test, out) else "low",
        values={
            "form": "`match`" if test.type == "match_expression" else "`if let`",
            "name": captures["name"],
            "cure": _cure(arms, captures["declaration"], way, file),
        },
    )


def _is_c_way(test: Node, out: Node) -> bool:
    """Whether it leaves as C does, by a bare `return` or with a number or a null pointer: a `match` that gives
    a value of Rust's, or says why in a comment, is a matter of taste."""
    if next(descendants(test, *COMMENTS), None) is not None:
        return False
    return test.type != "match_expression" or _C_WAY.fullmatch(squeezed(text(out)).removesuffix(";")) is not None


def _cure(arms: Arms, declaration: Node, way: str, file: SourceFile) -> str:
    name, declared = binding(declaration, file)
    if arms.lent:
        name = f"{arms.lent} {name}"
    shape = {"Some": f"Option<{declared}>", "Ok": f"Result<{declared}, _>"}[arms.variant] if declared else ""
    value = file.quote(arms.value)
    if value.endswith("..."):
        value = ".."  # a part of it would be no code
    if value.endswith("}"):
        value = f"({value})"  # a brace must not stand right before the `else`
    return f"let {arms.variant}({name}){f': {shape}' if shape else ''} = {value} else {way};"
