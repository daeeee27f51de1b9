"""The report driven in a browser as its readers do: sorting, filtering, views, languages, a telephone, paper, the keyboard."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from rapidfuzz.distance import Indel
from support_browser import NARROW, WIDE, watched

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning", "ignore::ResourceWarning")

VIEWS = ["", "#plan-3", "#family-2", "#compare-2-0-1"]


def shown(page: Any, selector: str) -> str:
    """What an element shows, without what is hidden."""
    return " ".join(page.inner_text(selector).split())


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("place", VIEWS)
def test_nothing_is_wider_than_the_window(browser: Any, demo: Path, viewport: dict[str, int], place: str) -> None:
    with watched(browser, viewport) as held:
        page = held.go(demo, place)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_click_on_a_head_sorts_and_another_turns_it_round(browser: Any, demo: Path) -> None:
    def column() -> list[float]:
        return list(page.eval_on_selector_all("#table-schools tbody tr", "rows => rows.map(r => +r.cells[2].dataset.n)"))

    with watched(browser) as held:
        page = held.go(demo)
        names = page.eval_on_selector_all("#table-schools tbody tr", "rows => rows.map(r => r.cells[0].textContent)")
        assert names == sorted(names)
        head = page.locator("#table-schools thead th").nth(2)
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending" and all(a >= b for a, b in pairwise(column()))
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == "ascending" and all(a <= b for a, b in pairwise(column()))
        page.locator("#table-schools thead th").nth(0).locator("button").click()
        assert page.locator("#table-schools [aria-sort]").count() == 1


def test_a_table_is_filtered_by_words(browser: Any, demo: Path) -> None:
    with watched(browser) as held:
        page = held.go(demo)
        page.fill("[data-find=table-schools]", "示例县 小学")
        rows = page.locator("#table-schools tbody tr:visible")
        assert rows.count() == 4 and all("示例县" in each and "小学" in each for each in rows.all_inner_texts())
        assert "4 行" in shown(page, "#schools .found")
        page.fill("[data-find=table-schools]", "")
        assert page.locator("#table-schools tbody tr:visible").count() == 12


def test_a_plan_is_looked_up_and_shows_its_whole_text(browser: Any, demo: Path) -> None:
    with watched(browser) as held:
        page = held.go(demo)
        page.fill("#find-plan", "新区教师发展中心 2022")
        page.locator("#found-plans a").first.click()
        page.wait_for_selector("#view:not([hidden])")
        text = page.evaluate("""() => {
            document.querySelectorAll('#view sup').forEach(s => s.remove());
            return document.querySelector('#view .text').textContent;
        }""")  # fmt: skip
        at = int(page.url.split("#plan-")[1])
        whole = "".join(page.evaluate(f"jiaoyan.plan({at}).then(p => p.text)"))
        labels = page.locator("#view .label .zh").all_inner_texts()
        assert {"标题", "指导思想", "工作目标", "主要任务"} <= set(labels)
        for label in page.locator("#view .label").all_text_contents():
            text = text.replace(label, "", 1)
        assert "".join(text.split()) == "".join(whole.split())
        assert page.locator("#view u.amount").count() >= 10


def test_from_a_sentence_to_the_place_in_the_plan(browser: Any, demo: Path) -> None:
    """A finding leads to its words in the plan, in sight; a shared passage to its copies; a copy to the two side by side; back again."""
    with watched(browser) as held:
        page = held.go(demo)
        link = page.locator("#table-other_school tbody tr").first.locator("a")
        words = page.locator("#table-other_school tbody tr").first.locator("mark").inner_text()
        link.click()
        page.wait_for_selector("#focus")
        assert page.inner_text("#focus").startswith(words)
        box = page.locator("#focus").bounding_box()
        assert 0 <= box["y"] <= WIDE["height"]
        page.locator("#view .text a.copy").first.click()
        page.wait_for_selector("#view table.all-copies")
        assert page.url.split("#")[1].startswith("family-")
        copies = page.locator("#view table.all-copies tbody tr").count()
        assert copies >= 2
        page.locator("#view table.all-copies a[href^='#compare']").first.click()
        page.wait_for_selector("#view .pair")
        for _ in range(3):
            page.go_back()
        page.wait_for_selector("#view", state="hidden")
        assert page.locator("#report").is_visible()


def test_back_from_a_view_leads_to_where_the_report_was_left(browser: Any, demo: Path) -> None:
    """And not to the head of the chapter whose anchor was clicked before; a view that was opened directly leads to the report's head."""
    with watched(browser) as held:
        page = held.go(demo)
        page.click("nav a[href='#families']")
        page.locator("#families .card .copies a").last.scroll_into_view_if_needed()
        left = page.evaluate("pageYOffset")
        for way in (page.go_back, lambda: page.click("#view .back a")):
            page.locator("#families .card .copies a").last.click()
            page.wait_for_selector("#view:not([hidden]) .pair")
            way()
            page.wait_for_selector("#view", state="hidden")
            assert page.evaluate("pageYOffset") == pytest.approx(left, abs=2) and left > WIDE["height"]
        page = held.go(demo, "#family-2")
        page.click("#view .back a")
        page.wait_for_selector("#view", state="hidden")
        assert page.evaluate("pageYOffset") == 0


