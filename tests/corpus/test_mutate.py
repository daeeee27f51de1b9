"""The mutator: whatever is done to a text, its gold still says of every character what it said before."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from html import unescape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "corpus"))

import mutate
from mutations.alignment import aligned
from mutations.formats import converted, formats, markdown, table, web, word, workbook
from mutations.layout import glued, half_glued
from mutations.numerals import chinese
from mutations.pages import page
from mutations.planted import PAGE_FORMS
from mutations.record import Edit, Record, edited, joined, noise
from mutations.site import site

MARKS = re.compile("[一二三四五六七八九十0-9第部分、.．()（） ①-⑳]")


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("。", ".")


SAME: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("traditional", "glossed"), len),
    **dict.fromkeys(("half-width", "full-width"), plain),
    **{name: lambda text: MARKS.sub("", text) for name in mutate.MUTATIONS if name.startswith("marks-")},
    "entities": unescape,
}
"""What a mutation that changes the plan's own characters leaves as it was."""


@cache
def held(heap: str = "demo") -> list[Record]:
    return mutate.records(heap)


def record(text: str, *sections: tuple[int, int, str, int], plans: tuple[int, ...] = (0,)) -> Record:
    rows = tuple({"start": a, "end": b, "label": label, "heading": heading} for a, b, label, heading in sections)
    return Record("x.txt", text, rows, tuple({"start": at, "kind": "plan"} for at in plans), ())


def inked(made: Record) -> list[tuple[str, str]]:
    """Non-space characters that no mutation planted, with their labels."""
    planted = {i for row in made.planted for i in range(row["start"], row["end"])}
    rows = ((i, row["label"]) for row in made.sections for i in range(row["start"], row["end"]))
    return [(made.text[i], label) for i, label in rows if i not in planted and not made.text[i].isspace()]


def labelled(made: Record, same: Callable[[str], object] = str) -> list[tuple[str, object]]:
    return [(label, same("".join(c for c, _ in run))) for label, run in groupby(inked(made), key=lambda each: each[1])]


def check(made: Record) -> None:
    """Sections in order, apart, of all characters; what was planted is noise; quantities quote the text; plans start at words of theirs."""
    covered: dict[int, str] = {}
    last = 0
    for row in made.sections:
        assert last <= row["start"] < row["end"] <= len(made.text)
        assert made.text[row["start"] : row["end"]].strip() == made.text[row["start"] : row["end"]]
        last = row["end"]
        covered |= dict.fromkeys(range(row["start"], row["end"]), row["label"])
    assert not "".join(c for i, c in enumerate(made.text) if i not in covered).strip()
    assert all(covered[i] == "noise" for row in made.planted for i in range(row["start"], row["end"]) if not made.text[i].isspace())
    assert all(made.text[q["start"] : q["end"]] == q["text"] for q in made.quantities or ())
    assert all(covered[p["start"]] != "noise" for p in made.plans)
    assert [p["start"] for p in made.plans] == sorted({p["start"] for p in made.plans})


@pytest.mark.parametrize("name", mutate.NAMES)
def test_gold_is_whole_and_the_same_again(name: str) -> None:
    made = mutate.mutated(name, held())
    assert made == mutate.mutated(name, held())
    for each in made:
        check(each)


CHANGING = ("site", "headless", *(name for name in mutate.NAMES if "site" in name or "anthology" in name))


@pytest.mark.parametrize("name", [name for name in mutate.NAMES if name not in CHANGING])
def test_every_character_keeps_its_label(name: str) -> None:
    same = next((SAME[step] for step in name.split("+") if step in SAME), str)
    for before, made in zip(held(), mutate.mutated(name, held()), strict=True):
        assert labelled(made, same) == labelled(before, same), before.name
        assert [q["class"] for q in made.quantities or ()] == [q["class"] for q in before.quantities or ()]
        assert [p["kind"] for p in made.plans] == [p["kind"] for p in before.plans]


def test_without_headings_all_else_keeps_its_label() -> None:
    for before, made in zip(held(), mutate.mutated("headless", held()), strict=True):
        headings = {i for row in before.sections if row["heading"] for i in range(row["start"], row["end"])}
        left = [(c, row["label"]) for row in before.sections for i in range(row["start"], row["end"]) if i not in headings and (c := before.text[i]).strip()]
        assert inked(made) == left, before.name
        assert not any(row["heading"] for row in made.sections)


@pytest.mark.parametrize("name", ["watermarked", "paginated-lines", "paginated-digits", "branded", "stray", "zero-width", "glossed", "entities"])
def test_noise_is_planted_in_every_text(name: str) -> None:
    assert all(len(made.planted) > len(before.planted) for before, made in zip(held(), mutate.mutated(name, held()), strict=True))


@pytest.mark.parametrize("name", ["clean", "watermarked", "paginated-lines", "stray", "traditional", "full-width", "marks-lost", "entities"])
def test_headings_stay(name: str) -> None:
    for before, made in zip(held(), mutate.mutated(name, held()), strict=True):
        assert [r["heading"] for r in made.sections if r["heading"]] == [r["heading"] for r in before.sections if r["heading"]]


