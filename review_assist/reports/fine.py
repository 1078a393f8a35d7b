"""What looks alarming and is right, as prose: for the terminal and for a reply."""

from __future__ import annotations

from review_assist.clean import on_one_line
from review_assist.model import Fine


def said(fine: Fine) -> str:
    """One paragraph: what it is and where, why it looks wrong, why it is right."""
    names = [f"`{on_one_line(name).replace('`', '')}()`" for name in fine.functions]
    where = f" (in {', '.join(names)}{' and elsewhere' if fine.count > len(names) else ''})" if names else ""
    return f"{fine.what[:1].upper()}{fine.what[1:]}{where}: {fine.alarm[:1].lower()}{fine.alarm[1:]} {fine.reason}"
