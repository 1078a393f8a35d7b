"""integer-handle: a `type SessionId = u32` that mixes with every other number."""

from __future__ import annotations

from functools import lru_cache

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import enclosing, has_attribute, text
from review_assist.syntax.source import SourceFile

_HANDLE = pattern(r"[A-Z]\w*(Id|ID|Handle|Index|Idx|Token|Cookie)|[a-z]\w*_(id|handle|index|idx|token|cookie)_t")
_NUMBER = pattern(r"(core::ffi::|std::ffi::|std::os::raw::|libc::)?([iu](8|16|32|64|size)|c_u?(int|long|short))")
_TAKEN = pattern(rb":\s*([A-Za-z]\w*)\s*[,)]")


@rule(
    level="note",
    confidence="medium",
    pedantic=True,
    words=("type ",),
    message="`{alias}` is another name for `{number}`, so any number passes for one",
    ask="could `{alias}` be a type of its own, `struct {alias}({number})`?",
    why="""A `typedef` documents which numbers are handles and stops nobody from passing another one. An alias
        in Rust is the same. A struct with one field costs nothing when the program runs, and two kinds of
        handle then do not mix.""",
    instead="""Declare `struct {alias}({number});` with `#[derive(Clone, Copy, PartialEq, Eq)]`, and let the table
        that it is a key of take and return it.""",
    query="(type_item name: (type_identifier) @name type: (_) @type) @alias",
    silent_in=(FileRole.SHIM, FileRole.BINDING, FileRole.TEST),
    in_c="""
        typedef uint32_t session_id;        /* still any uint32_t */
        close_session(window_id);           /* compiles */
    """,
    checks="""
        The compiler then refuses any other number, or the handle of another table, where this handle is
        wanted.
    """,
)
def integer_handle(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A descriptor, a session number, an index into a table: in C all of them are `int`, and a `typedef` gives
    the kinds their names. The compiler sees through the names, so that arguments in the wrong order, a
    handle in which somebody adds one, or minus one for "none" pass without a word.

    `struct SessionId(u32)` is stored as a `u32` is. It cannot be added to, compared with a `WindowId` or made
    from any number that is at hand, except by the code that its author chose. "None" becomes
    `Option<SessionId>`, and the compiler checks each place where one is used. Methods such as `index()` have
    a place to live.

    ## Keep it when
    The number belongs to another interface, which defines the name as an integer.

    ## Known problems
    It is a matter of taste for numbers that are only passed on, so it is shown on request only.

    ```rust bad
    pub type SessionId = u32;

    fn close(id: SessionId) {
        log(id);
    }

    fn rename(id: SessionId, name: &str) {
        log(id, name);
    }
    ```
    ```rust good
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub struct SessionId(u32);

    fn close(id: SessionId) {
        log(id);
    }
    ```
    ```rust good
    // No handle, but a unit: it is meant to be computed with.
    pub type Address = u64;

    fn next(at: Address, length: Address) -> Address {
        at + length
    }
    ```
    """
    name, number = text(captures["name"]), " ".join(text(captures["type"]).split())
    if not _HANDLE.fullmatch(name) or not _NUMBER.fullmatch(number) or has_attribute(captures["alias"], "cfg"):
        return "it is not named like a handle, or is no plain number"
    if enclosing(captures["alias"], "impl_item", "trait_item", "foreign_mod_item") is not None:
        return "it is the type of a trait, or C declares it"
    if _taken(file.content.source).get(name.encode(), 0) < 2:
        return "hardly anything takes one"
    return Hit(at=captures["name"], values={"alias": name, "number": number.rpartition("::")[2]})


@lru_cache(maxsize=4)
def _taken(source: bytes) -> dict[bytes, int]:
    """How often parameters or fields of each type occur."""
    counts: dict[bytes, int] = {}
    for name in _TAKEN.findall(source):
        counts[name] = counts.get(name, 0) + 1
    return counts
