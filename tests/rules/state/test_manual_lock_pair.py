"""Cases of manual-lock-pair beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "manual-lock-pair"


def _function(*lines: str) -> str:
    return "fn f(&self) {\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def test_is_sure_where_an_error_leaves_with_the_lock() -> None:
    code = _function("self.queue.lock();", "let n = self.read()?;", "self.queue.unlock();")
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.line, finding.confidence) == (2, "high")
    assert (
        finding.message == "`f` releases `self.queue` by hand, and the `?` before that leaves with the lock taken"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("unsafe { bindings::bql_lock() };", "step();", "unsafe { bindings::bql_unlock() };"),
        ("unsafe { pthread_mutex_lock(m); }", "step();", "unsafe { pthread_mutex_unlock(m) };"),
        ("qemu_mutex_lock(&raw mut LOCK);", "step();", "qemu_mutex_unlock(&raw mut LOCK);"),
    ],
)
def test_sees_the_calls_of_c(lines: tuple[str, ...]) -> None:
    assert said(_function(*lines), "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "lines",
    [
        ("let guard = self.queue.lock();", "self.queue.unlock();"),
        ("self.queue.unlock();", "step();", "self.queue.lock();"),
        ("self.queue.lock();", "step();", "self.other.unlock();"),
        ("pthread_mutex_lock(a);", "step();", "pthread_mutex_unlock(b);"),
        ("door_lock(a);", "step();", "door_unlock(a);"),
        ("unsafe { bindings::bql_lock() };", "step();"),
    ],
)
def test_is_silent_on_halves_and_others(lines: tuple[str, ...]) -> None:
    assert said(_function(*lines), "src/a.rs", RULE) == []
