"""Functions that bear the name of a function of C's library, as parts of a C library in Rust do."""

from __future__ import annotations

from review_assist.patterns import pattern

_OF_STRINGS = pattern(
    r"_*(str(n?len|l?cpy|l?cat|n?cpy|n?cat|n?cmp|n?casecmp|n?dup|r?chr|n?str|pbrk|c?spn|tok|tok_r|sep|(case)?eq|n?vis|n?unvis|tonum)"
    r"|stpn?cpy|mem(cpy|cmp|set|r?chr|move|mem)|ato(i|l|ll|f)|strto(u?ll?|d|f)|v?s?n?printf|v?asprintf|getopt(_long)?"
    r"|is(digit|alpha|alnum|space|xdigit|print|upper|lower|punct)|to(lower|upper))_*"
)


def is_c_namesake(function: str) -> bool:
    """Whether the function is `strlcpy`, `strcasecmp_` and the like itself: C strings are what it is about."""
    return _OF_STRINGS.fullmatch(function) is not None
