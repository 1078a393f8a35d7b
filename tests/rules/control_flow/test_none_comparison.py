"""Cases of none-comparison beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "none-comparison"


@pytest.mark.parametrize(
    ("test", "better"),
    [
        ("port == None", "`port.is_none()`."),
        ("None != self.port", "`self.port.is_some()`, or `if let Some(..)`"),
        ("*port == None", "`(*port).is_none()`."),
        ("!busy == None", "`(!busy).is_none()`."),
        ("map.get(&key) != None", "`map.get(&key).is_some()`, or"),
        ("(ports[0]) == None", "`ports[0].is_none()`."),
    ],
)
def test_asks_the_option(test: str, better: str) -> None:
    (finding,) = findings(f"fn f() {{\n    if {test} {{}}\n}}\n", "src/lib.rs", RULE)
    assert finding.line == 2 and finding.instead.startswith(f"Write {better}")


@pytest.mark.parametrize("test", ["Some(3) == None", "before == now", "kind == Kind::None", "None == None"])
def test_is_silent_where_no_option_is_asked(test: str) -> None:
    assert said(f"fn f() {{ if {test} {{}} }}\n", "src/lib.rs", RULE) == []


def test_the_replacement_is_safe_where_the_type_is_seen() -> None:
    (finding,) = findings("fn f(p: Option<u8>) -> bool {\n    p == None\n}\n", "src/lib.rs", RULE)
    assert finding.fix is not None and finding.fix.is_safe
    (finding,) = findings("fn f(o: &Object) -> bool {\n    o.port == None\n}\n", "src/lib.rs", RULE)
    assert finding.fix is not None and not finding.fix.is_safe


def test_what_is_no_option() -> None:
    assert said("fn f(c: Compression) -> bool { c == None }\n", "src/lib.rs", RULE) == []
    own = "enum Compression { None, Gzip }\nfn f(o: &Object) -> bool { o.kind == None }\n"
    assert said(own, "src/lib.rs", RULE) == []
    (finding,) = findings("fn f(p: &Option<u8>) -> bool {\n    *p == None\n}\n", "src/lib.rs", RULE)
    assert finding.instead.startswith("Write `p.is_none()`")
