"""Cases of container-by-reference beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "container-by-reference"
C = "use libc::c_int;\n"


@pytest.mark.parametrize(
    ("kind", "better"),
    [
        ("&Vec<u8>", "&[u8]"),
        ("&Vec<Option<Vec<u8>>>", "&[Option<Vec<u8>>]"),
        ("&'a Vec<u8>", "&'a [u8]"),
        ("&String", "&str"),
        ("&PathBuf", "&Path"),
        ("&CString", "&CStr"),
    ],
)
def test_names_the_view(kind: str, better: str) -> None:
    (finding,) = findings(f"{C}fn f<'a>(v: {kind}) -> usize {{\n    v.len()\n}}\n", "src/lib.rs", RULE)
    assert finding.instead.startswith(f"Write `v: {better}`;")


@pytest.mark.parametrize(
    "body",
    ["v[0]", "for x in v { g(x) }", "v.iter().sum()", "g(&v[1..])", "v.first()"],
)
def test_what_a_slice_allows_too(body: str) -> None:
    assert said(f"{C}fn f(v: &Vec<u8>) {{ {body}; }}\n", "src/lib.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "body", ["g(v)", "v.clone()", "v.as_slice()", "v.encode(out)", "*v == *w", "Struct { v }"]
)
def test_is_silent_where_the_container_is_used_or_handed_on(body: str) -> None:
    assert said(f"{C}fn f(v: &Vec<u8>) {{ {body}; }}\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize("kind", ["&mut Vec<u8>", "Vec<u8>", "&[u8]", "&str", "&Box<u8>", "&Vec", "&Rc<Vec<u8>>"])
def test_is_silent_on_other_types(kind: str) -> None:
    assert said(f"{C}fn f(v: {kind}) -> usize {{ v.len() }}\n", "src/lib.rs", RULE) == []


def test_a_signature_that_others_give() -> None:
    code = C + "fn f(v: &Vec<u8>) -> usize { v.len() }\n"
    assert said(f"impl Shape for S {{\n{code}}}\n", "src/lib.rs", RULE) == []
    assert said(code + "fn g(all: &[Vec<u8>]) { h(all.iter().map(f)); }\n", "src/lib.rs", RULE) == []
    assert said(code + "fn g(one: &Vec<u8>) { h(f(one)); }\n", "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_is_low_where_nothing_comes_from_c() -> None:
    (finding,) = findings("fn f(v: &Vec<u8>) -> usize { v.len() }\n", "src/lib.rs", RULE)
    assert finding.confidence == "low"
