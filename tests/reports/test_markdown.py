"""The review as Markdown: word for word, and what hostile patches may not do to it."""

from __future__ import annotations

from io import StringIO

from review_assist.model import Review
from review_assist.reports import markdown
from tests.conftest import Golden
from tests.reports.building import git_diff, note_on, patch_mail, patches_of, review_of
from tests.reports.test_html import small


def text_of(review: Review) -> str:
    out = StringIO()
    markdown.write(review, out)
    return out.getvalue()


def test_document(golden: Golden) -> None:
    golden("review.md", text_of(small()))


def test_nothing_to_say_is_one_line() -> None:
    patches = patches_of(patch_mail(git_diff("src/bell.rs", "", "struct Bell;\n")))
    assert text_of(review_of(patches)) == "nothing to say about 1 Rust file\n"


def test_a_hostile_place_stays_code() -> None:
    patches = patches_of(
        patch_mail(git_diff("src/@all`#1.rs", "", "ring();\n"), Subject="[PATCH] ![x](http://e) @all")
    )
    note = note_on(patches, "ring();", function="<b>`", code=("```", "</details>"))
    text = text_of(review_of(patches, [note]))
    assert "``src/@all`#1.rs:1``" in text and "````rust\n```\n</details>\n````" in text