def test_page_numbers_read_on() -> None:
    for made in mutate.mutated("paginated-digits", held()):
        numbers = [tuple(map(int, made.text[r["start"] : r["end"]].split("/"))) for r in made.planted]
        assert [n for n, _ in numbers] == list(range(1, len(numbers) + 1))
        assert len({of for _, of in numbers}) == 1
    assert len({form(3, 12) for form in PAGE_FORMS}) == len(PAGE_FORMS)


def test_a_watermark_is_one_sentence_and_each_text_has_its_own() -> None:
    words = [{made.text[r["start"] : r["end"]] for r in made.planted} for made in mutate.mutated("watermarked", held())]
    assert all(len(each) == 1 for each in words)
    assert len(set.union(*words)) > len(words) // 2


@pytest.mark.parametrize("form", sorted(mutate.JOININGS))
def test_an_anthology_holds_its_members(form: str) -> None:
    for group, made in zip(mutate.groups(held()), mutate.mutated(form, held()), strict=True):
        assert [p["kind"] for p in made.plans] == [r.plans[0]["kind"] for r in group]
        front = [r["label"] for r in made.sections if r["end"] <= made.plans[0]["start"] and r["label"] != "noise"]
        assert front[0] == "title"
        assert front[-1] == "preamble"
        at = {r["start"]: r["label"] for r in made.sections}
        assert all(at[p["start"]] == "title" for p in made.plans)
        bodies = [c for r in group for c, label in inked(r) if label not in ("title", "noise")]
        assert [c for c, label in inked(made) if label not in ("title", "noise")][-len(bodies) :] == bodies


def test_a_page_prints_the_title_again_and_the_plan_starts_there() -> None:
    made = site(record("县一小计划\n一、目标\n好。", (0, 5, "title", 0), (6, 10, "goals", 1), (11, 13, "goals", 0)), Random(1))
    start = made.plans[0]["start"]
    assert made.text[start:].startswith("县一小计划\n")
    assert [made.text[r["start"] : r["end"]] for r in made.sections if r["label"] == "title"] == ["县一小计划"] * 2
    assert made.text[: made.planted[0]["end"]].strip() == made.text[made.planted[0]["start"] : made.planted[0]["end"]]


GLUED = "一、任务\n1.备课\n提前写好。\n附表\n周次\t内容\n1\t听课\n完"
SECTIONS = ((0, 4, "tasks", 1), (5, 9, "tasks", 2), (10, 15, "tasks", 0), (16, 18, "schedule", 1), (19, 29, "schedule", 0), (30, 31, "closing", 0))


def test_glued_rows_stay_apart_and_numbered_headings_become_items() -> None:
    made = glued(record(GLUED, *SECTIONS), Random(1))
    assert made.text == "一、任务1.备课提前写好。附表\t周次\t内容\t1\t听课\t完"
    assert [r["heading"] for r in made.sections] == [1, 0, 0, 1, 0, 0]


def test_a_numbered_heading_on_a_line_of_its_own_stays_one() -> None:
    kept = half_glued(record(GLUED, *SECTIONS), Random(0))
    row = kept.sections[1]
    alone = kept.text[row["start"] - 1] == "\n" and kept.text[row["end"]] == "\n"
    assert bool(row["heading"]) == alone


