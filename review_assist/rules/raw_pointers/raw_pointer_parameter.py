"""raw-pointer-parameter: a function that only Rust calls takes `*mut T` or `*const T`."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import is_mutable, text
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="high",
    clippy=("not_unsafe_ptr_arg_deref",),
    words=("*mut", "*const"),
    message="`{function}` takes a raw pointer, `{parameter}: {type}`, though only Rust calls it",
    ask="could `{function}` take `{better}` instead of the raw pointer `{parameter}`?",
    why="""In C a pointer is the only way to hand an object over, and every callee has to trust it. A Rust
        reference has the validity built in: not null, aligned, alive for the call, and not aliased while it is
        written.""",
    instead="Take `{better}`; the caller that really holds a raw pointer converts it once, where C hands it in.",
    query="""
    (function_item parameters: (parameters (parameter type: (pointer_type) @type) @parameter)) @function
    """,
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.CONST,
        FileRole.SHIM,
    ),
    softer_in=(FunctionRole.BOUNDARY, FileRole.BINDING, FileRole.TEST),
)
def raw_pointer_parameter(captures: Captures, file: SourceFile) -> Hit | None:
    """
    In C a function that works on an object takes a pointer to it. Whether it may be NULL, who owns it and
    how long it lives is written in a comment, if at all, and the reviewer checks every caller.

    In Rust `&T` and `&mut T` carry the answers in the type: never null, aligned, initialised, alive during
    the call, and for `&mut` nobody else looks at it meanwhile. `Option<&T>` says that there may be none.
    The compiler checks every caller; inside of the function no `unsafe` is needed.

    ## Keep it when
    The function is the boundary itself: C calls it, or it wraps one C call and the pointer only passes
    through. Then it should be `unsafe fn` with a `# Safety` section, unless it never looks behind the pointer.

    ## Known problems
    Whether a pointer is only stored or compared is not always visible.

    ```rust bad
    fn drain(queue: *mut Queue, limit: usize) -> usize {
        let queue = unsafe { &mut *queue };
        queue.take(limit)
    }
    ```
    ```rust good
    fn drain(queue: &mut Queue, limit: usize) -> usize {
        queue.take(limit)
    }
    ```
    ```rust good
    // C calls it: the signature is the C header's.
    /// # Safety
    ///
    /// `queue` is null or points to a queue that nobody else uses during the call.
    #[no_mangle]
    pub unsafe extern "C" fn queue_drain(queue: *mut Queue, limit: usize) -> usize {
        // SAFETY: the caller promises exclusive access.
        unsafe { queue.as_mut() }.map_or(0, |queue| queue.take(limit))
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_trait_method:
        return None
    pointee = text(captures["type"].child_by_field_name("type"))
    if pointee in ("c_void", "core::ffi::c_void", "libc::c_void"):
        return None
    return Hit(
        at=captures["parameter"],
        values={
            "function": function.name,
            "parameter": captures["parameter"].child_by_field_name("pattern") or captures["parameter"],
            "type": captures["type"],
            "better": ("&mut " if is_mutable(captures["type"]) else "&") + pointee,
        },
    )
