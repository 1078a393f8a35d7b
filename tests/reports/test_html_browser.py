"""The HTML page in a real browser: read, decide, edit, export, and compare with the reply of the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from review_assist.config import Settings
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Submission
from review_assist.pipeline import review
from review_assist.reports import github, mail, markdown
from tests.reports.building import git_diff, patch_mail
from tests.reports.test_html import SENDER, page_of
from tests.test_pipeline import PATCH

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium; on Debian: apt-get install chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.xdist_group("browser"),
]
SECOND = (
    PATCH.read_text().replace("PATCH]", "PATCH 2/2]").replace("src/", "src/again/").replace("103000.1", "103000.2")
)
SERIES = PATCH.read_text().replace("PATCH]", "PATCH 1/2]") + "\n" + SECOND


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def reviewed(text: str) -> Review:
    series, problems = read_patches(text.encode(), "test")
    assert problems == ()
    return review(Submission(series), Settings(folds="patch"))


class Page:
    """The page of a review, opened; nothing that it does may go wrong unseen."""

    def __init__(self, browser: playwright.Browser, done: Review, folder: Path, *, width: int = 1000) -> None:
        (folder / "page.html").write_text(page_of(done))
        self.at = browser.new_page(viewport={"width": width, "height": 900})
        self.errors: list[str] = []
        self.at.on("pageerror", lambda error: self.errors.append(str(error)))
        self.at.on("console", lambda message: self.errors.append(message.text))
        self.at.on("request", lambda request: self.errors.append(request.url))
        self.at.goto((folder / "page.html").as_uri())
        self.errors = [each for each in self.errors if not each.endswith("page.html")]

    def click(self, name: str, *, note: str = "") -> None:
        within = self.at.locator(f"#{note}") if note else self.at
        within.get_by_role("button", name=name, exact=True).click()

    def exported(self, form: str = "mail") -> str:
        self.at.select_option("#form", form)
        self.click("Export")
        text = str(self.at.input_value("#text"))
        self.click("Close")
        assert self.errors == []
        return text


def reply_of(done: Review) -> str:
    out = StringIO()
    mail.write(done, out, sender=SENDER)
    return out.getvalue()


def text_of(form: Any, done: Review) -> str:
    out = StringIO()
    form.write(done, out)
    return out.getvalue()


@pytest.mark.parametrize("text", [PATCH.read_text(), SERIES], ids=["patch", "series"])
def test_all_accepted_is_the_reply_of_the_command_line(
    browser: playwright.Browser, tmp_path: Path, text: str
) -> None:
    done = reviewed(text)
    page = Page(browser, done, tmp_path)
    page.click("Accept all shown")
    assert page.exported() == reply_of(done)
    assert page.exported("markdown") == text_of(markdown, done)
    assert json.loads(page.exported("github")) == json.loads(text_of(github, done))


def test_only_what_is_accepted_is_exported(browser: playwright.Browser, tmp_path: Path) -> None:
    page = Page(browser, reviewed(PATCH.read_text()), tmp_path)
    assert page.exported() == "Nothing was accepted yet.\n"
    page.click("Accept", note="n2")
    page.click("Dismiss", note="n3")
    headline = page.at.locator("#n2 h4").inner_text()
    text = " ".join(page.exported().split())
    assert headline.split(":")[0].split()[0] in text
    assert text.count("wrote:") == 1 and "1 accepted, 1 dismissed" in page.at.inner_text("#count")
    page.click("Accept", note="n2")
    assert page.exported() == "Nothing was accepted yet.\n"


def test_an_edited_note_is_exported_as_edited(browser: playwright.Browser, tmp_path: Path) -> None:
    page = Page(browser, reviewed(PATCH.read_text()), tmp_path)
    page.click("Edit", note="n1")
    page.at.locator("#n1 textarea").fill("Nice `x + 1`.\n\nReviewed-by: nobody\n\n    let a = 1;")
    page.click("Keep", note="n1")
    text = page.exported()
    assert text.endswith("\n\nNice `x + 1`.\n\n Reviewed-by: nobody\n\n    let a = 1;\n")
    assert "Nice `x + 1`." in page.exported("markdown")
    page.at.reload()
    assert "accepted, edited" in page.at.inner_text("#n1 .state")


def test_keys_move_decide_and_export(browser: playwright.Browser, tmp_path: Path) -> None:
    page = Page(browser, reviewed(PATCH.read_text()), tmp_path)
    for key in "jjka":
        page.at.keyboard.press(key)
    first = page.at.locator(".note").first
    assert "accepted" in (first.get_attribute("class") or "")
    page.at.keyboard.press("x")
    assert page.at.locator("#exported").is_visible()


def test_filters_hide_and_accept_all_takes_what_is_shown(browser: playwright.Browser, tmp_path: Path) -> None:
    page = Page(browser, reviewed(PATCH.read_text()), tmp_path)
    page.at.uncheck("#levels input[value=warning]")
    shown = page.at.locator(".note:visible")
    assert 0 < shown.count() < page.at.locator(".note").count()
    page.click("Accept all shown")
    assert f"{shown.count()} accepted" in page.at.inner_text("#count")


@pytest.mark.parametrize("width", [320, 640])
def test_narrow_screens_scroll_in_one_direction(browser: playwright.Browser, tmp_path: Path, width: int) -> None:
    page = Page(browser, reviewed(PATCH.read_text()), tmp_path, width=width)
    assert page.at.evaluate("document.documentElement.scrollWidth") <= width


def test_line_numbers_are_not_broken(browser: playwright.Browser, tmp_path: Path) -> None:
    lines = "".join(f"// line {number}\n" for number in range(1200)) + "static mut COUNT: u32 = 0;\n"
    page = Page(browser, reviewed(patch_mail(git_diff("src/a.rs", "", lines)).decode()), tmp_path)
    heights = page.at.evaluate("[...document.querySelectorAll('td.number')].map((cell) => cell.offsetHeight)")
    assert len(heights) > 2400 and max(heights) < 1.5 * min(heights)
