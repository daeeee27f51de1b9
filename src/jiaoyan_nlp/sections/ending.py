"""Where a plan ends: last words, a list of attachments, the lines of issuer, author and date at its foot."""

from __future__ import annotations

import re

from jiaoyan_nlp.corpus.document import Outlined
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.resources import wording

_SIGNATURE = re.compile(
    r"(?:.{0,30}(?:小学|中学|学校|幼儿园|教研组|教研室|教科室|教导处|教务处|课程中心|中心|教育局|备课组|委员会|工作室|办公室|[语数英物化生政史地体音美理文科学德育研修总务]{1,3}(?:教研)?[组处部科])(?:\s{0,3}(?:组长|执笔):.{1,8})?(?:\s*[\(（].{0,10}[\)）])?|(?:执笔|撰写|撰稿|报告|制定|制表|填表|总结|计划|审核|组长|负责)(?:人|者)?\s?:.{1,20}|[一-鿿]{2,3}(?:\s[一-鿿]{1,2})?)?"
    r"\s*(?:(?:二〇.{2,3}|20[\dxX×_*]{2})\s?[年./-]\s?[\dxX×_*一二三四五六七八九十]{0,3}\s?[月./-]?\s?[\dxX×_*一二三四五六七八九十]{0,3}\s?日?|\d{1,2}月\d{1,2}日)?"
)
LAST_WORDS = re.compile(rf"^{wording('last_words')}")
_IN_FORCE = re.compile(
    r"(?:本|以上|此)(?:方案|计划|意见|办法|制度|细则|规划)[^。;]{0,12}(?:自.{1,20}起|由[^。;]{2,20}负责|经[^。;]{2,20}通过).{0,60}(?:施行|实施|执行|试行|解释|废止|有效)|.{0,30}解释权(?:在|归|属).{2,20}"
)
"""本方案自发布之日起施行: when it is in force, who explains it."""
_ATTACHMENT = re.compile(r"^附(?:件|表|录)?\s?\d{0,2}\s?:.{0,60}$")


def ending_from(text: str, plan: Outlined) -> int:
    """Place of the first of the blocks at a plan's end that close it: last words, attachments, signature and date."""
    attached = _attachments_from(text, plan)
    if attached is not None:
        return attached
    place = _signature_from(text, plan)
    return place - 1 if place > 1 and _closes(text, plan.blocks[place - 1], plan.blocks[place - 2]) else place


def _is_attachment(text: str, block: Block) -> bool:
    """Whether a block opens a list of attachments."""
    return block.kind != "heading" and _ATTACHMENT.match(text[block.start : block.end]) is not None


def _attachments_from(text: str, plan: Outlined) -> int | None:
    """Where a list of attachments begins that only short lines follow; None where there is none."""
    end = len(plan.blocks)
    start = next((i for i in range(max(1, end - 8), end) if _is_attachment(text, plan.blocks[i])), None)
    return start if start is not None and all(b.end - b.start <= 40 for b in plan.blocks[start:]) else None


def _signature_from(text: str, plan: Outlined) -> int:
    """Where the lines of issuer, author and date at the end begin; the number of blocks where there are none."""
    place = len(plan.blocks)
    while place > 0:
        block = plan.blocks[place - 1]
        words = text[block.start : block.end].strip()
        signed = len(words) <= 40 and words[-1:] not in ("。", ";", ":", "") and _SIGNATURE.fullmatch(words)
        if block.kind != "paragraph" or not signed:
            break
        place -= 1
    return place


def _closes(text: str, block: Block, before: Block) -> bool:
    """Whether a last paragraph closes the plan: short words behind a row of items, or words that sum up."""
    words = text[block.start : block.end]
    if block.kind != "paragraph" or block.mark is not None or len(words) > 260:
        return False
    if before.mark is not None and before.kind == "item" and len(words) <= 60 and words[-1] in "。!":
        return True
    if _IN_FORCE.match(words):
        return True
    return LAST_WORDS.match(words) is not None and (before.kind != "heading" or words.startswith(("总之", "综上")))
