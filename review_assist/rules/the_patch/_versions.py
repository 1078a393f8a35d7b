"""What came with which Rust: syntax, and items of the standard library that no other crate is likely to name.

Sources: the release notes of Rust; for the standard library what `clippy::incompatible_msrv` of Rust 1.95 reports.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class News:
    """Something that an older Rust does not have."""

    what: str
    """For a message, code in backticks."""
    since: tuple[int, int]
    cure: str
    """What does the same before, as an end of `Until then ...`."""
    gate: str = ""
    """The name under which a nightly compiler had it before."""


SYNTAX = {
    "let_else": News(
        "`let ... else`", (1, 65), "a `match` or an `if let` with an early return does it", "let_else"
    ),
    "generic_associated": News(
        "an associated type with parameters", (1, 65), "the trait itself can take them", "generic_associated_types"
    ),
    "async_in_trait": News("`async fn` in a trait", (1, 75), "a boxed future does it", "async_fn_in_trait"),
    "impl_in_trait": News(
        "`impl Trait` returned by a trait's method",
        (1, 75),
        "an associated type does it",
        "return_position_impl_trait_in_trait",
    ),
    "c_literal": News(
        'the literal `c".."`',
        (1, 77),
        "`CStr::from_bytes_with_nul` and a literal that ends in `\\0` do it",
        "c_str_literals",
    ),
    "const_block": News("an inline `const { .. }`", (1, 79), "a named `const` does it", "inline_const"),
    "exclusive_range": News(
        "a pattern `a..b` without its end",
        (1, 80),
        "`a..=b` with the last value does it",
        "exclusive_range_pattern",
    ),
    "expect": News("`#[expect]`", (1, 81), "`#[allow]` does it", "lint_reasons"),
    "raw_borrow": News("`&raw`", (1, 82), "`addr_of!` and `addr_of_mut!` do it", "raw_ref_op"),
    "unsafe_extern": News("`unsafe extern`", (1, 82), "plain `extern` does it", "unsafe_extern_blocks"),
    "unsafe_attribute": News(
        "`#[unsafe(..)]` on an attribute", (1, 82), "the bare attribute does it", "unsafe_attributes"
    ),
    "precise_capture": News(
        "`use<..>` in a type", (1, 82), "a bound with the lifetime does it", "precise_capturing"
    ),
    "async_closure": News(
        "an `async` closure", (1, 85), "a closure that returns an `async` block does it", "async_closure"
    ),
    "let_chain": News(
        "`let` in a chain of conditions", (1, 88), "nested `if let`, or a `match`, do it", "let_chains"
    ),
}
"""By the capture of the query that finds it."""

_WITHOUT = "it has to be done without"
ITEMS = {
    "process::ExitCode": ((1, 61), "`std::process::exit` at the end of `main` does it"),
    "array::from_fn": ((1, 63), "a loop over a filled array does it"),
    "thread::scope": ((1, 63), "an `Arc` and `join` do it"),
    "backtrace::Backtrace": ((1, 65), _WITHOUT),
    "io::read_to_string": ((1, 65), "`Read::read_to_string` does it"),
    "hint::black_box": ((1, 66), _WITHOUT),
    "pin::pin": ((1, 68), "`Box::pin` does it"),
    "cell::OnceCell": ((1, 70), "a `Cell` of an `Option` does it"),
    "io::IsTerminal": ((1, 70), "`libc::isatty` does it"),
    "sync::OnceLock": ((1, 70), "`std::sync::Once` or a `Mutex` of an `Option` does it"),
    "any::type_name_of_val": ((1, 76), "`type_name` with the type does it"),
    "ptr::from_mut": ((1, 76), "a cast of the reference does it"),
    "ptr::from_ref": ((1, 76), "a cast of the reference does it"),
    "mem::offset_of": ((1, 77), "it can be had from the addresses of a `MaybeUninit`"),
    "num::NonZero": ((1, 79), "the type with its width, such as `NonZeroU32`, does it"),
    "path::absolute": ((1, 79), "`env::current_dir` and `join` do it"),
    "cell::LazyCell": ((1, 80), "a cell that is filled on first use does it"),
    "sync::LazyLock": ((1, 80), "`OnceLock` with `get_or_init` does it, from 1.70 on"),
    "error::Error": ((1, 81), "`std::error::Error` does it where there is `std`"),
    "fs::exists": ((1, 81), "`Path::try_exists` does it"),
    "hint::assert_unchecked": ((1, 81), "`unreachable_unchecked` behind an `if` does it"),
    "iter::repeat_n": ((1, 82), "`repeat(..).take(n)` does it"),
    "ptr::dangling": ((1, 84), "`NonNull::dangling` does it"),
    "ptr::without_provenance": ((1, 84), "a cast of the integer does it"),
    "io::pipe": ((1, 87), "`libc::pipe` does it"),
}
"""By their path below `std`; `error::Error` is meant below `core` only."""

METHODS = {
    "is_err_and": ((1, 70), "`map_or` on its `err()` does it"),
    "is_ok_and": ((1, 70), "`map_or(false, ..)` does it"),
    "is_some_and": ((1, 70), "`map_or(false, ..)` does it"),
    "inspect_err": ((1, 76), "`map_err` with a closure that returns its argument does it"),
    "first_chunk": ((1, 77), "`get(..N)` and `try_into` do it"),
    "split_first_chunk": ((1, 77), "`split_at` and `try_into` do it"),
    "as_flattened": ((1, 80), "`concat` or a loop over the parts does it"),
    "split_at_checked": ((1, 80), "`split_at` behind a test of the length does it"),
    "trim_ascii": ((1, 80), "a search for the first and last byte that is no space does it"),
    "is_none_or": ((1, 82), "`map_or(true, ..)` does it"),
    "get_disjoint_mut": ((1, 86), "`split_at_mut` does it"),
    "pop_if": ((1, 86), "`last` and `pop` do it"),
    "cast_signed": ((1, 87), "`as` does it"),
    "cast_unsigned": ((1, 87), "`as` does it"),
    "is_multiple_of": ((1, 87), "`%` and `== 0` do it"),
    "unbounded_shl": ((1, 87), "`checked_shl` does it"),
    "unbounded_shr": ((1, 87), "`checked_shr` does it"),
}
