"""silent-clamp: a setting out of range is changed to one in range, and nobody is told."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, field, method, receiver, statements, text, unwrapped
from review_assist.syntax.source import SourceFile, squeezed

_SETS_UP = pattern(r"(\w+_)?(realize|probe|configure|validate|check_propert(y|ies))(_\w+)?")
_CONSTANT = pattern(r"([A-Za-z_]\w*::)*[A-Z][A-Z0-9_]*(as\w+)?|[0-9][\w.]*")
_LIMITS = frozenset(("clamp", "min", "max"))


@rule(
    level="warning",
    confidence="medium",
    words=("realize", "probe", "configure", "validate", "check_propert"),
    message="`{function}` changes `{value}` to {bound} where it is out of range, and tells nobody",
    ask="should `{function}` refuse a `{value}` that is out of range, instead of changing it to {bound}?",
    why="""A user who sets a value that is not possible gets another one, and learns of it only when the
        device misbehaves. C devices often clamp because their setup could not fail; in Rust it can return a
        `Result`.""",
    instead="""Return an error that names the property and its range, with `(MIN..=MAX).contains(&value)` for
        the test. If old command lines rely on the clamp, keep it and warn.""",
    query="""
    [
      (if_expression condition: (_) @test consequence: (block)) @at
      (assignment_expression left: (_) @value right: (call_expression) @clamp) @at
      (call_expression function: (field_expression value: (field_expression) @value field: (field_identifier) @set)
        arguments: (arguments (call_expression) @clamp) (#eq? @set "set")) @at
    ]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FileRole.BINDING, FileRole.MACROS),
    in_c="""
        if (s->channels > MAX_CHANNELS)
            s->channels = MAX_CHANNELS;     /* the user is not told */
    """,
    checks="The compiler then warns where the error of a refused value is dropped.",
)
def silent_clamp(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `if (s->num_timers < MIN) s->num_timers = MIN;` in a realize function is an old habit: the device comes up
    with something that works. The user asked for 64 and has 32, the migration stream of a machine with
    other limits no longer fits, and no message says why.

    A `realize` that returns `Result` can say no: the error names the property, the value and the range, and
    whoever set it sees it at once. `contains()` of a range reads as the range does in the manual, and the two
    ends cannot drift apart as two comparisons do.

    ## Keep it when
    Compatibility asks for it: machines exist that were started with such values. A warning then tells the user
    what was done. What a guest writes to a register may be clamped as the hardware does it; the rule
    looks at setup only.

    ## Known problems
    Whether the value came from a user is not visible, so the rule asks. Devices are recognised by their path, as
    the profile of the project tells it; elsewhere a clamp is most often a computation, and the rule is silent.

    ```rust bad path=rust/hw/timer/x/src/device.rs
    impl Timer {
        fn realize(&mut self) {
            if self.channels < MIN_CHANNELS {
                self.channels = MIN_CHANNELS;
            } else if self.channels > MAX_CHANNELS {
                self.channels = MAX_CHANNELS;
            }
            self.start();
        }
    }
    ```
    ```rust good path=rust/hw/timer/x/src/device.rs
    impl Timer {
        fn realize(&self) -> Result<(), RangeError> {
            if !(MIN_CHANNELS..=MAX_CHANNELS).contains(&self.channels) {
                return Err(RangeError::new("channels", MIN_CHANNELS, MAX_CHANNELS));
            }
            self.start()
        }
    }
    ```
    ```rust good path=rust/hw/timer/x/src/device.rs
    // What a guest writes is limited as the hardware does it.
    impl Timer {
        fn write_depth(&mut self, value: u32) {
            self.depth = value.min(MAX_DEPTH);
        }
    }
    ```
    """
    at = captures["at"]
    function = file.function(at)
    if function is None or not file.is_device or not _SETS_UP.fullmatch(function.name):
        return "the function does not set up a device"
    found = _limited(at) if captures.get("test") is not None else _clamped(captures["value"], captures["clamp"])
    if found is None or _continues(at, found[0]):
        return "nothing is limited, or an earlier branch speaks for it"
    return Hit(at=at, values={"function": function.name, "value": found[0], "bound": found[1]})


def _limited(branch: Node) -> tuple[str, str] | None:
    """(value, bound) of `if value < BOUND { value = BOUND }`, where nothing else is done."""
    test, body = unwrapped(field(branch, "condition") or branch), field(branch, "consequence")
    inner = statements(body) if body is not None else []
    if test.type != "binary_expression" or len(inner) != 1:
        return None
    if text(field(test, "operator")) not in ("<", ">", "<=", ">="):
        return None
    value, bound = _value(field(test, "left")), squeezed(text(field(test, "right")))
    given = _given(inner[0])
    if not value or given is None or given[0] != value or not _CONSTANT.fullmatch(bound):
        return None
    return (value, f"`{given[1]}`") if _CONSTANT.fullmatch(given[1]) else None


def _given(statement: Node) -> tuple[str, str] | None:
    """(value, what it becomes) of `value = x` or `value.set(x)`."""
    if statement.type == "assignment_expression":
        return _value(field(statement, "left")), squeezed(text(field(statement, "right")))
    if statement.type == "call_expression" and method(statement) == "set" and len(arguments(statement)) == 1:
        return _value(receiver(statement)), squeezed(text(arguments(statement)[0]))
    return None


def _clamped(target: Node, call: Node) -> tuple[str, str] | None:
    """(value, bounds) of `value = value.clamp(MIN, MAX)`."""
    value, bounds = _value(target), [squeezed(text(bound)) for bound in arguments(call)]
    if not value or method(call) not in _LIMITS or _value(receiver(call)) != value:
        return None
    return (value, "a bound") if all(_CONSTANT.fullmatch(bound) for bound in bounds) else None


def _value(node: Node | None) -> str:
    """`self.x` of `self.x` and `self.x.get()`; empty for what does not belong to the device."""
    if node is not None and node.type == "call_expression" and method(node) == "get" and not arguments(node):
        node = receiver(node)
    name = squeezed(text(node)) if node is not None and node.type == "field_expression" else ""
    return name if name.startswith("self.") and len(name) <= 60 else ""


def _continues(at: Node, value: str) -> bool:
    """Whether it is the `else if` of a branch that limits the same value already."""
    holder = at.parent.parent if at.parent is not None and at.parent.type == "else_clause" else None
    outer = _limited(holder) if holder is not None and holder.type == "if_expression" else None
    return outer is not None and outer[0] == value
