"""jiaoyan-nlp: reads the work plans and summaries that Chinese schools write about teaching research.

Three lines to begin with::

    import jiaoyan_nlp
    corpus = jiaoyan_nlp.load_corpus("corpus/demo")
    corpus.plans, corpus.passages, corpus.commitments, corpus.families, corpus.findings
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaoyan_nlp.corpus.readers import read
    from jiaoyan_nlp.engine.analysis import analyse
    from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
    from jiaoyan_nlp.errors import JiaoyanError, ReadError
    from jiaoyan_nlp.text.source import Source
    from jiaoyan_nlp.text.spans import Span
    from jiaoyan_nlp.text.view import View

__version__ = "0.1.0"

_HOMES = {
    "read": "corpus.readers",
    "analyse": "engine.analysis",
    "Corpus": "engine.corpus",
    "load_corpus": "engine.corpus",
    "JiaoyanError": "errors",
    "ReadError": "errors",
    "Source": "text.source",
    "Span": "text.spans",
    "View": "text.view",
}
__all__ = ["Corpus", "JiaoyanError", "ReadError", "Source", "Span", "View", "analyse", "load_corpus", "read"]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that the command line answers at once."""
    if name in _HOMES:
        return getattr(import_module(f"jiaoyan_nlp.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'jiaoyan_nlp' has no attribute {name!r}")
