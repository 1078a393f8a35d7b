"""Cases of lazy-constant-table beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "lazy-constant-table"


def test_knows_locks_of_the_standard_library() -> None:
    code = (
        "use std::sync::{LazyLock, Mutex};\n"
        "static LOG: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| Mutex::new(Vec::new()));\n"
    )
    (finding,) = findings(code, "src/a.rs", RULE)
    assert finding.instead == (
        "Write `static LOG: Mutex<Vec<u8>> = ...;` with the same value (these are `const fn` since Rust 1.63)."
    )


def test_sees_a_table_behind_get_or_init() -> None:
    code = (
        "fn names() -> &'static [&'static str] {\n"
        "    static NAMES: OnceLock<[&'static str; 2]> = OnceLock::new();\n"
        '    NAMES.get_or_init(|| ["a", "b"])\n}\n'
    )
    assert said(code, "src/a.rs", RULE) == [f"3 {RULE}"]


@pytest.mark.parametrize(
    "code",
    [
        "static A: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| Mutex::new(Vec::new()));\n",  # whose Mutex?
        "static A: LazyLock<HashMap<u8, u8>> = LazyLock::new(|| HashMap::new());\n",
        "static A: LazyLock<Vec<u8>> = LazyLock::new(|| vec![1, 2]);\n",
        "static A: LazyLock<u32> = LazyLock::new(|| compute());\n",
        "static A: LazyLock<u32> = LazyLock::new(compute);\n",
        "static A: LazyLock<[u32; 2]> = LazyLock::new(|| [1, other]);\n",
        "static A: OnceLock<bool> = OnceLock::new();\nfn f() { A.get_or_init(|| false); }\n",
        "static A: Table<u32> = Table::new(|| 3);\n",
    ],
)
def test_is_silent_on_what_may_be_no_constant(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


def test_is_silent_where_another_host_has_its_own() -> None:
    code = "use std::sync::LazyLock;\n#[cfg(not(windows))]\nstatic WSL: LazyLock<bool> = LazyLock::new(|| true);\n"
    assert said(code, "src/common.rs", RULE) == []
