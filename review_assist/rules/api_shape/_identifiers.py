"""Names of functions and of types, as one is made from the other."""

from __future__ import annotations

import re


def snake(name: str) -> str:
    """`PacketQueue` is `packet_queue`, `HTTPServer` is `http_server`."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return parts.lower()
