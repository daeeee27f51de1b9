"""CoNLL-U: plans as sentences of words with parts of speech, a line a word, for the tools of corpus linguistics.

Columns are those of Universal Dependencies' CoNLL-U, version 2: ID, FORM, UPOS and XPOS are filled (jieba's tag, and what
`corpus/lexicons/upos.toml` makes of it), MISC holds the place in the source (`start`, `end`, code points), the section (`Label`) and what
white space follows (`SpaceAfter=No`, or `SpacesAfter` where it is more than one space). Lemmas and trees are left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from jiaoyan_nlp.language.segmented import Piece, pieces, upos
from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.sentences import sentences
from jiaoyan_nlp.text.spans import Span

if TYPE_CHECKING:
    import pandas as pd

_ESCAPES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""What some programs take for the end of a line; inside a sentence it stands as a space, in `# text` too."""


def conllu(passages: pd.DataFrame, texts: Mapping[str, str]) -> Iterator[str]:
    """The plans of a table of passages as CoNLL-U, a piece of text a sentence; noise, and what belongs to no plan, is left out.

    A document is a plan, called `FILE#PLAN`; a paragraph is a passage; a sentence is called `FILE#PLAN:START`, its start being a place in the
    source.
    """
    held = passages[(passages["plan"] > 0) & (passages["label"] != "noise")]
    for (file, plan), rows in groupby(rows_of(held), key=lambda r: (r.file, r.plan)):
        name = f"{' '.join(file.splitlines())}#{plan}"
        opening = [f"# newdoc id = {name}"]
        for row in rows:
            opening.append(f"# newpar id = {name}:{row.start}-{row.end}")
            for span in sentences(texts[file], row.start, row.end):
                yield _sentence(texts[file], row.label, span, [*opening, f"# sent_id = {name}:{span.start}"])
                opening = []


def _sentence(text: str, label: str, span: Span, comments: list[str]) -> str:
    words = list(pieces(text, span.start, span.end))
    follows = [*(word.start for word in words[1:]), words[-1].end]
    lines = [_line(number, word, text[word.end : behind], label) for number, (word, behind) in enumerate(zip(words, follows, strict=True), 1)]
    return "\n".join([*comments, f"# text = {span.quote(text).translate(_BREAKS)}", *lines]) + "\n\n"


def _line(number: int, word: Piece, space: str, label: str) -> str:
    misc = f"start={word.start}|end={word.end}|Label={label}{_after(space)}"
    return "\t".join((str(number), word.text, "_", upos(word), word.tag or "_", "_", "_", "_", "_", misc))


def _after(space: str) -> str:
    """What MISC says of the white space behind a word; a single space is what is expected, and goes unsaid."""
    if space.translate(_BREAKS) == " ":
        return ""
    return "|SpacesAfter=" + "".join(_ESCAPES.get(c, c) for c in space.translate(_BREAKS)) if space else "|SpaceAfter=No"
