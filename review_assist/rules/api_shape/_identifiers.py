"""Names of functions and of types, as one is made from the other."""

from __future__ import annotations

import re

KEYWORDS = frozenset(
    "as box const do final fn for if impl in loop match move mut ref return type use where".split()
)
"""Words that cannot name a method."""


def snake(name: str) -> str:
    """`PacketQueue` is `packet_queue`, `HTTPServer` is `http_server`."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return parts.lower()
