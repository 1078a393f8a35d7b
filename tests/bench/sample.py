"""Draws the random sample of ordinary commits and prints it as the `sample.toml` beside it.

    python -m tests.bench.sample CLONES > tests/bench/sample.toml

From each project the same number of commits, drawn with a fixed seed from all that are reachable from HEAD and
not younger than a fixed day, are no merges and change 20 to 199 lines of `.rs` files (added and removed together).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

from tests.bench.clones import output

SEED = 3
UNTIL = "2026-01-01"
SIZES = range(20, 200)
DRAWN = {"BurntSushi+ripgrep": 67, "astral-sh+ruff": 67, "rust-lang+rust-analyzer": 66}


def candidates(clones: Path, clone: str, sizes: range, *, since: str, until: str) -> list[str]:
    """Ids of the commits to draw from, in the order of their ids, which has nothing to do with their content."""
    days = (f"--since={since}", f"--until={until}")
    log = output(clones, clone, "log", "--no-merges", *days, "--format=C %H", "--numstat", "--", "*.rs")
    changed: Counter[str] = Counter()
    commit = ""
    for line in log.decode(errors="replace").splitlines():
        if line.startswith("C "):
            commit = line[2:]
        elif line and not line.startswith("-"):
            added, removed, _ = line.split("\t", 2)
            changed[commit] += int(added) + int(removed)
    return sorted(commit for commit, lines in changed.items() if lines in sizes)


def main() -> None:
    clones = Path(sys.argv[1])
    sys.stdout.write(f"# Ordinary commits, drawn by sample.py: seed {SEED}, until {UNTIL}.\n")
    for clone, number in DRAWN.items():
        found = candidates(clones, clone, SIZES, since="1970-01-02", until=UNTIL)
        commits = sorted(random.Random(SEED).sample(found, number))
        rows = "".join(f'    "{commit}",\n' for commit in commits)
        sys.stdout.write(f'\n[[commits]]\nclone = "{clone}"\nkind = "ordinary"\ncommits = [\n{rows}]\n')


if __name__ == "__main__":
    main()
