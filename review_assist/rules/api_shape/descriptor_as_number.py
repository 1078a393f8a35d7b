"""descriptor-as-number: `pub fn fd(&self) -> i32`, a file descriptor that says neither what it is nor whose."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import modifiers, text
from review_assist.syntax.source import SourceFile, squeezed

_NAME = pattern(r"(\w+_)?(fd|file_descriptor)")
_OTHER = pattern(
    r".*raw_fd|((un)?register|add|attach|check|close|detach|free|max|min|poll|put|read|release|remove|reset|set|shut"
    r"|sync|wait|write)_.*"
)
"""The number is said to be one, or the name says what is done with a descriptor, or where they end."""
_NUMBER = pattern(
    r"(?:(?:\w+::)*(?:Result|Option)<)?(?:\w+::)*(?P<number>[iu](?:16|32|64|size)|c_u?int)(?:,[\w:<>]+)?>?"
)


@rule(
    level="warning",
    confidence="high",
    words=("fd(", "file_descriptor("),
    message="`{function}` hands out a file descriptor as `{number}`{sign}",
    ask="could `{type}` implement `AsFd` in place of `{function}`, which gives a bare `{number}`{sign}?",
    why="""In C a descriptor is an `int`, and the manual says who closes it and how long it is good. A number lets
        a caller close it twice, use it afterwards, or mix it with any other number.""",
    instead="""Write `impl AsFd for {type}`, whose `BorrowedFd` cannot outlive the value it comes from, and
        `AsRawFd` for those who need the number; what gives the descriptor away returns an `OwnedFd`.""",
    query="""
    (impl_item !trait body: (declaration_list (function_item (visibility_modifier) name: (identifier) @name
      parameters: (parameters . (self_parameter) .) return_type: (_) @return) @function))
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI),
    needs_rust="1.63",
    in_c="int chip_get_fd(struct chip *chip);  /* do not close it */",
    checks="The compiler then checks that the descriptor is not used after its owner has closed it.",
)
def descriptor_as_number(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Everything that can be read, polled or mapped is an `int` in C. That one must not close what `chip_get_fd()`
    returned, and must close what `open()` did, is written down somewhere else.

    The standard library has types for the two: `OwnedFd` closes what it holds, `BorrowedFd<'a>` only lends it, for
    as long as its owner is there. A type that has a descriptor says so by `AsFd` (and `AsRawFd` for the number),
    and is then accepted wherever a crate wants something to poll or to register: `mio`, `nix`, `rustix` ask for
    these traits. A method of its own with a number is accepted nowhere, and a caller has to guess the rest.

    ## Keep it when
    The number is no descriptor of Unix, or there is no standard library that has the types.

    ## Known problems
    That it is a descriptor is taken from the name.

    ```rust bad
    impl Chip {
        /// The descriptor, for `poll`. Do not close it.
        pub fn fd(&self) -> i32 {
            self.fd
        }
    }
    ```
    ```rust good
    impl AsFd for Chip {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.file.as_fd()
        }
    }
    ```
    ```rust good
    // It says so itself: the number, as `AsRawFd` has it.
    impl Chip {
        pub fn as_raw_fd(&self) -> RawFd {
            self.file.as_raw_fd()
        }
    }
    ```
    """
    name, number = text(captures["name"]), _NUMBER.fullmatch(squeezed(text(captures["return"])))
    if number is None or not _NAME.fullmatch(name) or _OTHER.fullmatch(name):
        return "it is not named like a descriptor, or returns no number"
    owner = self_type(captures["function"])
    if file.profile.policy.no_std or "unsafe" in modifiers(captures["function"]) or _lends(owner, file):
        return "the function is `unsafe`, the kernel has other descriptors, or the type lends it properly, too"
    is_unsigned = number["number"].startswith("u") or number["number"] == "c_uint"
    is_bare = number[0] == number["number"]  # a `Result` has a place of its own for the failure
    return Hit(
        at=captures["name"],
        values={
            "function": name,
            "type": owner or "the type",
            "number": number["number"],
            "sign": ", in which a failure of -1 would be a valid one" if is_unsigned and is_bare else "",
        },
    )


def _lends(owner: str, file: SourceFile) -> bool:
    """Whether the type has the traits all the same, or their methods under the same names."""
    if not file.names.traits(owner).isdisjoint(("AsFd", "AsRawFd")):
        return True
    methods = (file.names.functions.get(name) for name in ("as_fd", "as_raw_fd"))
    return any(method is not None and self_type(method) == owner for method in methods)
