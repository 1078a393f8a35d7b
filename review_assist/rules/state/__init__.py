"""State: globals, and state that is shared as C shares it.

C programs keep state in globals and in structs that everyone has a pointer to; a lock beside it, or a big one
around everything, orders the accesses by convention. In Rust what is shared cannot be changed, unless its
type says how: an atomic, a `Mutex` around the data, a cell for one thread. The lock owns what it protects,
and forgetting it does not compile. A device that C calls back is always shared, so its methods take `&self`
and its state lies in cells. These rules find state that is guarded by nothing but a custom.
"""
