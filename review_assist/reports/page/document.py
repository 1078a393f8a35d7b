"""What every page of ours has in common: templates that escape, and a policy that lets only our own code run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pkgutil import get_data

from jinja2 import ChoiceLoader, DictLoader, Environment, FunctionLoader, StrictUndefined

from review_assist.clean import printable


def environment(own: Callable[[str], str]) -> Environment:
    """For templates that `own` gives by name, and `head.html`, which all pages share; every value is escaped."""
    return Environment(
        loader=ChoiceLoader((DictLoader({"head.html": part("head.html")}), FunctionLoader(own))),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def part(name: str) -> str:
    """A file of this folder."""
    return (get_data(__package__, name) or b"").decode()


def policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing is sent, and only what we wrote is run."""
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for kind, text in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        rules.append(f"{kind} 'sha256-{digest}'")
    return "; ".join(rules)


def _harmless(value: object) -> object:
    """What the template shows, without what a reader's eye would obey; `Markup` is our own."""
    return printable(value) if type(value) is str else value
