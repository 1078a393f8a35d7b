"""Edits put into a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review_assist.fixes.splice import apart, overlap, span_of, spliced, whole
from review_assist.model import Edit, Text

_LINES = st.lists(st.sampled_from(["", "a", "bcd", "\tx", "ü"]), min_size=1, max_size=6)


@st.composite
def _edited(draw: st.DrawFn) -> tuple[bytes, list[tuple[int, int, str]]]:
    data = "\n".join(draw(_LINES)).encode()
    cuts = sorted(draw(st.sets(st.integers(0, len(data)), max_size=6)))
    texts = draw(st.lists(st.sampled_from(["", "new", "two\nlines"]), min_size=3, max_size=3))
    return data, [(start, end, text) for start, end, text in zip(cuts[::2], cuts[1::2], texts, strict=False)]


def _edit(data: bytes, start: int, end: int, text: str) -> Edit:
    def place(offset: int) -> tuple[int, int]:
        return data.count(b"\n", 0, offset) + 1, offset - (data.rfind(b"\n", 0, offset) + 1) + 1

    return Edit(*place(start), *place(end), text)


@given(_edited())
def test_splicing_is_what_slicing_does(given: tuple[bytes, list[tuple[int, int, str]]]) -> None:
    data, cuts = given
    text = whole(data)
    edits = [_edit(data, *cut) for cut in cuts]
    assert [span_of(text, edit) for edit in edits] == [(start, end) for start, end, _ in cuts]
    done = spliced(text, edits)
    expected = data
    for start, end, new in reversed(cuts):
        expected = expected[:start] + new.encode() + expected[end:]
    assert done is not None and done.source == expected and done.end == len(expected)
    assert done.added == frozenset(range(1, expected.count(b"\n") + 2)), "every line was new, and is"


def test_lines_of_others_stay_theirs() -> None:
    text = Text(b"one\ntwo\nthree\nfour\n", 0, 19, 11, frozenset({12, 14}))
    done = spliced(text, [Edit(12, 1, 12, 4, "a\nb")])
    assert done is not None and done.source == b"one\na\nb\nthree\nfour\n"
    assert done.added == {12, 13, 15}
    removed = spliced(text, [Edit(12, 1, 13, 1, "")])
    assert removed is not None and removed.added == {13}


def test_what_lies_outside_is_refused() -> None:
    text = Text(b"impl X {\n  a\n}\n", 9, 13, 5, frozenset({5}))
    for edit in (Edit(4, 1, 4, 2, ""), Edit(5, 9, 5, 9, ""), Edit(7, 1, 7, 1, ""), Edit(5, 3, 5, 2, "")):
        assert spliced(text, [edit]) is None


def test_edits_that_overlap_are_refused_and_told_apart() -> None:
    one, two, three = Edit(1, 1, 1, 5, "x"), Edit(1, 4, 1, 6, "y"), Edit(1, 5, 1, 6, "z")
    assert overlap(one, two) and not overlap(one, three)
    assert spliced(whole(b"abcdefgh"), [two, one]) is None
    assert apart([[one], [two], [three]]) == [0, 2]
