"""Every number of the page against `tables/*.parquet`, counted anew in SQL; and totals that a reader adds up by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from support_page import cells, chapter, index, numbers, record, tree

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

OWNER = "CASE WHEN school = '' THEN file ELSE school END"  # the demonstration corpus is audited with no groups of schools
PARTS = ("shared", "template", "policy", "repeated", "own")


@pytest.fixture(scope="module")
def html(demo: Path) -> str:
    return (demo / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sql(demo: Path) -> Any:
    connection = duckdb.connect()
    for path in (demo / "tables").iterdir():
        connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM '{path}'")
    return lambda query: connection.execute(query).fetchall()


def integer(told: str) -> int:
    return int(told.replace(",", ""))


def test_what_was_read(html: str, sql: Any) -> None:
    told = [each.text_content() for each in tree(html).xpath("//section[@id='read']//dd")]
    (files,), (years,) = sql("SELECT count(*) FROM sources"), sql("SELECT min(year) || '–' || max(year) FROM plans")
    ((plans, summaries, schools),) = sql(
        "SELECT count(*) FILTER (kind = 'plan'), count(*) FILTER (kind = 'summary'), count(DISTINCT school) FILTER (school <> '') FROM plans"
    )
    ((letters,),) = sql("SELECT sum(letters) FROM sharing")
    assert [integer(n) for n in told[:4]] == [*files, plans, summaries, schools]
    assert (told[4], integer(told[5])) == (*years, letters)


def test_each_school_has_its_own_numbers(html: str, sql: Any) -> None:
    told = {row[0]: held for row, held in zip(cells(html, "table-schools"), numbers(html, "table-schools"), strict=True)}
    counted = sql(f"SELECT {OWNER}, count(*), sum(letters), {', '.join(f'sum({part})' for part in PARTS)} FROM sharing GROUP BY 1")
    partners = dict(sql("SELECT school, count(*) FROM between GROUP BY 1"))
    families = dict(sql(f"SELECT {OWNER}, count(DISTINCT family_id) FROM reuse JOIN families USING (family_id) WHERE scope = 'across' GROUP BY 1"))
    assert {school: [None, *n, partners.get(school, 0), families.get(school, 0)] for school, *n in counted} == told


def test_the_parts_of_a_school_add_up_and_so_do_the_schools(html: str) -> None:
    rows = [row[1:] for row in numbers(html, "table-schools")]
    foot = [float(n) for n in tree(html).xpath("//table[@id='table-schools']/tfoot//td/@data-n")]
    assert [sum(column) for column in zip(*(row[:7] for row in rows), strict=True)] == foot  # type: ignore[arg-type]
    for row in rows:
        assert sum(row[2:7]) == row[1]  # type: ignore[arg-type]
    for row, row_cells in zip(rows, cells(html, "table-schools"), strict=True):
        for part, cell in zip(row[2:7], row_cells[3:8], strict=True):
            n, share = cell.split()
            assert integer(n) == part and share == f"{100 * part / row[1]:.1f}%"  # type: ignore[operator]


def test_each_passage_has_its_own_numbers(html: str, sql: Any) -> None:
    told = sorted(row[2:5] for row in numbers(html, "table-families"))
    counted = sql("""
        SELECT length, count(*), count(DISTINCT CASE WHEN school = '' THEN file ELSE school END)
        FROM families JOIN reuse USING (family_id) WHERE scope = 'across' GROUP BY family_id, length""")
    assert told == sorted([float(n) for n in row] for row in counted)


def test_pairs_of_schools(html: str, sql: Any) -> None:
    between = {(a, b): (n, f"{100 * share:.1f}%") for a, b, n, share in sql("SELECT school, other, shared, share FROM between")}
    rows = cells(html, "table-pairs")
    assert 2 * len(rows) == len(between)
    for one, other, there, back, _ in rows:
        assert (integer(there.split()[0]), there.split()[1]) == between[one, other]
        assert (integer(back.split()[0]), back.split()[1]) == between[other, one]
    cells_of = tree(html).xpath("//*[contains(@class, 'matrix')]//*[local-name()='rect']/*[local-name()='title']")
    told = sorted(each.text for each in cells_of)
    assert told == sorted(f"{a} → {b}：{n:,} 字，{share}" for (a, b), (n, share) in between.items())


def test_leftovers_are_counted(html: str, sql: Any) -> None:
    for kind, count, plans in sql("SELECT kind, count(*), count(DISTINCT (file, plan)) FROM findings GROUP BY 1"):
        head = tree(html).get_element_by_id(f"leftovers-{kind}").text_content()
        assert f"{count} 处，{plans} 份材料" in head
        assert len(cells(html, f"table-{kind}")) == count


def test_promises(html: str, sql: Any) -> None:
    ((promised,),) = sql("SELECT count(*) FROM commitments WHERE class = 'commitment'")
    assert f"材料里共有 {promised} 条" in chapter(html, "promises")
    counted = sql("""
        SELECT indicator_zh, year_of, count(DISTINCT school), median(value), min(value), max(value) FROM (
            SELECT indicator_zh, indicator, actor_kind, measure, year_of, school, max(value) AS value FROM indicators GROUP BY ALL)
        GROUP BY indicator_zh, indicator, actor_kind, measure, year_of HAVING count(DISTINCT school) > 1""")
    rows = zip(cells(html, "table-promises"), numbers(html, "table-promises"), strict=True)
    told = [(row[0], row[2].replace("年", ""), n[3], n[4], f"{row[5].split()[0]}") for row, n in rows]
    wanted = [(name, year, schools, middle, low, high) for name, year, schools, middle, low, high in counted]
    assert sorted((a, b, c, d) for a, b, c, d, _ in told) == sorted((a, b, c, d) for a, b, c, d, _, _ in wanted)
    assert {each[4].split("–")[-1] for each in told} == {f"{each[5]:g}" for each in wanted}


def test_sections_that_are_missing(html: str, sql: Any) -> None:
    for kind in ("plan", "summary"):
        ((missing,),) = sql(f"SELECT count(*) FROM missing WHERE kind = '{kind}'")
        ((plans,),) = sql(f"SELECT count(*) FROM plans WHERE kind = '{kind}'")
        rows = numbers(html, f"table-counts-{kind}")
        assert sum(row[2] for row in rows) == plans  # type: ignore[misc]
        assert sum(sum(row[3:]) for row in rows) == missing  # type: ignore[arg-type]
        assert sum(row.count("—") for row in cells(html, f"table-plans-{kind}")) == missing


def test_checkable_sentences(html: str, sql: Any) -> None:
    counted = sql(f"SELECT {OWNER}, count(*), sum(sentences), sum(quantified), sum(dated), sum(checkable), sum(vague) FROM specificity GROUP BY 1")
    told = {row[0]: held[1:] for row, held in zip(cells(html, "table-checkable"), numbers(html, "table-checkable"), strict=True)}
    assert told == {school: n for school, *n in counted}


def test_evidence_holds_every_plan_and_copy_as_the_tables_have_them(html: str, sql: Any) -> None:
    """Whatever a view shows is the very text of the tables, at the very places."""
    held = index(html)
    texts = {}
    for row in held["plans"]:
        start, text, passages, shared, amounts, findings = record(html, row[8])
        texts[row[0], row[1]] = (start, text)
        assert all(start <= each[0] <= each[1] <= start + len(text) for each in (*passages, *shared, *amounts, *findings))
    for table in ("passages", "commitments", "reuse", "findings"):
        for file, plan, at, end, words in sql(f'SELECT file, plan, start, "end", text FROM {table}'):
            if plan:
                start, text = texts[file, plan]
                assert text[at - start : end - start] == words
    copies = 0
    for number, row in enumerate(held["families"]):
        found, _ = record(html, row[11])
        copies += len(found)
        assert len(found) == row[2]
        for place, (plan, start, end, kind, similarity) in enumerate(found):
            assert [start, end, number, place] in record(html, held["plans"][plan][8])[3]
            assert 0 <= similarity <= 1 and (kind == "exemplar") == (place == 0)
    assert (copies,) in sql("SELECT count(*) FROM reuse")
