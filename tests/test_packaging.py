"""What is installed is what is here: the wheel holds every module and the profiles, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_the_package_and_only_that(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "review_assist").rglob("*")
        if path.suffix in (".py", ".toml", ".md")
    }
    assert expected <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"review_assist"}
