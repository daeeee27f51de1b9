"""Bytes to text: which of the encodings of Chinese offices a file was written in.

Every candidate is tried and scored by the share of common Chinese characters and ASCII in what it gives, less what is broken.
General detectors fail on short files and on files with a few bad bytes; knowing that the text is Chinese, this does not.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from jiaoyan_nlp.errors import ReadError

BOMS: list[tuple[bytes, str]] = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
CANDIDATES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")

_SAMPLE = 65_536

# The commonest characters of any Chinese prose, of both scripts, and its punctuation. A wrong encoding gives rare ones.
_COMMON = frozenset(
    "的一是了不在有人这中大来上个国和我以要他时用们生到作地于出会可也你对就里后自之学年动同工下过子说产种面而方多"
    "定行法所民得经十三之进等部度家电力如水化高二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反明看原又么利比或但质气第向道命此变条只没结解问意建"
    "月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统"
    "接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取完据处教师研课校备训养读写听评班语修堂"
    "學教師課計劃總結術數語這個來時們會對後動過說產種麼還從業與關條沒結題黨員進質並實習開發總導組員應當體機級專業長"
    ",。、:;!?()“”《》，：；（）"
)
_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Decoded(NamedTuple):
    """A decoded text, the encoding it was in, and the offsets of characters that could not be decoded (shown as U+FFFD)."""

    text: str
    encoding: str
    damaged: tuple[int, ...]


def decode(data: bytes, path: str = "-", declared: str = "") -> Decoded:
    """Decode the bytes of a text file.

    Args:
        declared: the encoding that the file itself names, a vote among others: what it names is wrong too often.

    Raises:
        ReadError: the file is empty, or is no text in any of the encodings.
    """
    if not data:
        raise ReadError(path, "empty")
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), None) or _best(data, path, _FAMILIES.get(declared.lower(), ""))
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, tuple(m.start() for m in re.finditer("\ufffd", text)))


_FAMILIES = {"utf8": "utf-8", "utf-8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5", "big5-hkscs": "big5"}
_VOTE = 0.05
_PLAUSIBLE = 0.2


def _best(data: bytes, path: str, declared: str = "") -> str:
    sample = data if len(data) <= _SAMPLE else data[:_SAMPLE]
    if _is_utf8(sample, cut=len(sample) < len(data)) and not _is_binary(sample):
        return "utf-8"
    scores = {name: _score(sample.decode(name, errors="replace")) + _VOTE * (name == declared) for name in CANDIDATES}
    best = max(CANDIDATES, key=lambda name: scores[name])  # ties go to the earlier candidate
    if scores[best] < _PLAUSIBLE or (best not in ("utf-16-le", "utf-16-be") and _is_binary(sample)):
        raise ReadError(path, "binary")
    return best


def is_plausible(text: str) -> bool:
    """Whether this is Chinese or Latin prose, or what a wrong reading of bytes gives: rare and broken characters."""
    return _score(text[:_SAMPLE]) >= _PLAUSIBLE


def _is_utf8(sample: bytes, cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(sample: bytes) -> bool:
    controls = sum(sample.count(c) for c in (*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
    return controls > len(sample) * 0.01


def _score(text: str) -> float:
    """Share of characters that Chinese prose is made of, less three times the share of broken ones."""
    ink = [c for c in text if not c.isspace()]
    if not ink:
        return 0.0
    good = sum(c in _COMMON or " " < c < "\x7f" for c in ink)
    return (good - 3 * len(_BROKEN.findall(text))) / len(ink)
