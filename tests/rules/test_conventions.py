"""What every rule looks like, so that nobody has to remember it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import tree_sitter_c
from tree_sitter import Language, Parser

from review_assist.profiles.load import shipped
from review_assist.rules.registry import all_rules
from review_assist.rules.rule import CodeRule, Rule
from tests.helper import examples, findings

RULES = all_rules()
_C = Parser(Language(tree_sitter_c.language()))
PACKAGE = Path(__file__).parents[2] / "review_assist" / "rules"


def _source(rule: Rule) -> Path:
    return PACKAGE / rule.family.replace("-", "_") / f"{rule.name.replace('-', '_')}.py"


@pytest.fixture(params=RULES, ids=lambda rule: rule.name)
def rule(request: pytest.FixtureRequest) -> Rule:
    return request.param


def test_file_function_and_rule_share_a_name(rule: Rule) -> None:
    assert Path(inspect.getsourcefile(rule.refine) or "") == _source(rule)
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule.name), "kebab-case, two words or more"


def test_module_opens_with_its_name_and_one_sentence(rule: Rule) -> None:
    module = inspect.getmodule(rule.refine)
    assert module is not None and (module.__doc__ or "").startswith(f"{rule.name}: ")
    assert rule.summary.endswith(".")


def test_message_is_a_clause(rule: Rule) -> None:
    assert not rule.message.endswith((".", "?", "!"))
    assert rule.message[0] in "`{" or rule.message[0].islower()
    assert rule.message.count("`") % 2 == 0


def _reasons(rule: Rule) -> Iterator[str]:
    """What a function that answers with a hit returns in its place."""
    for function in ast.walk(ast.parse(_source(rule).read_text())):
        if isinstance(function, ast.FunctionDef) and "Hit" in ast.unparse(function.returns or ast.Constant("")):
            values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
            ways = [way for v in values for way in ((v.body, v.orelse) if isinstance(v, ast.IfExp) else (v,))]
            yield from (w.value for w in ways if isinstance(w, ast.Constant) and isinstance(w.value, str))


def test_reasons_for_silence_are_clauses(rule: Rule) -> None:
    for reason in _reasons(rule):
        assert re.match(r"[a-z`]|C |C\+\+ ", reason) and not reason.endswith((".", ",")), reason
        assert reason.count("`") % 2 == 0 and len(reason) <= 100, reason


def test_texts_are_sentences(rule: Rule) -> None:
    assert rule.ask.endswith("?") and rule.ask.count("`") % 2 == 0 and "\n" not in rule.ask
    for sentence in (rule.why, rule.instead):
        assert sentence.endswith((".", "`.", "?")) and sentence[0].isupper() and sentence.count("`") % 2 == 0
    assert len(rule.why) <= 330 and len(rule.instead) <= 280, "a note is read by a busy person"


def test_teaching_has_its_parts(rule: Rule) -> None:
    assert "## Keep it when" in rule.teaching
    verdicts = [example.verdict for example in examples(rule)]
    assert verdicts.count("bad") >= 1 and verdicts.count("good") >= 2, "one bad, one cure, one near miss"
    assert len(rule.teaching.split("```")[0].split()) >= 60, "prose that teaches, before the examples"


def test_there_is_a_case_file(rule: Rule) -> None:
    cases = Path(__file__).parent / rule.family.replace("-", "_") / f"test_{rule.name.replace('-', '_')}.py"
    assert cases.is_file()


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_outranked_rules_exist() -> None:
    known = {rule.name for rule in RULES}
    assert {name for rule in RULES for name in (*rule.outranks, *rule.explains)} <= known


@pytest.fixture(
    params=[r for r in RULES if isinstance(r, CodeRule) and r.family != "the-patch"], ids=lambda r: r.name
)
def code_rule(request: pytest.FixtureRequest) -> CodeRule:
    return request.param


def test_each_habit_has_its_c_and_what_its_cure_gains(code_rule: CodeRule) -> None:
    assert code_rule.in_c and code_rule.in_c.count("\n") < 4
    assert code_rule.checks.startswith(("The compiler ", "A reader ", "At run time "))
    assert code_rule.checks.endswith(".") and code_rule.checks.count("`") % 2 == 0
    assert len(code_rule.checks) <= 160 and "{" not in code_rule.checks, "the same for every hit"


def test_the_c_of_a_habit_parses_with_the_values_of_a_hit(code_rule: CodeRule) -> None:
    example = next(e for e in examples(code_rule) if e.verdict == "bad" and e.language == "rust")
    profile = shipped()[example.profile] if example.profile else None
    found = findings(example.code, example.path, code_rule.name, profile=profile)
    assert found
    for shown in {finding.in_c for finding in found}:
        assert not _C.parse(f"void f(void)\n{{\n{shown}\n}}\n".encode()).root_node.has_error, shown
        assert "{{" not in shown and "}}" not in shown, "braces are doubled once too often"
        assert max(len(line) for line in shown.split("\n")) <= 72


def test_the_c_of_a_habit_uses_values_that_every_hit_has(rule: Rule) -> None:
    texts = (rule.message, rule.ask, rule.why, rule.instead)
    known = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    assert {name for _, name, _, _ in Formatter().parse(rule.in_c) if name} <= known


def test_no_text_asks_to_be_believed(rule: Rule) -> None:
    shown = " ".join((rule.message, rule.ask, rule.why, rule.instead, rule.teaching)).lower()
    for word in ("simply", "obviously", "just ", "idiomatic", "rustacean", "non-idiomatic"):
        assert word not in re.sub(r"```.*?```", "", shown, flags=re.DOTALL), word
