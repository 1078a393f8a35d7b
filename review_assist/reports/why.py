"""What the rules made of one line, for a terminal or as JSON."""

from __future__ import annotations

import json
from typing import Any, TextIO

from review_assist.clean import on_one_line, printable, well_formed
from review_assist.model import Reading, Verdict
from review_assist.reports.json import SCHEMA_VERSION
from review_assist.reports.terminal import Style, filled

_MARGIN = "    "


def write(reading: Reading, out: TextIO, style: Style) -> None:
    """Print the line, the rules that spoke, and those that looked at it and stayed silent."""
    out.write(f"{style.paint(on_one_line(f'{reading.path}:{reading.line}'), 'bold')}\n")
    out.write(f"{_MARGIN}{printable(reading.code).strip()}\n")
    if reading.remark or not reading.verdicts:
        out.write(f"\n{reading.remark or 'no rule has a pattern that begins on this line'}\n")
        return
    silent = [verdict for verdict in reading.verdicts if verdict.finding is None or verdict.reason]
    for verdict in (each for each in reading.verdicts if each not in silent):
        out.write(f"\n{_title(verdict, style)}\n")
        for line in _filled(_said(verdict), style):
            out.write(f"{_MARGIN}{line}\n")
    if silent:
        out.write("\nThese looked, and are silent:\n")
    for verdict in silent:
        first, *others = _filled(f"{verdict.rule}: {on_one_line(verdict.reason)}", style)
        name, _, because = first.partition(":")
        out.write(f"  {style.paint(name, 'bold')}:{because}\n")
        out.writelines(f"{_MARGIN}{line}\n" for line in others)


def write_json(reading: Reading, out: TextIO) -> None:
    """Write one JSON object and a newline; ASCII only, keys in a fixed order."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "path": well_formed(reading.path),
        "line": reading.line,
        "patch": reading.patch,
        "code": well_formed(reading.code),
        "remark": reading.remark,
        "rules": [_verdict(verdict) for verdict in reading.verdicts],
    }
    json.dump(document, out, indent=2)
    out.write("\n")


def _title(verdict: Verdict, style: Style) -> str:
    name, finding = style.paint(verdict.rule, "bold"), verdict.finding
    assert finding is not None
    how = "states" if finding.confidence == "high" else "asks"
    return f"{name}  {style.paint(how, finding.level)} ({finding.level}, confidence {finding.confidence})"


def _filled(text: str, style: Style) -> list[str]:
    return filled(text, style.width - len(_MARGIN))


def _said(verdict: Verdict) -> str:
    finding = verdict.finding
    said = "" if finding is None else finding.message if finding.confidence == "high" else finding.question
    return on_one_line(f"{said} (less sure than usual: {verdict.lowered})" if verdict.lowered else said)


def _verdict(verdict: Verdict) -> dict[str, Any]:
    finding = verdict.finding
    return {
        "rule": verdict.rule,
        "family": verdict.family,
        "spoke": finding is not None and not verdict.reason,
        "level": finding.level if finding else None,
        "confidence": finding.confidence if finding else None,
        "message": well_formed(finding.message) if finding else None,
        "reason": well_formed(verdict.reason),
    }
