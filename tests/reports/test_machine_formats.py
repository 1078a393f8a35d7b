"""The formats for programs: golden files, schemas and readers of others, hostile text, and nothing to say."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import StringIO
from typing import Any

import jsonschema
import pytest
from sarif_pydantic import Sarif

from review_assist.model import Edit, Finding, Fix, Problem, Review, Silenced, Submission
from review_assist.reports.formats import FORMATS, Surroundings
from review_assist.reports.terminal import Style
from review_assist.rules.registry import all_rules
from tests.conftest import Golden
from tests.reports.building import finding, git_diff, note_on, patch_mail, patches_of, review_of
from tests.reports.schemas import GITLAB, RDJSONL, SARIF
from tests.reports.test_golden import bundled
from tests.reports.test_mail_golden import bell_review

HOSTILE = 'src/%, a:b"\n<x>&\x1b[31m\udcff\u202e::error::x.rs'
EMPTY = Review(Submission(), (), (), (), ())


def written(form: str, review: Review) -> str:
    out = StringIO()
    FORMATS[form].write(review, out, Surroundings("1.2.3", Style(), False, all_rules(), lambda: None))
    return out.getvalue()


def saying(*findings: Finding, **fields: Any) -> Review:
    return replace(EMPTY, findings=findings, **fields)


def hostile() -> Review:
    """Two findings that say the same of a path that means something to every format."""
    text = "`\x00\x1b]0;x\x07` ]]> \ufffe %0A\r\n::set-output name=x::y </error> [a](b) \udc80"
    place = finding(path=HOSTILE, message=text, question=text, instead=text, code=("x\ufffd\u2028",))
    return saying(place, replace(place, line=9, end_line=9))


def result_of(review: Review) -> Any:
    """The first result of the SARIF document, which is as GitHub wants it."""
    document = json.loads(written("sarif", review))
    jsonschema.validate(document, SARIF)
    return document["runs"][0]["results"][0]


def test_sarif(golden: Golden) -> None:
    document = json.loads(written("sarif", bell_review()))
    for rule in document["runs"][0]["tool"]["driver"]["rules"]:
        assert "Keep it when" in rule["help"]["markdown"]
        rule.update(dict.fromkeys(("help", "shortDescription", "fullDescription", "properties"), "the rule's own"))
    golden("bell.sarif", json.dumps(document, indent=2) + "\n")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("rdjsonl", "bell.rdjsonl"),
        ("checkstyle", "bell.checkstyle.xml"),
        ("github-annotations", "bell.annotations"),
        ("gitlab", "bell.gitlab.json"),
    ],
)
def test_word_for_word(golden: Golden, form: str, name: str) -> None:
    golden(name, written(form, bell_review()))


@pytest.mark.parametrize("review", [bundled(), EMPTY, hostile()], ids=["bundled", "empty", "hostile"])
def test_others_read_it(review: Review) -> None:
    sarif = json.loads(written("sarif", review))
    jsonschema.validate(sarif, SARIF)
    assert len(Sarif.model_validate(sarif).runs[0].results or []) == len(review.findings)
    lines = [json.loads(line) for line in written("rdjsonl", review).splitlines()]
    assert len(lines) == len(review.findings)
    for line in lines:
        jsonschema.validate(line, RDJSONL)
    gitlab = json.loads(written("gitlab", review))
    jsonschema.validate(gitlab, GITLAB)
    assert len({entry["fingerprint"] for entry in gitlab}) == len(gitlab) == len(review.findings)
    errors = ET.fromstring(written("checkstyle", review).encode()).findall("file/error")
    assert len(errors) == len(review.findings)
    assert {error.get("severity") for error in errors} <= {"error", "warning", "info"}


def test_with_nothing_to_say_each_is_a_whole_document() -> None:
    assert json.loads(written("gitlab", EMPTY)) == []
    assert json.loads(written("sarif", EMPTY))["runs"][0]["results"] == []
    assert written("rdjsonl", EMPTY) == written("github-annotations", EMPTY) == ""
    assert list(ET.fromstring(written("checkstyle", EMPTY).encode())) == []


def test_each_result_of_sarif_points_at_its_rule() -> None:
    run = json.loads(written("sarif", bundled()))["runs"][0]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [names[result["ruleIndex"]] for result in run["results"]] == [f.rule for f in bundled().findings]


def test_columns_of_sarif_are_characters_and_those_of_reviewdog_bytes() -> None:
    code = 'let é = "ü"; bad'
    column = len(code.encode()) - 2
    review = saying(finding(column=column, end_column=column + 3, code=(code,)))
    region = result_of(review)["locations"][0]["physicalLocation"]["region"]
    assert code[region["startColumn"] - 1 : region["endColumn"] - 1] == "bad"
    place = json.loads(written("rdjsonl", review))["location"]["range"]
    assert code.encode()[place["start"]["column"] - 1 : place["end"]["column"] - 1] == b"bad"


def test_a_long_finding_is_marked_on_its_first_line() -> None:
    long = saying(finding(line=3, end_line=90, column=5, end_column=2, code=("    fn f() {",)))
    region = result_of(long)["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 5, "endLine": 3}


def test_what_the_code_silences_is_a_suppressed_result() -> None:
    silenced = (
        Silenced(finding(), "allowed by a comment"),
        Silenced(finding(line=2, end_line=2), "was there before the patch"),
    )
    assert result_of(saying(silenced=silenced))["suppressions"] == [
        {"kind": "inSource", "justification": "allowed by a comment"}
    ]
    assert len(json.loads(written("sarif", saying(silenced=silenced)))["runs"][0]["results"]) == 1


def test_what_could_not_be_read_is_a_notification() -> None:
    document = json.loads(written("sarif", replace(EMPTY, problems=(Problem("a.patch", "is cut off", "ask"),))))
    jsonschema.validate(document, SARIF)
    (said,) = document["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == "a.patch: is cut off; ask"


def test_paths_of_sarif_are_uris() -> None:
    location = result_of(saying(finding(path="src/a b#é.rs")))["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "src/a%20b%23%C3%A9.rs"


def test_a_fix_is_told_as_whole_lines() -> None:
    diff = git_diff("src/bell.rs", "fn f() {\n}\n", "fn f() {\n    a[0];\n    é(b, c);\n}\n")
    patches = patches_of(patch_mail(diff))
    edits = (Edit(2, 5, 2, 9, "first"), Edit(3, 8, 3, 11, ""))
    fixed = note_on(patches, "a[0];", fix=Fix(edits, is_safe=True))
    review = review_of(patches, [fixed])
    (suggestion,) = json.loads(written("rdjsonl", review))["suggestions"]
    assert suggestion == {
        "range": {"start": {"line": 2}, "end": {"line": 3}},
        "text": "    first;\n    é(c);",
    }
    (replaced,) = result_of(review)["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replaced == {
        "deletedRegion": {"startLine": 2, "endLine": 3},
        "insertedContent": {"text": suggestion["text"]},
    }


def test_a_fix_outside_of_the_patch_is_not_told() -> None:
    patches = patches_of(patch_mail(git_diff("src/bell.rs", "fn f() {\n}\n", "fn f() {\n    a[0];\n}\n")))
    far = note_on(patches, "a[0];", fix=Fix((Edit(2, 5, 9, 9, "first"),), is_safe=True))
    assert "suggestions" not in json.loads(written("rdjsonl", review_of(patches, [far])))


def test_annotations_are_one_command_a_line_whatever_the_patch_says() -> None:
    text = written("github-annotations", hostile())
    assert all(line.startswith("::warning file=src/%25%2C a%3Ab") for line in text.splitlines())
    assert len(text.splitlines()) == 2 and not set("\x1b\x00") & set(text)
    properties = text.splitlines()[0].split("::")[1].split(" ", 1)[1]
    assert re.fullmatch(r"(?:[a-zA-Z]+=[^=,:]*(?:,|$))+", properties)


def test_annotations_say_when_github_will_not_show_them_all() -> None:
    review = saying(*(finding(line=line, end_line=line) for line in range(1, 12)), finding(level="error"))
    first, *_, last = written("github-annotations", review).splitlines()
    assert first.startswith("::error ") and last.endswith("this log has all 12.")
