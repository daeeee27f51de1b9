"""The server: whom it answers, what it lets them do, and with which headers. Hostile requests as a table."""

from __future__ import annotations

import io
import json
import re
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support_serve import TOKEN, served, stand_in, until

from jiaoyan_nlp.errors import REASONS
from jiaoyan_nlp.serve.app import ASSETS, create_app
from jiaoyan_nlp.serve.desk import Command, Desk
from jiaoyan_nlp.serve.guard import PAGE_POLICY, REPORT_POLICY
from jiaoyan_nlp.serve.uploads import Limits
from jiaoyan_nlp.serve.words import WORDS

BASE = "http://127.0.0.1:8765"
TEMPLATES = Path(create_app.__code__.co_filename).parent / "templates"
SMALL = Limits(file=1_000, batch=2_500, files=4)


def desk_at(folder: Path, command: Command, limits: Limits = SMALL) -> Desk:
    work = folder / "work"
    work.mkdir()
    return Desk(work, folder / "reports", command, limits)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_at(tmp_path, stand_in())
    yield made
    made.close()


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return create_app(desk, TOKEN).test_client()


def ask(client: FlaskClient, method: str, path: str, **more: Any) -> Any:
    answer = client.open(f"/{TOKEN}/{path}", method=method, base_url=BASE, buffered=True, **more)
    return answer.status_code, answer.get_json() if answer.is_json else answer.get_data()


def uploaded(client: FlaskClient, *names: str) -> str:
    """A batch with files of these names."""
    _, told = ask(client, "POST", "batch")
    for name in names:
        status, _ = ask(client, "POST", f"batch/{told['id']}/file", query_string={"path": name}, data=name.encode())
        assert status == 200
    return str(told["id"])


def finished(client: FlaskClient) -> dict[str, Any]:
    until(lambda: ask(client, "GET", "progress")[1]["state"] != "running")
    told: dict[str, Any] = ask(client, "GET", "progress")[1]
    return told


# --- whom it answers ---------------------------------------------------------------------------------------------------------------

