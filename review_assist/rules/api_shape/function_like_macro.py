"""function-like-macro: `macro_rules! MAX { ($a:expr, $b:expr) => { .. } }`, a `#define` that a function can be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, descendants, enclosing, field, text
from review_assist.syntax.source import SourceFile

_EXPRESSIONS = pattern(r"[({\[]\s*(\$\w+\s*:\s*(expr|literal)\s*(,\s*\$\w+\s*:\s*(expr|literal)\s*)*,?\s*)?[)}\]]")
_C_NAME = pattern(r"[A-Z][A-Z0-9_]+")
_OF_MACROS = pattern(
    r"#\[|#!|\bfn\b|\bimpl\b|\bstruct\b|\benum\b|\bconst\b|\bstatic\b|\breturn\b|\bbreak\b|\bcontinue\b|\?|\blet\b|\$crate::\w+!"
    r"|\b[a-z_]+!|\bself\b|;|\$\(|::\s*\$|\$\w+\s*::|\.\s*\$\w+|\bunsafe\b"
)
"""What only a macro can do: items, control flow of the caller, names and types made of arguments."""
_RUNS = pattern(r"_*[a-z]")
"""A name that no constant has: of a variable, of a static of C, of a function."""
_LARGE = 300
_SIZES = pattern(r"size_of_val\(&?\s*\$\w+\s*\)\s*/\s*(::)?(\w+::)*size_of_val\(&?\s*\$\w+\s*\[\s*0\s*\]\s*\)")

_CONSTANT = {
    "does": "stands for a constant",
    "better": "a `const`",
    "pastes": "its text",
    "other": "a `const`",
}
_VALUE = {
    "does": "stands for a value that a function can return",
    "better": "a function",
    "pastes": "its text",
    "other": "a function",
}
"""What is said of a macro without parameters."""


@rule(
    level="note",
    confidence="medium",
    words=("macro_rules",),
    message="`{macro}!` is a macro of C, and {does}",
    ask="could `{macro}!` be {better}?",
    why="""C has macros where it has no generics and no constants that an array can use. In Rust a macro pastes
        {pastes}, has no type in its signature, and hides from tools what it does; {other} has none of
        this.""",
    instead="Make it {better}{example}.",
    query="(macro_definition name: (identifier) @name) @macro",
    silent_in=(FileRole.SHIM, FileRole.TEST, FileRole.MACROS),
    in_c=r"#define MAX(a, b) ((a) > (b) ? (a) : (b))   /* MAX(i++, n) */",
    checks="The compiler then checks the types of the arguments where they are declared, and evaluates each once.",
)
def function_like_macro(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `#define MAX(a, b)` stands for a function that C cannot write for all types, and `#define BUFSIZE 4096` for a
    constant that may be the size of an array. Both are text: an argument that is used twice is evaluated twice,
    and an error shows up where the macro is used.

    Rust has both without macros. A `const` may be used wherever a constant is needed. A `const fn`, generic if it
    has to be, names its types, is found by tools and evaluates its arguments once; the compiler inlines it as it
    likes. Much of what C defines in this way exists already: `Ord::max`, `slice.len()`, `contains()` of a flag
    type.

    ## Keep it when
    The macro does what a function cannot: declare items, return from its caller, take a type or a format string,
    be a piece of a literal in `concat!`, use the variables of the function that it is written in.

    ## Known problems
    Whether the arguments have one type at all uses of the macro is not looked at; a generic function may need a
    bound.

    ```rust bad
    macro_rules! MAX {
        ($a:expr, $b:expr) => {
            if $a > $b { $a } else { $b }
        };
    }
    ```
    ```rust bad
    macro_rules! BUFSIZE {
        () => {
            4096
        };
    }
    ```
    ```rust good
    const BUFSIZE: usize = 4096;
    const fn bit(n: u32) -> u32 {
        1 << n
    }
    ```
    ```rust good
    // Returns from the function that uses it.
    macro_rules! bail {
        ($e:expr) => {
            return Err($e)
        };
    }
    ```
    """
    arms = [arm for arm in captures["macro"].named_children if arm.type == "macro_rule"]
    if len(arms) != 1 or arms[0].end_byte - arms[0].start_byte > _LARGE:
        return "it has several arms, or is long"
    left, right = field(arms[0], "left") or child(arms[0], 0), field(arms[0], "right") or child(arms[0], 1)
    name, arguments, body = text(captures["name"]), text(left), text(right)
    if not _EXPRESSIONS.fullmatch(arguments) or _OF_MACROS.search(_inner(body)) or not _inner(body):
        return "it does what only a macro can"
    if not _C_NAME.fullmatch(name) and not _SIZES.search(body):
        return "it is not named as C names macros"
    if _uses_variables(captures["macro"], right) or _is_pasted(name, file):
        return "it uses variables of its place, or is pasted into text"
    parameters = re.findall(r"\$(\w+)\s*:", arguments)
    is_constant = not any(_RUNS.match(text(used)) for used in _bare_names(right))
    if parameters:
        words = _of_function(name, parameters, body, "const fn" if is_constant else "fn")
    else:
        example = f", `const {name}: T = ...;`" if is_constant else f", `fn {name.lower()}() -> T`"
        words = {**(_CONSTANT if is_constant else _VALUE), "example": example}
    return Hit(at=captures["name"], values={"macro": name, **words})