def test_any_two_copies_are_laid_side_by_side(browser: Any, demo: Path) -> None:
    with watched(browser) as held:
        page = held.go(demo, "#compare-2-0-1")
        page.select_option("#left", "3")
        page.wait_for_url("**#compare-2-3-1")
        page.wait_for_selector("#view .pair")
        left, right = (page.locator("#view .pair .within").nth(i) for i in (0, 1))
        copies = page.evaluate("""() => jiaoyan.family(2).then(f => Promise.all([3, 1].map(
            i => jiaoyan.plan(f.copies[i].plan).then(p => jiaoyan.slice(p, f.copies[i].start, f.copies[i].end).join('')))))""")
        assert [left.text_content(), right.text_content()] == copies
        rest = [
            side.evaluate("e => { e = e.cloneNode(true); e.querySelectorAll('mark').forEach(m => m.remove()); return e.textContent; }")
            for side in (left, right)
        ]
        fold = str.maketrans("，：；“”", ',:;""')
        assert rest[0].translate(fold) == rest[1].translate(fold)
        assert page.locator("#view .around").first.text_content()
        page.locator("#view .pair a", has_text="在全文中看").nth(1).click()
        page.wait_for_selector("#focus")
        assert copies[1].startswith(page.inner_text("#focus").lstrip("0123456789,")[:5])


def test_the_language_is_switched_everywhere(browser: Any, demo: Path) -> None:
    with watched(browser) as held:
        for place in VIEWS:
            page = held.go(demo, place)
            assert page.locator(".zh:visible").count() > 0 and page.locator(".en:visible").count() == 0
            page.click("#language")
            assert page.locator(".zh:visible").count() == 0 and page.locator(".en:visible").count() > 0
            assert page.get_attribute("html", "lang") == "en" and "Report" in page.title()
            page.click("#language")
            assert page.get_attribute("html", "lang") == "zh-CN" and "报告" in page.title()


