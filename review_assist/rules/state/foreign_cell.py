"""foreign-cell: a device's state uses a cell or lock that knows nothing of the big QEMU lock."""

from __future__ import annotations

import re

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import is_object
from review_assist.syntax.nodes import enclosing, field, text
from review_assist.syntax.source import SourceFile

_FOREIGN = pattern(r"(?:\w+::)*(Cell|RefCell|OnceCell|Mutex|RwLock)<(.*)>", re.DOTALL)


@rule(
    level="warning",
    confidence="medium",
    words=("Cell<", "Mutex<", "RwLock<"),
    message="`{field}` of `{struct}` is a `{cell}`, which does not know of the big lock",
    ask="could `{field}` be a `{better}`, as `{struct}` is guarded by the big lock?",
    why="""A device's fields in C are guarded by the big lock, by convention. `{better}` is that convention
        as a type: it asserts that the lock is held, and vmstate can see through it.""",
    instead="""Write `{better}`. If another thread really gets at `{field}` without the big lock, a `Mutex` is
        right; wrap it in `Migratable<..>` if it has to be migrated.""",
    query="(field_declaration name: (field_identifier) @name type: (generic_type) @type) @field",
    only_in=("qemu",),
    silent_in=(FileRole.BINDING, FileRole.SHIM, FileRole.TEST, FileRole.MACROS, FunctionRole.TEST),
    in_c="s->counter++;                       /* with the BQL held, by habit */",
    checks="At run time the cell then asserts that the big lock is held, where C has a comment.",
)
def foreign_cell(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In a C device nothing in the struct says which lock guards which field; nearly always it is the big QEMU
    lock, and nearly always somebody holds it.

    Rust wants an answer in the type, and the cells of `std` are the first ones to come to mind. But `Cell` and
    `RefCell` are for one thread, and a device is not tied to one: the vCPU threads and the main loop take
    turns under the lock. `Mutex` is for many threads and adds a second lock below the first, with an order to
    keep. `BqlCell` and `BqlRefCell` say what is meant: whoever holds the big lock may look. They assert
    it on every access, they are `Sync`, and the migration code knows their layout.

    ## Keep it when
    The field is used by a thread that does not take the big lock.

    ## Known problems
    The rule knows a device by its `parent_obj` field or its `derive(Object)`, in the same file or hunk.

    ```rust bad path=rust/hw/timer/clock/src/device.rs
    #[repr(C)]
    #[derive(Object)]
    pub struct ClockState {
        parent_obj: ParentField<SysBusDevice>,
        regs: RefCell<ClockRegisters>,
    }
    ```
    ```rust good path=rust/hw/timer/clock/src/device.rs
    #[repr(C)]
    #[derive(Object)]
    pub struct ClockState {
        parent_obj: ParentField<SysBusDevice>,
        regs: BqlRefCell<ClockRegisters>,
    }
    ```
    ```rust good path=rust/hw/timer/clock/src/device.rs
    #[repr(C)]
    #[derive(Object)]
    pub struct ClockState {
        parent_obj: ParentField<SysBusDevice>,
        log: Migratable<Mutex<ClockLog>>,
    }
    ```
    """
    struct = enclosing(captures["field"], "struct_item")
    cell = _FOREIGN.fullmatch(text(captures["type"]))
    if struct is None or cell is None or not is_object(struct):
        return "the type is no cell of the standard library, or the struct no object that C shares"
    better = "BqlCell" if cell[1] == "Cell" else "BqlRefCell"
    values = {
        "field": text(captures["name"]),
        "struct": text(field(struct, "name")),
        "cell": cell[1],
        "better": f"{better}<{' '.join(cell[2].split())[:40]}>",
    }
    return Hit(at=captures["type"], values={**values})
