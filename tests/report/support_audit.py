"""A small folder of plans, some hostile, for the tests of the report."""

from __future__ import annotations

SHARED_TEXT = (
    "为了让研讨有准备、有深度、有收获,各备课组在每次活动之前要确定一个小而实的话题,由主备人提前三天把材料发给大家,活动中围绕话题逐一发言,"
    "活动之后把达成的意见整理成文,贴在办公室的公示栏里,供全体教师随时查阅和补充。"
)
HOSTILE = """<script>alert("x")</script>]]><img src=x onerror=alert(1)> & </style></script> {{ 7 * 7 }}"""
PLANS = {
    "清河县/清河县第一小学/2023年语文教研组工作计划.txt": (
        f"语文教研组工作计划\n一、指导思想\n立足课堂,做实教研。\n二、主要工作\n{SHARED_TEXT}\n每位教师每学期听课不少于20节。\n"
    ),
    "清河县/清河县第二小学/2023年数学教研组工作计划.txt": (
        f"数学教研组工作计划\n一、主要工作\n{SHARED_TEXT.replace('各备课组', '本教研组')}\n2、组织研讨X次。\n3、结合实际,清河县第一小学的数学组要抓好落实。\n"
    ),
    "清河县/清河县第三小学/2023年英语教研组工作总结.txt": f"英语教研组工作总结\n一、主要工作\n本学期组织活动12次,收效良好。\n{HOSTILE}\n",
    "清河县/清河县第三小学/2023年=HYPERLINK(计划).txt": (
        "=1+1教研组工作计划\n一、工作目标\n=cmd|' /C calc'!A0\n+2号教师每周听课2节。\n@SUM(A1:A9)\n-3的结果要复查3次。\n"
    ),
}
BAD = "清河县/清河县第四小学/2023年计划.docx"
