"""Every way in which collections mark their members, and files of one plan that look like collections and are none.

In a case ‖ stands where a plan begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from jiaoyan_nlp.corpus.plans.anthology import split
from jiaoyan_nlp.text.folding import fold

HANZI = "一二三四五六七八九十"
SUBJECTS = ("语文", "数学", "英语", "科学", "音乐", "美术", "体育", "劳动", "书法", "综合")
LEAD = "时光飞快，又到了动笔的时候。下面是小编为大家整理的几份文稿，希望对您有所帮助。\n"
PLANS = (
    "新学期到了，组里的老师坐在一起，把要做的事排了又排，定下这份打算。\n一、工作目标\n让每节课都有收获，让每位教师都有成长，让课堂成为大家说话的地方。\n"
    "二、具体措施\n1、每周集体备课，由主讲人先说课，再由大家修改。\n2、每月评课一次，先说长处，再说短处，最后说怎样改。\n三、活动安排\n九月定计划，十月磨课，十一月评课，一月交总结。\n",
    "一、指导思想\n以课堂为根，以问题为题，把教研做在教室里，不赶热闹，不做样子。\n二、主要任务\n（一）读书\n每位教师一学期读完一本书，写两篇读后感。\n（二）听课\n"
    "每位教师听课不少于十五节，听后当天交流。\n三、几点要求\n各组按时交材料，教导处月底检查，检查的结果在例会上说明。\n2023年9月1日\n",
    "本组共有教师九人，年轻人多，劲头足，路子还不熟。为了走稳，商定如下。\n一、补课堂的短板\n课前多想一步，课上少讲一句，课后多问一声，每周五下午轮流上一节研讨课。\n"
    "二、补读书的短板\n每两周共读一章，轮流领读，读完写三百字，贴在办公室的墙上。\n三、补研究的短板\n人人有一个小题目，期末在组里讲十分钟。\n松涛小学教研组\n",
)
PROSE = (
    "这一学期我们把力气用在课堂上，听了四十节课，评了四十节课，改了四十节课，有的课改了三遍，老师们都说值得，孩子们的话也比从前多了。\n"
    "备课组每周三下午坐到一起，先由主备人说，再由大家补，最后定下一份共用的稿子，各班照自己的样子再改，改过的地方用红笔标明，月底收齐。\n"
    "期末回头看，及格的人多了，怕上课的人少了，还有些事没有做好，明年接着做，一件一件补上。\n"
)
GLUED = tuple(plan.replace("\n", "") for plan in PLANS)


def body(n: int) -> str:
    return PLANS[n % len(PLANS)]


def glued(n: int) -> str:
    return GLUED[n % len(GLUED)]


def members(count: int, head: Callable[[int], str], text: Callable[[int], str] = body, numbers: Sequence[int] | None = None) -> str:
    """Members under their heads, each with a ‖ before it; heads get the number that is printed."""
    return "".join(f"‖{head(printed)}{text(n)}" for n, printed in enumerate(numbers or range(1, count + 1), 1))


TOPIC = "教研组工作计划"
FRONT = f"{TOPIC}（通用5篇）\n{LEAD}"
MANY = {
    # with line breaks, numbered by 篇
    "topic, blank, 篇1": FRONT + members(5, lambda n: f"{TOPIC} 篇{n}\n"),
    "topic, 篇1": FRONT + members(5, lambda n: f"{TOPIC}篇{n}\n"),
    "topic, 篇 1": FRONT + members(5, lambda n: f"{TOPIC}篇 {n}\n"),
    "topic, 篇一": FRONT + members(5, lambda n: f"{TOPIC}篇{HANZI[n - 1]}\n"),
    "篇一：《》": LEAD + members(5, lambda n: f"篇{HANZI[n - 1]}：《{SUBJECTS[n]}教研组工作计划》\n"),
    "篇1：topic": LEAD + members(5, lambda n: f"篇{n}：{TOPIC}\n"),
    "篇(1)": FRONT + members(4, lambda n: f"{TOPIC}篇（{n}）\n"),
    "lone 篇1": FRONT + members(5, lambda n: f"篇{n}\n"),
    "topic 第1篇": FRONT + members(5, lambda n: f"{TOPIC} 第{n}篇\n"),
    "topic, 第一篇": FRONT + members(5, lambda n: f"{TOPIC}第{HANZI[n - 1]}篇\n"),
    "第一篇：topic": FRONT + members(5, lambda n: f"第{HANZI[n - 1]}篇：{TOPIC}\n"),
    "第一篇 own title": FRONT + members(5, lambda n: f"第{HANZI[n - 1]}篇 {SUBJECTS[n]}教研组工作计划\n"),
    "第一篇、": FRONT + members(3, lambda n: f"第{HANZI[n - 1]}篇、{SUBJECTS[n]}教研组工作计划\n"),
    "lone 第一篇": FRONT + members(5, lambda n: f"第{HANZI[n - 1]}篇\n"),
    "【第一篇】": FRONT + members(5, lambda n: f"【第{HANZI[n - 1]}篇】\n"),
    "topic【第一篇】": FRONT + members(5, lambda n: f"{TOPIC}【第{HANZI[n - 1]}篇】\n"),
    "【篇1】topic": FRONT + members(5, lambda n: f"【篇{n}】{TOPIC}\n"),
    "[第1篇]": FRONT + members(3, lambda n: f"[第{n}篇]{TOPIC}\n"),
    "《第一篇》": FRONT + members(3, lambda n: f"《第{HANZI[n - 1]}篇》\n"),
    "# 第一篇": FRONT + members(3, lambda n: f"# 第{HANZI[n - 1]}篇 {TOPIC}\n"),
    "ten and more": FRONT.replace("5", "13") + members(13, lambda n: f"{TOPIC} 篇{n}\n"),
    "twenty": FRONT.replace("5", "20") + members(20, lambda n: f"{TOPIC} 篇{n}\n"),
    "篇 behind other words each": FRONT + "".join(f"‖{w} 篇{n}\n{body(n)}" for n, w in enumerate(("语文教研组计划", "语文组工作计划", "2023语文教研计划"), 1)),
    # with line breaks, numbered otherwise
    "topic1": FRONT + members(5, lambda n: f"{TOPIC}{n}\n"),
    "topic 1": FRONT + members(5, lambda n: f"{TOPIC} {n}\n"),
    "topic一": FRONT + members(5, lambda n: f"{TOPIC}{HANZI[n - 1]}\n"),
    "topic（一）": FRONT + members(5, lambda n: f"{TOPIC}（{HANZI[n - 1]}）\n"),
    "topic(1)": FRONT + members(5, lambda n: f"{TOPIC}({n})\n"),
    "topic【1】": FRONT + members(5, lambda n: f"{TOPIC}【{n}】\n"),
    "（一）topic": FRONT + members(5, lambda n: f"（{HANZI[n - 1]}）{SUBJECTS[n]}教研组工作计划\n"),
    "1. own title": FRONT + members(5, lambda n: f"{n}. {SUBJECTS[n]}教研组工作计划\n"),
    "1、own title": FRONT + members(5, lambda n: f"{n}、{SUBJECTS[n]}教研组工作计划\n"),
    "bare numbers": FRONT + members(5, lambda n: f"{n}\n"),
    "bare numbers with a dot": FRONT + members(5, lambda n: f"{n}.\n"),
    "范文一": FRONT + members(5, lambda n: f"范文{HANZI[n - 1]}\n"),
    "范文1：topic": FRONT + members(5, lambda n: f"范文{n}：{TOPIC}\n"),
    "topic范文（一）": FRONT + members(5, lambda n: f"{TOPIC}范文（{HANZI[n - 1]}）\n"),
    "例文二": FRONT + members(3, lambda n: f"例文{HANZI[n - 1]}：\n"),
    "模板三": FRONT + members(3, lambda n: f"{TOPIC}模板{HANZI[n - 1]}\n"),
    "【范文1】": FRONT + members(3, lambda n: f"【范文{n}】\n"),
    # with line breaks, not numbered
    "own titles": FRONT + members(5, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作计划\n"),
    "own titles of schools": FRONT + members(5, lambda n: f"示例县第{HANZI[n]}小学2023年校本研修计划\n"),
    "own titles, no front": members(4, lambda n: f"松涛小学{SUBJECTS[n]}教研组2023年工作计划\n"),
    "letterheads": FRONT + members(3, lambda n: f"示例县第{HANZI[n]}小学文件\n示教〔2023〕{n}号\n2023年校本研修计划\n", lambda n: PLANS[1]),
    "school above the title": FRONT + members(3, lambda n: f"示例县第{HANZI[n]}小学\n2023年校本研修工作计划\n", lambda n: PLANS[1]),
    "titles of two lines": FRONT + members(3, lambda n: f"把课上进心里\n——松涛小学{SUBJECTS[n]}教研组工作计划\n", lambda n: PLANS[1]),
    "prose": "教研组工作总结（精选3篇）\n" + LEAD + members(3, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作总结\n", lambda _: PROSE),
    "mixed": "教研计划总结（精选4篇）\n" + LEAD + members(4, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作{'计划总结'[n % 2 * 2 : n % 2 * 2 + 2]}\n"),
    "the same title again": FRONT + members(3, lambda n: f"{TOPIC}\n"),
    # heads, doubles, gaps
    "contents": FRONT + "目录\n" + "".join(f"{TOPIC} 篇{n}\n" for n in range(1, 6)) + members(5, lambda n: f"{TOPIC} 篇{n}\n"),
    "contents in one line": FRONT + "".join(f"{TOPIC} 篇{n}" for n in range(1, 6)) + "\n" + members(5, lambda n: f"{TOPIC} 篇{n}\n"),
    "contents of 第一篇": FRONT + "".join(f"第{n}篇：{SUBJECTS[n]}组计划\n" for n in range(1, 4)) + members(3, lambda n: f"第{n}篇：{SUBJECTS[n]}组计划\n"),
    "contents of own titles": FRONT + "".join(f"松涛小学{SUBJECTS[n]}教研组工作计划\n" for n in range(1, 5))
    + members(4, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作计划\n"),
    "title twice": FRONT + members(5, lambda n: f"{TOPIC} 篇{n}\n{TOPIC} 篇{n}\n"),
    "title three times": FRONT + members(3, lambda n: f"第{n}篇：松涛小学教研计划\n松涛小学教研计划\n松涛小学教研计划\n"),
    "own title twice": FRONT + members(3, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作计划\n松涛小学{SUBJECTS[n]}教研组工作计划\n"),
    "marker and own title": FRONT + members(5, lambda n: f"{TOPIC}{n}\n松涛小学{SUBJECTS[n]}教研组工作计划\n"),
    "a number is missing": FRONT + members(4, lambda n: f"{TOPIC} 篇{n}\n", numbers=(1, 2, 4, 5)),
    "two numbers are missing": FRONT + members(4, lambda n: f"{TOPIC} 篇{n}\n", numbers=(1, 2, 5, 6)),
    "a number is doubled": FRONT + members(4, lambda n: f"{TOPIC} 篇{n}\n", numbers=(1, 2, 2, 3)),
    "a numbered title is doubled": FRONT + members(4, lambda n: f"{TOPIC}{n}\n", numbers=(1, 2, 2, 3)),
    "the first has no marker": FRONT + f"‖{PLANS[1]}" + members(3, lambda n: f"{TOPIC} 篇{n}\n", numbers=(2, 3, 4)),
    "篇 and 第篇 mixed": FRONT + f"‖{TOPIC} 篇1\n{PLANS[0]}‖第二篇：{TOPIC}\n{PLANS[1]}‖{TOPIC} 篇3\n{PLANS[2]}",
    "no front": members(5, lambda n: f"{TOPIC} 篇{n}\n"),
    "front title twice": FRONT.split("\n")[0] + "\n" + FRONT + members(3, lambda n: f"{TOPIC}{n}\n"),
    "front with 范文5篇": f"{TOPIC}范文5篇\n写{TOPIC}要有条理，也要有自己的话。\n" + members(5, lambda n: f"{TOPIC}{n}\n"),
    "front with 集锦": f"{TOPIC}集锦（5篇）\n{LEAD}" + members(5, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作计划\n"),
    "front of a school's own volume": "松涛小学教研组计划汇编\n" + members(3, lambda n: f"松涛小学{SUBJECTS[n]}教研组工作计划\n"),
    "marker in mid-line": FRONT + f"‖{TOPIC} 篇1\n{PLANS[0]}点击下载文档。‖{TOPIC} 篇2\n{PLANS[1].strip()}‖{TOPIC} 篇3\n{PLANS[2]}",
    # without line breaks
    "glued 篇1": f"{TOPIC}（精选5篇）" + members(5, lambda n: f"{TOPIC}篇{n}", glued),
    "glued, blank, 篇1": f"{TOPIC}（精选5篇）" + LEAD.strip() + members(5, lambda n: f"{TOPIC} 篇{n}", glued),
    "glued, blanks around 篇 1": f"{TOPIC}（精选5篇）" + members(5, lambda n: f"{TOPIC} 篇 {n} ", glued),
    "glued 篇 and a year": f"{TOPIC}范文3篇" + LEAD.strip() + members(3, lambda n: f"{TOPIC} 篇{n}2023年我们", glued),
    "glued 【第一篇】": f"{TOPIC}【精选5篇】" + LEAD.strip() + members(5, lambda n: f"{TOPIC}【第{HANZI[n - 1]}篇】", glued),
    "glued 第一篇：": LEAD.strip() + members(5, lambda n: f"第{HANZI[n - 1]}篇：松涛小学{SUBJECTS[n]}教研组工作计划", glued),
    "glued 篇一：《》": LEAD.strip() + members(5, lambda n: f"篇{HANZI[n - 1]}：《{SUBJECTS[n]}教研组工作计划》", glued),
    "glued topic1": f"{TOPIC}（精选5篇）" + LEAD.strip() + members(5, lambda n: f"{TOPIC}{n}", glued),
    "glued topic（一）": f"{TOPIC}（精选5篇）" + LEAD.strip() + members(5, lambda n: f"{TOPIC}（{HANZI[n - 1]}）", glued),
    "glued lone 篇1": f"{TOPIC}（精选3篇）" + LEAD.strip() + members(3, lambda n: f"篇{n}", glued),
    "glued own titles": f"{TOPIC}（精选5篇）" + LEAD.strip() + members(5, lambda n: f"松涛小学{SUBJECTS[n]}教研组2023年工作计划", glued),
    "glued contents": f"{TOPIC}（精选3篇）" + "".join(f"{TOPIC} 篇{n}" for n in (1, 2, 3)) + members(3, lambda n: f"{TOPIC} 篇{n}", glued),
    "glued of two": f"{TOPIC}（精选2篇）" + members(2, lambda n: f"{TOPIC}篇{n}", glued),
}  # fmt: skip

HEAD = "‖松涛小学2023年教研工作计划\n"
ONE = {
    "an appendix": f"{HEAD}{PLANS[0]}附件1：松涛小学读书活动计划\n一、时间\n每周三下午。\n二、办法\n轮流领读。\n",
    "an appendix below its own line": f"{HEAD}{PLANS[0]}附件\n松涛小学读书活动计划\n一、时间\n每周三下午。\n二、办法\n轮流领读。\n",
    "two appendices": f"{HEAD}{PLANS[0]}附件1 骨干教师培养计划\n一、目标\n三年成才。\n二、措施\n"
    f"结对。\n附件2 青年教师培养计划\n一、目标\n一年站稳。\n二、措施\n跟岗。\n",
    "numbered schemes": f"{HEAD}{PLANS[0]}活动方案一\n{PLANS[1]}活动方案二\n{PLANS[2]}",
    "plans as items": f"{HEAD}一、要写的计划\n1、教研组工作计划\n由组长写，开学第一周交。\n2、备课组工作计划\n由备课组长写，第二周交。\n"
    f"3、个人研修计划\n人人写，第三周交。\n二、要写的总结\n期末写。\n",
    "plans in brackets as headings": f"{HEAD}一、各组\n（一）语文组计划\n{'读书。' * 60}\n（二）数学组计划\n{'算题。' * 60}\n二、检查\n教导处查。\n",
    "stages": f"{HEAD}第一阶段：准备\n{'读书。' * 40}\n第二阶段：实施\n{'上课。' * 40}\n第三阶段：总结\n{'写文章。' * 40}\n",
    "parts": f"{HEAD}第一部分 工作总结\n一、成绩\n好。\n二、问题\n少。\n第二部分 工作计划\n一、目标\n高。\n二、措施\n多。\n",
    "a plan that is named": f"{HEAD}为落实《松涛小学三年发展规划》和《教研组工作计划》，定本计划。\n{PLANS[0]}",
    "a title cited on a line": f"{HEAD}{PLANS[0]}本计划与\n松涛小学2023年学校工作计划\n一同施行，由教导处负责解释。\n",
    "篇 counts": f"{HEAD}{PLANS[0]}每人写反思2篇，论文1篇，全组共9篇。\n篇3000字以上。\n",
    "papers by their order": f"{HEAD}{PLANS[0]}四、交稿\n第一篇：教学反思，九月交，写课堂上最想重来的一刻。\n第二篇：教学案例，十一月交，写一个孩子的变化。\n",
    "bare page numbers": f"{HEAD}1\n{PLANS[0]}"
    f"2\n{PLANS[1].replace('一、指导', '四、指导').replace('二、主要', '五、主要').replace('三、几', '六、几')}3\n好。\n",
    "title twice": f"{HEAD}松涛小学2023年教研工作计划\n{PLANS[0]}",
    "title three times": f"{HEAD}松涛小学2023年教研工作计划\n松涛小学2023年教研工作计划\n{PLANS[0]}",
    "title with a number": f"‖松涛小学教研工作计划（1）\n{PLANS[0]}",
    "title again at the foot": f"{HEAD}{PLANS[0]}松涛小学2023年教研工作计划\n",
    "numbering restarts under headings": f"{HEAD}读书计划\n一、时间\n周三。\n二、书目\n自选。\n听课计划\n一、时间\n周四。\n二、班级\n自选。\n",
    "a table of plans": f"{HEAD}{PLANS[0]}周次\t内容\n1\t定计划\n2\t磨课\n3\t评课\n教研活动安排\n九月 开会\n十月 磨课\n",
    "rules behind it": f"{HEAD}{PLANS[0]}教研组工作制度\n一、按时到会。\n二、轮流主讲。\n三、写好记录。\n",
    "篇 as chapters": f"{HEAD}一、学习篇\n{'读书。' * 40}\n二、研究篇\n{'上课。' * 40}\n三、成果篇\n{'写文章。' * 40}\n",
    "glued, with a plan in its text": f"‖松涛小学2023年教研工作计划{GLUED[0]}学校教研组工作计划由组长写。松涛小学校本研修计划和本计划一同施行。",
    "glued, papers by their order": f"‖松涛小学2023年教研工作计划{GLUED[0]}四、交稿第一篇反思九月交，第二篇反思十一月交，第三篇案例一月交。",
    "a summary that looks ahead": f"‖松涛小学2023年教研工作总结\n{PROSE}下学期工作计划\n一、多读书\n每月一本。\n二、多听课\n每周一节。\n",
}  # fmt: skip

SITE = "下面是小编为大家整理的教研组工作计划，希望对您有所帮助。\n"
ONE |= {
    "a site's introduction": f"{SITE}{HEAD}{PLANS[0]}读书活动方案\n一、时间\n每周三下午。\n二、办法\n轮流领读，读完写三百字。\n",
    "a title that ends in 范文": f"‖{TOPIC}（范文）\n{PLANS[0]}读书活动方案\n一、时间\n每周三下午。\n二、办法\n轮流领读，读完写三百字。\n",
    "a title that ends in 通用": f"‖{TOPIC}（通用）\n{PLANS[0]}青年教师培养计划\n一、对象\n教龄三年以内。\n二、办法\n一人一师，月月有课。\n",
    "plans of the year before": f"{HEAD}一、回顾\n上学期我们写了三份计划。\n二、今年\n松涛小学2022年教研工作计划\n"
    f"做完了九成，剩下的今年接着做。\n三、打算\n多听课。\n",
    "quoted titles in a list": f"{HEAD}一、依据\n1. 《示例县2023年教研工作计划》\n2. 《松涛小学2023年工作计划》\n二、目标\n好。\n三、措施\n多。\n",
    "numbered appendices below it": f"{HEAD}{PLANS[0]}附件：1.教研活动计划\n2.听课安排\n3.读书计划\n",
    "steps by 篇": f"{HEAD}{PLANS[0]}篇章一：读\n{'读书。' * 40}\n篇章二：写\n{'写字。' * 40}\n",
    "a plan of several groups": f"{HEAD}一、语文组工作计划\n{'读书。' * 60}\n二、数学组工作计划\n{'算题。' * 60}\n三、英语组工作计划\n{'说话。' * 60}\n",
    "a plan with a term's plan inside": f"{HEAD}{PLANS[0]}四、各月工作计划\n九月：定计划。\n十月：磨课。\n教研活动计划\n第一周 开会\n第二周 磨课\n",
    "lines of a table that end in 计划": f"{HEAD}{PLANS[0]}1\t教研组工作计划\n2\t备课组工作计划\n3\t个人研修计划\n",
    "a heading without a mark": f"{HEAD}{PLANS[0]}教师个人成长计划\n一、自学\n每天半小时。\n二、互学\n每周一次。\n三、外学\n每月一次。\n",
    "wrapped lines": f"{HEAD}为了把松涛小学教研工作计划落到实处，让每位教师都知道自己该做什么，根据学校\n2023年工作计划\n的要求，把任务分到各组。\n{PLANS[0]}",
    "models named in the text": f"{HEAD}{PLANS[0]}四、交一份模板\n模板一：说课稿，九月交，写清教什么和怎样教。\n模板二：评课稿，十月交，写清好在哪里。\n",
}  # fmt: skip
TWO = {
    "a summary and a plan, both with titles": f"‖松涛小学2022年教研工作总结\n{PLANS[1]}‖松涛小学2023年教研工作计划\n{PLANS[0]}",
    "a plan twice for two terms": f"‖松涛小学2023年春季教研工作计划\n{PLANS[1]}‖松涛小学2023年秋季教研工作计划\n{PLANS[0]}",
}


def places(case: str) -> tuple[str, list[int]]:
    """The folded text of a case and where its plans begin."""
    parts = case.split("‖")
    starts = [sum(map(len, parts[: n + 1])) for n in range(len(parts) - 1)]
    return fold("".join(parts)), starts


@pytest.mark.parametrize("name", MANY | TWO)
def test_every_member_is_found(name: str) -> None:
    text, starts = places((MANY | TWO)[name])
    assert [text[p.start : p.start + 24] for p in split(text).plans] == [text[s : s + 24] for s in starts]
    assert [p.start for p in split(text).plans] == starts


@pytest.mark.parametrize("name", ONE)
def test_a_single_plan_is_never_cut(name: str) -> None:
    text, starts = places(ONE[name])
    assert [text[p.start : p.start + 24] for p in split(text).plans] == [text[s : s + 24] for s in starts]


# of a glued member the title ends at ‡, marker, name and doubles included
TITLED = [
    "‖第一篇：松涛小学语文教研组工作计划‡新学期到了，大家又坐在一起。",
    "‖第一篇：松涛小学语文教研组工作计划松涛小学语文教研组工作计划‡新学期到了，大家又坐在一起。",
    "‖篇一：《松涛小学语文教研计划》‡新学期到了，大家又坐在一起。",
    f"‖{TOPIC} 篇1松涛小学2023年春季教研组工作计划‡一、目标让每节课都有收获。",
    f"‖{TOPIC}篇2‡2023年我们把力气用在课堂上。",
    f"‖{TOPIC}【第一篇】‡新学期到了，大家又坐在一起。",
]


@pytest.mark.parametrize("case", TITLED)
def test_where_the_title_of_a_glued_member_ends(case: str) -> None:
    head = f"{TOPIC}（精选2篇）{LEAD.strip()}‖{TOPIC}篇1{GLUED[0]}" if "篇2" in case else f"{TOPIC}（精选1篇）{LEAD.strip()}"
    words = head + case
    end = words.replace("‖", "").index("‡")
    assert split(fold(words.replace("‖", "").replace("‡", ""))).plans[-1].title_end == end
