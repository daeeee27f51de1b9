"""A site's page saved as text: what stands above and below the document, and its title printed again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mutations.record import Edit, Record, Row, edited, noise, title_of
from mutations.words import date, other_title, person, remark, site_name

Line = tuple[str, str]
"""Words of a site, and their part in its page: nav, crumbs, meta, share, links, related, comments, legal."""


def site(record: Record, chance: Random) -> Record:
    """Navigation, breadcrumb, title and byline above the text; neighbours, recommendations, comments and legal notes below."""
    name = site_name(chance)
    title, size = title_of(record), len(record.text)
    head = [noise(0, f"{words}\n", part) for part, words in _some(chance, _nav(name), _crumbs(name, chance))]
    head += [Edit(0, 0, f"{title}\n", "title")] if title else []
    head += [noise(0, f"{words}\n", part) for part, words in _byline(name, chance)]
    foot = [noise(size, f"\n{words}", part) for part, words in _foot(name, chance)]
    return _started_at_title(edited(record, head + foot), record)


def _started_at_title(made: Record, before: Record) -> Record:
    """A plan starts at the first printing of its title: so does a first plan that began where the text did."""
    first, plan = _first(before), before.plans[0]
    if first is None or first["start"] != plan["start"] or len(before.plans) > 1:
        return made
    start = _first(made)
    assert start is not None
    return replace(made, plans=(made.plans[0] | {"start": start["start"]}, *made.plans[1:]))


def _first(record: Record) -> Row | None:
    return next((r for r in record.sections if r["label"] != "noise"), None)


def _some(chance: Random, *groups: list[Line]) -> list[Line]:
    """All lines of the groups, each group with three chances in four."""
    return [line for group in groups if chance.random() < 0.75 for line in group]


def _nav(name: str) -> list[Line]:
    return [("nav", name), ("nav", "首页　工作计划　工作总结　教案下载　作文大全　会员中心")]


def _crumbs(name: str, chance: Random) -> list[Line]:
    forms = ("当前位置：首页 > 工作计划 > 教研计划 > 正文", f"{name} > 教学资料 > 计划总结", "首页 » 范文 » 学校工作计划", f"您的位置：{name} >> 文档 >> 正文")
    return [("crumbs", chance.choice(forms))]


def _byline(name: str, chance: Random) -> list[Line]:
    views = f"{chance.choice(['浏览量', '浏览', '阅读', '点击'])}：{chance.randint(12, 9800)}"
    forms = (
        f"发布时间：{date(chance)} 09:{chance.randint(10, 59)}　来源：{name}　{views}次",
        f"{date(chance)} 作者：{person(chance)} {views}",
        f"来源：网络　发布：{date(chance)}　{views}",
        f"更新时间：{date(chance)} | 上传者：{person(chance)} | {views}",
    )
    return [("meta", chance.choice(forms)), *_some(chance, [("share", chance.choice(["字号：大 中 小", "收藏", "分享到：微信 微博 空间", "下载本文Word版"]))])]


def _foot(name: str, chance: Random) -> list[Line]:
    links = [("links", f"上一篇：{other_title(chance)}"), ("links", f"下一篇：{other_title(chance)}")]
    heading = chance.choice(["为您推荐", "相关文章", "猜你喜欢", "热门推荐", "相关推荐："])
    related = [("related", heading), *(("related", other_title(chance)) for _ in range(chance.randint(3, 6)))]
    comments = [("comments", chance.choice(["评论（3）", "网友评论", "发表评论"])), *(("comments", f"{person(chance)}：{remark(chance)}") for _ in range(3))]
    legal = [("legal", f"版权声明：本文由用户上传，版权归原作者所有，如有侵权请联系{name}删除。"), ("legal", f"© 2024 {name} 示例备00000000号")]
    return [*_some(chance, links, related, comments), *legal]
