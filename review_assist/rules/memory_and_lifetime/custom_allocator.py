"""custom-allocator: Rust's allocations are routed to C's `malloc` or GLib's."""

from __future__ import annotations

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import callee, descendants
from review_assist.syntax.roles import c_function
from review_assist.syntax.source import SourceFile

_ALLOCATES = frozenset(
    "malloc calloc realloc free aligned_alloc posix_memalign memalign g_malloc g_malloc0 g_realloc g_free "
    "g_aligned_alloc g_aligned_alloc0 g_aligned_free qemu_memalign qemu_vfree".split()
)


@rule(
    level="warning",
    confidence="medium",
    words=("GlobalAlloc",),
    message="`{type}` sends all of Rust's allocations to `{function}`",
    ask="is `{type}` needed, or could each side free what it has allocated?",
    why="""One allocator for both languages looks like it lets either side free the other's memory. It does
        not: a `Box` or `Vec` also promises a layout, and C's `free` runs no `Drop`.""",
    instead="""Leave the allocator alone. What C will free is allocated with `malloc` at that one place, or
        converted by a function that hands it over; the rest stays in `Box`, `Vec` and `String`.""",
    query="""
    (impl_item trait: [(type_identifier) @trait (scoped_type_identifier name: (type_identifier) @trait)]
      type: (_) @type body: (declaration_list) @body (#eq? @trait "GlobalAlloc"))
    """,
    silent_in=(FileRole.SHIM,),
    softer_in=(FileRole.TEST,),
    in_c="void *shared_alloc(size_t n) {{ return malloc(n); }}",
    checks="A reader no longer has to ask which allocator a value came from: each side frees its own.",
)
def custom_allocator(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C project has one allocator, and a pointer can be freed wherever it ends up. When Rust joins in, the
    first thought is to route its allocations to the same functions, so that pointers may cross in both
    directions.

    The allocation is the smaller half of ownership, though. A `Box` also runs `Drop`, a `Vec` needs its
    capacity to be freed with the layout it was allocated with, and C knows neither. So memory must go back to
    the side it came from anyway, and then both sides may use what they like. A type that owns foreign memory
    and frees it in its `Drop` makes this visible, and the compiler checks that it happens once.

    ## Keep it when
    Accounting or a limit must cover the Rust part too, or the target has no allocator of its own.

    ## Known problems
    Allocators that call neither libc nor GLib are not looked at.

    ```rust bad
    use std::alloc::{GlobalAlloc, Layout};

    struct SharedAllocator;

    // SAFETY: malloc aligns for every type in use.
    unsafe impl GlobalAlloc for SharedAllocator {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            unsafe { libc::malloc(layout.size()).cast() }
        }
        unsafe fn dealloc(&self, pointer: *mut u8, _layout: Layout) {
            unsafe { libc::free(pointer.cast()) }
        }
    }
    ```
    ```rust good
    fn name(bytes: &[u8]) -> Box<[u8]> {
        bytes.into()
    }
    ```
    ```rust good
    // It counts and passes on; nothing changes sides.
    use std::alloc::{GlobalAlloc, Layout, System};

    struct Counting;

    // SAFETY: passes on to `System`.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: the caller's promise is passed on.
            unsafe { System.alloc(layout) }
        }
        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            // SAFETY: the caller's promise is passed on.
            unsafe { System.dealloc(pointer, layout) }
        }
    }
    ```
    """
    for call in descendants(captures["body"], "call_expression", into_functions=True):
        if c_function(call, file.names) in _ALLOCATES:
            return Hit(at=captures["trait"], values={"type": captures["type"], "function": f"{callee(call)}()"})
    return "nothing in it calls an allocator of C"
