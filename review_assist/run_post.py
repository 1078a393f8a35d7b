"""What `post` does: a review becomes a draft on a forge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from review_assist.config import check_names
from review_assist.inputs.mbox import read_patches
from review_assist.model import Review, Submission
from review_assist.post.deliver import FORGES, deliver, token
from review_assist.rules.registry import all_rules
from review_assist.run import read_inputs, reviewed, settings_of


def post(name: str, url: str, options: Mapping[str, Any], out: TextIO) -> tuple[Review, str]:
    """Review the inputs, or the diff that the forge shows, and send the draft, or print what would be sent.

    Returns the review, and a line that says what was done. Raises UsageError and InputError.
    """
    forge, sends = FORGES[name], options["send"]
    settings = settings_of({**options, "form": forge.form, "all_notes": True})
    check_names((*settings.select, *settings.ignore), all_rules())
    target = forge.find(url, token(options["token_env"] or forge.token, is_needed=sends))
    has_inputs = bool(options["inputs"])
    submission = read_inputs(options, whole_files=False) if has_inputs else _read_diff(forge.diff(target), url)
    done = reviewed(submission, settings, iter)
    return done, deliver(forge, target, done, out, sends=sends)


def _read_diff(data: bytes, source: str) -> Submission:
    series, problems = read_patches(data, source)
    return Submission(series, problems=problems)
