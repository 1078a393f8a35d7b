"""Unsafe policy: unsafe that is too wide, unexplained or hidden.

In Rust `unsafe` marks where the compiler takes the author's word. It is not wrong; without it nothing could
call C. But it is where a reviewer has to think as for C, so it is kept small, in the binding and not in the
device, with the reason beside it. A function that is safe to call must be right for all arguments. These
rules do not judge whether the reason holds, which takes a person. They find blocks without one, blocks around
far too much, promises such as `Send` without a word, and safe functions that hand their callers C's duties.
"""
