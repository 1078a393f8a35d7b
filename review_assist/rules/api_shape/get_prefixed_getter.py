"""get-prefixed-getter: `fn get_name(&self)`, called as the C function behind it is."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax import rust
from review_assist.syntax.nodes import callee, descendants, field, text
from review_assist.syntax.roles import is_public
from review_assist.syntax.source import SourceFile, squeezed

_GETTER = pattern(r"get_(?!(mut|ref|raw|ptr|or|unchecked|checked|and|with|by|mutable)(_|$))(?P<short>[a-z]\w*)")
_HABIT = 2
"""Getters with the name of their C function that make it a habit."""


@rule(
    level="note",
    confidence="high",
    words=("fn get_",),
    message="`{getter}` begins with `get_`, as C's {like}{others}",
    ask="could `{getter}`, which has its `get_` from C, be `{short}`{rest}?",
    why="""In C all functions share one namespace, so a verb tells a getter from what it gets. A Rust method
        has the name of the value: `len()`, `name()`, `path()`; only what looks something up is `get(key)`.""",
    instead="""Call it `{short}`{rest}; a setter keeps its `set_`. A `#[doc(alias = "...")]` with the C name lets
        those who know it find it in the documentation.""",
    query="""
    (impl_item !trait body: (declaration_list (function_item (visibility_modifier) name: (identifier) @name
      parameters: (parameters . (self_parameter) .) return_type: (_)) @function) @methods)
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.CONTRACT),
    in_c="const char *chip_get_name(struct chip *chip);",
    checks="A reader then finds the names of the standard library, and takes `get` for a look-up.",
)
def get_prefixed_getter(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `gpio_chip_get_name(chip)` has the library, the type and the verb in its name, as C has one namespace for all
    functions. The library and the type go when the function becomes a method; the verb often stays.

    The naming guidelines of Rust's API have no `get_` for what a value is or has: it is `len()`, not `get_len()`,
    and `set_len()` for the one that writes. A method called `get` is for a look-up that takes a key or an index
    and may find nothing. Callers of a library expect that, and read `get_` as a sign that something is searched
    for or, in some projects, that a reference is counted.

    ## Keep it when
    The project calls all of its getters so, or the method does work that a caller should know of, such as asking
    the hardware.

    ## Known problems
    Only in a file in which two getters or more have the whole name of their C function.

    ```rust bad path=bindings/rust/src/chip.rs
    impl Chip {
        pub fn get_width(&self) -> u32 {
            // SAFETY: the chip is open.
            unsafe { bindings::chip_get_width(self.chip.as_ptr()) }
        }

        pub fn get_depth(&self) -> u32 {
            // SAFETY: the chip is open.
            unsafe { bindings::chip_get_depth(self.chip.as_ptr()) }
        }
    }
    ```
    ```rust good path=bindings/rust/src/chip.rs
    impl Chip {
        pub fn width(&self) -> u32 {
            // SAFETY: the chip is open.
            unsafe { bindings::chip_get_width(self.chip.as_ptr()) }
        }

        pub fn depth(&self) -> u32 {
            // SAFETY: the chip is open.
            unsafe { bindings::chip_get_depth(self.chip.as_ptr()) }
        }
    }
    ```
    ```rust good path=bindings/rust/src/chip.rs
    // They look something up: `get` is what Rust calls that.
    impl Lines {
        pub fn get_line(&self, offset: u32) -> Option<&Line> {
            self.lines.get(&offset)
        }

        pub fn get_mut(&mut self, offset: u32) -> Option<&mut Line> {
            self.lines.get_mut(&offset)
        }
    }
    ```
    """
    named, function = _GETTER.fullmatch(text(captures["name"])), captures["function"]
    if named is None or named["short"] in rust.KEYWORDS or file.profile.policy.no_std:
        return "it is no `get_` that can go, or the kernel keeps C's names"
    methods = captures["methods"]
    if function != next(filter(_is_getter, methods.named_children), None):
        return "the first getter of the block speaks for all"
    getters = [one for one in methods.named_children if _is_getter(one)]
    copied = [name for one in getters if (name := _c_name(one))]
    if not copied or len(_copied_names(file.names.roots)) < _HABIT:
        return "the names are not seen to be copied from C"
    if any(text(field(one, "name")) == named["short"] for one in methods.named_children):
        return "the short name is taken"
    others = len(getters) - 1
    return Hit(
        at=captures["name"],
        values={
            "getter": named[0],
            "short": named["short"],
            "like": f"`{own}` does" if (own := _c_name(function)) else f"getters do, such as `{copied[0]}`",
            "others": f", and so {'does' if others == 1 else 'do'} {others} more of its type" if others else "",
            "rest": ", and the others likewise" if others else "",
        },
    )


def _is_getter(function: Node) -> bool:
    """`pub fn get_x(&self) -> T`, whatever it does."""
    if function.type != "function_item" or not _GETTER.fullmatch(text(field(function, "name"))):
        return False
    parameters = field(function, "parameters")
    own = parameters.named_children if parameters is not None else []
    is_lent = len(own) == 1 and squeezed(text(own[0])).startswith("&") and "mut" not in text(own[0])
    return is_lent and field(function, "return_type") is not None and is_public(function)


@lru_cache(maxsize=4)
def _copied_names(roots: tuple[Node, ...]) -> tuple[str, ...]:
    """The C functions whose whole name a getter of the file has."""
    functions = (one for root in roots for one in descendants(root, "function_item", into_functions=True))
    return tuple(name for one in functions if _is_getter(one) and (name := _c_name(one)))


@lru_cache(maxsize=256)
def _c_name(function: Node) -> str:
    """`chip_get_name`, if the unsafe code of `get_name` calls it; else empty."""
    ending, body = "_" + text(field(function, "name")), field(function, "body")
    blocks = descendants(body, "unsafe_block") if body is not None else ()
    for call in (call for block in blocks for call in descendants(block, "call_expression")):
        name = callee(call).rpartition("::")[2]
        if name.endswith(ending) and "." not in name:
            return name
    return ""
