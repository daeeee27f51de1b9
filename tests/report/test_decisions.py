"""decisions.csv: what a reviewer wrote comes back, whatever Excel and later runs do to the table around it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.errors import DecisionsError
from jiaoyan_nlp.report.decisions import COLUMNS, GONE, NAME, TWICE, Decision, read_decisions, review
from jiaoyan_nlp.tables import frame

BOM = b"\xef\xbb\xbf"
TEXT = "各校要把教研活动排进课表，每两周至少集中一次，时间、地点、主题、主讲人一并公布，教研员随机参加，期末向全县通报。"
OTHER = "阅读角由四年级的孩子轮流看管，每周五下午换一次书，坏了的书送到传达室请保安伯伯粘好，学期末评出爱书的小组。"


def families(*told: tuple[str, str], scope: str = "across") -> Any:
    """The table of families, each given by its number and its text."""
    same = {"members": 3, "schools": 2, "kind": "verbatim", "scope": scope, "reference": "", "earliest": ""}
    rows = [{"family_id": key, "length": len(text), "exemplar": text, **same} for key, text in told]
    return frame("families", rows)


def decide(path: Path, **said: tuple[str, str]) -> None:
    """Write verdicts and notes into a file, as a reviewer does."""
    rows = table(path)
    for row in rows:
        row["判断"], row["备注"] = said.get(row["编号"], (row["判断"], row["备注"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(BOM + out.getvalue().encode())


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def run(path: Path, *told: tuple[str, str]) -> list[dict[str, str]]:
    """A run that finds these families; the rows of the file behind it."""
    review(path, families(*told)).save()
    return table(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


# --- the file ----------------------------------------------------------------------------------------------------------------------


def test_a_first_run_writes_a_row_a_family_those_across_schools_first(path: Path) -> None:
    import pandas as pd

    review(path, pd.concat([families(("f1", TEXT), scope="school"), families(("f2", OTHER))])).save()
    assert path.read_bytes().startswith(BOM)
    assert [row["编号"] for row in table(path)] == ["f2", "f1"] and list(table(path)[0]) == list(COLUMNS)
    assert table(path)[1] | {"判断": "", "备注": "", "字数": str(len(TEXT)), "处数": "3", "学校数": "2", "文本开头": TEXT} == table(path)[1]
    assert read_decisions(path) == {} == read_decisions(path.with_name("没有.csv"))


said = st.text(st.characters(codec="utf-8"), max_size=30).map(str.strip)


@given(st.dictionaries(st.integers(0, 99).map("f{}".format), st.tuples(said, said), min_size=1, max_size=5))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, told: dict[str, tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("d") / NAME
    held = review(path, families(*((key, TEXT) for key in told)))
    for row in held.rows:
        row["判断"], row["备注"] = told[row["编号"]]
    held.save()
    assert read_decisions(path) == held.decided == {key: Decision(*words) for key, words in told.items() if any(words)}
    for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(tuple("=+-@＝＋－＠\t\r")) for cell in row), "a spreadsheet would take it for a formula"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("head", [("编号", "判断", "备注"), ("family", "verdict", "note"), ("Family", "Verdict ", "NOTE")])
def test_the_table_is_read_as_excel_may_have_saved_it(path: Path, encoding: str, mark: str, end: str, head: tuple[str, str, str]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=end).writerows([head, ("f1a2b3c4d", "正常引用", f'第一行{mark}"甲"\n第二行'), ("f2", "", ""), ("", "", "")])
    path.write_bytes(out.getvalue().encode(encoding))
    assert read_decisions(path) == {"f1a2b3c4d": Decision("正常引用", f'第一行{mark}"甲"\n第二行')}


DAMAGED = {
    "a workbook": b"PK\x03\x04\x14\x00\x06\x00",
    "cut letters": "编号,判断\nf1,正常".encode()[:-1] + b"\xff",
    "no head": "f1,正常,备注\n".encode(),
    "another table": "文件,学校\n甲.docx,甲校\n".encode(),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_kept_aside_and_told(path: Path, data: bytes) -> None:
    for n, kept in enumerate(("decisions.damaged.csv", "decisions.damaged-1.csv")):
        path.write_bytes(data)
        with pytest.raises(DecisionsError) as caught:
            read_decisions(path)
        assert caught.value.reason == "decisions_damaged" and path.read_bytes() == data
        with pytest.raises(DecisionsError) as caught:
            review(path, families(("f1", TEXT))).save()
        assert (caught.value.reason, caught.value.detail) == ("decisions_kept", kept)
        assert path.with_name(kept).read_bytes() == data and [row["编号"] for row in table(path)] == ["f1"]
        assert len(list(path.parent.iterdir())) == n + 2


@pytest.mark.parametrize("data", [b"", b" \r\n"])
def test_an_empty_file_says_nothing(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert read_decisions(path) == {} and len(run(path, ("f1", TEXT))) == 1


@pytest.mark.parametrize("call", ["read_bytes", "replace"])
def test_a_file_that_excel_holds_open_stays_as_it_is_and_is_told(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    run(path, ("f1", TEXT))
    decide(path, f1=("正常引用", ""))
    before = path.read_bytes()

    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as held:
        held.setattr(Path, call, refuse)
        with pytest.raises(DecisionsError) as caught:
            review(path, families(("f2", OTHER))).save()
    assert caught.value.reason == "decisions_locked"
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]


# --- from run to run ---------------------------------------------------------------------------------------------------------------


def test_a_verdict_stays_with_its_family(path: Path) -> None:
    run(path, ("f1", TEXT), ("f2", OTHER))
    decide(path, f2=("需核实", "已电话询问"))
    rows = run(path, ("f3", "另外一段从来没有见过的文字，与前面两段都不相同。"), ("f2", OTHER), ("f1", TEXT))
    assert [(row["编号"], row["判断"], row["备注"], row["说明"]) for row in rows] == [
        ("f3", "", "", ""),
        ("f2", "需核实", "已电话询问", ""),
        ("f1", "", "", ""),
    ]


LATER = [
    ("a longer one", f"为了把这项工作做实，{TEXT}由教研室负责汇总。", True),
    ("a shorter one", TEXT[12:], True),
    ("one with a word changed", TEXT.replace("教研活动", "集体备课").replace("随机", "随时"), True),
    ("a part of it", TEXT[:14], False),
    ("another", OTHER, False),
]


@pytest.mark.parametrize(("now", "is_same"), [each[1:] for each in LATER], ids=[each[0] for each in LATER])
def test_a_verdict_goes_over_to_the_family_that_holds_most_of_its_text(path: Path, now: str, is_same: bool) -> None:
    run(path, ("f1", TEXT))
    decide(path, f1=("需核实", "=1+1"))
    new, *gone = run(path, ("f9", now))
    if is_same:
        assert (new["判断"], gone) == ("需核实", []) and "f1" in new["说明"]
        assert read_decisions(path) == {"f9": Decision("需核实", "=1+1")}
        assert run(path, ("f9", now))[0]["说明"] == new["说明"], "until a reviewer takes the mark away"
    else:
        assert new["判断"] == "" and [(row["编号"], row["判断"], row["说明"]) for row in gone] == [("f1", "需核实", GONE)]
        assert review(path, families(("f9", now))).decided == {}


def test_a_verdict_whose_text_is_gone_waits_until_it_is_back(path: Path) -> None:
    run(path, ("f1", TEXT))
    decide(path, f1=("需核实", ""))
    for _ in range(2):
        assert [row["编号"] for row in run(path, ("f2", OTHER))] == ["f2", "f1"]
    assert [(row["编号"], row["判断"], row["说明"]) for row in run(path, ("f1", TEXT), ("f2", OTHER))] == [("f1", "需核实", ""), ("f2", "", "")]


def test_a_family_takes_one_verdict_the_likest_and_none_in_place_of_its_own(path: Path) -> None:
    run(path, ("f1", TEXT), ("f2", TEXT[:40] + OTHER[:10]), ("f3", OTHER))
    decide(path, f1=("甲", ""), f2=("乙", ""), f3=("丙", ""))
    rows = run(path, ("f8", TEXT + "完"), ("f3", OTHER))
    assert [(row["编号"], row["判断"]) for row in rows] == [("f8", "甲"), ("f3", "丙"), ("f2", "乙")]


def test_rows_with_one_number_are_all_kept(path: Path) -> None:
    path.write_text("编号,判断,备注\nf1,甲,\nf1,乙,\n,丙,\n", encoding="utf-8")
    rows = run(path, ("f1", TEXT))
    assert [(row["编号"], row["判断"], row["说明"]) for row in rows] == [("f1", "甲", ""), ("f1", "乙", TWICE), ("", "丙", GONE)]
    assert review(path, families(("f1", TEXT))).decided == {"f1": Decision("甲", "")}


def test_columns_that_the_reviewer_added_are_kept(path: Path) -> None:
    path.write_text("编号,判断,备注,负责人\nf1,,,王老师\n", encoding="utf-8")
    for _ in range(2):
        assert run(path, ("f1", TEXT), ("f2", OTHER))[0]["负责人"] == "王老师"


FAMILIES = st.lists(
    st.tuples(st.integers(0, 30).map("f{}".format), st.text("甲乙丙丁戊己庚辛", min_size=13, max_size=40)), unique_by=lambda f: f[0], max_size=6
)


@given(st.lists(FAMILIES, min_size=2, max_size=4), st.data())
def test_no_verdict_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[str, str]]], data: st.DataObject) -> None:
    """Whatever runs find, all that was written stands in the file, once."""
    path = tmp_path_factory.mktemp("d") / NAME
    written: list[str] = []
    for told in runs:
        rows = run(path, *told)
        assert sorted(row["判断"] for row in rows if row["判断"]) == sorted(written)
        open_ = [row["编号"] for row in rows if not row["判断"]]
        new = {key: (f"判断{len(written) + i}", "") for i, key in enumerate(data.draw(st.lists(st.sampled_from(open_), unique=True)) if open_ else [])}
        written += [verdict for verdict, _ in new.values()]
        if rows:
            decide(path, **new)
