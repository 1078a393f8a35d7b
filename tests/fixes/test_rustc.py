"""What rustc says of code before and after its fixes, and whether both do the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fixes.helper import fixed, proposed, rules_with_fixes
from tests.helper import examples, rule_named


@dataclass(frozen=True)
class Case:
    """One rule, an expression that runs the code or nothing, and code that the rule has a fix for."""

    rule: str
    call: str
    code: str


_HERE = Path(__file__).parent
_CASE = re.compile(r"^//# ([a-z0-9-]+)(?:: (.*))?\n((?:(?!//#).*\n?)*)", re.MULTILINE)
CASES = [Case(*found) for found in _CASE.findall((_HERE / "cases.rs").read_text())]
RUSTC = shutil.which("rustc")
DRIVER = (_HERE / "driver.rs").read_text()
SEEDS = 400
needs_rustc = pytest.mark.skipif(RUSTC is None, reason="there is no rustc here; apt-get install rustc")


def test_every_rule_with_fixes_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(rules_with_fixes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_all_of_a_case_is_fixed(case: Case) -> None:
    after = fixed(case.code, case.rule)
    assert after != case.code
    assert proposed(after, case.rule) == []


@needs_rustc
def test_cases_compile_and_do_the_same(tmp_path: Path) -> None:
    cases = [(f"case{index}", case) for index, case in enumerate(CASES) if _is_known(case)]
    modules = [
        f"mod {name}_{when} {{\n{code}\n}}\n"
        for name, case in cases
        for when, code in (("before", case.code), ("after", fixed(case.code, case.rule)))
    ]
    calls = [call for name, case in cases if case.call for call in _calls(name, case)]
    main = "\n".join(
        ["fn main() {", "set_hook(Box::new(|_| ()));", f"for seed in 1..{SEEDS} {{", *calls, "}", "}"]
    )
    program = _compiled(f"#![allow(warnings)]\n{DRIVER}\n{''.join(modules)}\n{main}\n", tmp_path, "bin")
    ran = subprocess.run([program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == ""


@needs_rustc
def test_examples_that_stand_alone_compile_with_their_fixes(tmp_path: Path) -> None:
    alone = 0
    for rule in map(rule_named, rules_with_fixes()):
        for example in (e for e in examples(rule) if e.verdict == "bad" and e.language == "rust"):
            try:
                _compiled(f"#![allow(warnings)]\n{example.code}", tmp_path, "lib")
            except AssertionError:
                continue  # it uses types that it does not show
            alone += 1
            _compiled(f"#![allow(warnings)]\n{fixed(example.code, rule.name)}", tmp_path, "lib")
    assert alone > len(rules_with_fixes()) // 2


def _calls(name: str, case: Case) -> Iterator[str]:
    sides = [
        f"shown(|| {{ use {name}_{when}::*; let mut r = Numbers::new(seed); {case.call} }})"
        for when in ("before", "after")
    ]
    is_safe = all(fix.is_safe for fix in proposed(case.code, case.rule))
    yield f'compare("{case.rule}", {str(is_safe).lower()}, seed, {", ".join(sides)});'


def _is_known(case: Case) -> bool:
    """Whether this compiler has what the fix needs."""
    needed = [fix.needs_rust for fix in proposed(case.code, case.rule) if fix.needs_rust]
    told = subprocess.run([str(RUSTC), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)\.(\d+)", told)
    assert found is not None
    return all((int(found[1]), int(found[2])) >= tuple(map(int, version.split("."))) for version in needed)


def _compiled(code: str, folder: Path, kind: str) -> Path:
    """The program, or the metadata of a library; AssertionError with rustc's complaint."""
    source, out = folder / "code.rs", folder / "code.out"
    source.write_text(code)
    options = ["--edition", "2021", "--crate-type", kind, "--crate-name", "code", "-o", str(out)]
    if kind == "lib":
        options += ["--emit", "metadata"]
    done = subprocess.run([str(RUSTC), *options, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out
