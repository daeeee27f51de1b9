"""The lexicon of exchanged words: well formed, holding what spun copies exchange, and keeping apart what means another thing."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold

CLASSES: list[list[str]] = lexicon("synonyms")["classes"]
CLASS_OF = {word: number for number, words in enumerate(CLASSES) for word in words}
FIRST = {word: CLASSES[number][0] for word, number in CLASS_OF.items()}

# what spun and hurriedly changed copies are known for, written down before the classes were grouped
EXCHANGED = """
集体 群众 | 通过 透过 | 通过 经过 | 能力 潜力 | 能力 本事 | 教师 老师 | 学生 同学 | 开展 展开 | 提高 提升 | 加强 强化 | 加强 增强
充分 充足 | 方法 办法 | 重要 重大 | 进行 实行 | 使 让 | 并 且 | 和 与 | 将 把 | 各 每 | 以及 及其 | 认真 仔细 | 学习 学业
积极 用心 | 积极 进取 | 根据 依据 | 不断 一向 | 活动 运动 | 情况 状况 | 情况 情景 | 形成 构成 | 提供 带给 | 提供 供给 | 必须 务必
责任 职责 | 特别 个性 | 内容 资料 | 大量 超多 | 符合 贴合 | 达到 到达 | 意义 好处 | 建议 推荐 | 自己 自我 | 现在 此刻 | 保持 维持
面对 应对 | 一起 一齐 | 应该 就应 | 文明 礼貌 | 相信 坚信 | 落实 贯彻 | 观念 理念 | 目标 目的 | 课堂 讲堂 | 水平 水准 | 措施 举措
营造 创设 | 氛围 气氛 | 互相 相互 | 经常 时常 | 任务 使命 | 制度 轨制 | 作用 感化 | 扎扎实实 踏踏实实 | 取长补短 扬长避短
"""
PAIRS = [tuple(pair.split()) for pair in re.split(r"[|\n]", EXCHANGED) if pair.strip()]

# words of one heap say different things about a plan: no two of them stand in one class
APART = {
    "subjects": "语文 数学 英语 物理 化学 生物 历史 地理 政治 音乐 美术 体育 科学",
    "schools": "小学 中学 初中 高中 大学 幼儿园 中心校 完小",
    "people": "校长 副校长 主任 组长 教师 学生 家长 专家 教研员 班主任 徒弟 师傅",
    "kinds of teachers": "青年教师 骨干教师 新教师 老教师 全体教师 兼职教师",
    "offices": "教研组 备课组 教导处 教研室 教科室 总务处 年级组 课题组",
    "levels": "校级 区级 县级 市级 省级 国家级 全校 全区 全县 全市 全省 我校 我区 我县 我市 我省",
    "levels in a letter": "校 区 县 市 省 镇 乡",
    "units": "次 节 篇 个 本 名 项 场 人 课时 学时 小时",
    "terms": "上学期 下学期 春季 秋季 第一学期 第二学期 寒假 暑假 期中 期末 开学 放学",
    "months": "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    "times": "每天 每周 每月 每学期 每年 今天 明天 本周 下周 上周 以前 以后 现在",
    "numbers": "一 二 两 三 四 五 六 七 八 九 十 百 千 半 零",
    "grades": "优秀 良好 合格 不合格",
    "duties": "备课 上课 听课 评课 说课 磨课 命题 批改 辅导 作业 考试 教案 论文",
    "before and after": "预习 复习 课前 课中 课后 之前 之后 开始 结束 提前 延长",
    "bounds": "至少 至多 以上 以下 超过 不足 以内 以外 不少 不到",
}
OPPOSITES = """
提高 降低 | 增加 减少 | 扩大 缩小 | 优点 缺点 | 主要 次要 | 正确 错误 | 集体 个人 | 支持 反对 | 加快 延长 | 允许 禁止 | 必须 不必 | 重视 忽视
表扬 批评 | 成功 失败 | 先进 落后 | 公开 保密 | 坚持 放弃 | 复杂 简单 | 容易 困难 | 加强 削弱 | 理论 实践 | 输出 引进 | 必须 可以 | 统一 分散
"""
OPPOSITE_PAIRS = [tuple(pair.split()) for pair in re.split(r"[|\n]", OPPOSITES) if pair.strip()]


def test_every_class_has_words_of_one_length_and_no_word_stands_twice() -> None:
    words = [word for words in CLASSES for word in words]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert [each for each in CLASSES if len(each) < 2 or len({len(word) for word in each}) != 1] == []
    assert [word for word in words if not re.fullmatch("[一-鿿]{1,4}", word) or fold(word) != word] == []


def test_the_lexicon_is_broad() -> None:
    assert len(CLASSES) >= 900
    assert len(CLASS_OF) >= 2800


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_an_exchanged_pair_stands_together(pair: tuple[str, str]) -> None:
    one, other = pair
    assert CLASS_OF[one] == CLASS_OF[other]


@pytest.mark.parametrize("heap", APART)
def test_words_that_mean_different_things_stand_apart(heap: str) -> None:
    held = Counter(CLASS_OF[word] for word in APART[heap].split() if word in CLASS_OF)
    assert [CLASSES[number] for number, count in held.items() if count > 1] == []


@pytest.mark.parametrize("pair", OPPOSITE_PAIRS, ids="-".join)
def test_opposites_stand_apart(pair: tuple[str, str]) -> None:
    one, other = pair
    assert CLASS_OF.get(one, one) != CLASS_OF.get(other, other)


@pytest.mark.parametrize("length", (3, 4))
def test_folding_a_longer_word_by_its_halves_leads_to_the_first_of_its_class(length: int) -> None:
    firsts = [words[0] for words in CLASSES if len(words[0]) == length]
    by_halves = [FIRST.get(word[:2], word[:2]) + (FIRST.get(word[2:], word[2:]) if length == 4 else word[2:]) for word in firsts]
    assert by_halves == firsts
