"""leak-as-pointer: `Box::leak(b) as *mut T`, a reference for ever that is only wanted as an address."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import arguments, callee, field, method, text, unwrapped
from review_assist.syntax.source import SourceFile

_LEAK = pattern(r"(?P<owner>(\w+::)*\w*Box)::leak")


@rule(
    level="note",
    confidence="high",
    words=("::leak(",),
    outranks=("leaked-box",),
    message="`{code}` leaks the box for ever, and what is wanted is its address",
    ask="could `{code}` be `{cure}`?",
    why="""In C memory is handed over by its address. `leak` says that nobody will ever free the value, and
        lends it as a reference; the pair that hands it over and takes it back is `into_raw` and `from_raw`.""",
    instead="Write `{cure}`; a reader then looks for the `{owner}::from_raw` that takes it back.",
    query="""
    [
      (type_cast_expression value: (_) @leaked type: (pointer_type)) @cast
      (let_declaration type: (pointer_type) value: (call_expression) @leaked) @cast
    ]
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="driver->attr = attr;                /* freed by who unregisters it */",
    checks="A reader then finds both ends of the hand-over by name, and `leak` is left for what is meant to stay.",
)
def leak_as_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Giving memory to somebody else is an assignment of its address in C, and the comment beside it says who will
    free it.

    A `Box` has two ways to be given up, and they say different things. `Box::leak` is for a value that stays to
    the end of the program: it returns `&'static mut T`, a reference that claims to be the only one, for ever.
    `Box::into_raw` is for a value that goes into other hands, those of C for instance: it returns the address and
    no reference, and `Box::from_raw` takes it back where it is to be freed. A leak that becomes a pointer in the
    same expression is the second of them, written as the first.

    ## Keep it when
    The value is never freed and Rust code uses the reference too.

    ## Known problems
    A pinned box gives its content up by another call of its type.

    ```rust bad
    impl Registration {
        fn hand_over(&mut self, names: Box<Names>) {
            self.driver.context = Box::leak(names) as *mut c_void;
        }
    }

    impl Drop for Registration {
        fn drop(&mut self) {
            // SAFETY: it came from a box, in `hand_over`.
            drop(unsafe { Box::from_raw(self.driver.context as *mut Names) });
        }
    }
    ```
    ```rust good
    impl Registration {
        fn hand_over(&mut self, names: Box<Names>) {
            self.driver.context = Box::into_raw(names) as *mut c_void;
        }
    }

    impl Drop for Registration {
        fn drop(&mut self) {
            // SAFETY: it came from a box, in `hand_over`.
            drop(unsafe { Box::from_raw(self.driver.context as *mut Names) });
        }
    }
    ```
    ```rust good
    // The reference is what is wanted, to the end of the program.
    fn main() {
        let settings: &'static Settings = Box::leak(Box::new(Settings::read()));
        run(settings);
    }
    ```
    """
    leaked = unwrapped(captures["leaked"])
    given = arguments(leaked) if leaked.type == "call_expression" and not method(leaked) else []
    found = _LEAK.fullmatch(callee(leaked)) if len(given) == 1 else None
    if found is None:
        return "nothing is leaked"
    values: dict[str, Node | str] = {
        "code": captures["cast"] if captures["cast"].type == "type_cast_expression" else leaked,
        "cure": _cure(found["owner"], given[0], captures["cast"]),
        "owner": found["owner"],
    }
    return Hit(at=field(leaked, "function") or leaked, values=values)


def _cure(owner: str, given: Node, cast: Node) -> str:
    """`into_raw` with the same cast behind it, which may be one to an element."""
    is_short = given.type in ("identifier", "field_expression", "self")
    kind = f" as {text(field(cast, 'type'))}" if cast.type == "type_cast_expression" else ""
    return f"{owner}::into_raw({text(given) if is_short else '..'}){kind}"
