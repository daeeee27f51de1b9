"""Every example in a docstring runs and gives what it says; `corpus` in them is the demonstration corpus."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import jiaoyan_nlp
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus

PACKAGE = Path(jiaoyan_nlp.__file__).parent
ROOT = Path(__file__).parents[1]
WITH_EXAMPLES = sorted(path for path in PACKAGE.rglob("*.py") if ">>>" in path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "corpus" / "demo", workers=1)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.stem)
def test_examples_run(path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = import_module(".".join(("jiaoyan_nlp", *path.relative_to(PACKAGE).with_suffix("").parts)))
    found = doctest.testmod(module, extraglobs={"corpus": corpus}, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0


def test_what_a_researcher_begins_with_has_examples() -> None:
    assert {"corpus", "part", "frequency", "keyness", "concordance", "discovery"} <= {path.stem for path in WITH_EXAMPLES}
