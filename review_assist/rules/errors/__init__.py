"""Errors: integers, out-parameters and sentinels in place of `Result` and `Option`.

C returns one value, so functions choose: the status as an integer and the result through a pointer, or the
result with one value set apart for failure. Each function has its own custom, and a caller who does not look
goes on with garbage. In Rust `Result` and `Option` hold either the value or the reason why there is none, and
the value cannot be had without deciding. `?` hands the reason up, and cleaning up is `Drop`'s affair. Where C
itself is the caller, the status is made once, in that function.
"""
