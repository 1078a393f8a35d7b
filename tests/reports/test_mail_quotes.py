from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review_assist.model import Review
from tests.reports import b4
from tests.reports.building import (
    OLD,
    body_of,
    git_diff,
    note_on,
    parsed,
    patch_mail,
    patches_of,
    reply_to,
    review_of,
    written,
)


def changed(*numbers: int) -> str:
    """The old file with `ring_N();` in place of `step_N();`."""
    text = OLD
    for number in numbers:
        text = text.replace(f"step_{number}()", f"ring_{number}()")
    return text


def body(diff: str, *texts: str) -> list[str]:
    """The rows of the reply's body after the attribution."""
    return body_of(reply_to(diff, *texts)).split("\n")[1:]


def quoted(rows: list[str]) -> list[str]:
    return [row for row in rows if row.startswith(">")]


def test_file_header_hunk_header_context_and_line_are_quoted() -> None:
    assert quoted(body(git_diff("src/bell.rs", OLD, changed(20)), "ring_20();")) == [
        "> diff --git a/src/bell.rs b/src/bell.rs",
        "> --- a/src/bell.rs",
        "> +++ b/src/bell.rs",
        "> @@ -17,7 +17,7 @@",
        ">      step_17();",
        ">      step_18();",
        ">      step_19();",
        "> -    step_20();",
        "> +    ring_20();",
    ]


def test_note_follows_its_line_after_one_empty_line() -> None:
    rows = body(git_diff("src/bell.rs", OLD, changed(20)), "ring_20();")
    at = rows.index("> +    ring_20();")
    assert rows[at + 1 : at + 3] == ["", "`drain` takes a raw pointer."]
    assert rows[at + 3 :] != []


def test_five_lines_of_context_and_a_long_gap_is_named() -> None:
    new = "".join(f"    new_{number}();\n" for number in range(30))
    rows = quoted(body(git_diff("src/new.rs", "", new), "new_2();", "new_20();"))
    assert rows[3] == "> @@ -0,0 +1,30 @@"
    assert rows[4:7] == [f"> +    new_{number}();" for number in range(3)]
    assert rows[7] == "> [ ... skip 12 lines ... ]"
    assert rows[8:] == [f"> +    new_{number}();" for number in range(15, 21)]


def test_short_gap_is_quoted() -> None:
    new = "".join(f"    new_{number}();\n" for number in range(30))
    rows = quoted(body(git_diff("src/new.rs", "", new), "new_2();", "new_17();"))
    assert rows[4:] == [f"> +    new_{number}();" for number in range(18)]


def test_hunks_and_files_without_notes_are_dropped() -> None:
    diff = (
        git_diff("src/arm.rs", OLD, changed(5))
        + git_diff("src/bell.rs", OLD, changed(10, 30, 50).replace("ring_30", "strike"))
        + git_diff("src/clap.rs", OLD, changed(7))
    )
    rows = quoted(body(diff, "strike();"))
    assert [row for row in rows if row.startswith("> @@")] == ["> @@ -27,7 +27,7 @@"]
    assert not [row for row in rows if "arm.rs" in row or "clap.rs" in row]


def test_each_header_is_quoted_once() -> None:
    rows = quoted(
        body(git_diff("src/bell.rs", OLD, changed(10, 12, 40)), "ring_10();", "ring_12();", "ring_40();")
    )
    assert len([row for row in rows if row.startswith("> diff")]) == 1
    assert len([row for row in rows if row.startswith("> @@")]) == 2
    assert len(rows) == len(set(rows))


def test_empty_line_is_quoted_without_a_trailing_space() -> None:
    diff = git_diff("src/bell.rs", "a\n\nb\n", "a\n\nb\nc();\n").replace("\n \n", "\n\n")
    assert ">" in quoted(body(diff, "c();"))


def test_short_finding_is_quoted_whole_and_a_long_one_to_its_first_line() -> None:
    new = "".join(f"    new_{number}();\n" for number in range(30))
    patches = patches_of(patch_mail(git_diff("src/new.rs", "", new)))
    for to, last in (("new_15();", "new_15();"), ("new_16();", "new_10();")):
        review = review_of(patches, [note_on(patches, "new_10();", to=to)])
        assert quoted(body_of(parsed(written(review))).split("\n"))[-1] == f"> +    {last}"


def test_two_notes_on_one_line_share_the_quote() -> None:
    patches = patches_of(patch_mail(git_diff("src/bell.rs", OLD, changed(20))))
    notes = [note_on(patches, "ring_20();", rule=rule, message=f"of {rule}") for rule in ("a", "b")]
    text = body_of(parsed(written(review_of(patches, notes))))
    assert text.count("ring_20") == 1
    assert text.index("Of a.") < text.index("Of b.")