REQUESTS = {
    "the page": ("GET", f"/{TOKEN}/", {}, 200),
    "by its other name": ("GET", f"/{TOKEN}/", {"Host": "localhost:8765"}, 200),
    "no token": ("GET", "/", {}, 404),
    "another token": ("GET", f"/{TOKEN}x/", {}, 404),
    "a part of the token": ("GET", f"/{TOKEN[:-1]}/", {}, 404),
    "a token that is no ASCII": ("GET", "/口令/", {}, 404),
    "the token where it does not belong": ("GET", f"/static/{TOKEN}/", {}, 404),
    "a name led here": ("GET", f"/{TOKEN}/", {"Host": "evil.example:8765"}, 403),
    "a name that begins alike": ("GET", f"/{TOKEN}/", {"Host": "127.0.0.1:8765.evil.example"}, 403),
    "another port": ("GET", f"/{TOKEN}/", {"Host": "127.0.0.1:80"}, 403),
    "no port": ("GET", f"/{TOKEN}/", {"Host": "127.0.0.1"}, 403),
    "a host forwarded": ("GET", f"/{TOKEN}/", {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1:8765"}, 403),
    "a post of the page": ("POST", f"/{TOKEN}/batch", {"Origin": BASE}, 200),
    "a post of a program": ("POST", f"/{TOKEN}/batch", {}, 200),
    "a post of another site": ("POST", f"/{TOKEN}/batch", {"Origin": "http://evil.example"}, 403),
    "a post of another port": ("POST", f"/{TOKEN}/batch", {"Origin": "http://127.0.0.1:80"}, 403),
    "a post of nowhere": ("POST", f"/{TOKEN}/batch", {"Origin": "null"}, 403),
    "a post of the other name": ("POST", f"/{TOKEN}/batch", {"Origin": "http://localhost:8765"}, 403),
    "a post by a link": ("GET", f"/{TOKEN}/batch", {}, 405),
    "another method": ("DELETE", f"/{TOKEN}/batch", {}, 405),
    "a cross-site cancel": ("POST", f"/{TOKEN}/cancel", {"Origin": "https://127.0.0.1:8765"}, 403),
    "a file of the program": ("GET", f"/{TOKEN}/static/../app.py", {}, 404),
    "a template": ("GET", f"/{TOKEN}/static/page.html", {}, 404),
    "a report that is none": ("GET", f"/{TOKEN}/report/x/report.html", {}, 404),
    "the folder of reports": ("GET", f"/{TOKEN}/report/../report.html", {}, 404),
    "a batch that is none": ("POST", f"/{TOKEN}/batch/x/file?path=a.txt", {}, 409),
    "a start without files": ("POST", f"/{TOKEN}/batch/x/start", {}, 409),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_whom_it_answers(client: FlaskClient, case: str) -> None:
    method, path, headers, status = REQUESTS[case]
    answer = client.open(path, method=method, base_url=BASE, headers=headers)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Security-Policy"] == PAGE_POLICY
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("name", ASSETS)
def test_files_of_the_page(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/{TOKEN}/static/{name}", base_url=BASE)
    assert (answer.status_code, answer.mimetype) == (200, ASSETS[name])
    text = answer.get_data(as_text=True).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|url\(|@import", text), "nothing from elsewhere"
    answer.close()


@pytest.mark.parametrize(("lang", "query"), [("zh", ""), ("zh", "?lang=fr"), ("en", "?lang=en")])
def test_the_language_of_the_page(client: FlaskClient, lang: str, query: str) -> None:
    text = ask(client, "GET", query)[1].decode()
    assert WORDS[lang]["drop"] in text.split("</head>")[1]
    held = re.search(r'<script type="application/json" id="settings">(.*?)</script>', text, re.S)
    assert held
    settings = json.loads(held[1])
    assert settings["words"] == WORDS and settings["lang"] == lang and settings["limits"] == SMALL._asdict()


def test_words_have_the_same_blanks_in_both_languages_and_are_all_said() -> None:
    blank = re.compile(r"\{\w+\}")
    assert {key: set(blank.findall(word)) for key, word in WORDS["zh"].items()} == {key: set(blank.findall(word)) for key, word in WORDS["en"].items()}
    page = "".join((TEMPLATES / name).read_text("utf-8") for name in ("page.html", "page.js"))
    stages = {"upload", "read", "compare", "tables", "write"}
    said = set(re.findall(r"""(?:say|notice|warn|words\.)\(?["']?(\w+)""", page)) | set(re.findall(r'"(\w+)"', page)) | {f"{stage}_what" for stage in stages}
    assert set(WORDS["zh"]) <= said
    for word in WORDS["zh"].values():
        assert not re.search("抄袭|雷同|涉嫌", word)


# --- from the files to the report --------------------------------------------------------------------------------------------------


def test_from_the_files_to_the_report(client: FlaskClient, tmp_path: Path) -> None:
    batch = uploaded(client, "2024年秋季/一小/计划.txt", "2024年秋季/二小/计划.txt")
    assert ask(client, "POST", f"batch/{batch}/start?lang=zh")[1]["state"] == "running"
    told = finished(client)
    assert told["state"] == "done" and told["files"] == 2 and told["report"].startswith("2024年秋季 ")
    assert (tmp_path / "reports" / told["report"] / "report.html").is_file(), "it is kept where it was asked for"

    answer = client.get(f"/{TOKEN}/report/{told['report']}/report.html", base_url=BASE)
    assert answer.headers["Content-Security-Policy"] == REPORT_POLICY
    assert "<p>一小/计划.txt</p><p>二小/计划.txt</p>" in answer.get_data(as_text=True)
    answer.close()

    answer = client.get(f"/{TOKEN}/report/{told['report']}.zip", base_url=BASE)
    assert answer.mimetype == "application/zip" and "attachment" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        files = {info.filename for info in archive.infolist() if not info.is_dir()}
    answer.close()
    assert files == {f"{told['report']}/report.html", f"{told['report']}/tables/plans.parquet"}


@pytest.mark.parametrize("file", ["../../work/uploads", "..%2f..%2fx", "%2e%2e/x", "/etc/passwd", "tables", "nothing.html"])
def test_nothing_but_the_report_is_given(client: FlaskClient, file: str) -> None:
    ask(client, "POST", f"batch/{uploaded(client, '计划.txt')}/start")
    name = finished(client)["report"]
    assert ask(client, "GET", f"report/{name}/{file}", follow_redirects=True)[0] == 404


def test_a_report_of_before_stays_when_the_next_is_made(client: FlaskClient) -> None:
    names = []
    for file in ("计划.txt", "总结.txt", "计划.txt"):
        ask(client, "POST", f"batch/{uploaded(client, file)}/start")
        names.append(finished(client)["report"])
    assert len(set(names)) == 3
    for name in names:
        assert ask(client, "GET", f"report/{name}/report.html")[0] == 200


def test_one_batch_and_one_audit_at_a_time(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, stand_in("forever"))
    client = create_app(desk, TOKEN).test_client()
    early = uploaded(client, "计划.txt")
    batch = uploaded(client, "计划.txt")
    assert ask(client, "POST", f"batch/{early}/file?path=a.txt", data=b"x") == (409, dict(zip(("zh", "en"), REASONS["upload_stale"], strict=True)))
    assert ask(client, "POST", f"batch/{batch}/start")[0] == 200
    busy = (409, dict(zip(("zh", "en"), REASONS["audit_busy"], strict=True)))
    assert ask(client, "POST", "batch") == busy
    assert ask(client, "POST", f"batch/{batch}/start") == busy
    assert ask(client, "POST", "cancel")[1]["state"] == "cancelled"
    assert not list((tmp_path / "reports").iterdir())
    assert ask(client, "POST", "batch")[0] == 200


def test_an_empty_batch_is_not_audited(client: FlaskClient) -> None:
    assert ask(client, "POST", f"batch/{uploaded(client)}/start") == (409, dict(zip(("zh", "en"), REASONS["audit_nothing"], strict=True)))


def test_a_disk_that_is_full_is_told_in_words(client: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = uploaded(client)

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.batch(batch), "add", full)
    status, told = ask(client, "POST", f"batch/{batch}/file?path=a.txt", data=b"x")
    assert status == 507 and "No space left" in told["zh"]


@pytest.mark.parametrize(("path", "size", "status"), [("a.txt", 1_000, 200), ("a.txt", 1_001, 413), ("../a.txt", 1, 400), ("", 1, 400), ("a" * 300, 1, 400)])
def test_what_is_refused_of_one_file(client: FlaskClient, path: str, size: int, status: int) -> None:
    batch = uploaded(client)
    got, told = ask(client, "POST", f"batch/{batch}/file", query_string={"path": path}, data=b"x" * size)
    assert got == status
    assert status == 200 or (told["zh"].endswith("。") and told["en"].endswith("."))


# --- bytes on the wire -------------------------------------------------------------------------------------------------------------


def spoken(address: str, request: bytes) -> bytes:
    """What the real server answers to these bytes, to the end of the connection."""
    host, port = address.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while more := line.recv(1 << 16):
            answer += more
    return answer


BODIES = {
    "as long as it says": (b"Content-Length: 5", b"hello", 200, 1),
    "as long as may be": (b"Content-Length: 1000", b"x" * 1_000, 200, 1),
    "longer than may be": (b"Content-Length: 1001", b"x" * 1_001, 413, 0),
    "says more than may be": (b"Content-Length: 99999999999", b"x", 413, 0),
    "says more than it sends": (b"Content-Length: 500", b"x" * 20, None, 0),
    "no number": (b"Content-Length: many", b"x", 400, 0),
    "a number below nothing": (b"Content-Length: -5", b"x", 400, 0),
    "in chunks": (b"Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n", 200, 1),
    "in chunks without end": (b"Transfer-Encoding: chunked", b"400\r\n" + b"x" * 1_024 + b"\r\n" + b"400\r\n" + b"x" * 1_024 + b"\r\n", 413, 0),
    "in chunks and with a length": (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"400\r\n" + b"x" * 1_024 + b"\r\n0\r\n\r\n", 413, 0),
    "in chunks that are none": (b"Transfer-Encoding: chunked", b"zz\r\nhello\r\n0\r\n\r\n", 400, 0),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_length_that_lies(tmp_path: Path, case: str) -> None:
    header, body, status, files = BODIES[case]
    desk = desk_at(tmp_path, stand_in())
    with served(desk) as address:
        batch = desk.begin()
        host, path = address.split("/")[2], f"/{TOKEN}/batch/{batch.id}/file?path=a.txt"
        answer = spoken(address, f"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n".encode() + header + b"\r\n\r\n" + body)
        assert (int(answer.split()[1]) if answer else None) == status
        assert len(batch) == files == len(list(batch.folder.iterdir()))
        assert b"Traceback" not in answer
