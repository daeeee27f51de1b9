"""Word's automatic numbering: the 一、 (一) 1. that a reader of the page sees and the file's text does not hold.

Follows ECMA-376 part 1, 17.9: a paragraph's `numPr`, its own or its style's, names a list and a level; the list's level says
how its counter is written and which counters its text shows. Counters run on through the document, one set an abstract list;
a counter restarts when a counter of a lower level has moved, and lists with a start override restart once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered: format of its counter, text with %1…%9 for the counters, first number."""

    format: str
    text: str
    start: int
    suffix: str
    legal: bool = False
    restarts: bool = True


@dataclass
class Numbering:
    """Renders the numbers of a document's paragraphs, to be asked in document order."""

    levels: dict[str, dict[int, Level]]
    abstract: dict[str, str]
    starts: dict[str, dict[int, int]]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, part: Any) -> Numbering:
        """From the root element of word/numbering.xml, or None where the document has no lists."""
        if part is None:
            return cls({}, {}, {})
        abstract_levels = {
            a.get(f"{W}abstractNumId"): {whole(lv.get(f"{W}ilvl"), 0): _level(lv) for lv in a.findall(f"{W}lvl")} for a in part.findall(f"{W}abstractNum")
        }
        # a list that is defined by a list style borrows the levels of the list that defines the style
        styled = {link.get(f"{W}val"): a.get(f"{W}abstractNumId") for a in part.findall(f"{W}abstractNum") if (link := a.find(f"{W}styleLink")) is not None}
        for a in part.findall(f"{W}abstractNum"):
            if (link := a.find(f"{W}numStyleLink")) is not None and link.get(f"{W}val") in styled:
                abstract_levels[a.get(f"{W}abstractNumId")] = abstract_levels[styled[link.get(f"{W}val")]]
        levels, abstract, starts = {}, {}, {}
        for num in part.findall(f"{W}num"):
            pointer = num.find(f"{W}abstractNumId")
            if pointer is None:
                continue
            num_id, abstract_id = num.get(f"{W}numId"), pointer.get(f"{W}val")
            own = dict(abstract_levels.get(abstract_id, {}))
            first: dict[int, int] = {}
            for override in num.findall(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl"), 0)
                if (lv := override.find(f"{W}lvl")) is not None:
                    own[at] = _level(lv)
                if (start := override.find(f"{W}startOverride")) is not None:
                    first[at] = whole(start.get(f"{W}val"), 1)
            levels[num_id], abstract[num_id], starts[num_id] = own, abstract_id, first
        return cls(levels, abstract, starts)

    def label(self, num_id: str, level: int) -> str:
        """The number of the next paragraph of this list and level, with what stands between it and the text."""
        here = self.levels.get(num_id, {}).get(level)
        if here is None:
            return ""
        counters = self.counters.setdefault(self.abstract[num_id], {})
        if (num_id, level) not in self.started and level in self.starts[num_id]:
            counters[level] = self.starts[num_id][level] - 1
        self.started.add((num_id, level))
        counters[level] = counters.get(level, here.start - 1) + 1
        for deeper in [at for at in counters if at > level and self._restarts(num_id, at)]:
            del counters[deeper]
        if here.format in ("none", "bullet"):
            return _bullet(here) if here.format == "bullet" else ""
        return self._render(num_id, here, counters) + ("" if here.suffix == "nothing" else " " if _ends_in_letter(here.text) else "")

    def _restarts(self, num_id: str, level: int) -> bool:
        known = self.levels[num_id].get(level)
        return known is None or known.restarts

    def _render(self, num_id: str, here: Level, counters: dict[int, int]) -> str:
        def counter(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            level = self.levels[num_id].get(at, here)
            return written(counters.get(at, level.start), "decimal" if here.legal else level.format)

        return re.sub(r"%([1-9])", counter, here.text)


def is_on(element: Any) -> bool:
    """Whether a switch of Word's is there and not switched off."""
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off")


def whole(text: str | None, default: int) -> int:
    """A whole number from an attribute; the default where it is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


def _ends_in_letter(text: str) -> bool:
    """A label such as 1 or 第一部分 needs a space before its text; 一、 and (1) do not."""
    return bool(re.search(r"(%\d|[\w])$", text))


def _bullet(level: Level) -> str:
    """Bullets of symbol fonts stand as private characters in the file; a reader sees a dot."""
    return "· " if not level.text or "\ue000" <= level.text[0] <= "\uf8ff" else f"{level.text} "


def _level(element: Any) -> Level:
    def val(name: str, default: str) -> str:
        child = element.find(f"{W}{name}")
        return default if child is None else child.get(f"{W}val") or default

    legal = element.find(f"{W}isLgl")
    return Level(
        # LibreOffice writes the 、 of a list as ? into .rtf; no list of a plan is numbered with question marks
        val("numFmt", "decimal"), val("lvlText", "").replace("?", "、"), whole(val("start", "1"), 1), val("suff", "tab"),
        legal=is_on(legal), restarts=val("lvlRestart", "") != "0",
    )  # fmt: skip


def written(number: int, form: str) -> str:
    """A counter in one of Word's number formats; formats that are not known are written in Arabic digits."""
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese(number)
    if form == "chineseLegalSimplified":
        return chinese(number).translate(_LEGAL)
    if form == "decimalFullWidth":
        return str(number).translate({ord("0") + d: 0xFF10 + d for d in range(10)})
    if form == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2488 + number - 1)
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(d)] for d in str(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def chinese(number: int) -> str:
    """A number under a thousand in Chinese numerals: 十二, 二十, 一百零五."""
    if number < 10:
        return _DIGITS[number] if number else "零"
    if number < 20:
        return "十" + (_DIGITS[number - 10] if number > 10 else "")
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 1000:
        rest = number % 100
        tail = "" if not rest else "零" + chinese(rest) if rest < 10 else ("一" if rest < 20 else "") + chinese(rest)
        return _DIGITS[number // 100] + "百" + tail
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for size, letters in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ]:
        while number >= size:
            out += letters
            number -= size
    return out
