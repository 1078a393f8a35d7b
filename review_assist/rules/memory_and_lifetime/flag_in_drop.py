"""flag-in-drop: `drop` asks a `bool` whether there is anything to undo, which a type could say."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import child, descendants, field, statements, text
from review_assist.syntax.source import SourceFile, squeezed, uncommented

_ASKED = pattern(r"\(?(?P<not>!)?(?:self|this)\.(?P<flag>\w+)\)?")
_NULL = pattern(r"\(?(?P<not>!)?(?:self|this)\.(?P<flag>\w+)\.is_null\(\)\)?")
_MADE_NULL = pattern(r"(?<![\w.])(\w+)\s*:\s*(?:\w+::)*null(?:_mut)?\(\)")
_SET = pattern(r"(?<![\w.])\*?\w+(?:\.\w+)*\.(\w+)\s*=\s*true\b")
_MADE = pattern(r"(?<![\w.])(\w+)\s*:\s*true\b")


@rule(
    level="note",
    confidence="medium",
    words=("fn drop(",),
    message="`drop` asks `{flag}` whether there is anything to undo",
    ask="could a `{type}` exist only once there is something to undo, so that `drop` need not ask `{flag}`?",
    why="""A struct in C exists before it is set up, so a flag or a null pointer tells its cleanup what there is
        to undo. In Rust the constructor can do the work and return the value only if that went well; then
        whatever has the value has what it stands for.""",
    instead="""Let the constructor of `{type}` do what `{flag}` stands for and return `Result<Self, _>`. What may
        come later is an `Option` of a type of its own, whose `Drop` undoes it.""",
    query="""
    (impl_item trait: [(type_identifier) @trait (scoped_type_identifier name: (type_identifier) @trait)]
      body: (declaration_list (function_item name: (identifier) @name body: (block) @body)))
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c="""
        if (p->registered)                  /* set by init(), maybe */
            unregister(p);
    """,
    checks="The compiler then rules out a value that was not set up: there is no way to have one.",
)
def flag_in_drop(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C the memory of an object comes first, zeroed; `init()` may or may not be called, and may fail halfway. So
    the object carries flags, `registered`, `mapped`, `irq_requested`, or pointers that are null until then, and
    the cleanup looks at each.

    A Rust constructor is a function that returns the finished value or an error. If `Registration::new()`
    registers, then a `Registration` that exists is registered, and `Drop` undoes it without a question. Nobody can
    forget to set the flag, and no method has to check it. If the two have to be apart, the thing that comes later
    gets a type of its own, and the owner has an `Option` of it: it is `Some` while there is something to undo.

    ## Keep it when
    The flag takes the duty back, as in a guard that starts armed and is defused: the rule is silent where the
    value begins as `true`, or where `drop` acts on `false`.

    ## Known problems
    Only a flag that some method of the same file sets to `true` is meant, or a pointer that is null in some value
    when it is made.

    ```rust bad
    impl Registration {
        pub fn register(&mut self) -> Result<(), Error> {
            attach(self.id)?;
            self.is_registered = true;
            Ok(())
        }
    }

    impl Drop for Registration {
        fn drop(&mut self) {
            if self.is_registered {
                detach(self.id);
            }
        }
    }
    ```
    ```rust good
    impl Registration {
        pub fn new(id: u32) -> Result<Self, Error> {
            attach(id)?;
            Ok(Self { id })
        }
    }

    impl Drop for Registration {
        fn drop(&mut self) {
            detach(self.id);
        }
    }
    ```
    ```rust good
    // A guard that can be defused: it is armed from the start.
    impl Rollback {
        fn new(id: u32) -> Self {
            Self { id, armed: true }
        }

        fn commit(mut self) {
            self.armed = false;
        }
    }

    impl Drop for Rollback {
        fn drop(&mut self) {
            if self.armed {
                detach(self.id);
            }
        }
    }
    ```
    """
    if text(captures["trait"]) not in ("Drop", "PinnedDrop") or text(captures["name"]) != "drop":
        return "it is not the `drop` of a type"
    test = next((s for s in statements(captures["body"]) if s.type == "if_expression"), None)
    condition = field(test, "condition") if test is not None else None
    if test is None or condition is None:
        return "`drop` asks nothing"
    written, holder = squeezed(text(condition)), self_type(test)
    if (null := _NULL.fullmatch(written)) is not None:
        is_meant = _is_begun_as_null(null["flag"], holder, file)
        if not is_meant or not _undoes(test, is_negated=not null["not"]):
            return "the pointer does not begin as null, or null does not mean that nothing is to be undone"
        return Hit(at=condition, values={"flag": f"{null['flag']}.is_null()", "type": holder or "value"})
    asked = _ASKED.fullmatch(written)
    if asked is None or not _undoes(test, is_negated=bool(asked["not"])):
        return "what is asked is no field, or more than this hangs on it"
    flag, (armed, defused) = asked["flag"], _flags(file.names.roots)
    if flag not in armed or flag in defused or file.names.type_of(condition) not in (None, "bool"):
        return "the field does not say whether there is something to undo"
    if _declared(flag, holder, file) not in ("", "bool"):
        return "the field is no `bool`"
    return Hit(at=condition, values={"flag": flag, "type": holder or "value"})


def _is_begun_as_null(name: str, holder: str, file: SourceFile) -> bool:
    """Whether it is a raw pointer of the type, and a value of the type is made with null in it."""
    return _declared(name, holder, file).startswith("*") and (holder, name) in _made_null(file.names.roots)


def _declared(name: str, holder: str, file: SourceFile) -> str:
    """The type of the field, as written; empty if the file does not show it."""
    declared = (one for owner, one in file.names.fields.get(name, ()) if owner == holder)
    return next((text(field(one, "type")) for one in declared), "")


@lru_cache(maxsize=4)
def _made_null(roots: tuple[Node, ...]) -> frozenset[tuple[str, str]]:
    """Types and their fields that are null in some value when it is made."""
    found: set[tuple[str, str]] = set()
    for root in roots:
        for made in descendants(root, "struct_expression", into_functions=True):
            named = text(field(made, "name"))
            holder = self_type(made) if named == "Self" else named
            body = uncommented(text(field(made, "body")))
            found.update((holder, name) for name in _MADE_NULL.findall(body))
    return frozenset(found)


def _undoes(test: Node, *, is_negated: bool) -> bool:
    """Whether `drop` calls something if the flag is set, and nothing otherwise."""
    body = field(test, "consequence")
    inside = statements(body) if body is not None else []
    if field(test, "alternative") is not None or not inside:
        return False
    if is_negated:
        return inside[0].type == "return_expression" and child(inside[0], 0) is None
    return "(" in text(body)


@lru_cache(maxsize=4)
def _flags(roots: tuple[Node, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Fields that are set to `true` somewhere, and those that begin as `true`."""
    armed: set[str] = set()
    made: set[str] = set()
    for root in roots:
        code = uncommented(text(root))
        armed.update(_SET.findall(code))
        made.update(_MADE.findall(code))
    return frozenset(armed), frozenset(made)
