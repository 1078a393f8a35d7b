"""Checkstyle's XML, which Jenkins, reviewdog and many editors read.

https://github.com/checkstyle/checkstyle/blob/master/src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java

It has no words for the end of a place or for a fix.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TextIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from review_assist.clean import on_one_line, well_formed
from review_assist.model import Finding, Review
from review_assist.notes.wording import statement
from review_assist.reports.regions import region

_SEVERITIES = {"error": "error", "warning": "warning", "note": "info"}
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write(review: Review, out: TextIO) -> None:
    """Write one document, findings under their file, in the order of paths and lines."""
    root = Element("checkstyle", version="4.3")
    findings = sorted(review.findings, key=lambda finding: (finding.path, finding.line, finding.column))
    for path, group in groupby(findings, key=lambda finding: finding.path):
        file = SubElement(root, "file", name=_text(path))
        for finding in group:
            SubElement(file, "error", _error(finding))
    indent(root)
    out.write('<?xml version="1.0" encoding="utf-8"?>\n')
    ElementTree(root).write(out, encoding="unicode")
    out.write("\n")


def _error(finding: Finding) -> dict[str, str]:
    return {
        "line": str(finding.line),
        "column": str(region(finding).column),
        "severity": _SEVERITIES[finding.level],
        "message": _text(on_one_line(f"{statement(finding)} {finding.instead}")),
        "source": f"review-assist.{finding.family}.{finding.rule}",
    }


def _text(text: str) -> str:
    """Text without what XML 1.0 has no way to write."""
    return _NO_XML.sub("?", well_formed(text))
