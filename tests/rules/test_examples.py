"""Every example in a rule's docstring runs: bad ones fire their rule, good ones fire none."""

from __future__ import annotations

import pytest

from review_assist.rules.registry import all_rules
from review_assist.syntax import rust
from tests.helper import Example, examples

EXAMPLES = [example for rule in all_rules() for example in examples(rule)]
BAD = [e for e in EXAMPLES if e.verdict == "bad"]
GOOD = [e for e in EXAMPLES if e.verdict == "good"]


def _name(example: Example) -> str:
    return f"{example.rule.name}-{example.code.strip().splitlines()[0][:40]}"


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.language == "rust"], ids=_name)
def test_example_parses(example: Example) -> None:
    assert not rust.parse(example.code.encode()).root_node.has_error


@pytest.mark.parametrize("example", BAD, ids=_name)
def test_bad_example_fires_its_rule(example: Example) -> None:
    assert any(line.endswith(f" {example.rule.name}") for line in example.fired), "not at medium confidence"


@pytest.mark.parametrize("example", GOOD, ids=_name)
def test_good_example_fires_nothing(example: Example) -> None:
    assert example.said == []
    assert example.fired == []
