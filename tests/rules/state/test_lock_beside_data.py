"""Cases of lock-beside-data beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "lock-beside-data"


def test_names_both_fields() -> None:
    (finding,) = findings("struct Pool {\n    head: *mut Node,\n    lock: Mutex<()>,\n}\n", "src/a.rs", RULE)
    assert (finding.line, finding.question) == (
        3,
        "is `head` what `lock` guards, and could it move inside, as `Mutex<...>`?",
    )


@pytest.mark.parametrize(
    "fields",
    [
        "lock: Mutex<()>, path: PathBuf",
        "lock: Mutex<()>, count: AtomicU32, changed: Condvar",
        "state: Mutex<State>, head: *mut Node",
        "callback: Mutex<fn()>, head: *mut Node",
    ],
)
def test_is_silent_where_nothing_is_unguarded(fields: str) -> None:
    assert said(f"struct Pool {{ {fields} }}\n", "src/a.rs", RULE) == []
