"""Control flow: the order of statements that C needs and Rust does not.

In C a value that depends on a condition is declared, then set in branches; a loop is left through a flag; an
error is nested or jumps to a label. In Rust `if`, `match` and `loop` have values themselves, `break` can name
the loop it leaves, `?` and `let ... else` return early, and what was acquired is released on the way. The
compiler then sees that a variable is set exactly once, and the reader does not have to follow a flag. Most of
these rules are about reading, a few (`checked-then-unwrapped`) about a check that the compiler could do.
"""
