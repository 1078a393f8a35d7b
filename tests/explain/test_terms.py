"""The terms: their examples are right, what they point to is there, and their words lead to them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import tree_sitter_c
from tree_sitter import Language, Parser

from review_assist.errors import UsageError
from review_assist.explain.catalogue import all_entries, find, known_names, see_also, words
from review_assist.explain.terminal import write_list, write_terms
from review_assist.explain.terms import Term, all_terms
from review_assist.reports.terminal import Style
from review_assist.syntax import rust
from tests.helper import rule_named

C = Parser(Language(tree_sitter_c.language()))
RUSTC = shutil.which("rustc")
PROSE_WORDS = range(80, 181)
CODE_LINES = 22
_FENCED = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A fenced block of a term, and what stands after its three backticks."""

    term: str
    info: str
    code: str


EXAMPLES = [Example(term.name, *found) for term in all_terms() for found in _FENCED.findall(term.teaching)]
ALONE = [e for e in EXAMPLES if e.info.startswith("rust") and "needs" not in e.info]


def _name(example: Example) -> str:
    return f"{example.term}-{example.info.replace(' ', '-')}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_an_example_parses(example: Example) -> None:
    parse = C.parse if example.info == "c" else rust.parse
    assert not parse(example.code.encode()).root_node.has_error


@pytest.mark.skipif(RUSTC is None, reason="there is no rustc here; apt-get install rustc")
@pytest.mark.parametrize("example", ALONE, ids=_name)
def test_rustc_takes_an_example_or_refuses_it_as_it_says(example: Example, tmp_path: Path) -> None:
    (tmp_path / "code.rs").write_text(f"#![allow(warnings)]\n{example.code}")
    command = [str(RUSTC), "--edition", "2021", "--crate-type", "lib", "--emit", "metadata", "code.rs"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stderr
    if "feature `" in told or "unstable" in told:
        pytest.skip("this rustc is older than what the example shows")
    assert re.findall(r"^error\[(E\d+)\]", told, re.MULTILINE) == example.info.split()[2:]
    assert ("error" in told) == ("error" in example.info)


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.name)
def test_a_term_is_named_after_its_title_and_short(term: Term) -> None:
    assert re.sub(r"[^a-z0-9 -]", "", term.title.lower()).replace(" ", "-") == term.name
    assert re.fullmatch(r"[^\n]+\.", term.summary)
    assert len(_FENCED.sub("", term.teaching).split()) in PROSE_WORDS
    blocks = _FENCED.findall(term.teaching)
    assert 1 <= len(blocks) <= 2 and all(code.count("\n") <= CODE_LINES for _, code in blocks)
    assert "The trap: " in term.teaching


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.name)
def test_what_a_term_points_to_is_there(term: Term) -> None:
    assert set(term.see) <= {entry.name for entry in all_entries()} - {term.name}
    assert len(set(term.see)) == len(term.see) >= 3


def test_every_word_leads_to_something() -> None:
    for name in known_names():
        assert find([name]), name
    assert all(set(names) <= {term.name for term in all_terms()} for names in words().values())


def test_names_are_told_apart() -> None:
    names = [entry.name for entry in all_entries()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("null", ["option"]),
        ("malloc()", ["box", "vec"]),
        ("goto", ["raii-guard"]),
        ("bitfield", ["bitflags"]),
        ("bit-field", ["bitflags"]),
        ("void*", ["generics", "opaque-type"]),
        ("container_of", ["provenance"]),
        ("RefCell", ["interior-mutability"]),
        ("volatile", ["atomics"]),
        ("fd", ["file-descriptor"]),
        ("descriptor", ["file-descriptor"]),
        ("ioctl", ["ioctl"]),
        ("htonl", ["byte-order"]),
        ("readl", ["memory-mapped-register"]),
        ("varargs", ["variadic-function"]),
        ("#ifdef", ["conditional-compilation"]),
        ("do-while", ["loop"]),
        ("ternary", ["expression"]),
        ("qom", ["inheritance"]),
        ("cargo", ["toolchain"]),
        ("index-loop", ["index-loop"]),
    ],
)
def test_words_of_c_and_rust_lead_to_terms(asked: str, found: list[str]) -> None:
    assert [entry.name for entry in find([asked])] == found


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lists_fit_the_screen_and_keep_code_whole(width: int) -> None:
    out = StringIO()
    write_list([rule_named("flag-beside-value"), rule_named("index-loop")], out, Style(width=width))
    write_terms(all_terms(), out, Style(width=width))
    lines = out.getvalue().split("\n")
    assert all(line.count("`") % 2 == 0 for line in lines)
    assert max(map(len, lines)) <= width


def test_a_family_comes_with_its_rules() -> None:
    first, *rest = find(["state"])
    assert first.name == "state" and rule_named("mutable-static") in rest


def test_an_unknown_word_is_told_with_the_nearest_of_all() -> None:
    with pytest.raises(UsageError, match="did you mean borrow"):
        find(["borow"])
    with pytest.raises(UsageError, match="did you mean index-loop"):
        find(["index-lop"])


def test_a_rule_points_to_the_terms_that_it_uses() -> None:
    assert {"slice", "iterator"} <= set(see_also(rule_named("index-loop")))
