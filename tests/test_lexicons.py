"""Every lexicon can be read, every pattern in it compiles, and nothing stands in a heap twice."""

from __future__ import annotations

import re

import pytest

from jiaoyan_nlp.resources import lexicon, resource, wording
from jiaoyan_nlp.text.folding import fold

NAMES = ("anthology", "headings", "metadata", "noise", "quantities", "wording")


@pytest.mark.parametrize("name", NAMES)
def test_a_lexicon_is_folded_as_the_texts_are(name: str) -> None:
    """Rules read folded text: an entry with a full-width comma or a Traditional character could never match."""
    text = resource(f"corpus/lexicons/{name}.toml").read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if not line.startswith(("#", "example")) and "pattern" not in line and "_inside" not in line]
    differing = [line for line in entries if fold(line) != line]
    assert differing == []


@pytest.mark.parametrize("name", sorted(lexicon("wording")))
def test_a_heap_of_wording_compiles_and_repeats_nothing(name: str) -> None:
    heap = lexicon("wording")[name]
    re.compile(wording(name))
    assert len(heap) == len(set(heap))


def test_no_heading_names_two_labels() -> None:
    seen: dict[str, str] = {}
    for label, phrases in lexicon("headings")["exact"].items():
        for phrase in phrases:
            assert seen.setdefault(phrase, label) == label, phrase


def test_every_noise_entry_says_where_and_why() -> None:
    for entry in lexicon("noise")["noise"]:
        assert set(entry) == {"reason", "where", "pattern", "example"}
        assert entry["where"] in ("line", "head", "inline")