@pytest.mark.parametrize(("number", "numeral"), [(1, "一"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十")])
def test_numerals(number: int, numeral: str) -> None:
    assert chinese(number) == numeral


LABELS = ("goals", "tasks", "noise")


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[tuple[int, int, str, bool]]]:
    """Labelled characters, and edits that each stay within a run of one label."""
    runs = draw(st.lists(st.tuples(st.sampled_from(LABELS), st.text("甲乙 \n", min_size=1, max_size=6)), min_size=1, max_size=5))
    letters = [(c, label) for label, text in runs for c in text]
    edits, at = [], 0
    while at < len(letters):
        at += draw(st.integers(0, 4))
        end = at + draw(st.integers(0, 3))
        if end > len(letters) or len({label for _, label in letters[at:end]}) > 1:
            break
        edits.append((at, end, draw(st.text("丙丁 ", max_size=3)), at == end))
        at = end + 1
    return letters, edits


@settings(deadline=None)
@given(changes())
def test_edits_move_labels_as_doing_them_letter_by_letter_does(case: tuple[list[tuple[str, str]], list[tuple[int, int, str, bool]]]) -> None:
    letters, edits = case
    text = "".join(c for c, _ in letters)
    rows, at = [], 0
    for label, run in groupby(letters, key=lambda each: each[1]):
        size = len(list(run))
        rows.append((at, at + size, label, 0))
        at += size
    expected, at = [], 0
    for start, end, new, plants in edits:
        expected += letters[at:start] + [(c, "noise" if plants else letters[start][1]) for c in new]
        at = end
    expected += letters[at:]
    made = edited(record(text, *rows, plans=()), [noise(s, new, "stray") if plants else Edit(s, e, new) for s, e, new, plants in edits])
    assert made.text == "".join(c for c, _ in expected)
    painted = {i: r["label"] for r in made.sections for i in range(r["start"], r["end"])}
    assert [painted[i] for i, c in enumerate(made.text) if not c.isspace()] == [label for c, label in expected if not c.isspace()]


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited(record("甲乙丙", (0, 3, "goals", 0)), [Edit(0, 2, "丁"), Edit(1, 3, "戊")])


def test_running_heads_are_noise_on_every_page() -> None:
    written = edited(record("县一小计划\n好。", (0, 5, "title", 0), (6, 8, "goals", 0)), [noise(0, "县一小资料\n", "header"), noise(8, "\n第1页", "footer")])
    made = aligned(written, "县一小资料\n县一小计划\n第1页\n县一小资料\n好。\n第2页")
    assert (made.lost, made.gained) == ([], [])
    assert [made.record.text[r["start"] : r["end"]] for r in made.record.sections if r["label"] != "noise"] == ["县一小计划", "好。"]


def test_noise_cuts_a_heading_once() -> None:
    made = edited(record("一、目标好", (0, 4, "goals", 1), (4, 5, "goals", 0)), [noise(2, "网", "watermark")])
    assert [(made.text[r["start"] : r["end"]], r["label"], r["heading"]) for r in made.sections] == [
        ("一、", "goals", 1), ("网", "noise", 0), ("目标", "goals", 0), ("好", "goals", 0),
    ]  # fmt: skip


def test_records_joined_stand_one_behind_the_other() -> None:
    one, two = record("甲", (0, 1, "title", 0)), record("乙丙", (0, 2, "goals", 1))
    made = joined([one, two])
    assert made.text == "甲\n乙丙"
    assert [(r["start"], r["end"], r["label"]) for r in made.sections] == [(0, 1, "title"), (2, 4, "goals")]
    assert [p["start"] for p in made.plans] == [0, 2]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_alignment_finds_what_was_put_in_and_what_is_missing(data: st.DataObject) -> None:
    before = data.draw(st.sampled_from(held("dev")))
    places = sorted(data.draw(st.sets(st.integers(0, len(before.text)), max_size=4)))
    put_in = edited(before, [noise(at, "□■", "stray") for at in places])
    back = aligned(before, put_in.text)
    assert labelled(back.record) == labelled(put_in)
    assert (back.lost, len(back.gained)) == ([], 2 * len(places))
    found = aligned(put_in, before.text)
    assert (found.lost, found.gained) == ([], [])
    assert labelled(found.record) == labelled(before)
    cut = data.draw(st.integers(0, len(before.text) - 5))
    own = {i for r in before.sections if r["label"] != "noise" for i in range(r["start"], r["end"]) if not before.text[i].isspace()}
    assert len(aligned(before, before.text[:cut] + before.text[cut + 5 :]).lost) == len(own & set(range(cut, cut + 5)))


@pytest.mark.parametrize("make", [word, web, markdown, workbook, table, *(formats()[e] for e in ("gb18030", "utf-16", "big5"))])
def test_files_of_a_format_are_the_same_again(make: Any) -> None:
    first, second = make(held()[:6]), make(held()[:6])
    assert first == second
    for file in first:
        check(file.record)


def test_pages_hold_their_record_in_order() -> None:
    for seed, before in enumerate(held()):
        made = site(before, Random(seed))
        data = page(made, Random(seed))
        tree = lxml.html.document_fromstring(data.decode("gb18030" if b"gb2312" in data else "utf-8"))
        for script in tree.xpath("//script"):
            script.drop_tree()
        assert "".join(tree.body.text_content().split()) == "".join(made.text.split())


def test_word_files_hold_their_record() -> None:

    from docx import Document

    file = word(held()[:1])[0]
    document = Document(BytesIO(file.data))
    header = document.sections[0].header.paragraphs[0].text
    assert file.record.text.startswith(header)
    assert any(row["reason"] == "header" for row in file.record.planted)


@pytest.mark.skipif("pdf" not in formats(), reason="LibreOffice is not installed")
def test_libreoffice_converts_many_in_one_start() -> None:
    made = converted([file.data for file in word(held()[:2])], "pdf")
    assert [data[:5] for data in made] == [b"%PDF-"] * 2


def test_gold_is_written_beside_files(tmp_path: Path) -> None:
    made = mutate.mutated("watermarked", held("dev"))[0]
    mutate.write(made, tmp_path / "files", tmp_path / "gold")
    assert (tmp_path / "files" / made.name).read_bytes().decode() == made.text
    names = sorted(p.name.rsplit(".", 2)[1] for p in (tmp_path / "gold").iterdir())
    assert names == ["plans", "quantities", "sections"]
