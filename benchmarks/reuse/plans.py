"""The made-up plan: pieces of own and copied paragraphs, and its text with the places of the copies."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import NamedTuple

from changes import Passage


class Part(NamedTuple):
    """Sentences [first, last) of a piece: a copy of `source`, or the source itself."""

    source: str
    kind: str
    first: int
    last: int


@dataclass
class Piece:
    """What stands together in a plan: a heading, lines of a list, or paragraphs that are its own or copied."""

    kind: str
    paragraphs: Passage
    parts: list[Part] = field(default_factory=list)

    def size(self) -> int:
        return sum(len(sentence) for paragraph in self.paragraphs for sentence in paragraph)

    def sentences(self) -> int:
        return sum(map(len, self.paragraphs))


@dataclass
class Plan:
    """One school's plan."""

    school: str
    subject: str
    year: int
    head: str
    pieces: list[Piece] = field(default_factory=list)

    def add_copy(self, piece: Piece, chance: random.Random) -> None:
        """Put a copy behind a piece of the plan's own, where it can be not next to another copy."""
        own = [i for i, p in enumerate(self.pieces) if p.kind == "own"]
        apart = [i for i in own if i + 1 == len(self.pieces) or self.pieces[i + 1].kind != "copy"]
        self.pieces.insert(chance.choice(apart or own) + 1, piece)

    def holds(self, source: str) -> bool:
        return any(part.source == source for piece in self.pieces for part in piece.parts)

    def rendered(self, chance: random.Random) -> tuple[str, list[tuple[Part, int, int]]]:
        """The text, and where its parts stand in it."""
        lines = [f"{self.school}{self.year}学年{self.subject}教研组工作计划"]
        at, places, item, style = len(lines[0]) + 1, [], 0, ""
        for piece in self.pieces:
            if piece.kind == "heading":
                item, style = 0, chance.choice(["", "", "{}、", "{}. ", "（{}）"])
            spans = []
            for paragraph in piece.paragraphs:
                item += piece.kind != "heading"
                line = style.format(item) if piece.kind in ("own", "copy") else ""
                for sentence in paragraph:
                    spans.append((at + len(line), at + len(line) + len(sentence)))
                    line += sentence
                lines.append(line)
                at += len(line) + 1
            places += [(part, spans[part.first][0], spans[part.last - 1][1]) for part in piece.parts]
        lines.append(f"{self.school}{self.subject}教研组\n{self.year}年{chance.randint(2, 9)}月{chance.randint(1, 28)}日")
        return "\n".join(lines) + "\n", places
