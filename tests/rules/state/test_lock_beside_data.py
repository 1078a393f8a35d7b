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


@pytest.mark.parametrize("lock", ["bindings::spinlock_t", "libc::pthread_mutex_t", "bindings::QemuMutex"])
def test_a_lock_of_c_guards_nothing_by_its_type(lock: str) -> None:
    code = f"struct Pool {{\n    guard: {lock},\n    head: usize,\n}}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert finding.line == 2 and "what changes in `Pool`" in finding.question
    assert said("#[repr(C)]\n" + code, "src/a.rs", RULE) == []
    assert said(f"struct Wrapper {{ guard: {lock} }}\n", "src/a.rs", RULE) == []


@pytest.mark.parametrize("lock", ["Arc<Mutex<()>>", "sync::Arc<sync::RwLock<()>>", "Rc<Mutex<()>>"])
def test_a_shared_lock_around_nothing(lock: str) -> None:
    (finding,) = findings(f"struct Led {{\n    mode_lock: {lock},\n    address: u8,\n}}\n", "src/a.rs", RULE)
    assert "is the state behind `Led` what `mode_lock` guards" in finding.question


def test_a_shared_lock_around_something() -> None:
    assert said("struct Led {\n    mode: Arc<Mutex<Mode>>,\n    address: u8,\n}\n", "src/a.rs", RULE) == []
