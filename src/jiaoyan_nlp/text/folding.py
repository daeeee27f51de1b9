"""Folding: writing variants of one character as one character, strictly one to one, so that offsets survive.

Three kinds of variants are folded: widths (Ａ１，：→ A1,:), Traditional to Simplified (計劃 → 计划, from OpenCC's character
table), and look-alikes of the trade's typing (亠位 → 一位, 二○二三 → 二〇二三, ﹣ and — → -).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Blocks where compatibility normalisation only changes a character's width or its place in the standard.
# Circled and superscript numbers stay: ① is a list mark of its own kind.
_WIDTH_BLOCKS = [(0x2E80, 0x2FDF), (0x3000, 0x3000), (0xF900, 0xFAFF), (0xFE10, 0xFE6F), (0xFF01, 0xFFEE), (0x2F800, 0x2FA1F)]

_IDEOGRAPHS = [(0x3400, 0x9FFF), (0x20000, 0x2A6DF)]

LOOK_ALIKES: dict[str, str] = {
    "亠": "一",  # U+4EA0, a radical typed or scanned for the numeral one
    "㇐": "一",  # U+31D0, the stroke
    "○": "〇",  # a circle for the numeral zero: 二○二三
    "◯": "〇",
    "Ο": "〇",  # Greek omicron, as in 二ΟΟ九
    "―": "-",
    "—": "-",
    "–": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "─": "-",
    "～": "~",
    "〜": "~",
    "∶": ":",
    "︰": ":",
    "‚": ",",
    "､": "、",
    "﹑": "、",
    "｡": "。",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "〝": "“",
    "〞": "”",
    "‘": "'",
    "’": "'",
    "〔": "(",
    "〕": ")",
    "•": "·",
    "・": "·",
    "‧": "·",
    "●": "·",
    "◆": "·",
    "■": "·",
    "％": "%",
    "﹪": "%",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
}


def _width_variants() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, last in _WIDTH_BLOCKS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and ord(plain) != code:
                table[code] = plain
    return table


def _traditional_variants() -> dict[int, str]:
    from opencc import OpenCC

    letters = [chr(code) for first, last in _IDEOGRAPHS for code in range(first, last + 1)]
    # One letter a line: the converter then has no phrase to choose by, only its table of characters.
    simplified = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {ord(a): b for a, b in zip(letters, simplified, strict=True) if a != b and len(b) == 1}


@lru_cache(maxsize=1)
def fold_table() -> dict[int, str]:
    """The translation table of all foldings; closed, so that folding twice is folding once."""
    table = _width_variants() | _traditional_variants() | {ord(a): b for a, b in LOOK_ALIKES.items()}
    for code, plain in table.items():
        while ord(plain) in table:
            plain = table[ord(plain)]
        table[code] = plain
    return table


@lru_cache(maxsize=1)
def _folded_codes() -> NDArray[np.uint32]:
    """Of every code point the one that it is folded to: a lookup in an array is many times faster than `str.translate`."""
    codes = np.arange(0x110000, dtype=np.uint32)
    table = fold_table()
    codes[list(table)] = [ord(plain) for plain in table.values()]
    return codes


def fold(text: str) -> str:
    """`text` with every character folded; the result has the same length."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _folded_codes()[codes].tobytes().decode("utf-32-le", "surrogatepass")
