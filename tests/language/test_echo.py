"""Policy echo: a phrase with a known year and a known way in is told with both; where years are shuffled it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from support_words import made
from test_tokens import corpus_of

from jiaoyan_nlp.cli.main import group
from jiaoyan_nlp.language.echo import COLUMNS, echoes, policy_years
from jiaoyan_nlp.language.quoting import quoted_sentences
from jiaoyan_nlp.language.tokens import Tokens

WORDS = [f"词{chr(0x4E00 + i)}" for i in range(300)]
PHRASE = ["大单元", "整体", "教学"]


def planted(*, shuffled: bool = False) -> Tokens:
    """Thirty schools, 2016 to 2024: from 2021 on ever more plans have the phrase."""
    rng = np.random.default_rng(7)
    plans, schools, years = [], [], []
    for school in range(30):
        for year in range(2016, 2025):
            told = [["落实", *PHRASE, "要求"]] if year >= 2021 and rng.random() < 0.2 * (year - 2020) else []
            plans.append([rng.choice(WORDS, 8).tolist() for _ in range(12)] + told)
            schools.append(f"示例县第{school}小学")
            years.append(year)
    return made(plans, school=schools, year=rng.permutation(years).tolist() if shuffled else years)


@pytest.fixture(scope="module")
def policy() -> Tokens:
    rng = np.random.default_rng(8)
    return made([[PHRASE, *(rng.choice(WORDS, 8).tolist() for _ in range(60))]], year=[2020])


def test_the_planted_phrase_is_found_with_its_lag_and_its_adoption(policy: Tokens) -> None:
    plans = planted()
    told = echoes(plans, policy).to_dict("records")
    having = sum("".join(PHRASE) in text for text in plans.texts.values())
    assert told[0]["phrase"] == "大单元整体教学" and told[0]["since"] == told[0]["count"] == having
    assert (told[0]["policy_year"], told[0]["first_year"], told[0]["lag"]) == (2020, 2021, 1)
    assert (told[0]["plans_before"], told[0]["before"], told[0]["plans_since"]) == (120, 0, 150) and told[0]["q"] < 1e-6
    assert plans.texts[told[0]["file"]][told[0]["start"] : told[0]["end"]] == "大单元整体教学"
    assert all(row["q"] > 0.01 for row in told[1:]), "what else plans share with the policy is chance"


def test_in_shuffled_years_it_is_not(policy: Tokens) -> None:
    told = echoes(planted(shuffled=True), policy)
    assert "大单元整体教学" not in set(told["phrase"]) and not (told["q"] < 0.01).any()


def test_what_plans_always_said_is_no_echo() -> None:
    plans = made([[PHRASE]] * 8, year=[2018, 2018, 2019, 2019, 2021, 2021, 2022, 2022])
    assert len(echoes(plans, made([[PHRASE]], year=[2020]))) == 0


def test_only_the_longest_of_phrases_that_occur_together() -> None:
    plans = made([[["别的"]]] * 4 + [[PHRASE]] * 3 + [[["整体", "教学"]]], year=[2018] * 4 + [2021] * 4)
    told = echoes(plans, made([[PHRASE]], year=[2020]))
    assert dict(zip(told["phrase"], told["since"], strict=True)) == {"整体教学": 4, "大单元整体教学": 3}


def test_phrases_begin_and_end_with_no_stop_word() -> None:
    plans = made([[["别的"]]] * 4 + [[["的", "整体", "教学", "和"]]] * 3, year=[2018] * 4 + [2021] * 3)
    policy = made([[["的", "整体", "教学", "和"]]], year=[2020])
    assert echoes(plans, policy, stop_words={"的", "和"})["phrase"].tolist() == ["整体教学"]


def test_of_two_policies_the_earlier_has_the_phrase() -> None:
    plans = made([[["别的"]]] * 4 + [[PHRASE]] * 3, year=[2018] * 4 + [2022] * 3)
    [row] = echoes(plans, made([[PHRASE], [PHRASE]], year=[2021, 2019])).to_dict("records")
    assert (row["policy"], row["lag"]) == ("001.txt", 3)


def test_reworded_is_told_apart() -> None:
    """With a word put in, or a synonym in the place of a word."""
    words = ["加强", "教学", "常规"]
    since = [[words], [words], [["加强", "课堂", "教学", "常规"]], [["强化", "教学", "常规"]], [["教学", "加强", "常规"]]]
    plans = made([[["别的"]]] * 4 + since, year=[2018] * 4 + [2021] * 5)
    told = echoes(plans, made([[words]], year=[2020]), least_plans=2).set_index("phrase")
    assert told.loc["加强教学常规", "since"] == 2 and told.loc["加强教学常规", "reworded"] == 2


def test_without_plans_before_nothing_is_new() -> None:
    plans, policy = made([[PHRASE]] * 4, year=[2021] * 4), made([[PHRASE]], year=[2020])
    assert policy_years(policy, plans) == {} and len(echoes(plans, policy)) == 0
    assert policy_years(made([[PHRASE]], year=[None]), plans) == {}
    for told in (echoes(made([]), policy), echoes(plans, made([])), echoes(made([]), made([]))):
        assert tuple(told.columns) == COLUMNS and not len(told)


SENTENCE = "各学校要以大单元整体教学为抓手，推进课堂教学方式变革，组织教师开展跨学科主题学习的实践研究。"
OTHER = "坚持五育并举，严格控制书面作业总量，保障学生每天的校园体育活动时间，不得挤占。"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("echo")
    policy, plans = root / "文件", root / "计划"
    policy.mkdir()
    (policy / "2021年示例县教育局关于深化教研工作的通知.txt").write_text(
        f"关于深化教研工作的通知\n一、总体要求\n{SENTENCE}\n二、任务\n{OTHER}\n", encoding="utf-8"
    )
    said = {
        2019: "认真组织听课评课活动，提高课堂教学质量。", 2020: "加强集体备课，发挥骨干教师的作用。", 2022: SENTENCE,
        2023: SENTENCE.replace("各学校", "我校").replace("推进", "促进"), 2024: "继续落实“大单元整体教学”。",
    }  # fmt: skip
    for year, words in said.items():
        plan = plans / f"示例县第{year % 10}小学" / f"{year}年语文教研组工作计划.txt"
        plan.parent.mkdir(parents=True)
        plan.write_text(f"语文教研组工作计划\n一、主要工作\n{words}\n", encoding="utf-8")
    return plans, policy


def asked(folders: tuple[Path, Path], *arguments: str) -> list[dict[str, Any]]:
    plans, policy = folders
    run = CliRunner().invoke(group(), ["echo", str(plans), "--policy", str(policy), *arguments, "--jobs", "1", "--format", "jsonl"])
    assert run.exit_code == 0, run.output
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_sentences_quoted_and_reworded(folders: tuple[Path, Path]) -> None:
    told = {row["text"]: row for row in asked(folders, "--sentences")}
    assert (told[SENTENCE]["plans"], told[SENTENCE]["schools"], told[SENTENCE]["verbatim"], told[SENTENCE]["lag"]) == (2, 2, 1, 1)
    assert 0.9 < told[SENTENCE]["similarity"] < 1 and "2022" in told[SENTENCE]["file"]
    assert told[OTHER]["plans"] == 0 and told[OTHER]["lag"] is None


def test_phrases_through_the_command(folders: tuple[Path, Path]) -> None:
    [row] = [row for row in asked(folders, "--least", "3") if row["phrase"] == "大单元整体教学"]
    assert (row["before"], row["since"], row["schools"], row["first_year"], row["lag"], row["quoted"]) == (0, 3, 3, 2022, 1, 1)
    years = [(r["year"], r["plans"], r["plans_with"]) for r in asked(folders, "--least", "3", "--years") if r["phrase"] == "大单元整体教学"]
    assert years == [("2019", 1, 0), ("2020", 1, 0), ("2021", 0, None), ("2022", 1, 1), ("2023", 1, 1), ("2024", 1, 1)]


def test_of_no_plans_every_sentence_has_none() -> None:
    policy = corpus_of({"2021年通知.txt": f"关于教研的通知\n一、要求\n{SENTENCE}\n"})
    told = quoted_sentences([], policy.plans.iloc[:0], policy.inks, policy.plans, policy.texts)
    assert told["plans"].sum() == 0 and SENTENCE in set(told["text"])
    assert len(quoted_sentences(policy.inks, policy.plans, [], policy.plans.iloc[:0], {})) == 0
