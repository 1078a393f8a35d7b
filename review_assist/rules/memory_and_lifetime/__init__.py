"""Memory and lifetime: allocation, release and initialisation done by hand.

In C each object is allocated, zeroed, initialised in steps and freed in a function that everyone must
remember to call. In Rust a value is complete when it comes into being, has one owner, and is freed when that
owner goes, on every path. `malloc`, `memset`, `foo_free()` and reference counts by hand have nothing left to
do, except where C owns the memory or takes it over. There the two have to agree on who frees, and with which
allocator. These rules find the steps that were carried over, and mixtures that free what another allocator
made.
"""
