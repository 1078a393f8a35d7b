"""lock-beside-data: a `Mutex<()>`, or a lock of C, next to the fields that it guards."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import fields
from review_assist.syntax.nodes import enclosing, field, has_attribute, text
from review_assist.syntax.roles import is_c_path
from review_assist.syntax.source import SourceFile, squeezed

_UNIT = pattern(r"(\w+::)*(Mutex|RwLock)<\(\)>")
_SHARED_UNIT = pattern(r"(\w+::)*(?:Arc|Rc)<(\w+::)*(?P<kind>Mutex|RwLock|SpinLock)<\(\)>>")
_OF_C = pattern(
    r"(\w+::)*(spinlock_t|raw_spinlock_t|mutex|rwlock_t|pthread_(mutex|rwlock)_t|Qemu(Rec)?Mutex|GMutex|GRWLock)"
)
_UNGUARDED = pattern(r"\b(UnsafeCell|SyncUnsafeCell)<|^\*mut|^Option<NonNull<|^NonNull<")


@rule(
    level="warning",
    confidence="medium",
    words=("Mutex<()>", "RwLock<()>", "Mutex<( )>", "lock_t", "mutex", "Mutex", "RWLock"),
    message="`{lock}` guards nothing by its type, while {data} beside it can be reached without it",
    ask="is {data} what `{lock}` guards, and could it move inside, as `{kind}<...>`?",
    why="""In C a mutex is a field among others, and a comment says which of them it protects. A Rust `{kind}`
        owns what it protects: the guard is the only way in, so that no use can forget the lock.""",
    instead="Put {what} into a struct inside of {holder}. Then writing it takes no `unsafe`.",
    query="""
    (field_declaration name: (field_identifier) @lock
        type: [(generic_type) (type_identifier) (scoped_type_identifier)] @type) @field
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING,),
    in_c="""
        pthread_mutex_t lock;               /* protects lines */
        GPtrArray *lines;
    """,
    checks="The compiler then gives out the data only through the guard: nobody can forget the lock.",
)
def lock_beside_data(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `pthread_mutex_t lock; /* protects head and tail */` is how a C struct says it, and whoever adds a function
    reads the comment or does not.

    Carried over field by field it stays a lock of C, or becomes `lock: Mutex<()>` beside an `UnsafeCell` or a raw
    pointer. The lock works, and nothing ties it to the data: a method that forgets it compiles. `Mutex<T>` holds
    the data. `lock()` returns a guard that dereferences to it, so holding the lock and seeing the data are
    the same thing, and the `unsafe` at each access goes away with the cell.

    ## Keep it when
    The lock orders calls to something outside of the program's memory, such as a file or C's locale, or the
    data is also read without it by design.

    ## Known problems
    That the two fields belong together is guessed from their being in one struct.

    ```rust bad
    use std::cell::UnsafeCell;
    use std::sync::Mutex;
    pub struct Log {
        lock: Mutex<()>,
        lines: UnsafeCell<Vec<String>>,
    }
    ```
    ```rust bad path=drivers/misc/log.rs
    pub struct Log {
        guard: bindings::spinlock_t,
        head: usize,
        tail: usize,
    }
    ```
    ```rust good
    use std::sync::Mutex;
    pub struct Log {
        lines: Mutex<Vec<String>>,
    }
    ```
    ```rust good
    use std::sync::Mutex;
    // Orders the calls of `setlocale`, which is nobody's memory here.
    static LOCALE_LOCK: Mutex<()> = Mutex::new(());
    ```
    """
    struct, written = enclosing(captures["field"], "struct_item"), squeezed(text(captures["type"]))
    if struct is None:
        return "the field is in no struct"
    lock, values = text(captures["lock"]), {"lock": text(captures["lock"]), "kind": "Mutex"}
    if kind := _UNIT.fullmatch(written):
        data = next((child for child in fields(struct) if _is_unguarded(child)), None)
        if data is None:
            return "no field beside it needs a lock"
        name = f"`{text(field(data, 'name'))}`"
        values |= {"kind": kind[2], "data": name, "holder": f"`{lock}`"}
        values["what"] = f"{name}, and whatever else changes with it,"
    elif kind := _SHARED_UNIT.fullmatch(written):
        name = f"the state behind `{text(field(struct, 'name'))}`"
        values |= {"kind": kind["kind"], "data": name, "holder": f"`{lock}`", "what": "what it guards"}
    elif _is_lock_of_c(written, file) and not has_attribute(struct, r"repr\(") and len(list(fields(struct))) > 1:
        values["data"] = f"what changes in `{text(field(struct, 'name'))}`"
        values |= {"what": "what it guards", "holder": "a lock of Rust"}
    else:
        return "the lock holds its data, or the struct is laid out for C"
    return Hit(at=captures["field"], values={**values})


def _is_lock_of_c(kind: str, file: SourceFile) -> bool:
    return _OF_C.fullmatch(kind) is not None and is_c_path(kind, file.names)


def _is_unguarded(declaration: Node) -> bool:
    return bool(_UNGUARDED.search(squeezed(text(field(declaration, "type")))))
