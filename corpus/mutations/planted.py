"""Small noise in mid-text: page numbers, watermarks of made-up sites, stray characters, entities, pinyin glosses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from opencc import OpenCC

from mutations.record import Edit, Record, edited, inner_places, line_starts, noise, spread
from mutations.words import advert, site_name

PAGE_FORMS: tuple[Callable[[int, int], str], ...] = (
    lambda n, _: f"第{n}页",
    lambda n, of: f"第 {n} 页 共 {of} 页",
    lambda n, of: f"第{n}页/共{of}页",
    lambda n, of: f"{n}/{of}",
    lambda n, of: f"{n} / {of}",
    lambda n, _: f"- {n} -",
    lambda n, _: f"— {n} —",
    lambda n, _: f"—PAGE{n}—",
)
_SLASHED = PAGE_FORMS[3]
_PAGE = 500
"""Characters on a page, fewer than on paper: a short text shall have pages too."""


def paginated_lines(record: Record, chance: Random) -> Record:
    """Page numbers on lines of their own, in one form through the text."""
    form = chance.choice(PAGE_FORMS)
    starts = line_starts(record.text)
    if not starts:
        return paginated_sentences(record, chance)
    return edited(record, [noise(at, f"{form(n, of)}\n", "page") for at, n, of in _pages(record, starts, chance)])


def paginated_sentences(record: Record, chance: Random) -> Record:
    """Page numbers in mid-sentence: on a line of their own that cuts it, or without line breaks; now and then a reader's hint."""
    form, frame = chance.choice(PAGE_FORMS[:3] + PAGE_FORMS[5:]), chance.choice(["{}", "\n{}\n", " {} "])
    pages = _pages(record, inner_places(record), chance)
    edits = [noise(at, frame.format(form(n, of)), "page") for at, n, of in pages]
    if chance.random() < 0.5:
        at, n, of = pages[len(pages) // 2]
        edits.append(noise(at, f"已阅读{n}页，还剩{of - n}页", "page"))
    return edited(record, edits)


def paginated_digits(record: Record, chance: Random) -> Record:
    """Page numbers of the form 3/12 glued to the digits before or behind them: 3/122023年, 共203/12节, 3/122、."""
    text = record.text
    headings = {r["start"] for r in record.sections if r["heading"] and r["label"] != "noise"}
    places = [i for i in [*inner_places(record), *line_starts(text)] if i not in headings and text[i - 1].isdigit() != text[i].isdigit()]
    places = places if len(places) >= 3 else inner_places(record)
    return edited(record, [noise(at, _SLASHED(n, of), "page") for at, n, of in _pages(record, places, chance)])


def _pages(record: Record, places: list[int], chance: Random) -> list[tuple[int, int, int]]:
    """Where pages end, the page's number, and their number."""
    ends = spread(places, max(3, len(record.text) // _PAGE), len(record.text), chance)
    of = len(ends) + chance.randint(1, 3)
    return [(at, n, of) for n, at in enumerate(ends, 1)]


def watermarked(record: Record, chance: Random) -> Record:
    """One sentence of a made-up site, three to seven times in mid-sentence."""
    words = advert(chance)
    return edited(record, [noise(at, words, "watermark") for at in spread(inner_places(record), chance.randint(3, 7), len(record.text), chance)])


def branded(record: Record, chance: Random) -> Record:
    """A made-up site's name in brackets, twice or three times in mid-sentence."""
    words = chance.choice(["[{}]", "【{}】", "({})", "（{}）"]).format(site_name(chance))
    return edited(record, [noise(at, words, "watermark") for at in spread(inner_places(record), chance.randint(2, 3), len(record.text), chance)])


def dotted(record: Record, chance: Random) -> Record:
    """A stray ` or . between Chinese characters, one in eighty characters."""
    return _sprinkled(record, chance.choice("`."), "stray", 80, chance)


def zero_width(record: Record, chance: Random) -> Record:
    """Characters without width between Chinese characters, one in forty characters."""
    return _sprinkled(record, chance.choice("\u200b\u200c\u2060\ufeff"), "layout", 40, chance)


def _sprinkled(record: Record, letter: str, reason: str, every: int, chance: Random) -> Record:
    text = record.text
    places = [i for i in inner_places(record) if _is_han(text[i - 1]) and _is_han(text[i])]
    return edited(record, [noise(at, letter, reason) for at in sorted(chance.sample(places, min(len(places), len(text) // every)))])


def _is_han(letter: str) -> bool:
    return "一" <= letter <= "鿿"


_ENTITIES = {"“": "&ldquo;", "”": "&rdquo;", "‘": "&lsquo;", "’": "&rsquo;", "…": "&hellip;", "—": "&mdash;", "·": "&middot;", "<": "&lt;", ">": "&gt;"}


def entities(record: Record, chance: Random) -> Record:
    """HTML entities left over: quotation marks and dashes written out, &nbsp; before paragraphs and here and there within."""
    edits = [Edit(i, i + 1, _ENTITIES[c]) for i, c in enumerate(record.text) if c in _ENTITIES]
    indent = "&nbsp;" * chance.choice([2, 4])
    edits += [noise(at, indent, "entity") for at in line_starts(record.text)]
    edits += [noise(at, "&nbsp;", "entity") for at in spread(inner_places(record), 5, len(record.text), chance)]
    return edited(record, edits)


_PINYIN = {
    "計": "jì", "劃": "huà", "學": "xué", "習": "xí", "課": "kè", "師": "shī", "組": "zǔ", "實": "shí", "標": "biāo", "題": "tí", "動": "dòng",
    "評": "píng", "發": "fā", "總": "zǒng", "結": "jié", "觀": "guān", "讀": "dú", "寫": "xiě", "訓": "xùn", "導": "dǎo", "開": "kāi", "長": "zhǎng",
    "業": "yè", "質": "zhì", "聽": "tīng", "數": "shù", "語": "yǔ", "務": "wù", "強": "qiáng", "進": "jìn", "書": "shū", "備": "bèi",
}  # fmt: skip


@cache
def _converter(standard: str) -> OpenCC:
    return OpenCC(standard)


def traditional(record: Record, chance: Random) -> Record:
    """Traditional script by one of three standards, character by character; what the gold quotes of the text with it."""
    convert = _converter(chance.choice(["s2t", "s2tw", "s2hk"])).convert
    text = convert(record.text)
    if len(text) != len(record.text):
        raise ValueError(f"{record.name}: conversion changes the length")
    made = edited(record, [Edit(i, i + 1, new) for i, (old, new) in enumerate(zip(record.text, text, strict=True)) if old != new])
    quoted = ("actor", "item", "unit")
    for row in made.quantities or ():
        row.update({k: convert(row[k]) for k in quoted if row.get(k)})
    return made


def glossed(record: Record, chance: Random) -> Record:
    """Traditional script with pinyin behind one in three of the characters that sites gloss: 計(jì)劃(huà)."""
    made = traditional(record, chance)
    places = [i for i in inner_places(made) if made.text[i - 1] in _PINYIN]
    return edited(made, [noise(i, f"({_PINYIN[made.text[i - 1]]})", "pinyin") for i in places if chance.random() < 0.33])
