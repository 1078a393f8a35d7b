"""mutable-static: a global variable as `static mut`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import fields, has_bql
from review_assist.syntax.nodes import enclosing, field, has_attribute, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile

_SHARED = r"(unsafe\()?(no_mangle|export_name|link_section|used)"
_ATOMIC = pattern(r"(u|i)(8|16|32|64|size)")
_POINTER = pattern(r"\*(mut|const)\b|\b(NonNull|Rc|Cell|RefCell|dyn)\b")
_SENDABLE = frozenset(
    "u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool char str String Vec Box Option HashMap "
    "BTreeMap VecDeque PathBuf Duration Instant std collections static".split()
)
"""Type names whose values may go to another thread, if what is inside of them may."""
_READABLE = 40
_CHARS = {"c_int": "AtomicI32", "c_uint": "AtomicU32", "bool": "AtomicBool"}
_OF_C = (
    ", with a `Shared<T>` of your own around an `UnsafeCell<T>`: its one `unsafe impl Sync` says who may touch "
    "it, and C gets the address from a method of it"
)


@rule(
    level="warning",
    confidence="high",
    words=("static mut",),
    message="`{name}` is a `static mut`: every access is `unsafe`, and nothing guards it",
    ask="does C read `{name}` by this name, or could it be a `static` of type {better}?",
    why="""A global in C is guarded by whoever remembers to take the lock. For a plain `static` Rust asks for
        a type that can be shared, an atomic or something behind a lock, and then no access needs
        `unsafe`.""",
    instead="Write `static {name}: {written}`{note}.",
    query="(static_item (mutable_specifier) name: (identifier) @name type: (_) @type) @static",
    silent_in=(FileRole.TEST,),
    explains=("struct-copied-from-pointer", "unsafe-static-reference"),
    softer_in=(FileRole.SHIM,),
    in_macros=True,
    in_c="""
        static unsigned {name};  /* which lock? */
        {name}++;
    """,
    checks="""
        The compiler then checks, by `Sync`, that every thread's access goes through an atomic, a lock or a
        cell made for it.
    """,
)
def mutable_static(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A global variable is the plainest thing in C. Which lock guards it, or that only one thread ever touches
    it, stands in a comment at best, and every patch that adds a user is reviewed against that memory.

    `static mut` is the same thing in Rust, and it has never been comfortable: each access is `unsafe`, each
    access has to prove again that no other thread is at it, and a reference to it that lives a line too long is
    undefined behaviour even with a single thread. The compiler warns of such references by now. A `static`
    without `mut` must have a type that is safe to share: `AtomicU32` for a counter or flag, `Mutex<T>` for
    a structure, `OnceLock<T>` for what is set once at start. The type says how it is guarded, and the compiler
    checks every user.

    ## Keep it when
    C code links against the symbol and writes it too. Then keep all accesses in one place, through
    `&raw mut`, and assert there that the lock is held.

    ## Known problems
    Which guard fits is guessed from the type.

    ```rust bad
    static mut OPEN_FILES: u32 = 0;
    fn note_open() -> u32 {
        // SAFETY: only the main thread opens files.
        unsafe {
            OPEN_FILES += 1;
            OPEN_FILES
        }
    }
    ```
    ```rust good
    use std::sync::atomic::{AtomicU32, Ordering};
    static OPEN_FILES: AtomicU32 = AtomicU32::new(0);
    fn note_open() -> u32 {
        OPEN_FILES.fetch_add(1, Ordering::Relaxed) + 1
    }
    ```
    ```rust good
    extern "C" {
        static mut open_files: u32;
    }
    ```
    """
    item = captures["static"]
    if enclosing(item, "foreign_mod_item") is not None or has_attribute(item, r"thread_local"):
        return "C declares it, or each thread has its own"
    better, note = _guarded(captures["type"], file)
    asked = f"`{better}`{_hedge(captures['type'], better, file)}"
    return Hit(
        at=captures["name"],
        values={"name": captures["name"], "written": better, "better": asked, "note": note},
        confidence="medium" if has_attribute(item, _SHARED) else None,
        names=frozenset((text(captures["name"]),)),
    )


def _guarded(declared: Node, file: SourceFile) -> tuple[str, str]:
    """A type that guards itself, and what to say of it."""
    written = _short(declared, file)
    name = text(declared).rpartition("::")[2]
    if is_c_path(text(declared), file.names) and name not in _CHARS:
        return f"Shared<{written}>", _OF_C
    if has_bql(file):
        cell = "BqlCell" if _ATOMIC.fullmatch(name) or name == "bool" else "BqlRefCell"
        return f"{cell}<{written}>", ", which belongs to the big lock and checks that it is held"
    if name in _CHARS:
        return _CHARS[name], ", read with `load` and written with `store`"
    if _ATOMIC.fullmatch(name):
        return "Atomic" + name.capitalize().replace("size", "size"), ", read with `load` and written with `store`"
    if declared.type == "pointer_type":
        pointee = file.quote(field(declared, "type") or declared, 40)
        return f"AtomicPtr<{pointee}>", ", or better hold the value itself behind a `Mutex`"
    if name.startswith("Option<"):
        return f"Mutex<{written}>", ", or `OnceLock` if it is set once and only read from then on"
    return f"Mutex<{written}>", ", or no `mut` at all if nothing writes it after the start"


def _hedge(declared: Node, better: str, file: SourceFile) -> str:
    """What the proposal depends on; empty if all of the type is known to go between threads."""
    if not better.startswith("Mutex<"):
        return ""
    written = text(declared)
    names = set(re.findall(r"\b[A-Za-z_]\w*", written)) - _SENDABLE
    if not _POINTER.search(written) and all(_is_sendable(name, file) for name in names):
        return ""
    short = _short(declared, file)
    return f", provided that {'what it holds' if short == '..' else f'`{short}`'} is `Send`"


def _short(declared: Node, file: SourceFile) -> str:
    """The type as it is written, or `..` for one too long to be read twice."""
    written = file.quote(declared)
    return written if len(written) <= _READABLE else ".."


def _is_sendable(name: str, file: SourceFile) -> bool:
    struct = file.names.structs.get(name)
    if struct is None or _POINTER.search(text(struct)):
        return False
    types = (text(field(child, "type")) for child in fields(struct))
    return all(set(re.findall(r"\b[A-Za-z_]\w*", declared)) <= _SENDABLE for declared in types)
