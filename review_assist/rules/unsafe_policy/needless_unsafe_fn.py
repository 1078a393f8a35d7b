"""needless-unsafe-fn: an `unsafe fn` in whose body nothing is unsafe."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import Confidence, FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._operations import is_surely_safe
from review_assist.syntax.nodes import comments_above, documentation, enclosing, field, has_attribute, text
from review_assist.syntax.roles import has_symbol
from review_assist.syntax.source import Function, SourceFile, squeezed

_NUMBER = pattern(r"(\w+::)*(c_(?!void)\w+|[iu](8|16|32|64|128|size)|f32|f64|bool|s?size_t|gboolean|u?int\d*_t)")
_IS_STUB = pattern(r"\b(TODO|FIXME|XXX|todo[!_]|unimplemented[!_])|^\{\s*(//[^\n]*\s*)*\}$")
_LIMIT = 60
"""Statements of a body that is looked at."""


@rule(
    level="note",
    confidence="medium",
    words=("unsafe fn", "unsafe extern"),
    message="`{function}` is an `unsafe fn`, but nothing in it is unsafe",
    ask="could `{function}` be a safe function, as nothing in its body needs `unsafe`?",
    why="""A translation marks each function `unsafe`, as all of C is. It then spreads: every caller needs `unsafe`
        to call it, and has to look for a duty that does not exist.""",
    instead="""Drop `unsafe` from `{function}`; its callers can then drop their `unsafe` blocks around the
        call{of_c}.""",
    query="(function_item (function_modifiers) name: (identifier) @name body: (block) @body) @function",
    silent_in=(
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.TEST,
        FileRole.SHIM,
        FileRole.MACROS,
    ),
    outranks=("undocumented-unsafe-fn",),
    needs="function",
    in_c="int area(const struct win *w) {{ return w->width * w->height; }}",
    checks="The compiler then asks for `unsafe` only where a caller really has something to ensure.",
)
def needless_unsafe_fn(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A function of C has no word for "the caller must take care", because every function is like that. A translator
    that works from the outside in puts `unsafe` on each of them, so that the bodies compile.

    In Rust `unsafe fn` is a contract: there is something that the caller has to ensure and the compiler cannot
    check. Where pointers have become references and globals have become arguments, nothing of that is left, and
    the word only remains. It should go with the last unsafe operation, as each caller is otherwise asked for an
    `unsafe` block with a reason that nobody can give.

    ## Keep it when
    The duty is on the type and not on the operation, as for a constructor whose value other unsafe code
    relies on. Then a `# Safety` section says so.

    ## Known problems
    A method of another file may be unsafe itself; such calls are taken for unsafe.

    ```rust bad
    pub unsafe fn area(window: &Window) -> u32 {
        window.width * window.height
    }
    pub struct Window {
        width: u32,
        height: u32,
    }
    ```
    ```rust good
    pub fn area(window: &Window) -> u32 {
        window.width * window.height
    }
    ```
    ```rust good
    impl Index {
        /// # Safety
        ///
        /// `n` must be below the length of the table; `get_unchecked` relies on it.
        pub unsafe fn new(n: usize) -> Self {
            Self { n }
        }
    }
    ```
    """
    item, function = captures["function"], file.function(captures["function"])
    if function is None or not function.is_unsafe or function.is_trait_method or enclosing(item, "trait_item"):
        return "the function is not `unsafe`, or the trait gives its signature"
    parameters = text(field(item, "parameters"))
    if re.search(r"\*\s*(mut|const)\b|\bfn\b|\bVaList\b|NonNull", parameters + text(field(item, "return_type"))):
        return "it takes or gives raw pointers, so a caller may have a duty"
    if has_attribute(item, r"target_feature|cfg_attr\(.*target_feature|cfg\(|link_section"):
        return "an attribute makes it `unsafe`, or another target has one of the name that is"
    if not _is_known(item, function):
        return "the linker finds it by its name, or a type of C in it may be a pointer"
    if "afety" in documentation(item) + comments_above(item) or not file.is_visible(item):
        return "its documentation names a duty of the caller, or is not all shown"
    if _IS_STUB.search(text(captures["body"])):
        return "it is still to be filled in"
    if not _is_safe(captures["body"], file):
        return "something in its body may be unsafe"
    is_of_c = function.role is FunctionRole.ABI
    of_c = "; for C, and where a pointer to an `unsafe` one is asked for, it remains the same" if is_of_c else ""
    usual: Confidence | None = "low" if has_symbol(item) else None
    return Hit(at=captures["name"], confidence=usual, values={"function": function.name, "of_c": of_c})


def _is_known(item: Node, function: Function) -> bool:
    """Whether the signature shows that there is no duty: a type of C may be a pointer by another name."""
    if function.role is not FunctionRole.ABI:
        return not has_symbol(item)
    holder = field(item, "parameters")
    kinds = [squeezed(text(field(each, "type"))) for each in holder.named_children] if holder is not None else []
    return all(map(_NUMBER.fullmatch, kinds))


def _is_safe(body: Node, file: SourceFile) -> bool:
    statements = body.named_children
    if re.fullmatch(r"\{\s*self\.\w+ = \w+;\s*\}", text(body)):
        return False  # what sets a field may break what other unsafe code relies on, as `Vec::set_len` does
    return 0 < len(statements) <= _LIMIT and all(is_surely_safe(statement, file) for statement in statements)
