"""compare-exchange-loop: a loop around `compare_exchange` that only computes a new value and tries again."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import match_arms, only
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, field, method, receiver, statements, text
from review_assist.syntax.source import SourceFile, squeezed

_LEAVES = pattern(r"\b(return|break|continue|await)\b|\?")
_DONE = pattern(r"break|return(\w+|\(\))?")


@rule(
    level="note",
    confidence="medium",
    words=("compare_exchange",),
    message="this loop around `{call}` is `fetch_update` written out",
    ask="could this loop be `{atomic}.fetch_update(...)`?",
    why="""With the atomics of C the loop around compare-and-exchange is written at each use: load, compute, try,
        load again. The standard library has it as one method, which takes the computation as a closure.""",
    instead="Write `{cure}`; where every value is replaced its result is always `Ok`, of the old value.",
    query="""
    (loop_expression body: (block) @body) @loop
    (while_expression
      condition: (let_condition pattern: (tuple_struct_pattern) @error value: (call_expression) @try)
      body: (block) @body) @loop
    """,
    silent_in=(FileRole.SHIM,),
    in_c="""
        do {{
            next = step(old);
        }} while (!atomic_compare_exchange_weak(&count, &old, next));
    """,
    checks="A reader no longer has to check that the loop ends and that the old value is the one that was seen.",
)
def compare_exchange_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `atomic_compare_exchange_weak` in a `do .. while` is the way to change a counter by anything but a sum in C.
    The pattern has its traps: the old value must be taken over after a failure, the weak form may fail for no
    reason.

    `fetch_update` of Rust's atomics contains the loop. The closure gets the value that was found and returns the
    one to store, or `None` to leave it, and runs again when somebody else was faster. Its answer says which value
    was replaced. For the common cases there is something shorter still: `fetch_add`, `fetch_max`, `swap`.

    ## Keep it when
    The loop does more than compute: it backs off, gives up after a number of tries, or has to undo something. The
    rule is silent there.

    ## Known problems
    Types of a project that are called like atomics may lack the method.

    ```rust bad
    fn halve(level: &AtomicU64) {
        let mut old = level.load(Ordering::Relaxed);
        loop {
            match level.compare_exchange_weak(old, old / 2, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => break,
                Err(found) => old = found,
            }
        }
    }
    ```
    ```rust good
    fn halve(level: &AtomicU64) -> Result<u64, u64> {
        level.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |old| Some(old / 2))
    }
    ```
    ```rust good
    // It gives the other thread a chance.
    fn halve(level: &AtomicU64) {
        let mut old = level.load(Ordering::Relaxed);
        loop {
            match level.compare_exchange_weak(old, old / 2, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => break,
                Err(found) => {
                    std::hint::spin_loop();
                    old = found;
                }
            }
        }
    }
    ```
    """
    given = statements(captures["body"])
    found = _of_while(captures, given) if captures.get("try") is not None else _of_loop(given)
    if found is None:
        return "the loop does more than try again with what was found"
    atomic, values = receiver(found.call), arguments(found.call)
    if atomic is None or len(values) != 4 or text(values[0]) != found.old:
        return "the exchange does not expect the value that was read"
    new = values[1] if found.new is None else found.new
    if (found.new is not None and text(values[1]) != found.name) or _LEAVES.search(text(new)):
        return "the new value is not computed in one place, or computing it may leave"
    orders = f"{file.quote(values[2])}, {file.quote(values[3])}"
    cure = f"{file.quote(atomic)}.fetch_update({orders}, |{found.old}| Some({file.quote(new)}))"
    return Hit(at=captures["loop"], values={"call": method(found.call), "atomic": atomic, "cure": cure})


@dataclass(frozen=True, slots=True)
class _Loop:
    """The try, the variable with the old value, and a `let` with the new one, if there is one."""

    call: Node
    old: str
    name: str = ""
    new: Node | None = None


def _is_try(call: Node | None) -> bool:
    return call is not None and method(call) in ("compare_exchange", "compare_exchange_weak")


def _of_while(captures: Captures, given: list[Node]) -> _Loop | None:
    """`while let Err(found) = a.compare_exchange(old, new, ..) { old = found; }`."""
    name = squeezed(text(captures["error"])).removeprefix("Err(").removesuffix(")")
    old = _taken_over(given[0], name) if len(given) == 1 else ""
    return _Loop(captures["try"], old) if old and _is_try(captures["try"]) else None


def _of_loop(given: list[Node]) -> _Loop | None:
    """`loop { match a.compare_exchange(..) { Ok(_) => break, Err(found) => old = found } }`."""
    if not given or len(given) > 2 or given[-1].type != "match_expression":
        return None
    call, arms = field(given[-1], "value"), _arms(given[-1])
    if call is None or not _is_try(call) or set(arms) != {"Ok", "Err"}:
        return None
    done, (name, failed) = arms["Ok"][1], arms["Err"]
    old = _taken_over(failed, name)
    if not old or not _DONE.fullmatch(squeezed(text(done))):
        return None
    if len(given) == 1:
        return _Loop(call, old)
    bound, new = given[0], field(given[0], "value")
    if bound.type != "let_declaration" or new is None:
        return None
    return _Loop(call, old, text(field(bound, "pattern")), new)


def _arms(match: Node) -> dict[str, tuple[str, Node]]:
    """By `Ok` and `Err`: the name inside of the pattern, and what is done."""
    found = {}
    for arm in match_arms(match):
        shape, value = squeezed(text(field(arm, "pattern"))), field(arm, "value")
        kind, _, name = shape.removesuffix(")").partition("(")
        if value is not None:
            found[kind] = (name, value)
    return found


def _taken_over(node: Node, name: str) -> str:
    """The variable of `old = found`; empty for anything else."""
    done = only(node)
    left, right = field(done, "left"), field(done, "right")
    is_plain = done.type == "assignment_expression" and left is not None and left.type == "identifier"
    return text(left) if is_plain and text(right) == name else ""