@pytest.mark.parametrize("place", VIEWS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_serious(browser: Any, demo: Path, place: str, language: str) -> None:
    with watched(browser) as held:
        page = held.go(demo, place)
        if language == "en":
            page.click("#language")
        found = Axe().run(page).response["violations"]
        serious = [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found if each["impact"] in ("serious", "critical")]
        assert serious == []


def test_the_keyboard_reaches_everything(browser: Any, report: Path) -> None:
    """Every link, button, field and fold that can be seen takes the focus in its turn."""
    with watched(browser) as held:
        page = held.go(report)
        wanted = page.evaluate("""() => Array.from(document.querySelectorAll('a[href], button, input, select, summary'))
            .filter(e => e.checkVisibility()).map((e, i) => { e.dataset.at = i; return i; }).length""")
        reached = set()
        for _ in range(2 * wanted):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.dataset.at || ''"))
        assert reached >= {str(i) for i in range(wanted)}


# --- on paper ---------------------------------------------------------------------------------------------------------------------------

A4_WIDTH = round((210 - 28) / 25.4 * 96)
"""Width of an A4 page within its margins, in pixels."""


@pytest.mark.parametrize("place", VIEWS)
def test_no_table_is_clipped_on_paper(browser: Any, demo: Path, place: str) -> None:
    with watched(browser, {"width": A4_WIDTH, "height": 1000}) as held:
        page = held.go(demo, place)
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        wide = page.eval_on_selector_all(
            "table, .pair, svg, blockquote", f"all => all.filter(e => e.getBoundingClientRect().right > {A4_WIDTH} + 1).map(e => e.outerHTML.slice(0, 80))"
        )
        assert wide == []


def test_printed_pages_are_numbered_and_hold_every_chapter(browser: Any, demo: Path, tmp_path: Path) -> None:
    with watched(browser) as held:
        held.go(demo).pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as pdf:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
        assert pdf.get_page_size(0) == pytest.approx((595, 842), abs=1)
    assert 8 <= len(pages) <= 40
    assert all(f"{number}/{len(pages)}" in text for number, text in enumerate(pages, 1))
    whole = "".join(pages)
    for head in ("读了哪些", "先看这些", "各校文本", "重合文本", "谁与谁", "遗留与空位", "量化承诺", "各部分有无", "可核查程度", "怎样做的"):
        assert head in whole
    assert "只看含有" not in whole and "English" not in whole


def test_a_printed_view_is_only_that_view(browser: Any, demo: Path, tmp_path: Path) -> None:
    with watched(browser) as held:
        held.go(demo, "#plan-3").pdf(path=tmp_path / "plan.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "plan.pdf") as pdf:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    assert "指导思想" in text and "双线四环" in text
    assert "谁与谁" not in text and "打印本页" not in text


@pytest.mark.parametrize("place", VIEWS)
def test_whatever_is_handed_on_says_what_it_does_not_say(browser: Any, demo: Path, place: str) -> None:
    """A view that is printed alone carries the report's reservation, as the report does."""
    with watched(browser) as held:
        page = held.go(demo, place)
        page.emulate_media(media="print")
        assert "重合不说明谁写在先，也不说明原因" in shown(page, "#view" if place else "#report")
        if place.startswith("#family"):
            assert "不表示它是来源" in shown(page, "#view")


def test_without_scripts_the_chapters_can_be_read(browser: Any, demo: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((demo / "report.html").as_uri())
    assert "没有运行本页的脚本" in shown(page, "#report") and "This page" not in shown(page, "#report")
    assert page.locator("#table-schools tbody tr").count() == 12 and page.locator("#families .card blockquote").first.is_visible()
    context.close()


# --- what differs, character by character ---------------------------------------------------------------------------------------------------


def test_the_difference_of_two_texts_is_a_shortest_one(browser: Any, demo: Path) -> None:
    """Against rapidfuzz: pieces lead from one text to the other, what is called equal is equal, and no more is called different than must be, but for
    single characters within a change."""
    chance = random.Random(7)
    pairs = [
        ("".join(chance.choices("甲乙丙丁", k=chance.randrange(40))), "".join(chance.choices("甲乙丙𠮷", k=chance.randrange(40)))) for _ in range(200)
    ] + [("", ""), ("甲", ""), ("", "乙"), ("研讨，三次", "研讨,三次"), ("𠮷𠮷甲", "𠮷甲甲")]  # fmt: skip
    with watched(browser) as held:
        page = held.go(demo)
        found = page.evaluate("pairs => pairs.map(p => jiaoyan.difference(Array.from(p[0]), Array.from(p[1])))", [list(pair) for pair in pairs])
        too_far = page.evaluate("jiaoyan.difference(Array.from('甲'.repeat(4000)), Array.from('乙'.repeat(4000)))")
    for (a, b), pieces in zip(pairs, found, strict=True):
        assert "".join(a[p[1] : p[2]] for p in pieces) == a and "".join(b[p[3] : p[4]] for p in pieces) == b
        a, b = a.replace("，", ","), b.replace("，", ",")
        equal = sum(p[2] - p[1] for p in pieces if p[0])
        assert all(a[p[1] : p[2]] == b[p[3] : p[4]] for p in pieces if p[0])
        shared = (len(a) + len(b) - Indel.distance(a, b)) // 2
        strays = sum(1 for p in pieces if not p[0]) * max(len(a), len(b))
        assert shared - strays <= equal <= shared
        if len(pieces) <= 1:
            assert equal == shared or not any(p[0] for p in pieces)
    assert too_far is None
