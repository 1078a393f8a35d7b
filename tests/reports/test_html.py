"""The HTML page as text: word for word, and what hostile patches may not do to it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from io import StringIO

import pytest

from review_assist.clean import printable
from review_assist.config import Settings
from review_assist.model import Review, Submission, WholeFile
from review_assist.pipeline import review as reviewed
from review_assist.reports import html
from review_assist.reports.mail_headers import Sender
from tests.conftest import Golden
from tests.reports.building import OLD, git_diff, note_on, patch_mail, patches_of, review_of
from tests.reports.test_golden import bundled

SENDER = Sender("Ada Vale", "ada@example.org", datetime(2026, 3, 3, 9, tzinfo=UTC))


def page_of(review: Review) -> str:
    out = StringIO()
    html.write(review, out, version="1.2.3", sender=SENDER)
    return out.getvalue()


class Reader(HTMLParser):
    """Elements by how often they open, and the attributes of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


def small() -> Review:
    """One note, twice in a function, and one on another patch of the series."""
    diff = git_diff("src/bell.rs", OLD, OLD.replace("step_9()", "nine()").replace("step_12()", "twelve()"))
    patches = patches_of(
        *(patch_mail(diff, Subject=f"[PATCH {n}/2] bell: ring", Message_ID=f"<{n}@x>") for n in (1, 2))
    )
    first = note_on(patches, "nine();")
    again = note_on(patches, "twelve();").finding
    return review_of(patches, [replace(first, also=(again,)), note_on(patches, "nine();", at=1, level="error")])


def test_page(golden: Golden) -> None:
    page = page_of(small())
    for tag in ("style", "script"):
        page = re.sub(rf"<{tag}>.*?</{tag}>", f"<{tag}></{tag}>", page, flags=re.DOTALL)
    golden("page.html", re.sub(r"sha256-[\w+/=]+", "sha256-", page))


def test_only_our_own_script_and_style_may_run() -> None:
    page = page_of(bundled())
    policy = Reader(page).all("meta")[1]["content"] or ""
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy


def test_the_page_loads_nothing() -> None:
    for _, attributes in Reader(page_of(bundled())).seen:
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "--><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% include 'x' %}",
    "\x1b]0;x\x07\u202eevil",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_patch_stays_text(text: str) -> None:
    one_line = text.replace("\x1b", "?").replace("\x07", "?")
    diff = git_diff("src/bell.rs", "", f"static mut A: &str = {text!r};\n// {text}\n")
    patches = patches_of(patch_mail(diff, Subject=f"[PATCH] {one_line}"))
    note = note_on(patches, f"// {text}", message=f"`{text}` rings", why=text, instead=text, function=text)
    harmless = Reader(page_of(review_of(patches_of(patch_mail(git_diff("src/bell.rs", "", "a\n"))))))
    page = page_of(review_of(patches, [note]))
    tags = [tag for tag, _ in Reader(page).seen]
    assert "img" not in tags and "svg" not in tags and tags.count("script") == len(harmless.all("script"))
    assert not any(name.startswith("on") for _, attributes in Reader(page).seen for name in attributes)
    assert "\x1b" not in page and "\u202e" not in page
    assert printable(text) in unescape(re.findall(r"(?s)<article.*?</article>", page)[0])
    json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[0])


def test_whole_files_are_shown_around_their_notes() -> None:
    submission = Submission(whole=(WholeFile("src/a.rs", b"fn a() {}\nstatic mut COUNT: u32 = 0;\n"),))
    page = page_of(reviewed(submission, Settings()))
    assert "Files as they stand" in page and "COUNT" in page and "fn a()" not in page


def test_nothing_to_say_is_said() -> None:
    page = page_of(review_of(patches_of(patch_mail(git_diff("src/bell.rs", "", "struct Bell;\n")))))
    assert "Nothing to say." in page and not Reader(page).all("button")[3:]
