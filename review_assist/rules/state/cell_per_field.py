"""cell-per-field: every register of a device in a cell of its own."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.state._device import fields, is_object
from review_assist.syntax.nodes import field, text
from review_assist.syntax.source import SourceFile

_CELL = pattern(r"(\w+::)*(BqlCell|Cell)<\s*([ui](8|16|32|64|size)|bool)\s*>")
_MANY = 5
_NEW = 3
"""A patch that adds one cell to a row of them follows the habit of the file; one that adds three sets it."""


@rule(
    level="note",
    confidence="medium",
    words=("Cell<",),
    message="`{struct}` has {count} fields in cells of their own",
    ask="could the {count} cells of `{struct}` be one struct behind a single cell?",
    why="""C has no cells, and the first way past the borrow checker is one around each field. Then every
        access copies in and out, and nothing shows which fields change together.""",
    instead="""Move them to a struct of registers, say with `&mut self` methods, and keep that in one
        `RefCell`: a callback borrows it once.""",
    query="(struct_item name: (type_identifier) @name body: (field_declaration_list)) @struct",
    only_in=("qemu",),
    silent_in=(FileRole.BINDING, FileRole.SHIM, FileRole.TEST, FileRole.MACROS, FunctionRole.TEST),
    in_c="""
        s->config = 0;
        s->status = 0;                      /* in between, anybody may look */
    """,
    checks="The compiler then checks inside the methods, by `&mut self`, that nobody else uses the registers.",
)
def cell_per_field(captures: Captures, file: SourceFile) -> Hit | str:
    """
    The state of a C device is a struct with a field for every register, and each callback writes some of them.
    In Rust the device is shared, so its fields cannot be written through `&self`; a `BqlCell` around each
    one makes the translation compile, field by field.

    What is lost is the grouping. Each access becomes `self.x.get()` and `self.x.set(..)`, a change of two
    registers is two independent steps, and helper functions need the whole device to get at three numbers.
    Registers in a struct of their own, behind one `BqlRefCell`, are borrowed once per callback; inside,
    the code is plain field access with `&mut self`, and the borrow checker works again. The struct can be
    tested without a device, and migrated as a whole.

    ## Keep it when
    The fields have nothing to do with each other, or are counters that several callbacks touch while
    another borrow is alive.

    ## Known problems
    Only cells of integers and `bool` in a device's state are counted.

    ```rust bad path=rust/hw/timer/clock/src/device.rs
    #[repr(C)]
    #[derive(Object)]
    pub struct ClockState {
        parent_obj: ParentField<SysBusDevice>,
        config: BqlCell<u64>,
        status: BqlCell<u64>,
        counter: BqlCell<u64>,
        offset: BqlCell<u64>,
        level: BqlCell<u32>,
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
    ```rust good
    pub struct Statistics {
        lines: Cell<u64>,
        bytes: Cell<u64>,
        matches: Cell<u64>,
        files: Cell<u64>,
        skipped: Cell<u64>,
    }
    ```
    """
    if not is_object(captures["struct"]):
        return "the struct is no object that C shares"
    cells = [child for child in fields(captures["struct"]) if _CELL.fullmatch(text(field(child, "type")))]
    added = [child for child in cells if file.is_added(child)]
    if len(cells) < _MANY or len(added) < _NEW:
        return "few of its fields are cells, or few of them are new"
    return Hit(at=added[0], values={"struct": captures["name"], "count": str(len(cells))})
