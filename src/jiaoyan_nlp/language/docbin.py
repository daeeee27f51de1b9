"""For spaCy: plans as documents in a `DocBin`, with their words, sentences, sections and amounts, to be read without this package.

A document's text is the plan's, to the character. `doc.spans["sections"]` and `doc.spans["commitments"]` are those of the components
(`language.spacy_components`); words are cut where an amount or a section begins or ends, so that every span is exact.
`doc.user_data` says file, plan, school, year, kind, and `start`, where in the source of the file the text begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.language.segmented import pieces
from jiaoyan_nlp.tables import records_of, rows_of
from jiaoyan_nlp.text.sentences import sentences

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

KNOWN = ("file", "plan", "school", "year", "kind", "start")
"""What `doc.user_data` says of a plan, by the names of the table's columns."""
_PLACES = ("start", "end", "sentence_start", "sentence_end", "part_of")
"""Fields of a frame that count characters: in a document they begin at its first."""


def docbin(plans: pd.DataFrame, passages: pd.DataFrame, commitments: pd.DataFrame, texts: Mapping[str, str]) -> DocBin:
    """The plans of these tables, in their order, with what the user's data says kept.

    Raises:
        ImportError: spaCy is not installed.
    """
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("zh").vocab
    return DocBin(docs=_documents(plans, passages, commitments, texts, vocab), store_user_data=True)


def _documents(plans: pd.DataFrame, passages: pd.DataFrame, commitments: pd.DataFrame, texts: Mapping[str, str], vocab: Vocab) -> Iterator[Doc]:
    from jiaoyan_nlp.language.spacy_components import marked, section_spans

    parts = dict(list(passages.groupby(["file", "plan"], sort=False)))
    amounts = dict(list(commitments[commitments["class"] == "commitment"].groupby(["file", "plan"], sort=False)))
    for plan in records_of(plans):
        key = plan["file"], plan["plan"]
        held = _inside(parts.get(key, passages[:0]), plan)
        frames = [_moved(frame, plan["start"]) for frame in records_of(_inside(amounts.get(key, commitments[:0]), plan, moved=False))]
        doc = _document(
            vocab, texts[plan["file"]][plan["start"] : plan["end"]], {at for row in [*records_of(held), *frames] for at in (row["start"], row["end"])}
        )
        doc.spans["sections"] = list(section_spans(doc, rows_of(held)))
        doc.spans["commitments"] = marked(doc, frames)
        doc.user_data.update({name: plan[name] for name in KNOWN})
        yield doc


def _inside(rows: pd.DataFrame, plan: Mapping[str, Any], *, moved: bool = True) -> pd.DataFrame:
    """The rows that lie in the plan's text: a site's foot behind it counts as its passage, and is not in it."""
    held: pd.DataFrame = rows[(rows["start"] >= plan["start"]) & (rows["end"] <= plan["end"])]
    return held.assign(start=held["start"] - plan["start"], end=held["end"] - plan["start"]) if moved else held


def _moved(frame: dict[str, Any], start: int) -> dict[str, Any]:
    return frame | {name: frame[name] - start for name in _PLACES if frame[name] is not None}


def _document(vocab: Vocab, text: str, cuts: set[int]) -> Doc:
    """A document of our words; a space behind a word is its own, other white space stands as tokens, as spaCy has it."""
    from spacy.tokens import Doc

    beginnings = {span.start for span in sentences(text)}
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    at = 0
    for piece in [*pieces(text, 0, len(text), cuts | beginnings), None]:
        between = text[at : piece.start if piece else len(text)]
        if words and between.startswith(" "):
            spaces[-1], between = True, between[1:]
        for word, begins in ((between, False), (piece.text if piece else "", bool(piece and piece.start in beginnings))):
            if word:
                words.append(word)
                spaces.append(False)
                starts.append(begins or len(words) == 1)
        at = piece.end if piece else at
    return Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
