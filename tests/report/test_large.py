"""Thousands of plans: the page stays small, its evidence lies beside it and is loaded when a view needs it, and it says what it leaves out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from support_browser import watched
from support_many import SENTENCE, many
from support_page import cells, chapter, index

from jiaoyan_nlp.report.audit import write_page
from jiaoyan_nlp.report.html import render

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("large")
    write_page(render(*many(5000), "五千份"), out)
    return out


def test_the_page_of_five_thousand_plans_is_small(large: Path) -> None:
    assert (large / "report.html").stat().st_size < 20_000_000
    assert max(each.stat().st_size for each in (large / "evidence").iterdir()) < 2_000_000


def test_evidence_is_loaded_when_a_view_needs_it(browser: Any, large: Path) -> None:
    with watched(browser) as held:
        page = held.go(large)
        assert [url for url in held.requests if "evidence" in url] == []
        page = held.go(large, "#plan-4321")
        assert len([url for url in held.requests if "evidence" in url]) == 1
        assert "第4321份计划" in page.inner_text("#view .text") and SENTENCE in page.inner_text("#view .text")
        page = held.go(large, "#family-900")
        assert page.locator("#view table.all-copies tbody tr").count() == 5
        page = held.go(large, "#compare-900-0-4")
        assert page.locator("#view .pair .within").first.text_content() == f"{SENTENCE}第899段。"


def test_any_plan_is_looked_up_among_thousands(browser: Any, large: Path) -> None:
    with watched(browser) as held:
        page = held.go(large)
        page.fill("#find-plan", "第1234小学 2022")
        assert page.locator("#found-plans li").count() == 1
        page.fill("#find-plan", "小学")
        assert page.locator("#found-plans li").count() == 50
        assert "5000 份" in page.inner_text("#look-up + .find .found")


def test_what_is_left_out_is_said(large: Path) -> None:
    html = (large / "report.html").read_text(encoding="utf-8")
    assert len(cells(html, "table-families")) == 400
    assert "其余 600 行见 report.xlsx" in chapter(html, "families")
    assert "其余 4,800 处见 report.xlsx" in chapter(html, "leftovers")
    assert "另有 1,606 所未画出" in chapter(html, "between")
    assert "evidence 文件夹里" in chapter(html, "method")
    assert len(index(html)["families"]) == 1000


def test_a_file_of_evidence_that_is_gone_is_told(browser: Any, large: Path, tmp_path: Path) -> None:
    shutil.copy(large / "report.html", tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri() + "#plan-17")
    page.wait_for_selector("#view:not([hidden]) h2")
    assert "evidence/0000.js" in page.inner_text("#view") and "放在同一个文件夹" in page.inner_text("#view")
    page.close()


@pytest.mark.parametrize("most_within", [0, 10_000_000])
def test_evidence_within_the_page_and_beside_it_shows_the_same(browser: Any, tmp_path: Path, most_within: int) -> None:
    write_page(render(*many(200), "二百份", most_within=most_within), tmp_path)
    assert (tmp_path / "evidence").exists() == (most_within == 0)
    with watched(browser) as held:
        assert "第77份计划" in held.go(tmp_path, "#plan-77").inner_text("#view .text")


def test_evidence_of_an_earlier_run_goes(tmp_path: Path) -> None:
    write_page(render(*many(200), "二百份", most_within=0), tmp_path)
    write_page(render(*many(20), "二十份"), tmp_path)
    assert list((tmp_path / "evidence").iterdir()) == []
