"""Raw pointers: raw pointers where a reference, a slice or an `Option` would carry the proof.

A C pointer says an address and a type. Whether it may be null, how many elements follow, who owns them and
how long they live is said elsewhere. In Rust each answer is a type: `&T`, `Option<&T>`, `&[T]`, `Box<T>`, and
the compiler checks what follows from it. A raw pointer is all questions again, and `unsafe` to use. At the
boundary to C it is right, and these rules are silent in bindings and in functions that C calls; elsewhere
they ask which of the types was meant.
"""
