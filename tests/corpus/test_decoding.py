"""Decoding: every encoding of Chinese offices at every length, byte order marks, a few bad bytes, and what is no text."""

from __future__ import annotations

import codecs
import random

import pytest

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.errors import ReadError

SIMPLIFIED = (
    "松涛小学数学组教研活动计划\n本学期我们以课堂为根,以问题为线,和老师们一起把每一节课上好。"
    "一、工作目标\n让每个学生在课上有事可做、有话可说;让每位教师一学期至少上好一节研讨课,读完一本书。"
    "二、主要工作\n1、开学第一周整理教材,说清各单元的重点与难点。2、每两周一次集体备课,先由主讲人说课,再由大家修改。"
    "3、期中以后看作业,抽样不少于三分之一,结果当面反馈。4、期末收集案例,编成小册子,留给下一年的同事使用。"
    "三、保障\n教导处排好时间,图书室准备资料,组长做好记录。\n"
)
TRADITIONAL = (
    "松濤小學數學組教研活動計劃\n本學期我們以課堂為根,以問題為線,和老師們一起把每一節課上好。"
    "一、工作目標\n讓每個學生在課上有事可做、有話可說;讓每位教師一學期至少上好一節研討課,讀完一本書。"
    "二、主要工作\n1、開學第一週整理教材,說清各單元的重點與難點。2、每兩週一次集體備課,先由主講人說課,再由大家修改。"
    "3、期中以後看作業,抽樣不少於三分之一,結果當面回饋。4、期末收集案例,編成小冊子,留給下一年的同事使用。"
    "三、保障\n教導處排好時間,圖書室準備資料,組長做好記錄。\n"
)
# encoding as written → names under which it may be reported, each of which decodes such bytes alike
ENCODINGS = {
    "utf-8": {"utf-8"},
    "utf-8-sig": {"utf-8-sig"},
    "gb2312": {"gb18030", "gbk", "gb2312"},
    "gbk": {"gb18030", "gbk"},
    "gb18030": {"gb18030"},
    "big5": {"big5", "big5hkscs", "cp950"},
    "utf-16": {"utf-16"},
    "utf-16-le": {"utf-16-le"},
    "utf-16-be": {"utf-16-be"},
}


def text_of_size(encoding: str, size: int) -> str:
    """Prose whose encoded form is the longest that is at most `size` bytes."""
    text = (TRADITIONAL if encoding == "big5" else SIMPLIFIED) * 8
    while len(text.encode(encoding)) > size:
        text = text[: max(len(text) * size // len(text.encode(encoding)), 1)] if len(text.encode(encoding)) > size * 1.2 else text[:-1]
    return text


@pytest.mark.parametrize("size", [60, 200, 2000])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_at_every_length(encoding: str, size: int) -> None:
    text = text_of_size(encoding, size)
    found = decode(text.encode(encoding))
    assert found.text == text
    assert found.encoding in ENCODINGS[encoding]
    assert found.damaged == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_longer_than_the_sample(encoding: str) -> None:
    text = (TRADITIONAL if encoding == "big5" else SIMPLIFIED) * 400
    found = decode(text.encode(encoding))
    assert (found.text, found.damaged) == (text, ())


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
    ids=["utf-8", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_decides_and_is_no_text(bom: bytes, encoding: str) -> None:
    assert decode(bom + SIMPLIFIED.encode(encoding)).text == SIMPLIFIED


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_stay_as_they_are(newline: str) -> None:
    text = SIMPLIFIED.replace("\n", newline)
    assert decode(text.encode("gb18030")).text == text


def test_ascii_is_utf8() -> None:
    assert decode(b"Plan for the teaching group, 2023") == ("Plan for the teaching group, 2023", "utf-8", ())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("line", [1, 3, 5])
def test_a_bad_byte_is_reported_by_offset_and_the_rest_is_read(encoding: str, line: int) -> None:
    lines = (SIMPLIFIED * 2).splitlines(keepends=True)
    before, behind = "".join(lines[:line]), "".join(lines[line:])
    found = decode(before.encode(encoding) + b"\xff\n" + behind.encode(encoding))
    assert found.encoding == encoding
    assert found.text == f"{before}\ufffd\n{behind}"
    assert found.damaged == (len(before),)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_cut_inside_its_last_character(encoding: str) -> None:
    text = SIMPLIFIED.strip() * 2
    found = decode(text.encode(encoding)[:-1])
    body = text[:-1]
    assert found.text.startswith(body)
    assert set(found.text[len(body) :]) <= {"\ufffd"}
    assert found.damaged == tuple(range(len(body), len(found.text)))
    assert found.damaged


def test_a_bad_byte_behind_the_sample_is_reported() -> None:
    text = SIMPLIFIED * 200
    found = decode(text.encode() + b"\xff\xfe")
    assert found.text.startswith(text)
    assert found.encoding == "utf-8"
    assert found.damaged
    assert min(found.damaged) == len(text)


def test_bad_bytes_at_many_places_are_all_reported() -> None:
    data = b"\xff\n".join(line.encode() for line in SIMPLIFIED.splitlines(keepends=True))
    found = decode(data)
    assert len(found.damaged) == SIMPLIFIED.count("\n") - 1
    assert [found.text[i] for i in found.damaged] == ["\ufffd"] * len(found.damaged)
    assert found.text.replace("\ufffd\n", "") == SIMPLIFIED


BINARY = {
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(random.Random(3).randbytes(3000)),
    "random": random.Random(1).randbytes(4096),
    "zeros": bytes(500),
    "program": b"\x7fELF\x02\x01\x01" + bytes(9) + random.Random(2).randbytes(2000),
    "counting": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("name", BINARY)
def test_binary_data_are_refused(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(BINARY[name], "计划.txt")
    assert (caught.value.path, caught.value.reason) == ("计划.txt", "binary")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        decode(b"", "空.txt")
    assert caught.value.reason == "empty"
