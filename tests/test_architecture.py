"""The invariants of ARCHITECTURE.md that can be read off the imports and the folders."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "review_assist"
MODULES = sorted(PACKAGE.rglob("*.py"))
STAGES = ("inputs", "change", "syntax", "rules", "fine", "fixes", "twins", "notes", "llm", "reports", "post")
LINES = 250
STATEMENT_LINES = 45


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _stage(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "review_assist" and len(parts) > 1 and parts[1] in STAGES else ""


def _importers(*packages: str) -> set[str]:
    return {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if any(f"{name}.".startswith(f"{package}.") for name in _imports(path) for package in packages)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_stage_imports_a_later_one(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    if own in STAGES:
        later = STAGES[STAGES.index(own) + 1 :]
        assert [name for name in _imports(path) if _stage(name) in later] == []
        others = ("cli", "run", "pipeline", "config", "explain", "profiles")
        assert [n for n in _imports(path) if n.startswith(tuple(f"review_assist.{o}" for o in others))] == []


def test_model_and_errors_import_nothing_of_ours() -> None:
    for name in ("model.py", "errors.py"):
        assert [n for n in _imports(PACKAGE / name) if n.startswith("review_assist")] == []


def test_one_place_knows_each_outside_thing() -> None:
    assert _importers("click") == {"cli.py", "cli_llm.py"}
    assert _importers("tree_sitter_rust") == {"syntax/rust.py"}
    assert _importers("tree_sitter_c") == {"syntax/c.py"}
    assert _importers("subprocess") == {"inputs/git.py"}
    assert _importers("tempfile") == {"write.py", "llm/cache.py"}
    assert _importers("review_assist.write") == {"run_fix.py"}
    assert _importers("openai") == {"llm/client.py"}
    assert _importers("socket", "http", "urllib.request", "requests") == {"post/client.py"}


MAY_OPEN = {f"llm/{name}.py" for name in ("audit", "budget", "cache", "endpoint", "prompts")}
"""What the user named, what is kept for the next run, and the prompts; all of it only with `--llm`."""


def test_nothing_after_inputs_opens_a_file() -> None:
    methods = {"read_text", "read_bytes", "write_text", "write_bytes"}
    for path in MODULES:
        name = path.relative_to(PACKAGE)
        if name.parts[0] in STAGES[1:] and name.as_posix() not in MAY_OPEN:
            calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            assert not any(isinstance(called, ast.Name) and called.id == "open" for called in calls), path
            assert not any(isinstance(called, ast.Attribute) and called.attr in methods for called in calls), path


def test_errors_are_never_swallowed() -> None:
    for path in MODULES:
        assert not re.search(r"except(:|\b.*\b(Base)?Exception\b)", path.read_text()), path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_readable_in_one_sitting(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a file opens with one sentence saying what it is for"
    is_declaration = path.name in ("model.py", "cli.py")
    assert is_declaration or len(text.splitlines()) <= LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            size = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            assert size <= STATEMENT_LINES, f"{node.name} does not fit on a screen"


def test_starting_up_loads_neither_openai_nor_the_grammar() -> None:
    code = "import sys, review_assist.cli; print('openai' in sys.modules, 'tree_sitter' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("module", ["openai", "tree_sitter_c"])
def test_a_review_loads_no_model_and_without_c_no_grammar_of_it(module: str) -> None:
    code = (
        "import sys; sys.argv = ['review-assist', 'review', '--no-repo', sys.argv[1]]\n"
        f"import atexit; atexit.register(lambda: print({module!r} in sys.modules, file=sys.stderr))\n"
        "from review_assist.cli import main; main()"
    )
    patch = ROOT / "tests" / "patches" / "frame-queue.mbox"
    done = subprocess.run([sys.executable, "-c", code, patch], capture_output=True, text=True, check=True)
    assert done.stderr.split() == ["False"]


def test_paths_named_in_documents_exist() -> None:
    for document in ROOT.glob("*.md"):
        for path in re.findall(r"`((?:review_assist|tests|prompts)/[\w./-]*)`", document.read_text()):
            assert (ROOT / path).exists(), f"{document.name} names {path}"