def test_rule_is_explained_once_a_mail_in_the_order_of_the_patch() -> None:
    text = "\n".join(body(git_diff("src/bell.rs", OLD, changed(10, 40)), "ring_40();", "ring_10();"))
    assert text.count("A pointer says nothing") == 1
    assert text.index("A pointer says nothing") < text.index("> +    ring_40();") < text.index("Same here: ")


def test_controls_and_direction_marks_of_the_patch_are_shown_as_question_marks() -> None:
    nasty = "\x1b[2J\u202e\u200b\x9b\x07"
    patches = patches_of(patch_mail(git_diff("src/bell.rs", OLD, OLD + f'let x = "{nasty}";\ny();\n')))
    text = written(review_of(patches, [note_on(patches, "y();")]))
    assert '> +let x = "?[2J????";\n' in text


def test_bytes_that_are_no_text_are_shown_as_question_marks() -> None:
    diff = git_diff("src/bell.rs", OLD, OLD + "ring%();\ny();\n").encode().replace(b"%", b"\xff")
    patches = patches_of(diff)
    assert "> +ring?();\n" in written(review_of(patches, [note_on(patches, "y();")]))


def test_carriage_returns_do_not_reach_the_mail() -> None:
    data = patch_mail(git_diff("src/bell.rs", OLD, changed(20))).replace(b"\n", b"\r\n")
    patches = patches_of(data)
    text = written(review_of(patches, [note_on(patches, "ring_20();")]))
    assert "> +    ring_20();\n" in text
    assert "\r" not in text


SIGNED_HEAD = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
SIGNED_TAIL = "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"


def dash_escaped(text: str) -> str:
    return re.sub("^-", "- -", text, flags=re.MULTILINE)


def encoded(text: str, transfer: str) -> bytes:
    message = EmailMessage(policy=policy.default.clone(cte_type="8bit"))
    message["From"], message["Subject"], message["Message-ID"] = "a@x", "[PATCH] bell", "<1@x>"
    message.set_content(text, cte=transfer)
    return bytes(message)


def multipart(text: str) -> bytes:
    message = BytesParser(policy=policy.default).parsebytes(encoded(text, "quoted-printable"))
    assert isinstance(message, EmailMessage)
    message.add_attachment("a note\n", filename="note.txt")
    return bytes(message)


TRANSPORTS: dict[str, Callable[[str], bytes]] = {
    "8bit": lambda text: encoded(text, "8bit"),
    "quoted-printable": lambda text: encoded(text, "quoted-printable"),
    "base64": lambda text: encoded(text, "base64"),
    "crlf": lambda text: encoded(text, "8bit").replace(b"\n", b"\r\n"),
    "byte order mark": lambda text: codecs.BOM_UTF8 + encoded(text, "8bit"),
    "signed": lambda text: encoded(f"{SIGNED_HEAD}{dash_escaped(text)}{SIGNED_TAIL}", "8bit"),
    "multipart": multipart,
}


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_quotes_are_the_text_however_it_was_sent(transport: str) -> None:
    diff = git_diff("src/bell.rs", OLD, changed(20).replace("ring_20();", 'say("läuten = =3D");\t'))
    patches = patches_of(TRANSPORTS[transport](f"Ring.\n---\n{diff}-- \n2.39.5\n"))
    text = written(review_of(patches, [note_on(patches, 'say("läuten = =3D");')]))
    assert '> -    step_20();\n> +    say("läuten = =3D");\t\n' in text


def reply_and_review(numbers: set[int], noted: set[int]) -> tuple[str, Review]:
    diff = git_diff("src/bell.rs", OLD, changed(*numbers)) + git_diff("src/clap.rs", OLD, changed(*numbers))
    patches = patches_of(patch_mail(diff))
    notes = [
        note_on(patches, f"ring_{number}();", rule=f"rule-{number}", message=f"number {number}")
        for number in sorted(noted)
    ]
    review = review_of(patches, notes)
    return body_of(parsed(written(review))), review


@settings(max_examples=60)
@given(st.data())
def test_quotes_are_rows_of_the_patch_in_order_and_anchor_the_notes(data: st.DataObject) -> None:
    numbers = data.draw(st.sets(st.integers(1, 60), min_size=1, max_size=20))
    noted = data.draw(st.sets(st.sampled_from(sorted(numbers)), min_size=1))
    text, review = reply_and_review(numbers, noted)
    patch = review.submission.patches[0]
    remaining = iter(patch.body.decode().split("\n"))
    for row in quoted(text.split("\n")):
        if not row.startswith("> [ ... skip "):
            assert row.removeprefix(">").removeprefix(" ") in remaining
    found = b4.comments(text, patch.body.decode())
    assert {(c.path, c.line) for c in found} == {(n.finding.path, n.finding.line) for n in review.notes}
    assert all(f"number {c.line}." in c.text.lower() for c in found)
    assert not text.rstrip("\n").split("\n")[-1].startswith(">")
