"""Breaks that a site has taken away: where blocks begin in one long line, and where they do not."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.outline.blocks import Block, cut_blocks
from jiaoyan_nlp.corpus.outline.outlining import outline
from jiaoyan_nlp.text.folding import fold

FILLER = (
    "我们学校坐落在河湾边上,老师们来自好几个乡镇,大家平日里忙着备课和批改,坐下来谈课的工夫不多,所以每到开学总要先把想法理一理。"
    "上一年留下的经验不少,留下的遗憾也不少,课堂里学生说得还是太少,老师讲得还是太多,作业改了又改却不见起色。"
    "这一年我们想换个走法,少开会,多进课堂,少讲道理,多看学生,把看到的记下来,把想不通的摆到桌上,大家一起琢磨。"
    "哪怕一个月只弄明白一件小事,一年下来也有十件,日子久了,课自然就不一样了,老师们的底气也会跟着足起来。孩子们喜欢上课,家长放心,我们也就心安,说到底教研不为别的,为的就是这个。"
)
"""More than 240 letters without a mark or a heading: what stands behind it stands in a line without breaks."""
A = "大家先各自读教材,再坐到一起商量,把难点一处一处写明白,谁有好办法就当场讲给同伴听。"
B = "期末把记录翻出来对照,做到的打勾,没做到的写清缘由,下一年接着做。"

# H1 and H2 headings, I items, P text, R rows; / stands where a block begins and where the text has nothing at all
GLUED: dict[str, str] = {
    # marks of all forms behind a full stop
    "chinese": f"P前面说过了。/H1一、指导思想/P以课堂为根。/H1二、工作目标/P{A}",
    "chinese with a colon": f"P前面说过了。/H1一、指导思想:/P{A}/H1二、工作目标:/P{B}",
    "chinese with a full stop": f"P前面说过了。/H1一、抓好备课。/P{A}/H1二、抓好评课。/P{B}",
    "chinese with a dot": f"P前面说过了。/H1一.指导思想/P以课堂为根。/H1二.工作目标/P{A}",
    "formal numerals": f"P前面说过了。/H1壹、指导思想/P以课堂为根。/H1贰、工作目标/P{A}",
    "a space behind the numeral": f"P前面说过了。/H1一 、指导思想/P以课堂为根。/H1二 、工作目标/P{A}",
    "chapters": f"P前面说过了。/H1第一部分 工作目标/P{A}/H1第二部分 保障措施/P{B}",
    "a lost numeral": f"P前面说过了。/H1一、指导思想/P以课堂为根。/H1、工作目标/P{A}",
    "bracketed below chinese": f"P前面说过了。/H1一、具体措施/H2(一)抓好备课/P{A}/H2(二)抓好评课/P{B}",
    "bracketed at the top": f"P前面说过了。/H1(一)指导思想/P{A}/H1(二)工作目标/P{B}",
    "1、 are items": f"P前面说过了。/H1一、工作目标/I1、每人上一节研讨课。/I2、每人写一篇反思。/H1二、具体措施/P{A}",
    "1. are items": f"P前面说过了。/H1一、工作目标/I1.每人上一节研讨课。/I2.每人写一篇反思。/H1二、具体措施/P{A}",
    "(1) are items": f"P前面说过了。/H1一、工作目标/I(1)每人上一节研讨课。/I(2)每人写一篇反思。/H1二、具体措施/P{A}",
    "circled items behind stops": f"P前面说过了。/H1一、工作目标/I①每人上一节研讨课。/I②每人写一篇反思。/H1二、具体措施/P{A}",
    "circled items behind semicolons": f"P前面说过了。/H1一、工作目标/I①每人上一节研讨课;/I②每人写一篇反思。/H1二、具体措施/P{A}",
    "items behind semicolons": f"P前面说过了。/H1一、工作目标/I1、每人上一节研讨课;/I2、每人写一篇反思;/I3、每人读一本书。/H1二、具体措施/P{A}",
    "items behind a colon": f"P前面说过了。/H1一、工作目标/P要做好几件事:/I1、每人上一节研讨课;/I2、每人写一篇反思。/H1二、具体措施/P{A}",
    "items without any stop": f"P前面说过了。/H1一、工作目标/I1、上好研讨课/I2、写好反思/I3、读好一本书/H1二、具体措施/P{A}",
    "Markdown": f"P前面说过了。/H1## 指导思想/P以课堂为根。/H1## 工作目标/P{A}",
    "boxes": f"P前面说过了。/H1【基本情况】/P全组九人,都在一线。/H1【工作目标】/P{A}",
    "a month at a time": f"P前面说过了。/H1一、活动安排/P九月:制订计划,整理教材。十月:集体备课,互相听课。/H1二、保障措施/P{A}",
    "items under bracketed": "P前面说过了。/H1一、具体措施/H2(一)抓好备课/I1.先读教材。/I2.再定思路。/H2(二)抓好评课/I1.先说长处。/I2.再说短处。",
    # headings that run on without a stop behind what stands before
    "no stop before the next top heading": f"P前面说过了。/H1一、工作目标/P{A[:-1]}/H1二、具体措施/P{B[:-1]}/H1三、工作安排/P{A}",
    "top heading behind a colon": f"P学校的打算如下:/H1一、指导思想/P以课堂为根。/H1二、工作目标/P{A}",
    "top heading behind a quotation": f"P组里有一句话:“课比天大。”/H1一、指导思想/P以课堂为根。/H1二、工作目标/P{A}",
    "top heading behind a bracket": f"P前面说过了(见去年的总结)/H1一、指导思想/P以课堂为根。/H1二、工作目标/P{A}",
    "heading right below a heading": f"P前面说过了。/H1一、具体措施/H2(一)抓好备课/P{A}/H1二、工作安排/P{B}",
    "numerals that skip": f"P前面说过了。/H1一、指导思想/P以课堂为根。/H1三、工作目标/P{A}/H1四、保障措施/P{B}",
    "numerals that restart": "P前面说过了。/H1一、学习/I1、读一本书。/I2、写一篇心得。/H1二、上课/I1、上一节课。/I2、听十节课。",
    "a numeral given twice": f"P前面说过了。/H1一、指导思想/P以课堂为根。/H1二、工作目标/P{A}/H1二、具体措施/P{B}",
    # headings without a mark
    "plain heading behind a stop": f"P前面说过了。/H1基本情况/P全组现有教师九人,其中青年教师四人。/H1工作目标/P{A}",
    "plain heading with a colon": f"P前面说过了。/H1指导思想:/P{A}/H1工作目标:/P{B}",
    "plain safeguards": f"P{A}/H1保障措施/P学校成立领导小组,组长由校长担任,每月碰头一次。",
    "plain headings in a row": f"P前面说过了。/H1指导思想/P以课堂为根,以学生为本。/H1主要任务/P{A}/H1保障措施/P学校每月检查一次,结果当场反馈。",
    "plain problems and outlook": f"P{A}/H1存在的问题/P听课记录写得简单,评课说好话的多。/H1今后打算/P下学期我们要把评课的规矩立起来,人人说真话。",
    "plain heading with a qualifier": "P前面说过了。/H1本学期工作目标/P全组教师都要站稳课堂,学生的书写要有进步。",
    "plain heading before an item": "P前面说过了。/H1工作目标/I1、每人上一节研讨课。/I2、每人写一篇反思。/H1具体措施/I1、每周听课。/I2、每月评课。",
    # what only looks like a mark or a heading
    "grades": "P各年级有自己的重点。一年级重习惯,二年级重书写,三、四年级重阅读,五、六年级重表达。三、四年级各上一节研讨课。",
    "grades behind a stop": "P重点不同。一、二年级重书写。三、四年级重阅读。五、六年级重表达。七、八年级重思辨。",
    "classes": "P先在两个班试一试。2、3班先行,1、4班对照。2、3班的老师每周碰头一次。",
    "on the one hand": "P原因有两个。一方面,老师们忙。另一方面,办法旧。一方面要减事,一方面要换法。",
    "hours": "P时间要保证。每次研修1.5小时,每月不少于2.5小时。3.5小时以上的活动要报批。",
    "decimals": "P成绩有升有降。平均分84.5分,比上年高1.2分。5.5%的学生还没有达标。",
    "dates": "P几件事定在几天里。9.1开学典礼,9.10教师节座谈。10.1放假。12.4宪法日诵读。",
    "scores": "P评分有细则。备课3、上课4、评课3,合计十分。",
    "levels": "P奖项分几等。一、二等奖由学校颁发。三等奖由教研组颁发。",
    "tiers": "P各线都要动。一、二线教师都参加。",
    "lessons": "P教材有变化。一、二单元合并,三、四单元对调。五、六单元照旧。",
    "one lesson each": "P每位教师都有课。一人一课,一课一得,一周一评。",
    "a function word opens a sentence": "P大家心里有数。目标明确了,办法就好找。问题不少,办法更多。工作中我们互相帮衬。活动中大家各有收获。",
    "a phrase goes on": "P大家心里有数。工作目标的实现靠大家。保障措施要落到人头。基本情况与去年相同。主要任务是上好每一节课。",
    "a time and a verb": "P大家心里有数。本学期安排购书经费两万元。全年安排教研活动十次,本学年要求人人参加。",
    "names a thing": "P大家心里有数。总结会上各组介绍做法。方案定下来以后不再改。措施有三条,条条管用。",
    "ordinals in a sentence": "P成绩摆在面前。我们在全区排第一,第二名差得不远。第一次这样开心。",
    "the first week": "P时间过得快。第一周熟悉教材,第二周试上,第三周定稿。",
    "a half sentence": "P我们常说“一、要真,二、要实”,这话不假。",
    "in brackets": "P办法都写在纸上(一、先读;二、再谈;三、动笔),不用多说。",
    "a title in a sentence": "P全组共读了《一、二年级写话指导》和《教学反思》两本书。",
    "numbers with a unit": "P书要读够。每人读3本、写2篇、讲1次。10、20、30年教龄的老师分组座谈。",
    "a list of numbers": "P分组座谈。第1、2、3小组在东楼,第4、5、6小组在西楼。",
    "lesson numbers": "P先听几节。第3、4节听数学,第5、6节听语文。",
    "the year": "P时间不等人。2023年9月开学,2024年1月放假。",
    "phone and page": "P材料放在办公室。共3册,1、2册是教案,3册是反思。",
    "a dash": "P我们有一个愿望--让每个孩子开口说话。书单-见附页。",
    "a name with a dot": "P老师们读了瓦·阿·苏霍姆林斯基的书。读完写了心得。",
    "one by one": "P先把事情一件一件做好。一是备课,二是上课,三是评课。",
    "text that only goes on": f"P{A}{B}{A}",
    # spaces left where breaks were
    "spaces": f"P前面说过了。 /H1一、指导思想 /P以课堂为根。 /H1二、工作目标 /P{A}",
    "two spaces": f"P前面说过了。  /H1一、指导思想  /P以课堂为根。  /H1二、工作目标  /P{A}",
    "spaces and items": f"P前面说过了。 /H1一、工作目标 /I1、上好研讨课 /I2、写好反思 /H1二、具体措施 /P{A}",
    "spaces and plain headings": f"P前面说过了。 /H1基本情况 /P全组现有教师九人,其中青年教师四人。 /H1工作目标 /P{A}",
    "ideographic spaces": f"P前面说过了。\u3000\u3000/H1一、指导思想\u3000\u3000/P以课堂为根。\u3000\u3000/H1二、工作目标\u3000\u3000/P{A}",
    "spaces inside a line": "P全组 9 人,用 iPad 上课 3 次,学 Scratch 编程 2 次,效果不错。",
    # tables whose lines have run together
    "a table": f"P前面说过了。/H1一、活动安排/R时间\t内容\t负责人/R九月\t集体备课\t林老师/R十月\t互相听课\t周老师/H1二、保障措施/P{A}",
    "a table by weeks": f"P前面说过了。/H1一、活动安排/R周次\t内容\t地点/R第1周\t集体备课\t会议室/R第2周\t互相听课\t录播室/H1二、保障措施/P{A}",
    # what stands at the end
    "a signature": f"P前面说过了。/H1一、指导思想/P{A}/P河湾小学语文教研组2023年9月1日",
    "last words": f"P前面说过了。/H1一、指导思想/P{A}/H1二、保障措施/P{B}/P总之,我们会一步一步走下去。",
}

# Lines of a text that has its breaks: the kind of each, told by its letter
LINES: dict[str, str] = {
    "grades at the head of a line": "H1一、指导思想/P三、四年级各上一节研讨课。/P五、六年级各上两节。/H1二、工作目标/P上好每一节课。",
    "classes at the head of a line": "H1一、工作安排/P2、3班先试一个月,记下得失。/H1二、保障措施/P每月检查。",
    "dates at the head of a line": "H1一、工作安排/P9.1 开学典礼/P9.10 教师节座谈/P12.4 宪法日诵读",
    "hours at the head of a line": "H1一、工作安排/P1.5小时的研修分两次完成。/P2.5课时用来评课。",
    "prizes at the head of a line": "H1一、考核办法/P一、二等奖由学校颁发。/P三等奖由教研组颁发。",
    "on the one hand at the head of a line": "H1一、存在问题/P一方面,老师们忙。/P另一方面,办法旧。",
    "firstly at the head of a line": "H1一、工作目标/I第一,上好每一节课。/I第二,读好每一本书。",
    "one is at the head of a line": "H1一、工作目标/I一是上好每一节课。/I二是读好每一本书。/I三是写好每一篇反思。",
    "of them at the head of a line": "H1一、工作目标/I其一,上好每一节课。/I其二,读好每一本书。",
    "first, next, last": "H1一、工作目标/I首先,上好每一节课。/I其次,读好每一本书。/I最后,写好每一篇反思。",
    "dashes": "H1一、工作目标/I- 上好每一节课。/I- 读好每一本书。",
    "diamonds": "H1一、工作目标/I◆上好每一节课。/I◆读好每一本书。",
    "paths of numbers": f"H11.工作目标/H21.1读书/P{A}/H21.2上课/P{B}",
    "letters": "H1一、工作目标/Ia.上好每一节课。/Ib.读好每一本书。",
    "half a bracket": "H1一、工作目标/I1)上好每一节课。/I2)读好每一本书。",
    "circled": "H1一、工作目标/I①上好每一节课。/I②读好每一本书。",
    "items that skip": "H1一、工作目标/I1、上好每一节课。/I3、读好每一本书。/I4、写好每一篇反思。",
    "items below months": "H1一、工作安排/H2九月/I1、备课。/I2、听课。/H2十月/I1、评课。/I2、反思。",
    "a run-in heading and a line of its own": f"H1一、指导思想:/P+{A}/H1二、工作目标/P{B}",
    "plain headings": f"H1基本情况/P{A}/H1工作目标/P{B}/H1保障措施/P{A}",
}


def pieces_of(case: str) -> list[tuple[str, str]]:
    """(kind, text) of each block; text in a row is one."""
    found = [(word[:2], word[2:]) if word[0] == "H" else (word[:1], word[1:]) for word in case.split("/")]
    return merged([(kind, words.rstrip()) for kind, words in found])


def merged(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Paragraphs in a row as one: where text may be cut into paragraphs is a matter of taste."""
    out: list[tuple[str, str]] = []
    for kind, group in itertools.groupby(pieces, key=lambda piece: piece[0]):
        words = [words for _, words in group]
        out += [(kind, "".join(words))] if kind == "P" else [(kind, each) for each in words]
    return out


