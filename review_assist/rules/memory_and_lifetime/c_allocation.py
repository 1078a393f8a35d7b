"""c-allocation: memory is taken with `malloc` or given back with `free`."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import arguments, callee, descendants, enclosing, text
from review_assist.syntax.roles import c_function, implemented_trait, is_c_path
from review_assist.syntax.scopes import local_binding
from review_assist.syntax.source import Function, SourceFile

_KERNEL_TAKES = "kmalloc kzalloc kcalloc kmalloc_array krealloc kvmalloc kvzalloc vmalloc vzalloc kstrdup kmemdup"
_KERNEL_FREES = "kfree kvfree vfree"
_BETTER = {
    **dict.fromkeys(_KERNEL_TAKES.split(), "`KBox::new` for one object, a `KVec` for several"),
    **dict.fromkeys(_KERNEL_FREES.split(), "a `KBox` or `KVec`, which gives its memory back by itself"),
    "malloc": "`Box::new(value)` for one object, `Vec::with_capacity(n)` for a buffer",
    "calloc": "`vec![0; n]` for a buffer, `Box::new(T::default())` for one object",
    "realloc": "a `Vec`, which grows by `push`, `extend` or `resize`",
    "reallocarray": "a `Vec`, which grows by `push`, `extend` or `resize`",
    "aligned_alloc": "a type with `#[repr(align(N))]` in a `Box`, or `std::alloc::alloc` with a `Layout`",
    "posix_memalign": "a type with `#[repr(align(N))]` in a `Box`, or `std::alloc::alloc` with a `Layout`",
    "strdup": "`to_owned()`, which gives a `String` or a `CString`",
    "strndup": "`to_owned()` of the slice `&s[..n]`",
    "free": "a `Box`, `Vec` or `String` if Rust allocates it, else a type of its own with `free` in its `Drop`",
}
_NAMES = (
    "aligned_alloc|posix_memalign|free|x?((m|c|re)alloc|reallocarray|strn?dup)[1_]*"
    "|k(malloc(_array)?|[zc]alloc|realloc|v[mz]alloc|strdup|memdup|v?free)|v([mz]alloc|free)"
)
_OF_A_PROJECT = pattern(r"x((m|c|re)alloc|reallocarray|strn?dup)[1_]*")
"""C programs call the allocator that exits when there is no memory so, and their ports do."""
_ALLOCATOR = pattern(r"(\w+_)?((m|c|re|de)?alloc(ate)?(_\w+)?|reallocarray|strn?dup|free)[1_]*")
_ALLOCATOR_FILE = pattern(r"(^|[/_])alloc(ators?)?(_\w+)?\.rs$")
_PRINTS = pattern(r"as?n?printf|alloc|dup")
_BINDINGS = pattern(r"(^|::)(bindings|ffi|sys|\w+_sys)$")
_OWNERS = frozenset("Drop Clone GlobalAlloc Allocator FreeForeign CloneToForeign FromForeign".split())


@rule(
    level="warning",
    confidence="high",
    words=("alloc", "memalign", "memdup", "strdup", "strndup", "free"),
    message="`{function}` manages memory by hand",
    ask="who owns the memory of this `{function}`, and could a value own it?",
    why="""C has no owner in the type, so each path has to reach the one `free`. A Rust value frees what it
        owns when it goes out of scope, on every path, once; the borrow checker sees to it that nobody
        looks at it later.""",
    instead="Use {better}. Only what C will free has to come from `malloc`.",
    query=f"""
    (call_expression function: [
      (identifier) @name
      (scoped_identifier name: (identifier) @name)
      (generic_function function: (identifier) @name)
      (generic_function function: (scoped_identifier name: (identifier) @name))
    ] (#match? @name "^({_NAMES})$")) @call
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST),
    softer_in=(FileRole.BINDING, FunctionRole.ABI, FunctionRole.THUNK),
    in_c="""
        uint8_t *buf = malloc(n);
        free(buf);                          /* on each path, once */
    """,
    checks="The compiler then frees the memory when its owner goes, once, and refuses every use after that.",
)
def c_allocation(captures: Captures, file: SourceFile) -> Hit | str:
    """
    In C the allocator is called by name. The size is computed next to the call, the result is checked for
    NULL, and somebody has to call `free` once, on each path, after the last use. Most of what a reviewer of C
    looks for is in this sentence.

    `Box<T>` is one object on the heap, `Vec<T>` an array that can grow, `String` its counterpart for text.
    Size and alignment come from the type, the memory holds a value from the first moment on, and it is freed
    where the owner goes out of scope. Leaks, double frees and uses after free then are no longer questions to
    a reviewer: the compiler refuses the code that would have them.

    ## Keep it when
    The memory changes sides: C frees what is allocated here, or this frees what C has returned. The two sides
    must use the same allocator. A small type whose `Drop` calls `free` is the usual form of the second.

    ## Known problems
    Whether C takes the memory over is rarely visible in the function.

    ```rust bad
    unsafe fn buffer(length: usize) -> *mut u8 {
        // SAFETY: malloc can always be called.
        unsafe { libc::malloc(length).cast() }
    }
    ```
    ```rust good
    fn buffer(length: usize) -> Vec<u8> {
        vec![0; length]
    }
    ```
    ```rust good
    // C returned it, so C's `free` gives it back, in one place.
    impl Drop for RealPath {
        fn drop(&mut self) {
            // SAFETY: realpath(3) allocated it.
            unsafe { libc::free(self.raw.cast()) }
        }
    }
    ```
    """
    call, function = captures["call"], file.function(captures["call"])
    name = _of_project(call, function) or c_function(call, file.names)
    if name not in _BETTER or implemented_trait(call) in _OWNERS or _is_allocator(function, file.path):
        return "it calls no allocator of C, or is one itself"
    if name == "free" and _is_filled_by_c(call, file):
        return "C has filled the pointer, so C's `free` has to take it"
    goes_to_c = function is not None and function.role in (FunctionRole.ABI, FunctionRole.THUNK)
    is_of_c = not goes_to_c and is_c_path(callee(call), file.names)
    is_sure = not name.endswith("free") and (is_of_c or _of_project(call, function) != "")
    return Hit(
        at=call,
        values={"function": f"{callee(call)}()", "better": _BETTER[name]},
        confidence="high" if is_sure else "medium",
    )


