"""pointer-as-underscore: `data.into_foreign() as _`, a pointer that becomes whatever the call wants."""

from __future__ import annotations

from review_assist.model import FileRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="high",
    only_in=("linux",),
    words=(" as _",),
    clippy=("as_underscore", "ptr_as_ptr"),
    message="`{cast}` makes a pointer whatever is wanted, be it no pointer at all",
    ask="could `{cast}` be `{value}.cast()`?",
    why="""C turns `void *` into any pointer and back without a word, and a cast into anything else. `as _` is that
        word in Rust: it changes the type, the `const` and the kind of value, as the other side asks for it.""",
    instead="""Write `{value}.cast()`, which changes what the pointer points at and nothing else; `cast_mut()` or
        `cast_const()` where it is the `const` that differs.""",
    query="""
    (type_cast_expression value: (call_expression function: (field_expression field: (field_identifier) @method)
        arguments: (arguments)) @value type: (_) @type
      (#any-of? @method "into_foreign" "into_raw" "as_raw" "as_ptr" "as_mut_ptr" "as_char_ptr")
      (#eq? @type "_")) @cast
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    in_c="client->data = data;                /* void * takes every pointer */",
    checks="The compiler then refuses what would make a number of the pointer, or take its `const` away unseen.",
)
def pointer_as_underscore(captures: Captures, file: SourceFile) -> Hit:
    """
    In C any pointer to data becomes a `void *` by being assigned, and comes back the same way. That the
    `const` got lost on the way is a warning.

    `as` in Rust does all of it at once. It changes what a pointer points at, adds or takes the permission to
    write, and turns a pointer into an integer, and `as _` leaves it to the other side which of these it is.
    When a prototype of C changes, the cast changes with it. `cast()` is a method of pointers that can do the
    first thing only; for the second there are `cast_mut()` and `cast_const()`. The kernel turns the lints on
    that ask for them.

    ## Keep it when
    A function is cast to the type of a pointer to a function: that has no method, and is not meant.

    ## Known problems
    Which of the methods is the right one depends on types that are not seen.

    ```rust bad path=rust/kernel/sample.rs profile=linux
    fn set_data(&self, data: impl ForeignOwnable) {
        // SAFETY: the client is valid.
        unsafe { bindings::sample_set_data(self.as_raw(), data.into_foreign() as _) };
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    fn set_data(&self, data: impl ForeignOwnable) {
        // SAFETY: the client is valid.
        unsafe { bindings::sample_set_data(self.as_raw(), data.into_foreign().cast()) };
    }
    ```
    ```rust good path=rust/kernel/sample.rs profile=linux
    // A number: there is no pointer.
    fn set_rate(&self, rate: Hertz) {
        // SAFETY: the client is valid.
        unsafe { bindings::sample_set_rate(self.as_raw(), rate.as_hz() as _) };
    }
    ```
    """
    return Hit(at=captures["cast"], values={"cast": captures["cast"], "value": captures["value"]})
