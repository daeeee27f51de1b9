"""Counts and ratios that the measures share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Hits:
    """True positives among what the system gave and what the gold asks; counts add up over files."""

    right: int = 0
    given: int = 0
    asked: int = 0

    def add(self, right: int, given: int, asked: int) -> None:
        self.right += right
        self.given += given
        self.asked += asked

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        both = self.given + self.asked
        return 2 * self.right / both if both else 0.0


def ratio(a: float, b: float) -> float:
    """a / b, and 0 where b is 0."""
    return a / b if b else 0.0
