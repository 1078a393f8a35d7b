"""Reviews for forges: what is said, on which line, and that nothing of the patch acts on the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from review_assist.model import Edit, Fix, Note, Passage, Review
from review_assist.reports.gitlab_discussions import DiffRefs, discussions
from review_assist.reports.markdown_note import code_span, fenced, inline
from review_assist.reports.review_comments import draft, summary
from tests.conftest import Golden
from tests.reports.building import git_diff, note_on, patch_mail, patches_of, review_of
from tests.reports.schemas import GITHUB, GITLAB_DISCUSSION
from tests.reports.test_machine_formats import EMPTY, written
from tests.reports.test_mail_golden import bell_review

OLD = "fn f() {\n}\n"
NEW = "fn f() {\n    a[0];\n    b(1);\n}\n"
REFS = DiffRefs("a" * 40, "b" * 40, "c" * 40)


def github(review: Review) -> Any:
    document = json.loads(written("github", review))
    jsonschema.validate(document, GITHUB)
    return document


def gitlab(review: Review) -> list[Any]:
    """The discussions, each as GitLab takes it: its suggestions reach at most 100 lines down."""
    made = json.loads(json.dumps(list(discussions(draft(review), REFS))))
    for discussion in made:
        jsonschema.validate(discussion, GITLAB_DISCUSSION)
        reach = [
            int(lines) for lines in re.findall(r"^`{3,}suggestion:-0\+(\d+)$", discussion["body"], re.MULTILINE)
        ]
        assert len(reach) == discussion["body"].count("suggestion:") and all(lines <= 100 for lines in reach)
    return made


def on_line(text: str = "a[0];", **fields: Any) -> Review:
    patches = patches_of(patch_mail(git_diff("src/bell.rs", OLD, NEW)))
    return review_of(patches, [note_on(patches, text, **fields)])


def many(count: int) -> Review:
    """So many notes, each on its own line and of its own rule."""
    new = "".join(f"    line_{at}();\n" for at in range(count))
    patches = patches_of(patch_mail(git_diff("src/bell.rs", "", new)))
    marks = ({"rule": f"rule-{at}", "fingerprint": f"{at:016x}"} for at in range(count))
    return review_of(patches, [note_on(patches, f"line_{at}();", **mark) for at, mark in enumerate(marks)])


def test_github(golden: Golden) -> None:
    golden("bell.github.json", json.dumps(github(bell_review()), indent=2) + "\n")


def test_gitlab_discussions(golden: Golden) -> None:
    made = gitlab(bell_review())
    golden("bell.gitlab-discussions.json", json.dumps(made, indent=2) + "\n")


def test_nothing_to_say_is_an_empty_review() -> None:
    assert github(EMPTY) == {"body": "", "comments": []}
    assert gitlab(EMPTY) == []


def test_a_review_is_pending_and_its_comments_are_on_lines_that_the_diff_adds() -> None:
    document = github(bell_review())
    assert "event" not in document
    (patch,) = bell_review().submission.patches
    shown = {(f.path, line.new) for f in patch.files for hunk in f.hunks for line in hunk.lines}
    assert document["comments"]
    assert all((comment["path"], comment["line"]) in shown for comment in document["comments"])


@pytest.mark.parametrize(
    ("to", "lines"), [("", {"line": 2}), ("b(1);", {"line": 3, "start_line": 2, "start_side": "RIGHT"})]
)
def test_a_comment_is_on_the_lines_of_its_finding(to: str, lines: dict[str, Any]) -> None:
    (comment,) = github(on_line(to=to))["comments"]
    assert comment == {"path": "src/bell.rs", "side": "RIGHT", "body": comment["body"]} | lines


def test_a_place_that_the_diff_does_not_show_goes_to_the_summary() -> None:
    (discussion,) = gitlab(on_line(line=400, end_line=400))
    assert "position" not in discussion
    document = github(on_line(line=400, end_line=400))
    assert document["comments"] == []
    assert "**`src/bell.rs:400` in `drain()`**" in document["body"]
    assert "<!-- review-assist:0000000000000000 -->" in document["body"]


def test_after_thirty_comments_the_rest_is_in_the_summary() -> None:
    assert ["position" in each for each in gitlab(many(34))] == [False] + [True] * 30
    document = github(many(34))
    assert len(document["comments"]) == 30
    assert document["body"].startswith("34 notes ") and document["body"].count("**`src/bell.rs:") == 4


def test_a_summary_is_never_longer_than_github_takes() -> None:
    review = many(40)
    long = tuple(replace(note, passages=(Passage("why", "word " * 3000),)) for note in review.notes)
    text = summary(draft(replace(review, notes=long)))
    assert len(text) <= 65_000 and text.endswith("6 more would not fit here.\n\n</details>")


def test_a_line_that_later_patches_move_is_told_where_it_ends_up() -> None:
    moved = NEW.replace("fn f", "// one\n// two\nfn f")
    patches = patches_of(
        patch_mail(git_diff("src/bell.rs", OLD, NEW), Subject="[PATCH 1/2] a", Message_ID="<1@x>"),
        patch_mail(
            git_diff("src/bell.rs", NEW, moved), Subject="[PATCH 2/2] b", Message_ID="<2@x>", In_Reply_To="<1@x>"
        ),
    )
    (comment,) = github(review_of(patches, [note_on(patches, "a[0];")]))["comments"]
    assert comment["line"] == 4


def test_a_line_that_a_later_patch_takes_out_has_no_comment() -> None:
    patches = patches_of(
        patch_mail(git_diff("src/bell.rs", OLD, NEW), Subject="[PATCH 1/2] a", Message_ID="<1@x>"),
        patch_mail(git_diff("src/bell.rs", NEW, OLD), Subject="[PATCH 2/2] b", Message_ID="<2@x>"),
    )
    document = github(review_of(patches, [note_on(patches, "a[0];")]))
    assert document["comments"] == [] and "Patch 2 takes this out again." in document["body"]


def test_a_fix_is_a_suggestion_for_exactly_its_lines() -> None:
    review = on_line(fix=Fix((Edit(2, 5, 3, 10, "first(\n        1,\n    );"),), is_safe=True))
    (comment,) = github(review)["comments"]
    assert (comment["start_line"], comment["line"]) == (2, 3)
    assert "```suggestion\n    first(\n        1,\n    );\n```" in comment["body"]
    (discussion,) = gitlab(review)
    assert "```suggestion:-0+1\n" in discussion["body"] and discussion["position"]["new_line"] == 2


def test_the_fence_of_a_suggestion_is_longer_than_what_it_holds() -> None:
    (comment,) = github(on_line(fix=Fix((Edit(2, 5, 2, 10, "// ```"),), is_safe=True)))["comments"]
    assert "````suggestion\n    // ```\n````" in comment["body"]


def test_a_fix_that_changes_nothing_is_no_suggestion() -> None:
    (comment,) = github(on_line(fix=Fix((Edit(2, 5, 2, 10, "a[0];"),), is_safe=True)))["comments"]
    assert "suggestion" not in comment["body"]


def test_what_was_told_is_not_told_again() -> None:
    review = many(3)
    left = draft(review, {review.notes[0].finding.fingerprint})
    assert len(left.comments) == 2


@pytest.mark.parametrize(
    "text",
    [
        "ask @octocat or @org/team",
        "see #12, octo/cat#3, GH-7, !5, %3, ~bug and $4",
        "<img src=x onerror=alert(1)> <!-- x --> </details>",
        "![x](https://example.org/x.png) [y](javascript:x) <https://example.org> www.example.org",
        "*bold* __bold__ ~~gone~~ | a | b |",
        "odd ` tick @octocat",
        "`a` `b``c` @octocat",
        "since 0123456789abcdef0123456789abcdef01234567",
        "a@example.org &lt; &#64;octocat",
    ],
)
def test_prose_from_a_patch_does_nothing(text: str) -> None:
    shown = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", inline(text))
    bare = re.sub(r"\\.", "", shown.replace("<!-- -->", "\0").replace("&amp;", ""))
    assert not re.search(r"[<>\[\]*_|`$]|@\w|#\w|!\w|%\w|~\w|GH-\d|://|www\.\w|[0-9a-f]{7}", bare)


@pytest.mark.parametrize("text", ["# x", "- x", "+ x", "1. x", "12) x", "> x", "/close", "=====", "---"])
def test_a_paragraph_stays_a_paragraph(text: str) -> None:
    assert re.match(r"\\[^\w]|\d+\\[.)]", inline(text))


@pytest.mark.parametrize(
    ("code", "span"), [("a b", "`a b`"), ("a`b", "``a`b``"), ("`x`", "`` `x` ``"), ("a\n\nb", "`a b`"), ("", "")]
)
def test_code_is_one_span(code: str, span: str) -> None:
    assert code_span(code) == span


def test_code_cannot_leave_its_fence() -> None:
    text = fenced("a\n````\n@octocat\x1b", "rust")
    assert text == "`````rust\na\n````\n@octocat?\n`````"


def test_a_path_from_a_patch_does_nothing() -> None:
    hostile = "src/`@octocat`<img>\n/close"
    review = bell_review()
    note = Note(replace(review.notes[0].finding, path=hostile), (), review.notes[0].passages)
    body = github(replace(review, notes=(note,)))["body"]
    assert "**``src/`@octocat`<img> /close:16`` in `ring_all()`**" in body
