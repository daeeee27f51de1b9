"""What the report calls things: tables and columns of the workbook in Chinese, the codes of the tables in both languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from jiaoyan_nlp.commitments.indicators import actor_kinds
from jiaoyan_nlp.report.bilingual import Said
from jiaoyan_nlp.sections.labels import LABELS

TABLES = {
    "sources": "文件", "plans": "计划与总结", "passages": "段落", "commitments": "量化内容", "families": "重合文本",
    "reuse": "重合文本出处", "slots": "填写处", "findings": "待核对", "indicators": "指标对比", "specificity": "可核查程度",
    "substitutions": "换用词语", "sharing": "各篇重合比例", "between": "学校之间",
    "stock": "行业套语", "vague": "模糊用语", "missing": "缺少的部分", "problems": "未能读取",
}  # fmt: skip

COLUMNS = {
    "source_id": "文件标识", "file": "文件", "format": "格式", "encoding": "编码", "characters": "字符数", "plans": "篇数", "noise": "杂质字符",
    "plan_id": "篇目标识", "plan": "第几篇", "start": "起", "end": "止", "title": "标题", "kind": "类型", "school": "学校", "district": "区县",
    "year": "年份", "term": "学期", "subject": "学科", "level": "学段", "school_year": "学年学期", "issuer": "单位",
    "date": "日期", "author": "执笔人", "found": "信息来源", "missing": "缺少的部分", "heading": "标题级别", "label": "部分",
    "label_zh": "部分", "decided_by": "判定依据", "confidence": "可信度", "heading_path": "所在标题", "cut": "分段依据",
    "text": "原文", "class": "类别",
    "actor": "责任人", "each": "人人", "item": "事项", "comparator": "比较", "min": "下限", "max": "上限", "unit": "单位", "change": "增减",
    "per": "周期", "placeholder": "未填写", "sentence_start": "句起", "sentence_end": "句止", "sentence": "原句", "family_id": "编号",
    "length": "字数", "members": "出现处数", "schools": "涉及学校数", "scope": "范围", "exemplar": "文本", "similarity": "相同比例",
    "strength": "力度", "indicator": "指标代码", "indicator_zh": "指标", "actor_kind": "责任人类别", "rate": "折合每学期", "rate_factor": "折算系数",
    "baseline": "原有水平", "part_of": "所属总数位置", "measure": "比较口径", "year_of": "比较年份", "value": "数值",
    "median": "中位数", "lower": "下四分位", "upper": "上四分位", "far": "偏离", "same": "相同学校数", "before": "上一年数值", "sentences": "任务措施句数",
    "quantified": "有数量", "dated": "有时间", "checkable": "可核查", "vague": "模糊", "share": "比例",
    "reference": "出处", "earliest": "最早一份", "edits": "改动", "word": "词语", "other": "另一方", "copies": "份数", "families": "重合文本数",
    "forward": "换成另一方", "backward": "换成本词", "letters": "字数", "shared": "重合字数",
    "policy": "出自上级文件", "template": "出自模板", "repeated": "本校重复", "own": "其余",
    "evidence": "对照", "owner": "对应学校", "slot": "第几处填写", "filler": "所填内容",
    "stage": "环节", "reason": "原因代码", "detail": "细节", "message": "说明",
    "context": "所在段落", "holders": "哪些学校", "verdict": "判断", "note": "备注",
}  # fmt: skip
COLUMNS_OF = {
    "findings": {"text": "所见文字", "kind": "待核对的是"},
    "families": {"kind": "改动程度"},
    "reuse": {"kind": "与对照文本相比"},
    "commitments": {"text": "数量", "indicator": "指标"},
    "indicators": {"text": "数量", "schools": "有此承诺的学校数", "far": "与各校相比"},
    "between": {"other": "另一所学校", "share": "重合比例"},
    "sharing": {"share": "重合比例", "owner": "归属"},
    "vague": {"text": "用语", "kind": "模糊之处"},
    "specificity": {"share": "可核查比例", "vague": "模糊句数"},
    "missing": {"label": "缺少的部分"},
    "slots": {"kind": "填的是"},
    "stock": {"letters": "套语", "plans": "使用份数", "schools": "使用学校数"},
    "substitutions": {"other": "换用的词", "copies": "处数", "families": "涉及重合文本数"},
}
"""By table, where the heading of a column is not that of `COLUMNS`."""

KIND_OF_PLAN = {"plan": Said("计划", "plan"), "summary": Said("总结", "summary")}
KIND_OF_COPY = {
    "exemplar": Said("对照文本", "exemplar"),
    "verbatim": Said("逐字相同", "word for word"),
    "names": Said("仅名称数字不同", "names and numbers differ"),
    "edited": Said("有改动", "edited"),
    "reordered": Said("语序调整", "reordered"),
    "merged": Said("多处合并", "merged"),
    "spun": Said("换词改写", "reworded"),
}
"""Kinds of copies, from the least change to the most."""
SCOPE = {"across": Said("不同学校之间", "across schools"), "school": Said("同一学校", "within a school"), "file": Said("同一文件", "within a file")}
SLOT = {
    "school": Said("校名", "school"), "place": Said("地名", "place"), "person": Said("人名", "person"), "year": Said("年份", "year"),
    "date": Said("日期", "date"), "number": Said("数字", "number"), "subject": Said("学科", "subject"),
}  # fmt: skip
FINDING = {
    "other_school": Said("出现他校名称", "another school's name"), "other_place": Said("出现他地名称", "another place's name"),
    "other_person": Said("出现他校人名", "another school's person"), "other_subject": Said("出现其他学科", "another subject"),
    "stale_year": Said("出现较早年份", "an earlier year"), "other_year": Said("出现较晚年份", "a later year"),
    "placeholder": Said("留空未填", "a blank left open"),
}  # fmt: skip
"""Kinds of findings, those that tell most first."""
_SLOT = Said("与其他学校重合的一段文本里，多数材料此处填写的是", "In text shared with other schools most plans have here ")
FINDING_NOTE = {
    "other_school": Said("计划以本校口吻写作，却出现了另一所学校的名称。", "A plan that speaks for its own school names another."),
    "other_place": Said(f"{_SLOT.zh}本区县（乡镇）的名称，这份材料却填了别处。", f"{_SLOT.en}their own county or town, this one has another."),
    "other_person": Said(
        f"{_SLOT.zh}执笔人的姓名，这份材料里的姓名也出现在另一所学校的材料里，且与本材料执笔人不一致，或本材料未写明执笔人。",
        f"{_SLOT.en}their writer; the name that stands here is found in another school's plan too, and is not this plan's writer, or it names none.",
    ),
    "other_subject": Said(f"{_SLOT.zh}本学科，这份材料却填了其他学科。", f"{_SLOT.en}their own subject, this one has another."),
    "stale_year": Said(
        "计划谈到今后的工作，用的却是较早的年份；或重合文本里多数材料填写当年年份之处，这份材料填了较早的年份。",
        "A plan speaks of work to come under an earlier year; or has an earlier year where most plans that share the text have their own.",
    ),
    "other_year": Said(f"{_SLOT.zh}当年年份，这份材料却填了较晚的年份。", f"{_SLOT.en}their own year, this one has a later one."),
    "placeholder": Said("正文里还留着 20xx年、X节、__ 之类的空位。", "The text still holds blanks such as 20xx年, X节 or __."),
}
FINDING_EVIDENCE = {
    "other_school": Said("材料所属学校", "school of the plan"), "other_place": Said("材料所属区县（乡镇）", "its county or town"),
    "other_person": Said("材料执笔人", "its writer"), "other_subject": Said("材料学科", "its subject"),
    "stale_year": Said("材料年份", "its year"), "other_year": Said("材料年份", "its year"),
}  # fmt: skip
"""What the words of a finding are shown beside; placeholders are shown alone."""
PER = {
    "day": "每天", "week": "每周", "biweek": "每两周", "month": "每月", "bimonth": "每两月", "semester": "每学期", "year": "每年",
    "unit": "每单元", "lesson": "每课", "plan": "",
}  # fmt: skip
REFERENCE = {"policy": Said("上级文件", "policy"), "template": Said("模板", "template")}
LABEL = {code: Said(chinese, code.replace("_", " ")) for code, chinese in LABELS.items()}
NOT_SAID = Said("未写明", "not said")
UNKNOWN = Said("不详", "unknown")


@cache
def actors() -> dict[str, Said]:
    """Kinds of actors by code."""
    return {code: Said(chinese, code.replace("_", " ")) for code, chinese, _ in actor_kinds()}


def year_name(year: Any) -> str:
    """A calendar year as a page shows it, empty where it is not known."""
    import pandas as pd

    return "" if pd.isna(year) else f"{int(year)}年"


def year(name: str) -> str | Said:
    """A school year, or a calendar year in digits, as a table shows it: where a line may be broken there is a space."""
    return f"{name}年" if name.isdigit() else name.replace("学年第", "学年 第") or UNKNOWN


def reference(told: str) -> tuple[Said | str, str]:
    """The kind and the file of a reference as the tables tell it (policy:通知.txt)."""
    kind, _, file = told.partition(":")
    return REFERENCE.get(kind, kind), file
