"""Tokens made of given words, without reading or cutting anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jiaoyan_nlp.language.tokens import BY, Tokens
from jiaoyan_nlp.text.folding import fold

Plan = Sequence[Sequence[str]]


def made(plans: Sequence[Plan], **known: Sequence[Any]) -> Tokens:
    """Plans of sentences of words: a file, one passage and one document each; words side by side, a full stop behind every sentence.

    `known` gives columns of `BY` a value for each plan, as `year=[2021, 2022]`.
    """
    vocabulary: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, int]] = []
    texts, sentence = {}, 0
    for number, plan in enumerate(plans):
        text = ""
        for words in plan:
            sentence += 1
            for word in words:
                rows.append((vocabulary.setdefault(fold(word), len(vocabulary)), len(text), len(text) + len(word), number, sentence))
                text += word
            text += "。"
        texts[f"{number:03}.txt"] = text
    passages = pd.DataFrame({"file": list(texts), "plan": 1, "start": 0, "end": [len(text) for text in texts.values()], "document": range(len(texts))})
    for name in BY:
        passages[name] = known.get(name, [""] * len(texts))
    ids, starts, ends, passage, of_sentence = np.array(rows, np.int32).reshape(-1, 5).T
    return Tokens(tuple(vocabulary), ids, starts, ends, passage, of_sentence, of_sentence, passages, texts, np.array([], np.int32))
