"""What the report calls things, in Chinese."""

from __future__ import annotations

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
    "label_zh": "部分（中文）", "decided_by": "判定依据", "confidence": "可信度", "heading_path": "所在标题", "cut": "分段依据",
    "text": "原文", "class": "类别",
    "actor": "责任人", "each": "人人", "item": "事项", "comparator": "比较", "min": "下限", "max": "上限", "unit": "单位", "change": "增减",
    "per": "周期", "placeholder": "未填写", "sentence_start": "句起", "sentence_end": "句止", "sentence": "原句", "family_id": "编号",
    "length": "字数", "members": "出现处数", "schools": "涉及学校数", "scope": "范围", "exemplar": "文本", "similarity": "相同比例",
    "strength": "力度", "indicator": "指标代码", "indicator_zh": "指标", "actor_kind": "责任人类别", "rate": "折合每学期", "rate_factor": "折算系数",
    "baseline": "原有水平", "part_of": "所属总数位置", "measure": "比较口径", "year_of": "比较年份", "value": "数值",
    "median": "中位数", "lower": "下四分位", "upper": "上四分位", "far": "偏离", "same": "相同学校数", "before": "上一年数值", "sentences": "任务措施句数",
    "quantified": "有数量", "dated": "有时间", "checkable": "可核查", "vague": "模糊", "share": "可核查比例",
    "reference": "出处", "earliest": "最早一份", "edits": "改动", "word": "词语", "other": "另一方", "copies": "份数", "families": "重合文本数",
    "forward": "换成另一方", "backward": "换成本词", "letters": "字数", "shared": "重合字数",
    "policy": "出自上级文件", "template": "出自模板", "repeated": "本校重复", "own": "其余",
    "evidence": "对照", "owner": "对应学校", "slot": "第几处填写", "filler": "所填内容",
    "stage": "环节", "reason": "原因代码", "detail": "细节", "message": "说明",
}  # fmt: skip

KIND_OF_PLAN = {"plan": "计划", "summary": "总结"}
KIND_OF_COPY = {
    "exemplar": "对照文本",
    "verbatim": "逐字相同",
    "names": "仅名称数字不同",
    "edited": "少量改动",
    "reordered": "语序调整",
    "merged": "多处合并",
    "spun": "改动较多",
}
SCOPE = {"across": "不同学校之间", "school": "同一学校", "file": "同一文件"}
FINDING = {
    "other_school": "出现他校名称", "other_place": "出现他地名称", "other_person": "出现他校人名", "other_subject": "出现其他学科",
    "stale_year": "出现较早年份", "other_year": "出现较晚年份", "placeholder": "留空未填",
}  # fmt: skip
"""Kinds of findings, those that tell most first."""
_SLOT = "与其他学校重合的一段文本里，多数材料此处填写的是"
FINDING_NOTE = {
    "other_school": "计划以本校口吻写作，却出现了另一所学校的名称。",
    "other_place": f"{_SLOT}本区县（乡镇）的名称，这份材料却填了别处。",
    "other_person": f"{_SLOT}执笔人的姓名，这份材料里的姓名也出现在另一所学校的材料里，且与本材料执笔人不一致，或本材料未写明执笔人。",
    "other_subject": f"{_SLOT}本学科，这份材料却填了其他学科。",
    "stale_year": "计划谈到今后的工作，用的却是较早的年份；或重合文本里多数材料填写当年年份之处，这份材料填了较早的年份。",
    "other_year": f"{_SLOT}当年年份，这份材料却填了较晚的年份。",
    "placeholder": "正文里还留着 20xx年、X节、__ 之类的空位。",
}
FINDING_EVIDENCE = {
    "other_school": "材料所属学校", "other_place": "材料所属区县（乡镇）", "other_person": "材料执笔人", "other_subject": "材料学科",
    "stale_year": "材料年份", "other_year": "材料年份",
}  # fmt: skip
"""What the words of a finding are shown beside; placeholders are shown alone."""
PER = {
    "day": "每天", "week": "每周", "biweek": "每两周", "month": "每月", "bimonth": "每两月", "semester": "每学期", "year": "每年",
    "unit": "每单元", "lesson": "每课", "plan": "",
}  # fmt: skip
UNKNOWN = "不详"


def year(name: str) -> str:
    """A school year, or a calendar year in digits, as a table shows it: where a line may be broken there is a space."""
    return f"{name}年" if name.isdigit() else name.replace("学年第", "学年 第") or UNKNOWN