def told(text: str, blocks: list[Block], since: int = 0) -> list[tuple[str, str]]:
    letters = {"heading": "H", "item": "I", "paragraph": "P", "row": "R"}
    found = [(letters[b.kind] + (str(b.level) if b.level else ""), text[max(b.start, since) : b.end]) for b in blocks if b.end > since]
    return merged([(kind, "".join(words.split()) if kind == "P" else words.strip()) for kind, words in found])


def spaceless(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, "".join(words.split()) if kind == "P" else words) for kind, words in pieces]


@pytest.mark.parametrize("name", GLUED)
def test_blocks_of_a_line_without_breaks(name: str) -> None:
    case = GLUED[name]
    text = fold(FILLER + "".join(word[2:] if word[0] == "H" else word[1:] for word in case.split("/")))
    assert told(text, outline(text, 0, len(text)), len(FILLER)) == spaceless(pieces_of(fold(case)))


@pytest.mark.parametrize("name", LINES)
def test_lines_are_told_by_their_marks(name: str) -> None:
    pieces = [(word[:2], word[2:]) if word[0] == "H" else (word[:1], word[1:]) for word in fold(LINES[name]).split("/")]
    text = "".join(("" if words.startswith("+") or i == 0 else "\n") + words.removeprefix("+") for i, (_, words) in enumerate(pieces))
    assert told(text, outline(text, 0, len(text))) == merged([(kind, "".join(w.removeprefix("+").split()) if kind == "P" else w) for kind, w in pieces])


