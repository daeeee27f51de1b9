"""A file read and taken apart: source, noise, view, plans, and each plan's outline. No label is given here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from jiaoyan_nlp.corpus.noise import Noise, find_noise
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.corpus.outline.outlining import outline
from jiaoyan_nlp.corpus.plans import anthology, kinds
from jiaoyan_nlp.corpus.wraps import hidden_line_ends
from jiaoyan_nlp.text.source import Source
from jiaoyan_nlp.text.view import View


@dataclass(frozen=True, slots=True)
class Outlined:
    """One plan of a file: its stretch of the view, its title, its kind (plan or summary) and its blocks."""

    start: int
    end: int
    title_end: int
    title: str
    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A source with everything that its form says. Offsets in `front` and `plans` are places in `view`."""

    source: Source
    noise: tuple[Noise, ...]
    view: View
    front: anthology.Part
    plans: tuple[Outlined, ...]


def take_apart(source: Source) -> Document:
    """Mask the noise, fold, split into plans and outline each: a pure function of the source."""
    whole = View.of(source.text).fold()
    noise = find_noise(whole.text, [Noise(span.start, span.end, why) for span, why in source.furniture])
    view = _view(whole, noise)
    parts = _parts(source, view)
    if not source.members and (stamps := _repeated_titles(view, parts)):
        noise += stamps
        view = _view(whole, noise)
        parts = _parts(source, view)
    styled = {view.index(span.start): level for span, level in source.headings}
    collection = view.text[parts.front.start : parts.front.title_end] if parts.is_anthology else ""
    plans = tuple(_outlined(view, part, styled, collection) for part in parts.plans)
    return Document(source, tuple(sorted(noise)), view, parts.front, plans)


def _view(whole: View, noise: Sequence[Noise]) -> View:
    """What analysers read of the folded text: without noise, without the line ends that break a line in the middle of a paragraph."""
    view = whole.mask((n.start, n.end) for n in noise)
    cuts = sorted(n.start for n in noise if n.reason in _CUTTING)

    def is_cut(start: int, end: int) -> bool:
        at = bisect_left(cuts, int(view.offsets[start - 1]))
        return at < len(cuts) and cuts[at] < int(view.offsets[end])

    return view.mask([view.span(start, end) for start, end in hidden_line_ends(view.text, is_cut)])


_CUTTING = ("page", "watermark", "header", "footer")
"""Noise that stands in the middle of a sentence by nature."""


def _parts(source: Source, view: View) -> anthology.Parts:
    """The plans that the file's own form tells apart, else those that its text does."""
    if not source.members:
        return anthology.split(view.text)
    spans = [(view.index(m.span.start), view.index(m.span.end)) for m in source.members]
    plans = tuple(anthology.Part(start, end, anthology.title_end(view.text, start, end)) for start, end in spans)
    return anthology.Parts(anthology.Part(0, plans[0].start, 0), plans)


def _repeated_titles(view: View, parts: anthology.Parts) -> list[Noise]:
    """Lines inside the plans of an anthology that repeat the anthology's own title: the site's stamp, no plan's text."""
    if not parts.is_anthology:
        return []
    title = view.text[parts.front.start : parts.front.title_end].strip().split("\n")[0].strip()
    if len(title) < 6:
        return []
    found = []
    for part in parts.plans:
        at = view.text.find(title, part.title_end, part.end)
        while at >= 0:
            line_start = view.text.rfind("\n", 0, at) + 1
            line_end = view.text.find("\n", at)
            if view.text[line_start : line_end if line_end >= 0 else None].strip() == title:
                span = view.span(at, at + len(title))
                found.append(Noise(span.start, span.end, "watermark"))
            at = view.text.find(title, at + 1, part.end)
    return found


def _head(text: str, part: anthology.Part) -> str:
    """The first words of a plan whose title was not found, up to the first that names a kind: in a line without breaks it may run into the text."""
    return kinds.up_to_kind(text[part.start : min(part.end, part.start + 60)].strip().split("\n")[0].split("。")[0])


def _outlined(view: View, part: anthology.Part, styled: dict[int, int], collection: str) -> Outlined:
    lines = [line.strip() for line in view.text[part.start : part.title_end].split("\n") if line.strip()]
    blocks = outline(view.text, part.title_end, part.end, styled)
    kind = kinds.kind_of(" ".join(lines) or _head(view.text, part), view.text[part.title_end : part.end], collection)
    title = next((line for line in lines if anthology.is_title(line)), lines[0] if lines else "")
    return Outlined(part.start, part.end, part.title_end, title, kind, tuple(blocks))
