"""What can go wrong, each with the exit code it leads to.

ReviewAssistError          the base; never raised itself
├── UsageError       2     the command line or the configuration cannot be meant that way
├── InputError       3     an input could not be read; what could be was still reviewed
├── ModelError       4     a language model that is required gave no usable answer
└── InternalError    4     our own failure

A message is one line: what is wrong, where, and what to do about it.
"""

from __future__ import annotations


class ReviewAssistError(Exception):
    """An error meant for the user: `str()` of it is the line to print."""

    exit_code = 4


class UsageError(ReviewAssistError):
    """The command line or the configuration cannot be meant that way."""

    exit_code = 2


class InputError(ReviewAssistError):
    """An input could not be read at all. Damage that leaves something to review is a `Problem` instead."""

    exit_code = 3


class ModelError(ReviewAssistError):
    """The language model gave no usable answer. Told once and done without, unless it is required."""

    exit_code = 4


class InternalError(ReviewAssistError):
    """Our own failure, with advice to report it."""

    exit_code = 4
