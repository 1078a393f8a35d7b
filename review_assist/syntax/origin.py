"""Whether a file comes from C: what is a habit of C there is a matter of taste elsewhere."""

from __future__ import annotations

from functools import lru_cache

from review_assist.patterns import pattern
from review_assist.syntax.source import SourceFile

_C_AROUND = pattern(
    rb'\b(libc|bindings|ffi|\w+_sys)::|\bc_(int|void|uint|char)\b|extern "C"|\*(mut|const) \w|\bNULL\b'
    rb"|\b(struct|enum|union) [a-z]\w*_\w"
)
"""The last one is a type that kept the name it has in C."""


def comes_from_c(file: SourceFile) -> bool:
    """Whether the project is one of C, or the visible text calls C, has its types, or handles raw pointers."""
    return file.profile.name != "default" or has_c_around(file.content.source)


@lru_cache(maxsize=4)
def has_c_around(source: bytes) -> bool:
    """Whether the text calls C, takes or gives its types, or handles raw pointers."""
    return _C_AROUND.search(source) is not None
