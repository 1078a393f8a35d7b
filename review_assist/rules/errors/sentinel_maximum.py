"""sentinel-maximum: the largest number of a type stands for "there is none"."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import attributes, descendants, enclosing, field, text, unwrapped
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import SourceFile, squeezed

_MAXIMUM = pattern(r"(([ui](8|16|32|64|size)|\w+::[ui](8|16|32|64|size))::MAX|![0](_?u(8|16|32|64|size))?)")
_IS_A_NUMBER = pattern(
    r"(^|_)(mask|max|maximum|limit|min|minimum|count|len|size|bits|depth|margin|cost|dist\w*|width)(_|$)"
)
_OWNERS = 8
"""Structs with a field of one name that are looked at."""
_HOLDERS = ("binary_expression", "assignment_expression", "let_declaration", "field_initializer")


@rule(
    level="note",
    confidence="medium",
    words=("::MAX", "!0"),
    message='`{name}` has {value} stand for "none"',
    ask='does {value} in `{name}` stand for "none", and could `{name}` be an `Option`?',
    why="""C gives one value of the type away for "there is none" and relies on everybody to test for it.
        `Option` holds that case outside of the number, and lets nobody use a number that is not there.""",
    instead="""Make it an `Option`, with `None` for {value}. Where memory counts or a stored format has the
        value, a small type around the number can hide it.""",
    query="""
    [
      (binary_expression left: (_) @left operator: ["==" "!="]
        right: [(scoped_identifier) (unary_expression)] @value)
      (assignment_expression left: [(identifier) (field_expression)] @left
        right: [(scoped_identifier) (unary_expression)] @value)
      (let_declaration pattern: (identifier) @left value: [(scoped_identifier) (unary_expression)] @value)
    ] @at
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.CONST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI, FunctionRole.BOUNDARY),
    in_c="""
        s->running = UINT32_MAX;            /* none */
        if (s->running == UINT32_MAX) {{ idle(); }}
    """,
    checks='The compiler then lets nobody compute with "none" as if it were a large number.',
)
def sentinel_maximum(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `UINT_MAX`, `(size_t)-1` and `~0` are C's other way to say that there is no index, no owner, no timer yet. The
    type stays unsigned, the test is `== UINT_MAX`, and an addition that comes before the test wraps around to
    a number that looks good.

    `Option<u32>` says the same in the type. The number comes out by `match`, `if let` or `?`, so that the test
    and the use are one thing. `position()`, `find()` and their kin return an `Option` already.

    ## Keep it when
    The largest number means itself: a limit that is never reached, the start value of a search for the
    minimum, a mask. So it is in tables of many thousand entries, where the eight bytes of an `Option` count, and
    where C, a file format or migrated state has the value.

    ## Known problems
    That the number is never one like any other can only be guessed, from its being set and tested.

    ```rust bad
    struct Scheduler {
        running: u32,
    }

    impl Scheduler {
        fn stop(&mut self) {
            self.running = u32::MAX;
        }

        fn is_idle(&self) -> bool {
            self.running == u32::MAX
        }
    }
    ```
    ```rust good
    struct Scheduler {
        running: Option<u32>,
    }

    impl Scheduler {
        fn stop(&mut self) {
            self.running = None;
        }

        fn is_idle(&self) -> bool {
            self.running.is_none()
        }
    }
    ```
    ```rust good
    // The start of a search for the smallest: it is compared by size.
    fn smallest(values: &[u32]) -> u32 {
        let mut best = u32::MAX;
        for &value in values {
            best = best.min(value);
        }
        best
    }
    ```
    """
    left, value, at = unwrapped(captures["left"]), captures["value"], captures["at"]
    if not _is_maximum(value) or left.type not in ("identifier", "field_expression"):
        return "the value is no maximum of a type"
    name = text(left if left.type == "identifier" else field(left, "field"))
    if (
        _IS_A_NUMBER.search(name)
        or name.isupper()
        or (left.type == "field_expression" and _is_laid_out(name, file))
    ):
        return "the name says that it is a number, or others read it by its layout"
    is_local = at.type == "let_declaration" or (left.type == "identifier" and local_binding(left) is not None)
    function = enclosing(at, "function_item") if is_local else None
    found = _evidence(file.names.roots if function is None else (function,)).get((name, squeezed(text(value))))
    if found != {"set", "tested"}:
        return "it is not both set to the maximum and tested for it"
    return Hit(at=at, values={"name": name, "value": f"`{text(value)}`"})


def _is_maximum(node: Node | None) -> bool:
    if node is None or node.end_byte - node.start_byte > 40:
        return False
    return _MAXIMUM.fullmatch(squeezed(text(node))) is not None


def _is_laid_out(name: str, file: SourceFile) -> bool:
    """Whether a struct whose layout is fixed has such a field: others read it."""
    owners = [file.names.structs[struct] for struct, _ in file.names.fields.get(name, [])[:_OWNERS]]
    return any(a.startswith("repr(") for owner in owners for a in attributes(owner))


@lru_cache(maxsize=2)
def _evidence(scopes: tuple[Node, ...]) -> dict[tuple[str, str], set[str]]:
    """(name, maximum) to what the scopes do with them: `set`, `tested`."""
    found: dict[tuple[str, str], set[str]] = {}
    for scope in scopes:
        for node in descendants(scope, *_HOLDERS, into_functions=True):
            target = field(node, "left") or field(node, "pattern") or field(node, "field")
            value = field(node, "right") or field(node, "value")
            if target is None or target.type not in ("identifier", "field_expression", "field_identifier"):
                continue
            name, use = text(field(target, "field") or target), _use(node)
            is_format = (
                node.type == "field_initializer" and text(value) == "!0"
            )  # what a format says is not a habit
            if use and _is_maximum(value) and not is_format:
                found.setdefault((name, squeezed(text(value))), set()).add(use)
    return found


def _use(node: Node) -> str:
    if node.type != "binary_expression":
        return "set"
    return "tested" if text(field(node, "operator")) in ("==", "!=") else ""
