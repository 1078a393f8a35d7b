"""missing-invariant-comment: a value of a type with `# Invariants` is made, and nothing says that they hold."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import bare_name, self_type
from review_assist.syntax.nodes import comments_above, documentation, text
from review_assist.syntax.source import SourceFile

_SAID = pattern(r"INVARIANTS?\b")
_MADE = pattern(r"\(\s*(?:&?\s*\w+\s+in\s+)?(?P<type>[A-Z]\w*)\s*(::)?(<[^{}]*>)?\s*\{")
"""`pin_init!(Self { .. })`, `try_pin_init!(&this in Self { .. })`."""


@rule(
    level="note",
    confidence="medium",
    only_in=("linux",),
    words=("# Invariants",),
    message="`{function}` makes `{type}`, and no `INVARIANT` comment says why its invariants hold",
    ask="could an `INVARIANT` comment say why the invariants of `{type}` hold for the one from `{function}`?",
    why="""In C what always holds of a struct is known to those who wrote it. Here the type has it in its
        documentation, and SAFETY comments refer to it: the places that make such a value prove it.""",
    instead="Write `// INVARIANT:` above the expression, with what makes each of them true there.",
    query="""
    (struct_expression name: (_) @type) @made
    (call_expression function: (identifier) @type (#match? @type "^[A-Z]")) @made
    (macro_invocation macro: (identifier) @_macro (token_tree) @tokens
      (#any-of? @_macro "pin_init" "try_pin_init" "init" "try_init")) @made
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FileRole.MACROS, FunctionRole.TEST),
    in_c="dev->refs = 1;                      /* never 0 while it is listed */",
    checks="A reader of a SAFETY comment that says 'by the type invariants' then finds where they are proved.",
)
def missing_invariant_comment(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A struct of C has rules that are nowhere written: this pointer is never null, that count never zero once the
    object is listed. Each function trusts them, and a new one that makes the struct may not know them.

    In the kernel's Rust a type says such rules in a section `# Invariants` of its documentation, and the `unsafe`
    code behind it is argued from them: `SAFETY: by the type invariants, ..`. That argument is worth as much as the
    places that make a value, or change it. Each of them has a comment `// INVARIANT:` that says why the rules are
    true there, be it one line: what C promised, what was checked above, what the caller of an `unsafe` function
    has to guarantee.

    ## Keep it when
    The same comment stands on the function that does the work.

    ## Known problems
    Only where the patch shows the documentation of the type.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    /// A clock.
    ///
    /// # Invariants
    ///
    /// The pointer is valid.
    pub struct Clock(NonNull<bindings::clock>);

    impl Clock {
        fn first() -> Result<Self> {
            // SAFETY: it may be called at any time.
            let raw = unsafe { bindings::clock_first() };
            Ok(Self(NonNull::new(raw).ok_or(ENODEV)?))
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    /// A clock.
    ///
    /// # Invariants
    ///
    /// The pointer is valid.
    pub struct Clock(NonNull<bindings::clock>);

    impl Clock {
        fn first() -> Result<Self> {
            // SAFETY: it may be called at any time.
            let raw = unsafe { bindings::clock_first() };
            // INVARIANT: C gave a clock or NULL.
            Ok(Self(NonNull::new(raw).ok_or(ENODEV)?))
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // A type without invariants.
    pub struct Rate(u32);

    impl Rate {
        fn from_hz(hz: u32) -> Self {
            Self(hz)
        }
    }
    ```
    """
    made = captures["made"]
    function = file.function(made)
    name = _type_of(captures)
    struct = file.names.structs.get(name)
    if struct is None or function is None or not function.is_whole or not _has_invariants(struct):
        return "the type shows no invariants here, or the function is not shown as a whole"
    node = function.node
    if "..self" in text(made) or "..*self" in text(made):
        return "the value is what it was, but for a field"
    if function.is_unsafe and "# Safety" in documentation(node):
        return "the caller of the function has to guarantee them"
    if any(_SAID.search(words) for words in (text(node), documentation(node), comments_above(node))):
        return "a comment says why they hold"
    return Hit(at=made, values={"function": function.name or "this function", "type": name})


def _type_of(captures: Captures) -> str:
    """The type that is made; empty if the tokens of a macro do not begin with one."""
    tokens = captures.get("tokens")
    if tokens is None:
        name = bare_name(text(captures["type"]))
    else:
        found = _MADE.match(text(tokens))
        name = found["type"] if found else ""
    return bare_name(self_type(captures["made"])) if name == "Self" else name


@lru_cache(maxsize=256)
def _has_invariants(struct: Node) -> bool:
    return "# Invariants" in documentation(struct)
