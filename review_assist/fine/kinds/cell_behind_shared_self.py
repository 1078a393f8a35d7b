"""cell-behind-shared-self: a `&self` method that changes a cell"""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import enclosing, field, method, receiver, text
from review_assist.syntax.source import SourceFile


@kind(
    name="cell-behind-shared-self",
    what="""a method that takes `&self` and changes the object through a cell""",
    alarm="""`&self` reads like `const`, so a change behind it looks like a cast-away `const`.""",
    reason="""`&self` means shared, not constant. A cell, lock or atomic is how shared data is changed in Rust, and
    it sees to it that no two changes meet.""",
    query="""(call_expression
        function: (field_expression value: (field_expression value: (self) field: (_) @field))) @call""",
)
def cell_behind_shared_self(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    struct Bell {
        tone: Cell<u8>,
    }
    impl Bell {
        fn tune(&self, tone: u8) {
            self.tone.set(tone);
        }
    }
    ```

    ```rust quiet
    struct Bell {
        tone: u8,
    }
    impl Bell {
        fn tune(&mut self, tone: u8) {
            self.tone = tone;
        }
    }
    ```

    ```rust quiet
    struct Bell {
        tones: Vec<u8>,
    }
    impl Bell {
        fn tune(&self) {
            self.tones.set(1);
        }
    }
    ```
    """
    call = captures["call"]
    function = enclosing(call, "function_item")
    head = text(field(function, "parameters")) if function is not None else ""
    types = [text(field(node, "type")) for _, node in file.names.fields.get(text(captures["field"]), ())]
    is_cell = any(re.search(r"Cell<|Mutex<|RwLock<|Atomic[A-Z]", kind) for kind in types)
    changes = method(call) in ("set", "replace", "borrow_mut", "lock", "write", "store", "fetch_add", "fetch_or")
    return call if is_cell and changes and re.match(r"\(\s*&self\b", head) and receiver(call) is not None else None
