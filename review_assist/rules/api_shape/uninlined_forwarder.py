"""uninlined-forwarder: methods that only call C or give a field, without `#[inline]`."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.wording import listed
from review_assist.syntax.nodes import descendants, field, has_attribute, modifiers, statements, text
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile

_HABIT = 2
"""Methods of a patch without it that make it worth a note."""
_SHORT = 160
"""Bytes of an expression that a reader takes in at once."""
_FORWARDS = pattern(r"\bbindings::\w+\(|\(\*self\.\w+(\.get)?\(\)\)\.\w+$")
_BRANCHES = (
    "if_expression",
    "match_expression",
    "try_expression",
    "closure_expression",
    "macro_invocation",
    "loop_expression",
)


@rule(
    level="note",
    confidence="medium",
    only_in=("linux",),
    words=("bindings::", "(*self."),
    message="{names} only forward to C, and have no `#[inline]`",
    ask="should {names}, which only forward to C, be `#[inline]`?",
    why="""In C a wrapper of one line is a `static inline` in a header. Without `#[inline]` a function of the
        `kernel` crate that has no type parameters is compiled there, and every driver calls it.""",
    instead="Put `#[inline]` above {names}.",
    query="(impl_item body: (declaration_list (function_item name: (identifier) @name) @function) @methods)",
    silent_in=(
        FileRole.SHIM,
        FileRole.TEST,
        FileRole.MACROS,
        FunctionRole.ABI,
        FunctionRole.TEST,
        FunctionRole.THUNK,
    ),
    in_c="static inline u8 revision(struct dev *d) {{ return d->revision; }}",
    checks="A reader then sees that the wrapper costs nothing, as with those in C's headers.",
)
def uninlined_forwarder(captures: Captures, file: SourceFile) -> Hit | str:
    """
    The one-line wrappers of a C interface are `static inline` functions in its header, so that they vanish in
    whoever includes it.

    Rust inlines across crates what is generic, and what asks for it. A method of the `kernel` crate that reads one
    field of a C struct, or passes its arguments to one C function, is a call to another object file unless it has
    `#[inline]`; with it, it is as cheap as the macro or the inline function that C has in its place. Reviewers of
    the kernel's abstractions ask for it on functions of that size.

    ## Keep it when
    The function is only used in its own crate, or too rarely to matter.

    ## Known problems
    The compiler may inline small functions by itself since Rust 1.75; the attribute does not depend on that.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    impl Device {
        pub fn revision(&self) -> u8 {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            unsafe { (*self.as_raw()).revision }
        }

        pub fn enable(&self) {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            unsafe { bindings::sample_enable(self.as_raw()) }
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    impl Device {
        #[inline]
        pub fn revision(&self) -> u8 {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            unsafe { (*self.as_raw()).revision }
        }

        #[inline]
        pub fn enable(&self) {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            unsafe { bindings::sample_enable(self.as_raw()) }
        }
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // It is compiled where its type is known.
    impl<T: Driver> Adapter<T> {
        pub fn remove(&self) {
            // SAFETY: `self.as_raw()` is valid by the type invariants.
            unsafe { bindings::sample_remove(self.as_raw()) }
        }
    }
    ```
    """
    if file.role is not FileRole.BINDING:
        return "the file is no layer around C"
    mine = [one for one in _forwarders(file.tree.root_node) if file.is_added(one)]
    if len(mine) < _HABIT:
        return "it is not one of two or more that only forward"
    if mine[0] != captures["function"]:
        return "the first of them is told"
    names = listed(dict.fromkeys(text(field(one, "name")) for one in mine))
    return Hit(at=captures["name"], values={"names": names})


@lru_cache(maxsize=64)
def _forwarders(root: Node) -> tuple[Node, ...]:
    """Every public method of a type without parameters that is one expression for C, in their order."""
    found = descendants(root, "function_item", into_functions=True)
    return tuple(function for function in found if _is_forwarder(function))


def _is_forwarder(function: Node) -> bool:
    holder = function.parent.parent if function.parent is not None else None
    if holder is None or holder.type != "impl_item" or field(holder, "trait") is not None:
        return False
    if field(holder, "type_parameters") is not None or field(function, "type_parameters") is not None:
        return False
    if (
        not is_public(function)
        or not {"const", "async", "extern"}.isdisjoint(modifiers(function))
        or has_attribute(function, r"inline|cold|must_not")
    ):
        return False
    body = field(function, "body")
    inside = [one for one in statements(body) if one.type != "empty_statement"] if body is not None else []
    code = text(inside[0]) if len(inside) == 1 else ""
    plain = code.removeprefix("unsafe").strip(" {}\n;")
    is_short = 0 < len(code) <= _SHORT and not any(descendants(inside[0], *_BRANCHES))
    return is_short and _FORWARDS.search(plain) is not None
