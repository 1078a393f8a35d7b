"""API shape: interfaces shaped as a C header would shape them.

A C header has functions with a prefix, structs that anybody may fill in, integers for everything, and macros.
It cannot say more, so what may be passed is in the comments. A Rust signature can say most of it: whether a
value is taken or lent, whether it may be absent, which of three modes is meant, what must be set together.
What the signature says the compiler checks at each call. These rules find interfaces that still say it in C's
way, although only Rust calls them. Functions that C calls have to look as C wants them, and are left alone.
"""
