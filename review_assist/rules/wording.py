"""Names from a patch as the texts of rules have them."""

from __future__ import annotations

import re
from collections.abc import Collection

_LONGEST = 60


def shown(name: str) -> str:
    """A path or name from the patch, fit to stand between backticks."""
    squeezed = " ".join(re.sub(r"[`\x00-\x1f\x7f]", "?", name).split()) or "?"
    return squeezed if len(squeezed) <= _LONGEST else f"...{squeezed[3 - _LONGEST :]}"


def listed(names: Collection[str], most: int = 4) -> str:
    """Names as prose has them: `a`, `b` and 3 more."""
    quoted = [f"`{shown(name)}`" for name in names]
    if len(quoted) > most:
        quoted = [*quoted[: most - 1], f"{len(quoted) - most + 1} more"]
    return " and ".join((", ".join(quoted[:-1]), quoted[-1])) if len(quoted) > 1 else "".join(quoted)