CUTS: dict[str, tuple[str, str]] = {
    "the first block of a line": ("前面说过了。", "line"),
    "a mark behind a stop": ("前面说过了。|一、工作目标|大家先各自读教材。", "line mark heading"),
    "a mark whose count runs on": (f"前面说过了。|一、工作目标|{A[:-1]}|二、具体措施|{B}", "line mark heading count heading"),
    "a box": ("前面说过了。|【工作目标】|大家先各自读教材。", "line box box"),
    "a heading without a mark": ("前面说过了。|工作目标|大家先各自读教材,再坐到一起商量。", "line model model"),
    "rows": ("前面说过了。|时间\t内容\t负责人|九月\t备课\t林老师", "line table table"),
    "a signature": ("前面说过了。|河湾小学语文教研组2023年9月1日", "line signature"),
    "last words": (f"前面说过了。|一、工作目标|{A}|总之,我们会一步一步走下去。", "line mark heading closing"),
    "last words and a signature": (f"前面说过了。|一、工作目标|{A}|相信我们会走得更远。|河湾小学语文教研组2023年9月1日", "line mark heading closing signature"),
}


@pytest.mark.parametrize("name", CUTS)
def test_each_block_says_what_cut_it(name: str) -> None:
    case, expected = CUTS[name]
    pieces = case.split("|")
    text = FILLER + "".join(pieces)
    cuts = {b.start: b.cut for b in outline(text, 0, len(text))}
    starts = list(itertools.accumulate((len(piece) for piece in pieces[:-1]), initial=len(FILLER)))
    assert [cuts[at] for at in starts[1:]] == expected.split()[1:]
    assert cuts[0] == "line"