def _is_allocator(function: Function | None, path: str) -> bool:
    """Whether it is what the rest of the program allocates with: that is what these calls are for."""
    return _ALLOCATOR_FILE.search(path) is not None or (
        function is not None and _ALLOCATOR.fullmatch(function.name) is not None
    )


def _is_filled_by_c(give: Node, file: SourceFile) -> bool:
    """Whether a call of C has put the pointer into a variable of this function: C's `free` has to take it back."""
    given, function = arguments(give), enclosing(give, "function_item")
    if len(given) != 1 or function is None:
        return False
    freed = without_casts(given[0])
    bound = local_binding(freed) if freed.type == "identifier" else None
    if bound is None or bound.type != "let_declaration":
        return False
    lent = re.compile(rf"&\s*(raw )?mut {re.escape(text(freed))}\b")
    if lent.search(text(function)) is None:  # as with most: there is no need to look at each call
        return False
    calls = (call for call in descendants(function, "call_expression") if call.start_byte < give.start_byte)
    return any(
        lent.match(text(argument)) and not _PRINTS.search(callee(call)) and _is_of_library(call, file)
        for call in calls
        for argument in arguments(call)
    )


def _is_of_library(call: Node, file: SourceFile) -> bool:
    """Whether a crate of bindings has the function, be it by a glob."""
    path = callee(call)
    if is_c_path(path, file.names):
        return True
    known = (file.names.functions, file.names.imports)
    is_bare = re.fullmatch(r"[a-z]\w*", path) is not None and not any(path in names for names in known)
    return is_bare and any(_BINDINGS.search(glob) for glob in file.names.globs)


def _of_project(call: Node, function: Function | None) -> str:
    """The C function that the call of a project's own `xmalloc` and its kin stands for; empty for others.

    Such an allocator itself is left to another rule.
    """
    name = callee(call).rpartition("::")[2]
    if _OF_A_PROJECT.fullmatch(name) is None or (function is not None and _OF_A_PROJECT.match(function.name)):
        return ""
    return name[1:].rstrip("1_")
