"""Idiomatic Rust that shares shapes with pointers and loops of C, from measurements: no rule speaks."""

from __future__ import annotations

import pytest

from tests.helper import said

METHODS_NAMED_AS_ON_POINTERS = """
fn shift(range: Range, builder: Builder, diagnostic: &mut Diagnostic) -> Builder {
    let moved = range.zero(3).offset(5);
    diagnostic.sub(moved);
    let builder = builder.add("a").add("b");
    builder
}
"""

BUILDER_CHAINS = """
fn build(parts: &[Part]) -> Builder {
    let mut builder = Builder::new();
    for part in parts {
        builder = builder.add(part);
    }
    builder
}
"""

DEREFERENCED_SMART_POINTERS = """
fn names(shared: &Arc<Names>, rest: &Rest) -> String {
    let first = (*shared).first().to_string();
    first + &(*rest).to_string()
}
"""

JSON_NULL = """
fn is_missing(value: &serde_json::Value) -> bool {
    value.is_null() || value["id"].is_null()
}
fn quiet(command: &mut Command) {
    command.stdin(Stdio::null()).stdout(Stdio::null());
}
"""

VARIABLE_NAMED_RAW = """
fn parse(raw: &str) -> Token {
    let token = lex(&raw);
    token.with(&raw)
}
"""

WHILE_WITH_TWO_CURSORS = """
fn merge(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] <= b[j] {
            merged.push(a[i]);
            i += 1;
        } else {
            merged.push(b[j]);
            j += 1;
        }
    }
    merged.extend_from_slice(&a[i..]);
    merged.extend_from_slice(&b[j..]);
    merged
}
"""

WHILE_WITH_RETRIES = """
async fn fetch(client: &Client) -> Option<Reply> {
    let mut attempt = 0;
    while attempt < LIMIT {
        if let Ok(reply) = client.get().await {
            return Some(reply);
        }
        attempt += 1;
    }
    None
}
"""

NEIGHBOURING_INDICES = """
fn distances(row: &mut [u32], costs: &[Vec<u32>], k: usize) {
    for i in 1..row.len() {
        row[i] = row[i].min(row[i - 1] + costs[k][i]);
    }
}
"""

DEFERRED_LET = """
fn shown(path: &Path, base: Option<&Path>) -> String {
    let owned;
    let short = match base {
        Some(base) => {
            owned = base.join(path);
            owned.as_path()
        }
        None => path,
    };
    short.display().to_string()
}
"""

SNIPPETS = {
    name.lower(): code for name, code in list(globals().items()) if name.isupper() and isinstance(code, str)
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_noise(name: str) -> None:
    assert said(SNIPPETS[name], "src/lib.rs") == []
