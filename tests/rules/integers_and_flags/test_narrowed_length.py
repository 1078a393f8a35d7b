"""Cases of narrowed-length beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "narrowed-length"


@pytest.mark.parametrize(
    "body",
    ["out.push(name.len() as u8);", "self.size = name.len() as u16;", "let n = name.as_bytes().len() as u8; g(n)"],
)
def test_a_length_that_is_stored(body: str) -> None:
    (finding,) = findings(f"fn f(&mut self, out: &mut Vec<u8>, name: &str) {{ {body} }}\n", "src/lib.rs", RULE)
    assert "::try_from(name" in finding.question


@pytest.mark.parametrize(
    "body",
    [
        "out.push(name.len() as u32);",
        "let n = [1, 2].len() as u8; g(n)",
        "let b: [u8; 4] = h(); out.push(b.len() as u8);",
        "if name.len() > 255 { return; } out.push(name.len() as u8);",
        "if name.len() as u8 == limit { g(); }",
        "assert!(name.len() < 256); out.push(name.len() as u8);",
        "let name = &name[..name.len().min(255)]; out.push(name.len() as u8);",
        "out.push(name.len() as u8); // at most 32",
        "out.push(name[a..b].len() as u8);",
    ],
)
def test_is_silent_where_it_is_known_to_fit(body: str) -> None:
    assert said(f"fn f(out: &mut Vec<u8>, name: &str) {{ {body}\n}}\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize(
    "body",
    [
        "for part in name.chunks_exact(16) { out.push(part.len() as u8); }",
        "for part in name.array_chunks::<16>() { out.push(part.len() as u8); }",
        "let part = n.to_be_bytes(); out.push(part.len() as u8);",
        "out.push(address.octets().len() as u8);",
        "out.push(sum.wrapping_add(name.len() as u8));",
        "out.push((name.len() as u8).wrapping_neg());",
        "let part = &name[..16]; out.push(part.len() as u8);",
    ],
)
def test_trap_of_arrays_and_sums_that_wrap(body: str) -> None:
    assert said(f"fn f(out: &mut Vec<u8>, name: &str) {{ {body}\n}}\n", "src/lib.rs", RULE) == []


@pytest.mark.parametrize(("kind", "count"), [("u8", "256"), ("u16", "65536")])
def test_tells_the_length_that_becomes_0(kind: str, count: str) -> None:
    (finding,) = findings(f"fn f(&mut self, name: &str) {{ self.n = name.len() as {kind}; }}\n", "src/a.rs", RULE)
    assert f"with {count} elements" in finding.why


def test_is_silent_in_tests_and_where_the_function_is_cut() -> None:
    body = "{ out.push(name.len() as u8); }\n"
    assert said(f"#[test]\nfn f() {body}", "src/lib.rs", RULE) == []
    assert said(f"fn f() {body}", "tests/a.rs", RULE) == []