@pytest.mark.parametrize("text", ["一、指导思想\n以课堂为根。\n二、工作目标\n上好课。", "本学期我们把课上好。\n我们也把书读好。"])
def test_lines_as_they_were_written_are_cut_nowhere_else(text: str) -> None:
    assert [b.cut for b in cut_blocks(text, 0, len(text))] == ["line"] * (text.count("\n") + 1)


PIECES = (
    "一、", "二、", "(一)", "(二)", "1、", "2.", "1.1", "①", "# ", "- ", "【基本情况】", "指导思想", "工作目标", "保障措施", "加强学习", "九月:", "一是",
    "三、四年级", A, B, ":", "。", ",", ";", " ", "  ", "\t", "\n", "“", "”", "(", ")", "、", "的", "河湾小学 2023年9月1日",
    "总之,我们会走下去。", "a", "9.1", "1.5小时",
)  # fmt: skip


@settings(deadline=None, derandomize=True, database=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_every_long_line(tail: str) -> None:
    text = FILLER + tail
    blocks = outline(text, 0, len(text))
    assert "".join("".join(text[b.start : b.end].split()) for b in blocks) == "".join(text.split())
    assert all(text[b.start : b.end].strip() for b in blocks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))
    assert {b.cut for b in blocks} <= {"line", "mark", "count", "box", "table", "heading", "signature", "closing", "model"}


def test_a_long_paragraph_is_not_left_whole() -> None:
    text = FILLER + A * 12
    assert max(b.end - b.start for b in outline(text, 0, len(text))) <= 240


def test_the_model_is_small_and_holds_numbers_only() -> None:
    path = Path(__file__).parents[2] / "models" / "breaks.json"
    assert path.stat().st_size < 300_000
    for part in json.loads(path.read_text(encoding="utf-8")).values():
        assert isinstance(part["bias"], float)
        assert all(isinstance(weight, float) for weight in part["weights"].values())


def test_the_model_is_what_the_manuscripts_give() -> None:
    pytest.importorskip("sklearn")
    script = Path(__file__).parents[2] / "corpus" / "train_breaks.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
