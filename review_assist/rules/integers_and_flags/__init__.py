"""Integers and flags: integers that stand for flags, truths and kinds.

C has one tool for a number, a set of bits, a choice of three and a yes or no: `int`. The names are
`#define`s, and any value goes anywhere. Rust has an `enum` for the choice, a flags type for the bits, `bool`
for the yes or no, and no implicit conversion between numbers. So a wrong constant, a missing case or a
cut-off length is an error when compiling, where the types are used. These rules also look at `as`: it
converts as C does, silently, and says neither that bits may be lost nor that they cannot be.
"""
