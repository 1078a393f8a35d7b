"""What must not leave the machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_assist.llm.redact import redacted

SECRETS = [
    ('let t = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";', "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
    ("// AKIAIOSFODNN7EXAMPLE is the id", "AKIAIOSFODNN7EXAMPLE"),
    ('const PASSWORD: &str = "hunter2hunter";', "hunter2hunter"),
    ('let api_key = "correct-horse";', "correct-horse"),
    ('("token", "battery-staple")', "battery-staple"),
    ('get("https://mira:pa55word@host.example/x")', "mira:pa55word"),
    ("// ask mira.holm@example.org", "mira.holm@example.org"),
    ('header("Authorization", "Bearer abcdef.123456")', "abcdef.123456"),
    ("// eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123"),
    ('let k = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj";', "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj"),
    ('let h = "5d41402abc4b2a76b9719d911017c592ab";', "5d41402abc4b2a76b9719d911017c592ab"),
]


@pytest.mark.parametrize(("line", "secret"), SECRETS)
def test_a_secret_leaves_nowhere_and_comes_back(line: str, secret: str) -> None:
    done = redacted([line, f"again {secret}"])
    assert secret not in "".join(done.lines)
    assert done.lines[1] == "again REDACTED_1"
    assert done.restored(done.lines[0]) == line
    assert done.names_a_secret("see REDACTED_1") and done.names_a_secret(f"see {secret}")


@pytest.mark.parametrize(
    "line",
    [
        'let name = "frame_queue_of_the_radio_driver_that_waits";',
        "pub const PL011_REGISTERS_AND_THEIR_RESET_VALUES: usize = 0;",
        'let message = "not a secret at all";',
        'x @ Some(_) => println!("{x}"),',
        "token: Token,",
    ],
)
def test_code_without_secrets_stays(line: str) -> None:
    assert redacted([line]).lines == (line,)


@given(st.lists(st.text() | st.sampled_from([line for line, _ in SECRETS] + ["REDACTED_1", "REDACTED_X_1"])))
def test_restoring_gives_back_what_was_there(lines: list[str]) -> None:
    done = redacted(lines)
    assert [done.restored(line) for line in done.lines] == lines
    assert len(done.lines) == len(lines)
