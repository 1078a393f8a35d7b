"""volatile-on-memory: `read_volatile` or `write_volatile` on an ordinary buffer or variable."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.raw_pointers._origins import is_slice
from review_assist.rules.raw_pointers._pointers import ARITHMETIC, has_safety_comment
from review_assist.rules.raw_pointers._references import length_of
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import arguments, macro_name, method, receiver, text, unwrapped
from review_assist.syntax.scopes import bound_value, local_binding
from review_assist.syntax.source import SourceFile

_FAR = 10
_PLAIN = pattern(r"&\s*('\w+\s+)?(mut\s+)?(bool|[iu](8|16|32|64|size))$")
_ON_PURPOSE = pattern(
    r"(?i)mmio|reg(s|ister)?(_|$)|(^|_)(base|io|bar|port|dma|ring|shared|doorbell|vram|device)(_|$)"
    r"|zero|wipe|clear|secret|erase|scrub|black_box|opaque_value"
)
"""Memory that others look at, a secret that must be overwritten, or a value hidden from the optimiser."""


@rule(
    level="warning",
    confidence="medium",
    words=("_volatile",),
    message="`{code}` makes a volatile access to {memory}",
    ask="does `{code}`, an access to {memory}, have to be volatile?",
    why="""C uses `volatile` for device registers, and by habit for whatever else may change meanwhile. In
        Rust it is for memory that a device or another process changes: it orders nothing between threads,
        and `&` and `&mut` already say that nobody else writes.""",
    instead="""Use a plain access, {plain}. If another thread writes to it, it has to be an atomic or behind a
        lock.""",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @method
      (#any-of? @method "read_volatile" "write_volatile"))) @call
    (call_expression function: [(identifier) @method (scoped_identifier name: (identifier) @method)]
      (#any-of? @method "read_volatile" "write_volatile")) @call
    """,
    silent_in=(FunctionRole.THUNK, FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="uint8_t first = *(volatile uint8_t *)buf;   /* READ_ONCE() */",
    checks="""
        The compiler then checks that data shared between threads is atomic or behind a lock, as `Sync`
        demands.
    """,
)
def volatile_on_memory(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `volatile` is how C tells the compiler to leave an access alone. It was made for registers of devices, and
    has been used for flags between threads, for signal handlers and for buffers of which nobody knew who else
    writes to them.

    Rust has no volatile variables, only volatile accesses by pointer, `read_volatile` and `write_volatile`,
    and they are for the first of these uses. Between threads a volatile access is still a data race, which is
    undefined behaviour: there an `AtomicBool` or a lock belongs. On a buffer that belongs to the function it
    does nothing but keep the compiler from joining accesses.

    ## Keep it when
    The memory is that of a device, or is mapped by another process, or a secret is overwritten; a name or a
    comment says so.

    ## Known problems
    What kind of memory a pointer leads to is guessed from where the function has it from, and from its name.

    ```rust bad
    fn first(bytes: &[u8]) -> u8 {
        unsafe { bytes.as_ptr().read_volatile() }
    }
    ```
    ```rust good
    fn first(bytes: &[u8]) -> u8 {
        bytes[0]
    }
    ```
    ```rust good
    impl Device {
        fn status(&self) -> u32 {
            // SAFETY: the status register is mapped as long as the device is open.
            unsafe { self.mmio.read_volatile() }
        }
    }
    ```
    """
    call = captures["call"]
    pointer = receiver(call) if method(call) else next(iter(arguments(call)), None)
    function = file.function(call)
    if pointer is None or function is None or has_safety_comment(call):
        return "a SAFETY comment says why, or the pointer is not shown"
    words = re.findall(r"\w+", f"{function.name} {text(pointer)}")
    if any(_ON_PURPOSE.search(n) for n in [file.path, *words]):
        return "a name says that it is about registers, or another reason for it"
    memory = _memory(pointer, file)
    is_read = text(captures["method"]).startswith("read")
    if memory is None or (is_read and method(call) and arguments(call)):
        return "the pointer is not seen to lead to ordinary memory, or a trait's method reads into its argument"
    if not is_read and call.parent is not None and call.parent.type == "try_expression":
        return "it can fail, so it is not that of the standard library"
    plain = "`*`, an index or `get()`" if is_read else "an assignment, or `copy_from_slice()`"
    return Hit(at=call, values={"code": call, "memory": memory, "plain": plain})


def _memory(pointer: Node, file: SourceFile) -> str | None:
    """What the pointer leads to, if the function shows that it is ordinary memory."""
    for _ in range(_FAR):
        node = without_casts(pointer)
        inner = receiver(node) if method(node) in ARITHMETIC else bound_value(node)
        if inner is None:
            break
        pointer = unwrapped(inner)
    node = without_casts(pointer)
    if node.type == "reference_expression":
        place = text(node.child_by_field_name("value"))
        return f"`{place}`, an ordinary variable" if re.fullmatch(r"[a-z_]\w*|self(\.[a-z_]\w*)+", place) else None
    if macro_name(node) in ("addr_of", "addr_of_mut"):
        return None
    source = receiver(node) if method(node) in ("as_ptr", "as_mut_ptr") else None
    if source is not None:
        return f"the elements of `{file.quote(source)}`" if is_slice(source, file) else None
    binding = local_binding(node) if node.type == "identifier" else None
    if binding is not None and binding.type == "parameter" and _PLAIN.match(file.names.type_of(node) or ""):
        return f"what `{text(node)}`, a reference, leads to"
    if binding is None or binding.type != "parameter" or not length_of(binding):
        return None
    return f"`{text(node)}`, a buffer with a length"
