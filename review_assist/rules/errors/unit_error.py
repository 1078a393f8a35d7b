"""unit-error: a function fails with `()`, which says nothing of what went wrong."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.origin import has_c_around
from review_assist.syntax.source import SourceFile


@rule(
    level="warning",
    confidence="medium",
    clippy=("result_unit_err",),
    words=("()>",),
    message="`{function}` can fail, but its error is `()`: nobody can tell what went wrong",
    ask="could the error of `{function}` be a type with a name, instead of `()`?",
    why="""An error `()` is the -1 of C under another name: it holds no reason to print or to convert, so
        each caller has to invent one. An error type with a name carries the reason, and `?` can convert
        it.""",
    instead="""Name the error, say `pub struct InvalidState;` or an enum of what can go wrong. If C wants an
        errno in the end, the conversion belongs to that type.""",
    query="""
    (function_item return_type: (generic_type
      type: [(type_identifier) @result (scoped_type_identifier name: (type_identifier) @result)]
      type_arguments: (type_arguments (_) (unit_type) @error .))
      (#eq? @result "Result")) @function
    """,
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.TEST, FileRole.TEST, FileRole.BUILD),
    softer_in=(FileRole.MACROS,),
    in_c="""
        if (s->position > s->depth)
            return -1;                      /* for any reason */
    """,
    checks="""
        The compiler then has `match` look at each kind of error, and `?` converts it only where a
        conversion is written.
    """,
)
def unit_error(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C says that something failed by one number, most often -1, and leaves the reason in `errno` or in a log.
    Carried over to Rust this becomes `Result<T, ()>`: the caller has to look, which is much, and then learns
    nothing.

    The error of a `Result` can be any type. A struct without fields already has a name; an
    enum tells the cases apart; both can implement `std::error::Error`, and `From`, so that `?` converts one
    into another. Where a C caller wants a negative errno in the end, the conversion is written once, at the
    type, and not guessed at by each caller.

    ## Keep it when
    The function is private, its one caller stands next to it, and there is only one way to fail. Parsers that
    have told the user by other means often do this.

    ## Known problems
    Whether a crate is used by others is not visible. The rule only speaks of functions near C and of
    devices, where somebody will want the reason.

    ```rust bad path=rust/hw/char/x/src/device.rs
    struct Fifo {
        position: u32,
        depth: u32,
    }

    impl Fifo {
        pub fn post_load(&mut self, version: u32) -> Result<(), ()> {
            if version > 2 || self.position > self.depth {
                return Err(());
            }
            Ok(())
        }
    }
    ```
    ```rust good path=rust/hw/char/x/src/device.rs
    struct InvalidState;

    struct Fifo {
        position: u32,
        depth: u32,
    }

    impl Fifo {
        pub fn post_load(&mut self, version: u32) -> Result<(), InvalidState> {
            if version > 2 || self.position > self.depth {
                return Err(InvalidState);
            }
            Ok(())
        }
    }
    ```
    ```rust good
    // A parser that has reported the error already, and has no C near it.
    fn expect(input: &mut Parser, wanted: Token) -> Result<(), ()> {
        if input.next() == Some(wanted) { Ok(()) } else { Err(input.report(wanted)) }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_trait_method:
        return "the trait gives the signature, or the function is not shown"
    if not (file.is_device or has_c_around(file.content.source)):  # there a user or an errno waits for the reason
        return "nothing of C is around that waits for a reason"
    return Hit(at=captures["error"], values={"function": function.name})
