"""search-loop: a loop that returns at the first match, and a literal behind it that says there was none."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.indices_and_loops._comparisons import compared_slices
from review_assist.rules.indices_and_loops._elements import elements_of, lent_pattern, name_for, walked
from review_assist.rules.indices_and_loops._loops import counted_loop
from review_assist.rules.rewrite import statement_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, child, descendants, field, mentions, statements, text, unwrapped
from review_assist.syntax.origin import comes_from_c
from review_assist.syntax.places import gives_shared
from review_assist.syntax.source import SourceFile, squeezed

_SIMPLE = pattern(r"&?(mut)?[A-Za-z_]\w*|&?\([\w&,]+\)")
_LONGEST = 160
_NEVER = (
    "try_expression await_expression return_expression block let_condition assignment_expression "
    "compound_assignment_expr macro_invocation"
).split()


@rule(
    level="note",
    confidence="medium",
    clippy=("manual_find", "manual_find_map"),
    words=("for ",),
    message="this loop only answers {question}",
    ask="could the loop and the `{none}` behind it be `{cure}`?",
    why="""To search is a loop with a `return` in it and a value that means "none" behind it in C. An
        iterator has a method for each kind of search, and its name says which it is.""",
    instead="Write `{cure}`{hint}.",
    query="(for_expression pattern: (_) @pattern value: (_) @list body: (block) @body) @loop",
    silent_in=(FunctionRole.CONST, FileRole.TEST),
    outranks=("index-loop",),
    in_c="""
        for (i = 0; i < n; i++)
            if (v[i].id == id)
                return &v[i];
        return NULL;
    """,
    checks='A reader no longer has to look for the value that means "none": the method has a type that says it.',
)
def search_loop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C has no functions that take a condition, so each search is written out: a loop, an `if`, a `return`, and
    behind the loop the value that says there was nothing. A reader has to go through it to see that it is a
    search, and of which kind.

    Iterators answer by name. `any` asks whether there is one, `all` whether each is, `find` which it is,
    `position` where it is; all of them stop at the first match. What they return has the type of the question:
    a `bool` or an `Option`, and no number that means none.

    ## Keep it when
    The loop does something else on its way, or the test may fail with `?`; the rule is silent there.

    ## Known problems
    Whether the closure needs a `&` or `*` more depends on types that are not visible. Without an index and without
    any C around, it is only told on request.

    ```rust bad
    extern "C" {
        fn lock_ports();
    }
    fn port(ports: &[Port], id: u32) -> Option<&Port> {
        for port in ports {
            if port.id == id {
                return Some(port);
            }
        }
        None
    }
    ```
    ```rust good
    fn port(ports: &[Port], id: u32) -> Option<&Port> {
        ports.iter().find(|port| port.id == id)
    }
    ```
    ```rust good
    // It looks at them on the way.
    fn port<'a>(ports: &'a [Port], id: u32, seen: &mut u32) -> Option<&'a Port> {
        for port in ports {
            *seen += 1;
            if port.id == id {
                return Some(port);
            }
        }
        None
    }
    ```
    """
    loop, body = captures["loop"], captures["body"]
    inside = statements(body)
    branch = inside[0] if len(inside) == 1 else None
    if branch is None or branch.type != "if_expression" or field(branch, "alternative") is not None:
        return "the body is more than one `if` without an `else`"
    condition, consequence = field(branch, "condition"), field(branch, "consequence")
    given, none = _returned(consequence), _behind(loop)
    if condition is None or given is None or none is None or not _is_plain(condition) or _has_comment(loop):
        return "the branch does not just return a value, or no plain value is behind the loop"
    if equal := compared_slices(loop, condition, (text(given), text(none)), file):
        return Hit(
            at=captures["list"],
            values={
                "question": "whether two slices are equal",
                "none": file.quote(none),
                "cure": equal,
                "hint": "",
            },
        )
    names = _names(captures, file)
    if names is None or loop.children[0].type == "label":
        return "what the loop takes apart is no plain name, or the loop has a label"
    found = _answer(given, none, names, condition, file)
    if found is None:
        return "the answers are none that a search gives"
    question, cure = found
    is_c = names[3] or comes_from_c(file) or squeezed(text(none)) == "-1"
    is_deeper = ".iter_mut().find(|" in cure and not re.search(rf"\|{names[1]}\| {names[1]}\.", cure)
    hint = ", where the closure gets one more `&` than the loop's body" if is_deeper else ""
    return Hit(
        at=captures["list"],
        confidence=None if is_c else "low",
        values={"question": question, "none": file.quote(none), "cure": cure, "hint": hint},
    )


_Names = tuple[str, str, str, str]
"""The iterator, the pattern of its elements, the name of their number or nothing, and `a[i]` as written."""


