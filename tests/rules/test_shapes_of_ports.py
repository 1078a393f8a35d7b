"""Each habit by the shapes that a C programmer gives it: `shapes_of_ports/FAMILY.rs`, several of each.

A section opens with `//# WHAT | RULES`: one of these has to speak of it, unasked unless `asked` stands there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helper import findings

_SECTION = re.compile(r"^//# (?P<title>.+?) \| (?P<rules>.+)\n(?P<code>(?:(?!//# ).*\n)+)", re.MULTILINE)
SHAPES = [
    pytest.param(found["rules"].split(), found["code"], id=f"{file.stem}: {found['title']}")
    for file in sorted((Path(__file__).parent / "shapes_of_ports").glob("*.rs"))
    for found in _SECTION.finditer(file.read_text())
]


@pytest.mark.parametrize(("rules", "code"), SHAPES)
def test_every_named_shape_is_found(rules: list[str], code: str) -> None:
    is_asked = "asked" in rules
    shown = [f for f in findings(code, "src/peer.rs") if f.confidence != "low" and (is_asked or not f.pedantic)]
    assert {finding.rule for finding in shown} & set(rules), [f"{f.line} {f.rule}" for f in shown]
