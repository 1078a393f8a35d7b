"""GLib and C types: types of GLib, of C and of bindgen in code that only Rust sees.

`c_int`, `gboolean`, `GList` and `void *` are how a C interface is written down. In the bindings they are
right; above them they bring along what they mean in C: a size that depends on the platform, a truth that may
be 17, a list whose elements have no type, a pointer whose owner is unknown. Rust's own types cost nothing and
are checked. The change from one to the other happens once, in the binding, and these rules speak of code
beyond it.
"""
