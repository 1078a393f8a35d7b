"""Every shape in `named_shapes.md` is found: habits of C in the many ways in which they are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from review_assist.profiles.load import shipped
from tests.helper import said_of_patch

_BLOCK = re.compile(r"^```rust ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHAPES = _BLOCK.findall((Path(__file__).parent / "named_shapes.md").read_text())


def _patch(code: str) -> str:
    lines = code.splitlines()
    head = "diff --git a/src/lib.rs b/src/lib.rs\nnew file mode 100644\n--- /dev/null\n+++ b/src/lib.rs\n"
    return f"{head}@@ -0,0 +1,{len(lines)} @@\n" + "".join(f"+{line}\n" for line in lines)


@pytest.mark.parametrize(("rules", "code"), _SHAPES)
def test_every_named_shape_is_found(rules: str, code: str) -> None:
    told = {told.split()[1] for told in said_of_patch(_patch(code), profile=shipped()["default"])}
    assert set(rules.split()) <= told, code
