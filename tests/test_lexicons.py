"""Every lexicon can be read, every pattern in it compiles, nothing stands in a heap twice, and every example is decided by its entry."""

from __future__ import annotations

import re
from typing import Any

import pytest

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.resources import lexicon, resource, wording
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.text.folding import fold

NAMES = ("anthology", "headings", "indicators", "metadata", "noise", "private", "quantities", "upos", "vagueness", "wording")


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


HEADINGS: dict[str, Any] = lexicon("headings")
EXACT = [(phrase, label) for label, phrases in HEADINGS["exact"].items() for phrase in phrases]
WORDS = [(word, label, example) for label, words in HEADINGS["word"].items() for word, example in words.items() if label != "theme"]
AHEAD = {"guiding", "tasks", "measures", "schedule"}


def examples(heap: str, name: str) -> list[tuple[str, str]]:
    """The entries of a heap of the lexicon of headings, each with its example."""
    return list(HEADINGS[heap][name].items())


def test_headings_name_labels_only_and_none_stands_twice() -> None:
    assert set(HEADINGS["exact"]) <= set(LABELS)
    assert set(HEADINGS["word"]) <= {*LABELS, "theme"}
    words = [word for heap in HEADINGS["word"].values() for word in heap]
    qualifiers = [word for heap in HEADINGS["strip"].values() for word in heap]
    themes = [word for heap in HEADINGS["theme"].values() for word in heap]
    for heap in ([phrase for phrase, _ in EXACT], words, qualifiers, themes):
        assert sorted(heap) == sorted(set(heap))


@pytest.mark.parametrize(("phrase", "label"), EXACT)
def test_a_phrase_names_its_label(phrase: str, label: str) -> None:
    assert headings.exact_name(phrase) == headings.name(phrase) == (label, phrase, "exact")


@pytest.mark.parametrize(("word", "label", "example"), WORDS)
def test_a_word_names_its_label_inside_its_example(word: str, label: str, example: str) -> None:
    assert example != word
    assert headings.name(example) == headings.word_name(example) == (label, word, "word")


@pytest.mark.parametrize(("word", "example"), examples("word", "theme"))
def test_a_word_of_a_theme_names_no_function(word: str, example: str) -> None:
    assert word in example
    assert headings.name(example) is None
    held = [phrase for phrase, _ in EXACT if word.endswith(phrase)] + [function for function, _, _ in WORDS if function in word]
    assert held, "the word would name no function without this entry"


@pytest.mark.parametrize(("opener", "example"), examples("theme", "openers"))
def test_an_opener_makes_a_theme_of_what_names_a_function_without_it(opener: str, example: str) -> None:
    assert example.startswith(opener)
    assert headings.is_theme(example)
    assert headings.name(example) is None
    behind = example.removeprefix(opener)
    assert not headings.is_theme(behind)
    assert headings.name(behind) is not None


@pytest.mark.parametrize(("opener", "example"), examples("theme", "neutral"))
def test_a_neutral_opener_makes_a_theme_unless_a_function_word_ends_it(opener: str, example: str) -> None:
    assert example.startswith(opener)
    assert headings.is_theme(example)
    assert not headings.is_theme(example.removeprefix(opener))
    assert not headings.is_theme(f"{opener}途径")


@pytest.mark.parametrize(("noun", "example"), examples("theme", "nouns"))
def test_a_noun_opens_no_theme_though_it_begins_as_an_opener(noun: str, example: str) -> None:
    assert example.startswith(noun)
    assert noun.startswith((*HEADINGS["theme"]["openers"], *HEADINGS["theme"]["neutral"]))
    assert not headings.is_theme(example)
    assert headings.name(example) is not None


def test_no_opener_is_shadowed_by_a_shorter_one() -> None:
    openers, neutral = HEADINGS["theme"]["openers"], HEADINGS["theme"]["neutral"]
    for opener, shadows in [*((each, openers) for each in openers), *((each, {**openers, **neutral}) for each in neutral)]:
        assert not any(opener != other and opener.startswith(other) for other in shadows), opener


@pytest.mark.parametrize(("qualifier", "example"), examples("strip", "front") + examples("strip", "ahead"))
def test_a_qualifier_in_front_is_taken_off(qualifier: str, example: str) -> None:
    phrase = example.removeprefix(qualifier).removeprefix("的")
    label = dict(EXACT)[phrase]
    ahead = qualifier in HEADINGS["strip"]["ahead"]
    assert phrase != example
    assert not ahead or label in AHEAD
    assert headings.exact_name(example) == ("outlook" if ahead else label, phrase, "exact")


@pytest.mark.parametrize(("qualifier", "example"), examples("strip", "back"))
def test_a_qualifier_behind_is_taken_off(qualifier: str, example: str) -> None:
    phrase = example.removesuffix(qualifier)
    assert phrase != example
    assert headings.exact_name(example) == (dict(EXACT)[phrase], phrase, "exact")


def test_every_noise_entry_says_where_and_why() -> None:
    for entry in lexicon("noise")["noise"]:
        assert set(entry) - {"needs"} == {"reason", "where", "pattern", "example"}
        assert entry["where"] in ("line", "head", "inline")


@pytest.mark.parametrize(("name", "heap"), [("indicators", "indicator"), ("indicators", "actor"), ("vagueness", "vague")])
def test_no_pattern_and_no_example_stands_twice(name: str, heap: str) -> None:
    """That each entry decides its example, the tests of its rules say (tests/commitments)."""
    entries = lexicon(name)[heap]
    for key in (("pattern", "before"), ("example",)):
        values = [entry[k] for entry in entries for k in key if k in entry]
        assert len(values) == len(set(values)) == len(entries)
    for entry in entries:
        re.compile(entry.get("pattern") or entry["before"])
        assert fold(entry["example"]) == entry["example"]
