"""Functions of a device that a user's configuration or a guest's access drives."""

from __future__ import annotations

from review_assist.patterns import pattern
from review_assist.syntax.nodes import enclosing, field, has_attribute, text
from review_assist.syntax.source import Function, SourceFile

_DRIVEN = pattern(
    r"(\w+_)?(realize|unrealize|set_\w+|property|probe|open|ioctl|read\w*|write\w*|receive\w*|event|load|save|"
    r"mmap|lseek|attach|configure|post_load|pre_save|xmit|transmit)(_\w+)?"
)
_BUILT_IN = pattern(r"(DeviceImpl|ObjectImpl|Driver|FileOperations?|MiscDevice)$")


def is_driven(function: Function | None, file: SourceFile) -> bool:
    """Whether a function of a device runs on what a user or guest asks for: realize, read, write, a property."""
    if function is None or not file.is_device or has_attribute(function.node, r"cfg\(test"):
        return False
    holder = enclosing(function.node, "impl_item")
    trait = text(field(holder, "trait")) if holder is not None else ""
    return _DRIVEN.fullmatch(function.name) is not None or _BUILT_IN.search(trait) is not None
