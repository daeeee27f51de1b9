"""The page in a browser: from the folder to the report by hand, cancelling, failing, English, a narrow screen, accessibility."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from support_serve import is_alive, served, stand_in, until

from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.serve.desk import Command, Desk
from jiaoyan_nlp.serve.uploads import LIMITS, Limits

WAIT = 60_000


WATCHED = """() => {
    const seen = [];
    const look = () => {
        const now = document.querySelector('#stages .now');
        if (now) seen.push([now.dataset.stage, now.querySelector('.count').textContent, document.getElementById('said').textContent]);
    };
    new MutationObserver(look).observe(document.body, {attributes: true, childList: true, subtree: true});
    return seen;
}"""
"""Whatever the page shows of stages, as it goes by: the stage, its count, and what is announced."""


class Visit:
    """A page at a server of its own; at the end nothing was complained of, and nobody else was asked."""

    def __init__(self, page: Page, desk: Desk, address: str) -> None:
        self.page, self.desk, self.address = page, desk, address
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        page.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        page.context.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page.context.on("request", lambda request: self.asked.add(request.url.split("/")[2]))

    def is_sound(self) -> None:
        """The page as it is now has no serious fault for those who cannot see it or use no mouse."""
        found = Axe().run(self.page).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it is as wide as the screen"


@pytest.fixture
def visit(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    command, limits, width = request.param
    (tmp_path / "work").mkdir()
    desk = Desk(tmp_path / "work", tmp_path / "reports", command, limits)
    with served(desk) as address:
        context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        made = Visit(context.new_page(), desk, address)
        made.page.goto(f"{address}/")
        yield made
        context.close()
        assert made.complaints == []
        assert made.asked == {address.split("/")[2]}


def at(command: Command, width: int = 1280, limits: Limits = LIMITS) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("visit", [(command, limits, width)], indirect=True)


def folder(root: Path, files: int = 120) -> Path:
    """A dropped folder with more files than a browser lists at once, and what is not read."""
    made = root / "2024年秋季"
    for number in range(files):
        path = made / f"示例县第{number % 3 + 1}小学" / f"计划{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("计划", "utf-8")
    for name in ("照片.jpg", ".DS_Store", "~$计划.docx", "汇报.pptx"):
        (made / name).write_bytes(b"x")
    return made


@at(stand_in("good", 0.05))
def test_from_a_folder_to_the_report(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.is_sound()
    demo = resource("corpus/demo")
    page.set_input_files("#folder-input", demo)
    files = sum(path.suffix in (".txt", ".docx") for path in demo.rglob("*"))
    expect(page.locator("#chosen-heading")).to_have_text(re.compile(rf"^demo · {files} 个文件"))
    expect(page.locator("#chosen-heading")).to_be_focused()
    expect(page.locator("#folders")).to_contain_text("样板市育新小学")
    visit.is_sound()

    seen = page.evaluate_handle(WATCHED)
    page.click("#start")
    expect(page.locator("#working-heading")).to_be_focused()
    expect(page.locator("#done-heading")).to_be_focused()
    told = [tuple(each) for each in seen.json_value()]
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages[:2] == ["upload", "read"] and stages == [each for each in ("upload", "read", "compare", "tables", "write") if each in stages]
    counts = [int(count.removesuffix(f" / {files}")) for stage, count, _ in told if stage == "upload" and count]
    assert counts == sorted(counts) and counts[-1] == files
    assert any(re.fullmatch(rf"\d+ / {files}", count) for stage, count, _ in told if stage == "read")
    assert {"上传 正在进行", "读取 正在进行"} <= {announced for _, _, announced in told}
    expect(page.locator("#summary")).to_have_text(re.compile(f"^处理了 {files} 个文件"))
    visit.is_sound()

    with page.context.expect_page() as opening:
        page.click("#open")
    report = opening.value
    report.wait_for_load_state()
    assert report.title() == "demo"
    assert report.locator("p").first.inner_text().startswith("样板市新区/"), "schools stay folders"
    report.close()
    with page.expect_download() as loading:
        page.click("#download")
    loading.value.save_as(tmp_path / "report.zip")
    assert loading.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert {name.split("/", 1)[1] for name in archive.namelist()} >= {"report.html", "tables/plans.parquet"}
    page.reload()
    expect(page.locator("#done")).to_be_visible()
    page.click("#again")
    expect(page.locator("#drop")).to_be_visible()
    expect(page.locator("#chosen")).to_be_hidden()


@at(stand_in("forever"), width=390)
def test_a_running_audit_is_cancelled(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.set_input_files("#folder-input", folder(tmp_path, 3))
    visit.is_sound()
    page.click("#start")
    until(lambda: any((tmp_path / "reports").glob("*/child")) and bool(next((tmp_path / "reports").glob("*/child")).read_text()))
    child = int(next((tmp_path / "reports").glob("*/child")).read_text())
    assert is_alive(child)
    visit.is_sound()
    page.click("#cancel")
    expect(page.locator("#notice")).to_have_text("已取消，没有留下报告。")
    until(lambda: not is_alive(child))
    assert not any((tmp_path / "reports").iterdir())
    expect(page.locator("#start")).to_be_enabled()


@at(stand_in("sentence"))
def test_a_failure_is_told_in_words_and_in_english(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.click("#switch")
    assert page.evaluate("document.documentElement.lang") == "en"
    visit.is_sound()
    page.set_input_files("#folder-input", folder(tmp_path, 3))
    expect(page.locator("#warnings")).to_contain_text("Of kinds that cannot be read: 1 (.pptx)")
    expect(page.locator("#warnings")).to_contain_text("3 other files")
    page.click("#start")
    expect(page.locator("#failed-heading")).to_have_text("The audit was not completed")
    expect(page.locator("#why")).to_contain_text("文件夹里没有可以读取的文件：2024年秋季")  # as the audit said it
    visit.is_sound()
    page.click("#retry")
    expect(page.locator("#failed-heading")).to_be_visible()
    page.click("#other")
    page.reload()
    expect(page.locator("#choose-heading")).to_have_text("Put the plans in, get the report out")


@at(stand_in(), limits=Limits(file=1_000, batch=1_500, files=5))
def test_limits_are_told_before_anything_is_sent(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    (tmp_path / "大.txt").write_bytes(b"x" * 1_001)
    (tmp_path / "小.txt").write_bytes(b"x" * 1_000)
    page.set_input_files("#files-input", [tmp_path / "大.txt", tmp_path / "小.txt"])
    expect(page.locator("#warnings")).to_contain_text("大.txt")
    expect(page.locator("#start")).to_be_enabled()
    page.set_input_files("#folder-input", folder(tmp_path, 10))
    expect(page.locator("#warnings")).to_contain_text("请分成几批")
    expect(page.locator("#start")).to_be_disabled()


@at(stand_in("partly"), width=390)
def test_a_dropped_folder_is_read_to_its_last_entry(visit: Visit, tmp_path: Path) -> None:
    """The entries of a real drop are the browser's; these stand for them, a hundred at a time as there."""
    page = visit.page
    page.evaluate(
        """() => {
        const file = (path) => ({isFile: true, fullPath: path, file: (take) => take(new File([path], path.split('/').pop()))});
        const folder = (path, entries) => ({isFile: false, fullPath: path, createReader: () => { let at = 0;
            return {readEntries: (take) => take(entries.slice(at, at += 100))}; }});
        const many = Array.from({length: 250}, (_, i) => file(`/材料/一小/计划${i}.txt`));
        const broken = {isFile: true, fullPath: '/材料/打不开.txt', file: (_, fail) => fail(new Error('gone'))};
        const dropped = folder('/材料', [folder('/材料/一小', many), file('/材料/二小/总结.txt'), broken]);
        const event = new Event('drop', {cancelable: true});
        event.dataTransfer = {items: [{webkitGetAsEntry: () => dropped}, {webkitGetAsEntry: () => null}]};
        window.dispatchEvent(event);
        }"""
    )
    expect(page.locator("#chosen-heading")).to_have_text(re.compile("^材料 · 251 个文件"))
    expect(page.locator("#warnings")).to_contain_text("材料/打不开.txt")
    page.click("#start")
    expect(page.locator("#partly")).to_be_visible()
    expect(page.locator("#summary")).to_have_text(re.compile("^处理了 251 个文件"))
    visit.is_sound()


