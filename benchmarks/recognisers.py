"""Spans of amounts that one recogniser finds in texts, and what they cost. Run by `quantities.py`, the peers in an environment of their own.

python benchmarks/recognisers.py NAME TEXTS.json OUT.json REPEATS SECONDS

TEXTS holds a list of texts; OUT gets under `spans` a list for each text, of {"start", "end", "kind"} (kind: amount, or date for
what the recogniser takes for a time or an ordinal), for as many texts as the first round could take, and under `speeds` the characters a
second of processor time of every round. Rounds end with the text at which they have together taken SECONDS; making texts ready is not counted.
"""

from __future__ import annotations

import difflib
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Span = tuple[int, int, str]
WARM = "每学期听课不少于20节,优秀率达到85%以上,每周一次,用时2小时,计30元。"


class Recogniser(NamedTuple):
    """`find` is timed; `ready` makes of a text what it takes, `spans` of the text and what it gave the spans."""

    find: Callable[[Any], Any]
    spans: Callable[[str, Any], Iterable[Span]]
    ready: Callable[[str], Any] = lambda text: text


def expressions() -> Recogniser:
    """Recognition alone: folding, sentences, expressions, places in the source; no noise is masked, nothing is labelled."""
    from jiaoyan_nlp.commitments.expressions import expressions
    from jiaoyan_nlp.text.sentences import sentences
    from jiaoyan_nlp.text.view import View

    def find(text: str) -> list[Span]:
        view = View.of(text).fold()
        found = (e for s in sentences(view.text) for e in expressions(view.text, s.start, s.end))
        return [(*view.span(e.start, e.end), "amount") for e in found]

    return Recogniser(find, lambda _, found: found)


def commitments() -> Recogniser:
    """The whole extraction, with classes and frames, of a document whose passages are labelled."""
    from jiaoyan_nlp.commitments.extraction import commitments
    from jiaoyan_nlp.corpus.document import Document, take_apart
    from jiaoyan_nlp.sections.labelling import label_document
    from jiaoyan_nlp.text.source import Source

    def ready(text: str) -> tuple[Document, Any]:
        document = take_apart(Source(text))
        return document, label_document(document)

    return Recogniser(lambda labelled: commitments(*labelled), lambda _, found: ((c.start, c.end, "amount") for c in found), ready)


def from_text() -> Recogniser:
    """The same, with all that goes before it: noise, plans, outline, labels."""
    find, spans, ready = commitments()
    return Recogniser(lambda text: find(ready(text)), spans)


def jionlp() -> Recogniser:
    """`extract_money`, and of `extract_time` the durations; its other times are dates."""
    import jionlp

    logging.disable(logging.CRITICAL)  # it logs every string that it tries in vain

    def spans(_: str, found: tuple[list[Any], list[Any]]) -> Iterator[Span]:
        times, sums = found
        for each in (*times, *sums):
            yield *each["offset"], "amount" if each["type"] in ("time_delta", "money") else "date"

    return Recogniser(lambda text: (jionlp.ner.extract_time(text), jionlp.ner.extract_money(text)), spans)


def cn2an() -> Recogniser:
    """What `transform` changes: numerals in Chinese letters, and no others."""
    import cn2an

    warnings.simplefilter("ignore")  # it warns of what it leaves

    def spans(text: str, changed: str) -> Iterator[Span]:
        for change, start, end, _, _ in difflib.SequenceMatcher(None, text, changed, autojunk=False).get_opcodes():
            if change != "equal" and start < end:
                yield start, end, "amount"

    return Recogniser(cn2an.transform, spans)


def recognizers() -> Recogniser:
    """Chinese models for numbers, percentages, dimensions, currencies, ages and temperatures; ordinals are none."""
    return _models(_amount_models())


def recognizers_dates() -> Recogniser:
    """The same, and the model for times: its durations are amounts, its other times dates."""
    from recognizers_date_time import DateTimeRecognizer

    return _models([*_amount_models(), DateTimeRecognizer("zh-cn").get_datetime_model()])


def _amount_models() -> list[Any]:
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers, units = NumberRecognizer("zh-cn"), NumberWithUnitRecognizer("zh-cn")
    return [
        numbers.get_number_model(), numbers.get_percentage_model(), numbers.get_ordinal_model(), units.get_dimension_model(),
        units.get_currency_model(), units.get_age_model(), units.get_temperature_model(),
    ]  # fmt: skip


def _models(models: list[Any]) -> Recogniser:
    def kind(name: str) -> str:
        dated = name.startswith("datetime") and not name.endswith("duration")
        return "date" if dated or name == "ordinal" else "amount"

    return Recogniser(
        lambda text: [found for model in models for found in model.parse(text)],
        lambda _, found: [(each.start, each.end + 1, kind(each.type_name)) for each in found],
    )


RECOGNISERS = {
    "expressions": expressions, "commitments": commitments, "from text": from_text,
    "jionlp": jionlp, "cn2an": cn2an, "recognizers-text": recognizers, "recognizers-text, dates": recognizers_dates,
}  # fmt: skip


def longest(spans: Iterable[Span]) -> list[Span]:
    """Of spans that overlap the longest, amounts before dates: 40分钟 of 40, 40分 and 40分钟."""
    held: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[2], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in held):
            held.append(span)
    return sorted(held)


def rounds(find: Callable[[Any], Any], texts: list[Any], repeats: int, seconds: float) -> Iterator[tuple[list[Any], float]]:
    """Of each round what is found in as many texts as there is time for, and the processor seconds that it took."""
    last = time.process_time() + seconds
    while repeats and (start := time.process_time()) < last:
        found = []
        for text in texts:
            found.append(find(text))
            if time.process_time() > last:
                break
        yield found, time.process_time() - start
        repeats -= 1


def main() -> None:
    name, source, out, repeats, seconds = sys.argv[1:]
    recogniser = RECOGNISERS[name]()
    texts = json.loads(Path(source).read_text(encoding="utf-8"))
    ready = [recogniser.ready(text) for text in texts]
    recogniser.find(recogniser.ready(WARM))  # patterns are compiled and lexicons read at the first call
    done = list(rounds(recogniser.find, ready, int(repeats), float(seconds)))
    spans = [longest(recogniser.spans(text, each)) for text, each in zip(texts, done[0][0], strict=False)]
    rows = [[{"start": start, "end": end, "kind": kind} for start, end, kind in each] for each in spans]
    speeds = [sum(map(len, texts[: len(found)])) / took for found, took in done]
    Path(out).write_text(json.dumps({"spans": rows, "speeds": speeds}), encoding="utf-8")


if __name__ == "__main__":
    main()
