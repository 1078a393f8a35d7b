"""The prompts: Markdown files with placeholders, ours or those of a folder of the user's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Template

from review_assist.errors import UsageError

_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "prompts", _PACKAGE.parent / "prompts")
"""Where an installed package has them, and where a checkout has them."""

_MAY: Mapping[str, frozenset[str]] = {
    "system": frozenset(),
    "triage": frozenset({"rules", "others", "delimiter", "notes", "lines"}),
    "wording": frozenset({"reader"}),
    "explain-further": frozenset(),
    "code": frozenset(),
    "cover-letter": frozenset({"delimiter", "notes"}),
}
"""The values that each prompt is filled with."""
_MUST: Mapping[str, frozenset[str]] = {
    "triage": frozenset({"delimiter", "notes", "lines"}),
    "cover-letter": frozenset({"delimiter", "notes"}),
}
"""Those that it cannot do without."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """The text of each prompt, by the name of its file."""

    texts: Mapping[str, str]

    def filled(self, name: str, **values: str) -> str:
        """The prompt with its placeholders replaced."""
        return Template(self.texts[name]).substitute(values).strip()

    @property
    def version(self) -> str:
        """12 hex digits over all of them: another text is another version."""
        content = "\0".join(f"{name}\0{self.texts[name]}" for name in sorted(self.texts))
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def load(folder: Path | None = None) -> Prompts:
    """The prompts of a folder; those that it does not have are ours. Raises UsageError."""
    if folder is not None and not any((folder / f"{name}.md").is_file() for name in _MAY):
        raise UsageError(f"{folder}: has none of the prompts {', '.join(f'{name}.md' for name in _MAY)}")
    return Prompts({name: _text(name, folder) for name in _MAY})


def _text(name: str, folder: Path | None) -> str:
    places = (*([folder] if folder is not None else []), *_PLACES)
    path = next((place / f"{name}.md" for place in places if (place / f"{name}.md").is_file()), None)
    if path is None:
        raise UsageError(f"{name}.md: the prompt is missing; install review-assist again, or say --prompts DIR")
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    _check(path, text, name)
    return text


def _check(path: Path, text: str, name: str) -> None:
    template = Template(text)
    if not template.is_valid():
        raise UsageError(f"{path}: a `$` that begins no placeholder; write `$$` for a dollar sign")
    used = frozenset(template.get_identifiers())
    for unknown in sorted(used - _MAY[name]):
        near = get_close_matches(unknown, sorted(_MAY[name]), n=1)
        known = ", ".join(f"${value}" for value in sorted(_MAY[name])) or "no placeholders"
        hint = f"did you mean ${near[0]}?" if near else f"this prompt has {known}"
        raise UsageError(f"{path}: ${unknown}: there is no such placeholder; {hint}")
    for missing in sorted(_MUST.get(name, frozenset()) - used):
        raise UsageError(
            f"{path}: ${missing} is missing; without it the model is not shown what it is asked about"
        )