def _is_pasted(name: str, file: SourceFile) -> bool:
    """Whether the file has it in a `concat!`, which takes literals and macros, and no constant."""
    code = file.content.source.decode("utf-8", "replace")
    return re.search(rf"\bconcat!\s*[(\[{{][^;]{{0,2000}}?\b{name}!", code) is not None


def _uses_variables(macro: Node, body: Node | None) -> bool:
    """Whether it stands in a function and has a name, other than of a call, that may be one of its variables."""
    if enclosing(macro, "function_item") is None:
        return False
    return any(
        _RUNS.match(text(name)) and not text(name.next_sibling).startswith("(") for name in _bare_names(body)
    )


def _bare_names(body: Node | None) -> Iterator[Node]:
    """Identifiers that are no methods, fields, types, or parameters of the macro."""
    for name in descendants(body, "identifier") if body is not None else ():
        before, after = name.prev_sibling, name.next_sibling
        if (before is None or text(before) not in (".", "::", "$")) and (
            after is None or text(after) not in ("!", "::")
        ):
            yield name


def _inner(body: str) -> str:
    """The body without its braces and a `;` at its end."""
    inner = body.strip()
    while inner[:1] in "({[" and inner[:1] and inner[-1:] in ")}]" and _is_one(inner):
        inner = inner[1:-1].strip()
    return inner


def _is_one(code: str) -> bool:
    """Whether the first bracket is closed by the last."""
    depth = 0
    for index, character in enumerate(code):
        depth += (character in "({[") - (character in ")}]")
        if depth == 0:
            return index == len(code) - 1
    return False


def _of_function(name: str, parameters: list[str], body: str, function: str) -> dict[str, str]:
    """What is said of a macro with parameters."""
    twice = next((p for p in parameters if len(re.findall(rf"\${p}\b", body)) > 1), None)
    if _SIZES.search(body):
        return {
            "does": "computes what `len()` says",
            "better": "`len()` of the array or slice",
            "pastes": "its arguments, and evaluates one twice",
            "other": "a method",
            "example": "",
        }
    better = "`max` or `min` of `Ord`" if name in ("MAX", "MIN") else f"a `{function}`"
    return {
        "does": f"evaluates `${twice}` more than once"
        if twice
        else "computes a value that a function can compute",
        "better": better,
        "pastes": "its arguments, however often each occurs" if twice else "its arguments",
        "other": "a function",
        "example": "" if name in ("MAX", "MIN") else f", `{function} {name.lower()}(...)`",
    }
