"""The words of passages in scikit-learn's vectorizers and in gensim's bags are those of Tokens, by number and by count."""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support_words import made

from jiaoyan_nlp.engine.analysis import analyse
from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.language.bridges import count_vectorizer, dictionary_and_corpus, tfidf_vectorizer, words_of
from jiaoyan_nlp.text.source import Source

GOALS, SAFEGUARDS = ("每位教师听课二十节，写反思三篇", "提高課堂質量，聽課𠮷不少於20節"), ("校长任组长，学校安排经费", "教导处检查记录，學校保障經費")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    plans = {f"示例县第{n}小学/202{n}年计划.txt": f"教研组工作计划\n一、工作目标\n{GOALS[n % 2]}。\n二、保障措施\n{SAFEGUARDS[n % 2]}。\n" for n in range(1, 9)}
    return Corpus(tuple(analyse(Source(text, path)) for path, text in sorted(plans.items())))


def test_the_words_of_a_passage_are_its_tokens(corpus: Corpus) -> None:
    tokens = corpus.tokens()
    words = np.array(tokens.words(), object)
    for row, passage in enumerate(tokens.passages["text"]):
        assert words_of(passage) == words[tokens.passage == row].tolist()
    assert words_of("") == words_of("，。\n") == []


def test_the_columns_of_a_count_are_the_counts_of_the_words(corpus: Corpus) -> None:
    tokens = corpus.tokens()
    vectorizer = count_vectorizer()
    matrix = vectorizer.fit_transform(tokens.passages["text"])
    counted = dict(zip(vectorizer.get_feature_names_out(), np.asarray(matrix.sum(axis=0)).ravel().tolist(), strict=True))
    assert counted == Counter(tokens.words())


def test_a_pipeline_is_cloned_and_searched_and_tells_sections_apart(corpus: Corpus) -> None:
    from sklearn.base import clone
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import Pipeline

    part = corpus.where(section=["goals", "safeguards"]).passages
    part = part[part["kind"] != "heading"]
    pipeline = Pipeline([("words", tfidf_vectorizer()), ("model", LogisticRegression())])
    again = clone(pipeline).set_params(words__min_df=2, words__ngram_range=(1, 2))
    assert again.get_params()["words__tokenizer"] is words_of and pipeline.get_params()["words__min_df"] == 1
    search = GridSearchCV(again, {"words__min_df": [1, 2], "words__stop_words": [None, ["学校"]]}, cv=2).fit(part["text"], part["label"])
    assert search.best_score_ == 1.0
    assert search.predict(["听课写反思", "安排经费"]).tolist() == ["goals", "safeguards"]


def test_words_run_together_are_pairs_of_words() -> None:
    vectorizer = count_vectorizer(ngram_range=(2, 2)).fit(["学校安排经费"])
    assert vectorizer.get_feature_names_out().tolist() == ["学校 安排", "安排 经费"]


@pytest.mark.parametrize("of", ["document", "passage"])
def test_bags_hold_the_words_of_each_and_agree_with_the_counts(corpus: Corpus, of: str) -> None:
    tokens = corpus.where(section="safeguards").words()
    dictionary, bags, rows = dictionary_and_corpus(tokens, of)
    assert len(bags) == len(rows) == len(set(getattr(tokens, of).tolist()))
    assert [{dictionary[i]: n for i, n in bag} for bag in bags] == [Counter(run) for run in tokens.runs(of)]
    assert [dictionary.cfs.get(i, 0) for i in range(len(tokens.vocabulary))] == tokens.counts().tolist()
    assert dictionary.dfs == Counter(i for bag in bags for i, _ in bag)
    assert (dictionary.num_docs, dictionary.num_pos, dictionary.num_nnz) == (len(bags), len(tokens), sum(map(len, bags)))
    assert isinstance(rows, pd.DataFrame) and set(rows["school"]) == set(corpus.plans["school"])
    assert of == "document" or set(rows["label"]) == {"safeguards"}


def test_gensim_counts_the_same_itself() -> None:
    from gensim.corpora import Dictionary

    tokens = made([[["听课", "评课", "听课"], ["反思"]], [["听课"]], [["磨课"]]])
    dictionary, bags, _ = dictionary_and_corpus(tokens)
    own = Dictionary(tokens.runs("document"))
    assert {w: own.dfs[i] for w, i in own.token2id.items()} == {w: dictionary.dfs[i] for w, i in dictionary.token2id.items()}
    assert [sorted((own[i], n) for i, n in own.doc2bow(run)) for run in tokens.runs("document")] == [sorted((dictionary[i], n) for i, n in b) for b in bags]
    assert dictionary.doc2bow(["听课", "没有的词"]) == [(tokens.number["听课"], 1)]


def test_a_model_of_gensim_takes_them(corpus: Corpus) -> None:
    from gensim.models import TfidfModel

    dictionary, bags, rows = dictionary_and_corpus(corpus.tokens())
    weighed = TfidfModel(bags, id2word=dictionary)[bags]
    assert len(list(weighed)) == len(rows) == 8


def test_of_nothing_there_is_nothing() -> None:
    dictionary, bags, rows = dictionary_and_corpus(made([]))
    assert len(dictionary) == 0 and bags == [] and len(rows) == 0 and "school" in rows
    with pytest.raises(KeyError):
        dictionary_and_corpus(made([]), "sentence")


def test_neither_library_is_needed_to_import_the_bridges(monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings(), monkeypatch.context() as without:
        warnings.simplefilter("ignore")
        for name in ("sklearn", "sklearn.feature_extraction", "sklearn.feature_extraction.text", "gensim", "gensim.corpora"):
            without.setitem(sys.modules, name, None)
        calls: tuple[Any, ...] = (count_vectorizer, tfidf_vectorizer, lambda: dictionary_and_corpus(made([[["听课"]]])))
        for call in calls:
            with pytest.raises(ImportError):
                call()
