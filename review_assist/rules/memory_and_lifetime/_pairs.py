"""Pairs of C functions of which one takes what the other gives back, told by their names."""

from __future__ import annotations

import re

from review_assist.model import Confidence
from review_assist.patterns import pattern

_TAKES = (
    "new|create|alloc|open|fdopen|init|start|begin|dup|load|get|find|lookup|acquire|make|connect|copy"
    r"|(from|new|open)_\w+"
)
_GIVES = pattern(
    r"(free|destroy|close|delete|del|release|unref|deinit|fini|finish|cleanup|exit|end|dispose|put|drop|uninit)"
)
KNOWN = {
    "newlocale": "freelocale",
    "duplocale": "freelocale",
    "fopen": "fclose",
    "fdopen": "fclose",
    "open_memstream": "fclose",
    "tmpfile": "fclose",
    "popen": "pclose",
    "opendir": "closedir",
    "fdopendir": "closedir",
    "dlopen": "dlclose",
    "open": "close",
    "openat": "close",
    "creat": "close",
    "socket": "close",
    "accept": "close",
    "epoll_create1": "close",
    "eventfd": "close",
    "mkstemp": "close",
    "regcomp": "regfree",
    "getaddrinfo": "freeaddrinfo",
    "getifaddrs": "freeifaddrs",
    "if_nameindex": "if_freenameindex",
    "mmap": "munmap",
    "iconv_open": "iconv_close",
    "setmntent": "endmntent",
    "backtrace_symbols": "free",
}
"""Pairs of C's library whose names do not show it."""
OF_STD = {
    "fclose": "`File`",
    "closedir": "`std::fs::read_dir`",
    "close": "`OwnedFd`, by `from_raw_fd()`, or `File`",
}


def gives_back(path: str) -> bool:
    name = path.rpartition("::")[2]
    return name in KNOWN.values() or any(_GIVES.fullmatch(word) for word in name.split("_"))


def are_twins(take: str, give: str) -> bool:
    """`x_open` and `x_close`, `open_x` and `close_x`, `X_new` and `X_free`, or a known pair."""
    if not give:
        return False
    if KNOWN.get(take) == give:
        return True
    stem = re.sub(rf"(_|^)({_TAKES})[0-9]*$|^({_TAKES})_", "", take)
    other = re.sub(rf"^{_GIVES.pattern}_|_{_GIVES.pattern}(_\w+)?$", "", give)
    return bool(stem) and stem != take and other != give and (stem == other or take.startswith(other + "_"))


def confidence_of(take: str, give: str) -> Confidence:
    """A get and a put are two words for many things."""
    is_loose = re.search(r"(^|_)(get|find|lookup|copy|start|begin|load)(_|$)", take) is not None
    return "low" if is_loose and not give.endswith(("free", "destroy", "release", "close")) else "medium"
