"""Cases of trivial-accessors beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "trivial-accessors"
SET = "fn set_x(&mut self, v: u8) { self.x = v; }"


def test_is_shown_on_request_only() -> None:
    code = f"impl A {{ fn get_x(&self) -> u8 {{ self.x }}\n{SET} }}\n"
    assert len(findings(code, "src/lib.rs", RULE)) == 1
    assert said(code, "src/lib.rs") == []


def test_a_setter_alone() -> None:
    assert findings(f"impl A {{ {SET} }}\n", "src/lib.rs", RULE) == []


def test_a_getter_that_does_more() -> None:
    code = f"impl A {{ fn get_x(&self) -> u8 {{ self.x + 1 }}\n{SET} }}\n"
    assert findings(code, "src/lib.rs", RULE) == []
