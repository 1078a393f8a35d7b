"""The catalogue as a book: everything is in it once, every link leads somewhere, and the page can be searched."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest

from review_assist.explain import html, markdown
from review_assist.explain.book import book
from review_assist.explain.catalogue import all_entries, find, words

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def as_markdown(*names: str) -> str:
    out = StringIO()
    markdown.write(book(find(names) if names else all_entries()), out)
    return out.getvalue()


def as_page(*names: str) -> str:
    out = StringIO()
    html.write(book(find(names) if names else all_entries()), out, version="1.2.3")
    return out.getvalue()


class Reader(HTMLParser):
    """Anchors and links of a page, and elements that were opened and not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [value for value in [given.get("id")] if value]
        self.links += [value for value in [given.get("href")] if value]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def prose_of(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def test_markdown_has_everything_once_under_the_anchors_that_github_makes() -> None:
    headings = re.findall(r"^#+ (.*)$", prose_of(as_markdown()), re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(set(anchors)) == len(anchors)
    assert {entry.name for entry in all_entries()} | {"contents", "terms", "words-of-c"} < set(anchors)
    assert set(re.findall(r"\]\(#([^)]*)\)", prose_of(as_markdown()))) < set(anchors)


def test_markdown_shows_what_looks_like_markup_as_it_is() -> None:
    assert not re.search(r"<(?!\\)", re.sub(r"\\.|`[^`\n]*`", "", prose_of(as_markdown())))


def test_the_page_has_everything_once_and_every_link_leads_somewhere() -> None:
    reader = Reader(as_page())
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    assert {entry.name for entry in all_entries()} < set(reader.ids)
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)


def test_the_page_runs_only_its_own_script_and_style() -> None:
    page = as_page("borrow")
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()}'" in policy
    assert "http" not in re.sub(r"<(style|script)>.*?</\1>|http-equiv", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("write", [as_markdown, as_page])
def test_words_of_c_are_in_the_index_of_the_whole_book_only(write: Callable[..., str]) -> None:
    assert "Words of C" in write()
    assert "Words of C" not in write("state", "borrow")
    assert {"malloc", "goto", "NULL", "container_of", "memset", "memcpy", "typedef", "union", "volatile"} <= set(
        words()
    )


def test_single_texts_link_only_to_what_is_there() -> None:
    reader = Reader(as_page("borrow", "slice"))
    assert "#borrow" in reader.links and "#slice" in reader.links and "#lifetime" not in reader.links
    assert re.findall(r"^#+ (.*)$", as_markdown("mutable-static", "pin"), re.MULTILINE) == [
        *("State", "mutable-static", "Terms", "Pin"),
    ]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    file: Path = tmp_path_factory.mktemp("book") / "book.html"
    file.write_text(as_page())
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 390, "height": 800})
        opened.goto(file.as_uri())
        yield opened
        browser.close()


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium; on Debian: apt-get install chromium")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.xdist_group("browser")
def test_what_is_sought_is_shown_and_a_link_brings_back_the_rest(page) -> None:  # type: ignore[no-untyped-def]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("/")
    page.keyboard.type("MALLOC calloc")
    assert page.locator("#box").is_visible() and page.locator("#index-loop").is_hidden()
    assert re.fullmatch(r"\d+ of \d+", page.locator("#count").inner_text())
    page.evaluate("location.hash = 'index-loop'")
    page.wait_for_function("document.getElementById('find').value === ''")
    assert page.locator("#index-loop").is_visible()
