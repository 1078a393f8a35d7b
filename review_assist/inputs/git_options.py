"""What git is told on every call, so that no configuration or variable changes what it prints or runs."""

from __future__ import annotations

import os

CONFIG = (
    "core.quotePath=true",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "diff.suppressBlankEmpty=false",
    "diff.renameLimit=1000",
    "log.showSignature=false",
    "protocol.allow=never",  # a partial clone must not fetch what it lacks
)
DIFF = (
    "--patch",
    "--full-index",
    "--unified=3",
    "--inter-hunk-context=0",
    "--diff-algorithm=myers",
    "--indent-heuristic",
    "--find-renames",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--submodule=short",
    "--ws-error-highlight=none",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-color-moved",
    "--no-relative",
    "--no-function-context",
    "-O/dev/null",
)
_LEFT_OUT_OF_ENVIRONMENT = ("GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_LITERAL_PATHSPECS", "GIT_PAGER")


def environment() -> dict[str, str]:
    """The variables that git sees: ours, in English, without those that change a diff."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT_OF_ENVIRONMENT}
    return kept | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
