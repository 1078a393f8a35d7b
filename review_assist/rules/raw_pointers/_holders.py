"""What stands in place of `holder.as_ptr().add(i)`: an index into the holder itself."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.patterns import pattern
from review_assist.syntax.source import SourceFile, squeezed

_C_STRING = pattern(r"&?('\w+)?(\w+::)*C(Str|String)")
_TEXT = pattern(r"&?('\w+)?(mut)?(str|String)")
_LIST = pattern(r"&?('\w+)?(mut)?(\[|Vec<|Box<\[)")


def cure_of_holder(holder: Node, index: str, file: SourceFile) -> tuple[str, str]:
    """As a question puts it and as advice does; `index` is a number or `..`."""
    shown, kind = file.quote(holder), squeezed(file.names.type_of(holder) or "")
    code = f"{shown}[{index}]"
    if _C_STRING.match(kind):
        bytes_of = f"{shown}.to_bytes()[{index}]"
        return f"the bytes of the C string be indexed, `{bytes_of}`,", f"`{bytes_of}` looks at them with a check"
    if _TEXT.match(kind):
        bytes_of = f"{shown}.as_bytes()[{index}]"
        return f"the bytes of the text be indexed, `{bytes_of}`,", f"`{bytes_of}` looks at them with a check"
    if _LIST.match(kind):
        return f"`{shown}` be indexed itself, `{code}`,", f"`{code}` is checked"
    return (
        f"`{shown}` be indexed itself, if it is an array or a slice, or its bytes, if it is a string,",
        f"an array or a slice takes an index or a range, `{code}`, and checks it; so do the bytes of a string, "
        f"`to_bytes()` of a `CStr` and `as_bytes()` of a `str`",
    )
