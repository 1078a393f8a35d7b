"""field-without-migration: a field added to a device's state, and not to its migration."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import attributes, text
from review_assist.syntax.source import SourceFile

_ENTRY = pattern(r"\bvmstate_\w+!\s*[({\[]\s*(\w+)\s*,\s*(\w+)")
_BY_HAND = pattern(r"\bfn \w*(?:post_load|pre_save|snapshot|restore)[\s\S]{0,2000}")
_MOST_FUNCTIONS = 50
_STATE = pattern(r"(?:BqlCell<|BqlRefCell<|\[)*\s*(?:[iu](?:8|16|32|64|128|size)|bool)\b(?:>|\]|\s|;\s*[\w:]+)*")


@rule(
    level="warning",
    confidence="medium",
    message="`{field}` is new in `{struct}`, and nothing of it is migrated",
    ask="does `{field}` need an entry in the migration state of `{struct}`?",
    why="""A machine that is moved to another host gets the fields that the description lists, and the
        initial value of all others. The compiler sees nothing wrong in that, in C or in Rust.""",
    instead="""Add `vmstate_of!({struct}, {field})` in a subsection or with a new version, so that older
        machines still load; if it follows from other fields, set it in `post_load`.""",
    query="""
        (struct_item
            name: (type_identifier) @struct
            body: (field_declaration_list
                (field_declaration name: (field_identifier) @field type: (_) @type) @declared)) @item
    """,
    words=("vmstate_",),
    only_in=("qemu",),
    silent_in=(FileRole.TEST,),
    in_c="""
        static const VMStateField fields[] = {{
            VMSTATE_UINT32(level, UartState),   /* forgotten: not migrated */
        }};
    """,
    checks="The compiler then checks that the field exists and that its type can be migrated.",
)
def field_without_migration(found: Captures, file: SourceFile) -> Hit | str:
    """
    The state of a device crosses the wire when its machine is moved, field by field, as a table says. In C
    the table is an array of macros at the end of the file, and a field that is missing there is found by
    whoever moves a machine at a bad moment. In Rust the table looks much the same, `vmstate_of!` with the
    struct and the field, and the compiler checks that each entry fits its field. It does not check that
    each field has an entry, because many have none for good reason: the parent object, interrupt lines,
    memory regions, properties that both sides are started with.

    It speaks of numbers, flags and arrays of them that a patch adds to a struct that was there before, if
    the patch shows entries for other fields of that struct, and none for this one.

    ## Keep it when
    The field follows from others and is computed after loading, or never changes once the device is set up.

    ## Known problems
    A field that is saved by hand in a function with another name is not seen.

    ```rust good profile=qemu
    pub struct FanRegisters {
        speed: u32,
        limit: u32,
    }

    impl_vmstate_struct!(
        FanRegisters,
        VMStateDescriptionBuilder::<FanRegisters>::new()
            .name(c"fan/regs")
            .fields(vmstate_fields! {
                vmstate_of!(FanRegisters, speed),
                vmstate_of!(FanRegisters, limit),
            })
            .build()
    );
    ```

    ```diff bad profile=qemu
    --- a/rust/hw/misc/fan/src/device.rs
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -1,14 +1,15 @@
     pub struct FanRegisters {
         speed: u32,
    +    limit: u32,
     }

     impl_vmstate_struct!(
         FanRegisters,
         VMStateDescriptionBuilder::<FanRegisters>::new()
             .name(c"fan/regs")
             .fields(vmstate_fields! {
                 vmstate_of!(FanRegisters, speed),
             })
             .build()
     );
     // End of the device.
    ```

    ```diff good profile=qemu
    --- a/rust/hw/misc/fan/src/device.rs
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -1,14 +1,15 @@
     pub struct FanRegisters {
         speed: u32,
    +    interrupt: InterruptSource,
     }

     impl_vmstate_struct!(
         FanRegisters,
         VMStateDescriptionBuilder::<FanRegisters>::new()
             .name(c"fan/regs")
             .fields(vmstate_fields! {
                 vmstate_of!(FanRegisters, speed),
             })
             .build()
     );
     // End of the device.
    ```
    """
    struct, field = text(found["struct"]), text(found["field"])
    if file.is_added(found["item"]) or not _STATE.fullmatch(text(found["type"])):
        return "the struct is new, or the field is no state"
    if any(attribute.startswith(("property", "migration_state")) for attribute in attributes(found["declared"])):
        return "an attribute says that it is set otherwise, or migrated"
    if any("ToMigrationState" in attribute for attribute in attributes(found["item"])):
        return "the struct says itself how it is migrated"
    entries, by_hand = _migrated(file.names.roots)
    if field in by_hand or field in entries.get(struct, {field}):
        return "it has an entry, or the patch shows none for the struct"
    return Hit(found["field"], {"field": found["field"], "struct": found["struct"]})


@lru_cache(maxsize=4)
def _migrated(roots: tuple[Node, ...]) -> tuple[dict[str, set[str]], frozenset[str]]:
    """Fields that have an entry, by struct; and all words in and after functions that save or load a state."""
    seen = "\n".join(text(root) for root in roots)
    entries: dict[str, set[str]] = {}
    for struct, field in _ENTRY.findall(seen):
        entries.setdefault(struct, set()).add(field)
    functions = islice(_BY_HAND.finditer(seen), _MOST_FUNCTIONS)
    return entries, frozenset(word for found in functions for word in re.findall(r"\w+", found[0]))
