"""Names in letters: what one form has filled in differently from school to school. Schools, places, people, years, dates, numbers, subjects."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from jiaoyan_nlp.corpus.metadata.schools import schools_in
from jiaoyan_nlp.resources import lexicon

SLOTS = ("school", "place", "person", "year", "date", "number", "subject")
"""Kinds of names, and so of slots; where two could be meant the first counts."""

_DIGITS = r"(?:\d|[〇零一二三四五六七八九十百千两几])"
_SURNAME = (
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵"
    "湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊於惠甄曲家封"
    "储靳段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公涂肖付闫]"
)
_ROLE = "(?:组长|校长|主任|园长|书记|组员|成员|主讲人?|执教|负责人|记录人?|主持人?|撰写人?|执笔人?|教研员|老师|同志)"


class Name(NamedTuple):
    """A name in letters[start:end]."""

    start: int
    end: int
    kind: str


@cache
def _pattern() -> re.Pattern[str]:
    subjects = "|".join(sorted(lexicon("metadata")["subjects"], key=len, reverse=True))
    return re.compile(
        rf"(?P<year>(?:20|19)\d\d(?:(?:20|19)\d\d)?(?=学?年|年度|级|届|[春秋])|[二一][〇零九][〇零一二三四五六七八九]{{2}}(?=学?年)|20[xX]{{2}}(?=学?年))"
        rf"|(?P<date>{_DIGITS}{{1,3}}(?=月|日|号|周(?!年)|星期)|(?<=周|第){_DIGITS}{{1,3}}(?=周)|(?<=学年|年度)第?[一二上下](?=学期)|[上下](?=学期|半年)|[春秋](?=季|学期))"
        rf"|(?P<place>[一-鿿]{{2}}(?:县|市|区|镇|乡)(?:新区)?)"
        rf"|(?P<person>(?:(?<=[组校园]长)|(?<=主任|书记|组员|成员|执教|老师|同志)|(?<=负责人|记录人|主持人|撰写人|执笔人|主讲人|教研员)){_SURNAME}[一-鿿]{{1,2}}|{_SURNAME}[一-鿿]{{1,2}}?(?={_ROLE}))"
        rf"|(?P<number>\d+|[xXyY]{{1,4}}(?=[节次篇名人个项门本份所期])|{_DIGITS}+)"
        rf"|(?P<subject>{subjects})"
    )


@lru_cache(maxsize=1 << 16)
def names_in(letters: str) -> tuple[Name, ...]:
    """The names in some letters, in order and apart: names of schools first, then the others where these leave room."""
    schools = [Name(m.start(), m.end(), "school") for m in schools_in(letters)]
    others = [Name(m.start(), m.end(), m.lastgroup or "") for m in _pattern().finditer(letters)]
    free = [n for n in others if not any(s.start < n.end and n.start < s.end for s in schools)]
    return tuple(sorted([*schools, *free]))
