"""Made-up words of made-up sites: put together from parts by chance, so that no list of real sites knows them."""

from __future__ import annotations

from random import Random

_FIRST = ("青禾", "松风", "云岫", "半亩", "知砚", "小满", "竹溪", "灯火", "长亭", "麦田", "石榴", "白鹭", "有度", "千寻", "晴窗", "橘子")
_SECOND = ("文库", "范文网", "课件站", "教育网", "学习网", "资料库", "教案吧", "书屋", "备课屋", "公文铺", "资源站", "读写社")
_WITH_SITE = (
    "更多资料请上{site}", "本文由{site}整理", "{site}让备课更轻松", "{site}会员专享", "欢迎关注{site}公众号", "内容来自{site}", "{site}陪你每一课",
    "完整内容请到{site}下载", "{site}版权所有", "找资料就来{site}", "{site}提供下载", "请记住{site}的网址",
)  # fmt: skip
_MOTTOS = (
    ("好文章", "慢慢读"), ("一杯茶", "一页书"), ("日积月累", "终有所成"), ("轻松写作", "快乐分享"), ("你的收藏", "我的动力"), ("点滴用心", "步步生花"),
    ("省时省力", "拿来就用"), ("写材料不再难", "熬夜从此远"),
)  # fmt: skip
_FRAMES = ("{}。", "{}！", "{}!", "{}", "[{}]", "【{}】", "（{}）", "({})", " {} ")
_STAGES = ("小学", "初中", "高中", "幼儿园", "中心校", "农村小学", "职业中学")
_SUBJECTS = ("语文", "数学", "英语", "科学", "音体美", "历史", "物理", "信息科技", "德育", "综合")
_DOCUMENTS = ("教研组工作计划", "校本研修总结", "备课组活动安排", "教师述职报告", "教研工作要点", "家长会发言稿", "教学反思", "班主任工作总结")
_PEOPLE = ("小雨点", "南山樵夫", "匿名用户", "一叶知秋", "爱吃橘子的猫", "教书匠老周", "热心网友")
_REMARKS = ("写得很实在，收藏了。", "有没有Word版？", "谢谢分享！", "正好用得上", "楼主辛苦", "表格能发一份吗", "赞一个", "能不能再短一点")


def site_name(chance: Random) -> str:
    """A site's name, such as 青禾文库."""
    return chance.choice(_FIRST) + chance.choice(_SECOND)


def advert(chance: Random) -> str:
    """A site's watermark: a sentence with its name, or a motto of nobody's; with a stop, without one, or in brackets."""
    words = "，".join(chance.choice(_MOTTOS)) if chance.random() < 0.2 else chance.choice(_WITH_SITE).format(site=site_name(chance))
    return chance.choice(_FRAMES).format(words)


def other_title(chance: Random) -> str:
    """The title of another document on a site, such as 初中物理教研组工作计划."""
    return chance.choice(_STAGES) + chance.choice(_SUBJECTS) + chance.choice(_DOCUMENTS)


def person(chance: Random) -> str:
    """A visitor's name."""
    return chance.choice(_PEOPLE)


def remark(chance: Random) -> str:
    """What a visitor writes below a text."""
    return chance.choice(_REMARKS)


def date(chance: Random) -> str:
    """A day as sites print it, from 2021 to 2024."""
    return f"202{chance.randint(1, 4)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
