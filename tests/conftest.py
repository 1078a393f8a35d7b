"""`pytest --bless` rewrites the golden files; read what changed before it is committed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite golden files with what the code says now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, text)`: the text is what `golden/name`, beside the test, holds."""
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--bless"):
            folder.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert _read(path) == text, "differs from the golden file; if that is right: pytest --bless"

    return compare


def _read(path: Path) -> str:
    return path.read_bytes().decode() if path.exists() else ""
