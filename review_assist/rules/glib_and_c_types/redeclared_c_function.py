"""redeclared-c-function: an `extern` block repeats the prototypes of libc or GLib, which a crate has already."""

from __future__ import annotations

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.wording import listed
from review_assist.syntax.nodes import field, text
from review_assist.syntax.source import SourceFile

_LIBC = frozenset(
    "malloc calloc realloc free memcpy memmove memset memcmp memchr strlen strcmp strncmp strcasecmp strcpy "
    "strncpy strcat strdup strndup strchr strrchr strstr strtol strtoul strtod strerror atoi atol abort exit "
    "getenv setenv printf fprintf snprintf sprintf puts putchar perror fopen fdopen fclose fread fwrite fseek "
    "ftell fflush feof ferror fgets fputs fputc fgetc ungetc open close read write lseek ioctl fcntl poll "
    "select dup dup2 pipe fork execvp waitpid kill signal stat fstat lstat unlink rename mkdir rmdir chdir "
    "chmod chown getcwd getpid isatty tcgetattr tcsetattr usleep sleep time gettimeofday clock_gettime "
    "localtime_r strftime qsort bsearch".split()
)
_GLIB = pattern(
    r"g_(malloc|try_malloc|free|realloc|aligned|str|slist|list|hash_table|ptr_array|byte_array|array|bytes|"
    r"variant|main|source|timeout|idle|error|once|quark|key_file|file_test|file_[gs]et_contents|io_channel|thread|mutex)\w*"
)
_GOBJECT = pattern(r"g_(object|signal|type|value|closure)_\w+")
_MANY, _MANY_OF_GLIB = 4, 2
"""An allocator may be all that a crate without dependencies needs."""


@rule(
    level="note",
    confidence="medium",
    words=("extern",),
    message="{functions} are declared by hand, though {crate} has them",
    ask="could {functions} come from {crate}, in place of prototypes that are written by hand?",
    why="""A prototype in an `extern` block is believed. If it differs from the header, in an argument's width
        or in what is `const`, the linker says nothing, and the call goes wrong.""",
    instead="Take them from {crate}, whose declarations are made from the headers and known to agree with them.",
    query="(foreign_mod_item body: (declaration_list) @body) @block",
    silent_in=(FileRole.SHIM, FileRole.TEST, FileRole.BUILD),
    in_c="extern void *malloc(unsigned long);     /* instead of <stdlib.h> */",
    checks="The compiler then checks each call against one declaration, which is kept in step with the header.",
)
def redeclared_c_function(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Nobody writes the prototype of `malloc` into a C file: there is a header for it, and the compiler compares
    the two if somebody does. A translation has no headers, so what is called is declared in an `extern "C"`
    block, once in each file that needs it.

    For Rust such a block is all there is to know. It is never compared with C, so that an `int` that became
    `i64`, a missing argument or a wrong `const` passes, and the same function may be declared in two ways in two
    files. The crates `libc`, `glib-sys` and `gobject-sys` have the declarations for each platform. What is the
    project's own is best declared by bindgen.

    ## Keep it when
    The crate must not depend on another one, or the platform has the function and the crate lacks it.

    ## Known problems
    Functions are told by their names.

    ```rust bad
    extern "C" {
        fn malloc(size: usize) -> *mut c_void;
        fn free(pointer: *mut c_void);
        fn strlen(text: *const c_char) -> usize;
        fn puts(text: *const c_char) -> c_int;
    }
    ```
    ```rust good
    use libc::{free, malloc, puts, strlen};
    ```
    ```rust good
    // The project's own.
    extern "C" {
        fn board_reset(board: *mut Board);
        fn board_poll(board: *mut Board) -> c_int;
    }
    ```
    """
    declared = [child for child in captures["body"].named_children if child.type == "function_signature_item"]
    for is_known, least in ((_LIBC.__contains__, _MANY), (_is_glib, _MANY_OF_GLIB)):
        found = [each for each in declared if is_known(text(field(each, "name")))]
        if len(found) >= least and file.is_added(found[0]):
            names = list(dict.fromkeys(text(field(each, "name")) for each in found))
            return Hit(at=found[0], values={"functions": listed(names, most=3), "crate": _crate_of(names)})
    return "few of these functions are known to be in a crate already"


def _is_glib(name: str) -> bool:
    return _GLIB.fullmatch(name) is not None or _GOBJECT.fullmatch(name) is not None


def _crate_of(names: list[str]) -> str:
    if any(map(_GOBJECT.fullmatch, names)):
        return "`gobject-sys` (beside `glib-sys`)"
    return "`glib-sys`" if any(map(_is_glib, names)) else "`libc`"
