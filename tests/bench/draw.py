"""Random commits of projects that come from C: the patches whose findings are read one by one."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tests.bench.patches import Case
from tests.bench.sample import candidates

_SIZES = range(1, 2000)
"""Changed lines of `.rs` files; beyond that a commit moves or imports a whole tree."""


@dataclass(frozen=True, slots=True)
class Project:
    """A clone, how many of its commits are drawn, and from which days on and until."""

    clone: str
    number: int
    since: str = "2000-01-01"
    until: str = "2026-01-01"


PROJECTS = (
    Project("dumrich+qemu", 200),
    Project("richardscollin+tmux-rs", 150),
    Project("fish-shell+fish-shell", 200, "2023-01-01", "2024-01-01"),
    Project("memorysafety+rav1d", 200, "2023-01-01", "2024-01-01"),
    Project("trifectatechfoundation+zlib-rs", 150),
    Project("trifectatechfoundation+libbzip2-rs", 150),
    Project("GNOME+librsvg", 150, "2017-01-01", "2020-01-01"),
    Project("rust-vmm+vm-memory", 100),
)


def drawn(clones: Path, seed: int) -> list[Case]:
    """The commits that a seed draws, by project and then by id. Raises CloneError."""
    return [
        Case(project.clone, commit, "ordinary", ())
        for project in PROJECTS
        for commit in _commits(clones, project, seed)
    ]


def _commits(clones: Path, project: Project, seed: int) -> list[str]:
    found = candidates(clones, project.clone, _SIZES, since=project.since, until=project.until)
    return sorted(random.Random(seed).sample(found, min(project.number, len(found))))
