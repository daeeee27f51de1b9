"""The page: self-contained, escaped, both languages, chapters in their order, and what each of them says of a small folder."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import lxml.html
import pytest
from support_audit import BAD, HOSTILE, SHARED_TEXT
from support_page import Reader, cells, chapter, index, numbers, record, tree

from jiaoyan_nlp.engine.auditing import load_audited
from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.report.audit import write_report
from jiaoyan_nlp.report.html import SCRIPTS
from jiaoyan_nlp.report.settings import Reference, Settings

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

CHAPTERS = ["read", "first", "schools", "families", "between", "leftovers", "promises", "coverage", "checkable", "method"]


def test_chapters_stand_in_the_order_in_which_they_are_needed(page: str) -> None:
    assert [each.get("id") for each in tree(page).xpath("//main[@id='report']/section")] == CHAPTERS
    assert [each.get("href") for each in tree(page).xpath("//nav//a")] == [f"#{name}" for name in CHAPTERS]


def test_page_refers_to_nothing_outside(page: str) -> None:
    reader = Reader(page)
    for tag, attributes in reader.tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = attributes.get(name)
            assert value is None or value.startswith("#")
    assert "@import" not in page
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)", page)
    assert not re.search(r"(?:src|href)\s*=\s*['\"]?\s*(?:https?:)?//", page)


def test_page_is_well_formed_and_its_own_links_lead_somewhere(page: str) -> None:
    reader = Reader(page)
    assert reader.open == []
    ids = {a["id"] for _, a in reader.tags if a.get("id")}
    held = index(page)
    for href in {a["href"] for tag, a in reader.tags if tag == "a"}:
        assert href
        plan, family, compared = (re.fullmatch(p, href) for p in (r"#plan-(\d+)(@\d+)?", r"#family-(\d+)", r"#compare-(\d+)-(\d+)-(\d+)"))
        if plan:
            assert int(plan[1]) < len(held["plans"])
        elif family:
            assert 1 <= int(family[1]) <= len(held["families"])
        elif compared:
            number, left, right = map(int, compared.groups())
            assert max(left, right) < held["families"][number - 1][2]
        else:
            assert href[1:] in ids


def test_ids_are_given_once(page: str) -> None:
    ids = [a["id"] for _, a in Reader(page).tags if a.get("id")]
    assert len(ids) == len(set(ids))


def test_every_word_of_the_page_is_said_in_both_languages(page: str) -> None:
    root = lxml.html.fromstring(page)
    chinese = root.xpath("//*[contains(concat(' ', @class, ' '), ' zh ')]")
    assert len(chinese) > 150
    for element in chinese:
        other = element.getnext()
        assert other is not None and "en" in other.get("class").split() and other.get("lang") == "en", element.text_content()
        assert not element.text_content().strip() or other.text_content().strip()


def test_one_is_no_plural_in_english(page: str) -> None:
    english = "\n".join(each.text_content() for each in lxml.html.fromstring(page).xpath("//*[@class='en']"))
    assert "1 plan: " in english and "1 passage is shared" in english
    assert re.findall(r"\b1 (?:plans|places|passages|promises|amounts|sets|copies|schools|files)\b", english) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_keep_to_what_browsers_of_some_years_ago_understand(name: str) -> None:
    script = files("jiaoyan_nlp.report").joinpath("templates", f"{name}.js").read_text(encoding="utf-8")
    code = re.sub(r'"(?:[^"\\]|\\.)*"|//.*', "", script)
    assert not re.findall(r"=>|`|\b(?:const|let|async|await|import|export)\b|\?\.|\?\?|\.\.\.", code)


def test_hostile_text_is_shown_as_text(page: str) -> None:
    reader = Reader(page)
    scripts = [attributes for tag, attributes in reader.tags if tag == "script"]
    assert [a.get("type") for a in scripts].count(None) == len(SCRIPTS)
    assert {a.get("id") for a in scripts if a.get("type")} == {"index", "chunk-0", "chunk-1"}
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert "材料<b>&" in reader.text
    held = index(page)
    texts = [record(page, plan[8])[1] for plan in held["plans"]]
    assert any(HOSTILE in text for text in texts)
    assert "</script>]]" not in page and "<img" not in page


def test_hostile_text_in_a_shared_passage_and_a_finding_is_shown_as_text(tmp_path: Path) -> None:
    """Where the page quotes a plan it quotes the very characters."""
    for school in ("甲县第一小学", "乙县第二小学"):
        (tmp_path / school).mkdir()
        own = "努力减负。" if school.startswith("甲") else "甲县第一小学<i>要抓好落实</i>,研讨X次<u>。"
        text = f"教研组工作计划\n一、主要工作\n{SHARED_TEXT}<script>alert(1)</script>]]>{SHARED_TEXT[::-1]}\n{own}\n"
        (tmp_path / school / "2023年计划.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    page = write_report(load_corpus(tmp_path, workers=1), out, "材料").read_text(encoding="utf-8")
    reader = Reader(page)
    assert not any("alert(1)" in (value or "") for _, attributes in reader.tags for value in attributes.values())
    assert reader.text.count("<script>alert(1)</script>]]>") >= 2
    assert "第一小学<i>要抓好落实</i>" in reader.text


def test_what_was_read_and_what_could_not_be(page: str) -> None:
    text = chapter(page, "read")
    assert cells(page, "table-problems") == [[BAD, cells(page, "table-problems")[0][1]]]
    assert "Word 文件已损坏" in text
    facts = [each.text_content() for each in tree(page).xpath("//section[@id='read']//dd")]
    assert facts[:5] == ["4", "3", "1", "3", "2023"]


def test_what_to_look_at_first_is_said_in_sentences(page: str) -> None:
    said = [" ".join(each.text_content().split()) for each in tree(page).xpath("//ol[@class='statements']/li")]
    assert said[0].startswith("1 份材料里出现他校名称，共 1 处，例如清河县第二小学的材料里有“清河县第一小学”。")
    assert any("不同学校之间共有 1 段重合文本。" in each for each in said)
    assert any("留空未填，共 1 处" in each for each in said)
    assert all("查看" in each for each in said)


def test_who_shares_what_side_by_side(page: str) -> None:
    families = tree(page).get_element_by_id("families")
    text = families.text_content()
    assert "清河县第一小学" in text and "清河县第二小学" in text
    assert text.count(SHARED_TEXT[-30:].rstrip("。")) == 2
    assert {"各备课", "本教研"} <= {mark.text_content() for mark in families.iter("mark")}
    assert "有改动 1" in text


def test_who_shares_with_whom(page: str) -> None:
    rows = cells(page, "table-pairs")
    assert [(row[0], row[1]) for row in rows] == [("清河县第一小学", "清河县第二小学")]
    assert rows[0][4] == "第 1 段"
    assert [each.text for each in tree(page).xpath("//*[@class='row']")] == ["清河县第一小学", "清河县第二小学"]


def test_leftovers_are_told_in_their_line(page: str) -> None:
    assert [row[0] for row in cells(page, "table-other_school")] == ["清河县第二小学"]
    marks = [each.text_content() for each in tree(page).get_element_by_id("leftovers").iter("mark")]
    assert "清河县第一小学" in marks
    assert any(m.startswith("X") for m in marks)
    assert "没有发现：" in chapter(page, "leftovers")


def test_achievements_are_not_counted_as_promises(page: str) -> None:
    """20节, X次, 2节, 3次 and, in the shared text of two, 三天 and 一个话题 are promised; 12次 were held."""
    assert "材料里共有 8 条带数量" in chapter(page, "promises")


def test_missing_sections(page: str) -> None:
    text = chapter(page, "coverage")
    assert "指导思想" in text and "—" in text and "✓" in text


def test_schools_of_a_group_are_said_to_be_one(tmp_path: Path) -> None:
    """A passage of three schools, two of them of a group, counts two: the page says why, and names the group wherever copies are listed."""
    group = {"示例教育集团": ("清河县第一小学", "清河县第二小学")}
    for school in (*group["示例教育集团"], "清河县第三小学"):
        (tmp_path / school).mkdir()
        (tmp_path / school / "2023年计划.txt").write_text(f"{school}教研组工作计划\n一、主要工作\n{SHARED_TEXT}\n", encoding="utf-8")
    corpus = replace(load_corpus(tmp_path, workers=1), together=group)
    page = write_report(corpus, tmp_path / "out", "材料", Settings(together=group)).read_text(encoding="utf-8")
    assert "示例教育集团：清河县第一小学、清河县第二小学" in chapter(page, "read")
    assert [row[4] for row in cells(page, "table-families")] == ["2"]
    assert [row[0] for row in cells(page, "table-schools")] == ["清河县第三小学", "示例教育集团"]
    named = {"清河县第一小学（示例教育集团）", "清河县第二小学（示例教育集团）", "清河县第三小学"}
    assert {row[3] for row in index(page)["plans"]} == named
    assert all(name in chapter(page, "families") for name in named)


@pytest.mark.parametrize("is_shared", [False, True], ids=["policy only", "and more"])
def test_policy_is_no_shared_text_in_any_chapter(tmp_path: Path, is_shared: bool) -> None:
    """What two schools have from policy is told as a passage with its source, and counts neither for a school nor for a pair."""
    (tmp_path / "in").mkdir()
    (tmp_path / "上级文件").mkdir()
    (tmp_path / "上级文件" / "通知.txt").write_text(f"关于教研工作的通知\n{SHARED_TEXT}\n", encoding="utf-8")
    more = "读书不求多而求透,每月由一位教师领读一本薄书,领读的人只讲书里哪一句话改变了自己的哪一节课,其余的人听完当场追问。" if is_shared else ""
    own = {
        "清河县第一小学": "低年级识字课从校门口的招牌认起,孩子把认得的字拍下来带进教室,拼成一面会长高的墙,家长也可以来添一块砖。",
        "清河县第二小学": "五年级测量操场改用步子丈量,先估后量再算误差,数据贴在走廊尽头的方格纸上,谁家的估得准就由谁出下一道题目。",
    }
    for school, words in own.items():
        text = f"{school}教研组工作计划\n一、{words[:9]}\n{SHARED_TEXT}\n{words}{words[::-1]}\n{more}\n{words[::2]}\n"
        (tmp_path / "in" / f"{school}2023年计划.txt").write_text(text, encoding="utf-8")
    settings = Settings(references=(Reference("policy", str(tmp_path / "上级文件"), "上级文件"),))
    page = write_report(load_audited(tmp_path / "in", settings, output=tmp_path / "out", workers=1), tmp_path / "out", "材料", settings).read_text("utf-8")
    passages, pairs = int(is_shared), cells(page, "table-pairs")
    assert [row[-2:] for row in numbers(page, "table-schools")] == [[passages, passages]] * 2
    assert [row[4].count("第") for row in pairs] == [1] * passages
    said = chapter(page, "first")
    assert f"共有 {1 + passages} 段重合文本，其中 1 段出自已提供的上级文件" in said
    assert said.count("涉及学校最多的一段") == said.count("其余各段中，涉及学校最多的一段") == passages
    assert "“为了让研讨" not in said
    assert is_shared or "没有两所学校有重合文本（出自上级文件和模板的不算）" in chapter(page, "between")


def test_a_plan_of_an_unknown_school_is_said_to_count_as_one(tmp_path: Path) -> None:
    for name in ("计划1.txt", "计划2.txt"):
        (tmp_path / name).write_text(f"教研组工作计划\n一、主要工作\n{SHARED_TEXT}\n", encoding="utf-8")
    page = write_report(load_corpus(tmp_path, workers=1), tmp_path / "out", "材料").read_text(encoding="utf-8")
    assert "有 2 份材料看不出是哪所学校的" in chapter(page, "read") and "一个文件算作一所学校" in chapter(page, "read")
    assert [row[4] for row in cells(page, "table-families")] == ["2"]


def test_a_folder_of_bad_files_only_still_has_a_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "空.txt").write_bytes(b"")
    page = write_report(load_corpus(tmp_path / "in"), tmp_path / "out", "空").read_text(encoding="utf-8")
    assert "文件是空的" in chapter(page, "read")
    assert "没有需要先看的" in chapter(page, "first")
