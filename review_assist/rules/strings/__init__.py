"""Strings: NUL-terminated text, formats and buffers.

A C string is an address and a promise that a NUL follows. Length, encoding, room and owner are all
conventions, and most of the classic faults are in them. A Rust `&str` has a length and is UTF-8, a `String`
grows as needed, and formatting cannot disagree with its arguments. C's form is needed where C is called:
there are `CStr`, `CString` and `c"..."` for it, in the binding. These rules find C's way of making and taking
apart text in code that C never sees, and strings on their way to C that are freed too early.
"""