def _names(captures: Captures, file: SourceFile) -> _Names | None:
    listed, shape = captures["list"], squeezed(text(captures["pattern"]))
    if listed.type == "range_expression":
        loop = counted_loop(captures["loop"], file.content.source)
        elements = elements_of(loop) if loop is not None else None
        if loop is None or loop.low != "0":
            return None
        found = _only_element(loop.body, loop.index)
        if found is None or (elements is not None and len(elements) != 1):
            return None
        base, element = found
        whole = squeezed(loop.high) == f"{base}.len()" and not loop.is_inclusive
        part = base if whole else f"{base}[..{'=' if loop.is_inclusive else ''}{loop.high}]"
        return f"{part}.iter()", name_for(base, loop.body), loop.index, element
    written = file.quote(listed)
    if (
        len(written) > 60
        or not _SIMPLE.fullmatch(shape)
        or listed.type in ("macro_invocation", "await_expression")
    ):
        return None
    numbered = re.fullmatch(r"\((\w+),(&?\w+)\)", shape)
    if numbered and written.endswith(".enumerate()"):
        return written.removesuffix(".enumerate()"), numbered[2], numbered[1], ""
    around = walked(listed, file)
    if gives_shared(listed):
        around = around.replace(".iter_mut()", ".iter()")  # an `&mut T` would not fit into `Option<&T>`
    return around, text(captures["pattern"]), "", ""


def _only_element(body: Node, index: str) -> tuple[str, str] | None:
    """The array that is indexed by the counter in the test, and the element as written."""
    found = {
        (squeezed(text(child(node, 0))), text(node))
        for node in descendants(body, "index_expression")
        if squeezed(text(child(node, 1))) in (index, f"{index}asusize")
    }
    return next(iter(found)) if len(found) == 1 else None


def _answer(given: Node, none: Node, names: _Names, condition: Node, file: SourceFile) -> tuple[str, str] | None:
    """What the loop asks, and the call that asks the same."""
    elements, element, number, indexed = names
    tested, value, nothing = file.quote(unwrapped(condition)), squeezed(text(given)), squeezed(text(none))
    if indexed:
        tested = tested.replace(indexed, element)
        element = lent_pattern(element, tested, elements)
    if len(tested) > 80 or "..." in tested:
        return None
    if number and re.search(rf"\b{number}\b", tested):
        return None
    if (value, nothing) == ("true", "false"):
        return "whether there is one", f"{elements}.any(|{element}| {tested})"
    if (value, nothing) == ("false", "true"):
        return "whether all are", f"!{elements}.any(|{element}| {tested})"
    if number and value == f"Some({number})" and nothing == "None":
        return "where the first one is", f"{elements}.position(|{element}| {tested})"
    if number and nothing in ("-1", "None") and re.fullmatch(rf"{number}as\w+", value):
        return "where the first one is", f"{elements}.position(|{element}| {tested})"
    if nothing != "None" or number:
        return None
    name, lent = element.lstrip("&"), lent_pattern(element, tested, elements)
    if value == f"Some({name})":
        copied = ".copied()" if element.startswith("&") else ""
        return "which one it is", f"{elements}.find(|{lent}| {tested}){copied}"
    inner = given.named_children[-1] if given.type == "call_expression" else None
    made = file.quote(child(inner, 0) or inner) if inner is not None else ""
    if (
        value.startswith("Some(")
        and inner is not None
        and mentions(inner, name)
        and not any(descendants(inner, *_NEVER))
        and len(made) <= 40
        and ".iter_mut()" not in elements
    ):
        return "which one it is", f"{elements}.find(|{lent}| {tested}).map(|{element}| {made})"
    return None


def _returned(consequence: Node | None) -> Node | None:
    """`x` of `{ return x; }`."""
    inside = statements(consequence) if consequence is not None else []
    if len(inside) != 1 or inside[0].type != "return_expression":
        return None
    return child(inside[0], 0)


def _behind(loop: Node) -> Node | None:
    """The value right behind the loop that ends the function."""
    statement = statement_of(loop)
    block = statement.parent
    after = statement.next_named_sibling
    while after is not None and after.type in COMMENTS:
        after = after.next_named_sibling
    if after is None or block is None or block.type != "block":
        return None
    if block.parent is None or block.parent.type != "function_item":
        return None
    if after.type == "expression_statement":
        after = child(after, 0)
    if after is not None and after.type == "return_expression":
        after = child(after, 0)
    return after


def _is_plain(condition: Node) -> bool:
    if condition.end_byte - condition.start_byte > _LONGEST or condition.type in _NEVER:
        return False
    return not any(descendants(condition, *_NEVER))


def _has_comment(loop: Node) -> bool:
    return any(descendants(loop, *COMMENTS))
