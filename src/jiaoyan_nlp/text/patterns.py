"""Patterns that search faster: where a match can begin is looked at first, in one test of a letter instead of one an alternative."""

from __future__ import annotations

import re
from collections.abc import Sequence

# How `re` itself reads a pattern: not public, but the one reading that cannot differ from what is then compiled; a reader of our own would be
# a second grammar of patterns. `tests/text/test_patterns.py` says when a version of Python no longer has it.
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LETTERS = (sre.LITERAL, sre.IN)
_NO_LETTER = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_CLASSES = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w"}


def quick(pattern: str) -> re.Pattern[str]:
    """A pattern compiled so that it is tried only where one of its first letters stands; its matches are the same."""
    parsed = parser.parse(pattern)
    letters, empty = _first(parsed)
    if empty or letters is None or _is_quick(parsed):
        return re.compile(pattern)
    return re.compile(rf"(?=[{''.join(sorted(letters))}])(?:{pattern})")


def _is_quick(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a parsed pattern begins so plainly that `re` itself looks for the first letter."""
    if not len(items):
        return False
    op, value = items[0]
    if op is sre.SUBPATTERN:
        return _is_quick(value[3])
    return op in _LETTERS or (op is sre.BRANCH and all(len(branch) and branch[0][0] is sre.LITERAL for branch in value[1]))


def _first(items: Sequence[tuple[Any, Any]]) -> tuple[set[str] | None, bool]:
    """(what a match of a parsed pattern can begin with, as parts of a set in brackets; whether it can be empty).

    None stands for any letter: sets of all but some letters are not worked out.
    """
    found: set[str] = set()
    for op, value in items:
        if op in _NO_LETTER:
            continue
        letters, empty = _first_of(op, value)
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return found, False
    return found, True


def _first_of(op: Any, value: Any) -> tuple[set[str] | None, bool]:
    if op is sre.LITERAL:
        return {re.escape(chr(value))}, False
    if op is sre.IN:
        parts = [_part(*each) for each in value]
        return (None if None in parts else {part for part in parts if part}), False
    if op is sre.SUBPATTERN and not value[1]:  # without flags of its own
        return _first(value[3])
    if op in _REPEATS:
        letters, empty = _first(value[2])
        return letters, empty or value[0] == 0
    if op is sre.BRANCH:
        branches = [_first(each) for each in value[1]]
        every = [letters for letters, _ in branches if letters is not None]
        return (set().union(*every) if len(every) == len(branches) else None), any(empty for _, empty in branches)
    return None, False


def _part(op: Any, value: Any) -> str | None:
    if op is sre.LITERAL:
        return re.escape(chr(value))
    if op is sre.RANGE:
        return "-".join(re.escape(chr(end)) for end in value)
    return _CLASSES.get(value) if op is sre.CATEGORY else None