@at(stand_in())
def test_a_file_that_cannot_be_stored_stops_no_other(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.route(re.compile("path=%E5%9D%8F"), lambda route: route.continue_(url=route.request.url.replace("path=", "path=../")))
    for name in ("坏.txt", "好.txt"):
        (tmp_path / name).write_text("计划", "utf-8")
    page.set_input_files("#files-input", [tmp_path / "坏.txt", tmp_path / "好.txt"])
    page.click("#start")
    expect(page.locator("#done .left-out li")).to_have_text("坏.txt — 这个文件名不能用，请改名后重试。")
    expect(page.locator("#summary")).to_have_text(re.compile("^处理了 1 个文件"))
    visit.complaints = [each for each in visit.complaints if "400" not in each]  # a browser tells of the refusal itself


@at(stand_in("forever"))
def test_a_server_that_is_gone_is_told(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.set_input_files("#folder-input", folder(tmp_path, 2))
    page.click("#start")
    expect(page.locator("[data-stage=read]")).to_have_class("now")
    page.route("**/progress", lambda route: route.abort())
    expect(page.locator("#why")).to_contain_text("审读程序已经关闭")
    visit.complaints = [each for each in visit.complaints if "ERR_FAILED" not in each]


@at(stand_in())
def test_all_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.on("filechooser", lambda _: None)  # from now on none is opened on the screen
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert reached == ["switch", "choose-folder", "choose-files"]
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    assert chooser.value.is_multiple()
