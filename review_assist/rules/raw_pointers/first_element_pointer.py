"""first-element-pointer: `&mut a[0] as *mut T` for the address of a whole array."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import child, is_mutable, text
from review_assist.syntax.source import SourceFile

_FIRST = pattern(r"0(_?usize)?")


@rule(
    level="warning",
    confidence="medium",
    words=("[0]", "[0_usize]", "[0usize]"),
    message="`{code}` is the address of one element, and panics where there is none",
    ask="could this be `{better}`, if the elements behind the first one are meant as well?",
    why="""In C `&a[0]` and `a` are the same address, good for the whole array. In Rust a pointer that was made
        from a reference to one element may be used for that element only, and `a[0]` panics if `a` is empty.""",
    instead="Write `{better}`, the address of all of it; it is valid for an empty slice too.",
    query="""
    (type_cast_expression value: (reference_expression value: (index_expression) @element) @code
      type: (pointer_type)) @cast
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    in_c="read(fd, &buffer[0], sizeof(buffer));",
    checks="A reader then sees that the whole array is meant; `as_mut_ptr()` takes no reference to an element.",
)
def first_element_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    An array that is passed in C becomes a pointer to its first element, and some write that out: `&buffer[0]`. It
    is the same address, and the callee goes on from there.

    In Rust the two differ. `&mut buffer[0]` borrows one element, after a check that there is one, and a raw
    pointer that comes from it may be used for the bytes of that element. Whoever writes the next element through
    it writes outside of what was borrowed, which is undefined behaviour, however well it works today.
    `as_mut_ptr()` borrows the slice and gives the same address with leave to use all of it.

    ## Keep it when
    One element is meant, as in a table of structs of which C gets the first.

    ## Known problems
    Whether C goes on to the next element is not visible, so this is asked.

    ```rust bad
    fn receive(socket: &UdpSocket, frame: &mut [u8]) -> isize {
        // SAFETY: the kernel writes at most as many bytes as there are.
        unsafe { libc::recv(socket.as_raw_fd(), &mut frame[0] as *mut u8 as *mut c_void, frame.len(), 0) }
    }
    ```
    ```rust good
    fn receive(socket: &UdpSocket, frame: &mut [u8]) -> isize {
        // SAFETY: the kernel writes at most as many bytes as there are.
        unsafe { libc::recv(socket.as_raw_fd(), frame.as_mut_ptr().cast(), frame.len(), 0) }
    }
    ```
    ```rust good
    // One of several, by its number.
    fn arm(timers: &mut [bindings::timer], at: usize) {
        // SAFETY: the timer was initialised.
        unsafe { bindings::timer_arm(&mut timers[at]) }
    }
    ```
    """
    element, cast = captures["element"], captures["cast"]
    base, index = child(element, 0), child(element, 1)
    if base is None or not _FIRST.fullmatch(text(index)):
        return "the element is not the first one"
    better = f"{file.quote(base)}.{'as_mut_ptr' if is_mutable(captures['code']) else 'as_ptr'}()"
    return Hit(at=_outer(cast), values={"code": cast, "better": better})


def _outer(cast: Node) -> Node:
    """The whole chain of casts, so that it is told once."""
    node = cast
    while node.parent is not None and node.parent.type == "type_cast_expression":
        node = node.parent
    return node
