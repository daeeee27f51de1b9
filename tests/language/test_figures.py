"""Figures: Chinese labels are drawn, also on a machine without a Chinese font."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager

from jiaoyan_nlp.language.figures import INSTALLED, chinese_font, with_chinese_labels

mpl.use("agg")
WORDS = "各校量化承诺（条）听课评课—2023年 教研組"


def drawn(path: Path) -> None:
    """Draw the words; a character that the font lacks is a warning, and so an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        figure, axes = plt.subplots()
        axes.set_title(WORDS)
        figure.savefig(path)
        plt.close(figure)


def test_chinese_labels_are_drawn(tmp_path: Path) -> None:
    with mpl.rc_context():
        assert with_chinese_labels()
        drawn(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 1000


def test_on_a_machine_without_a_chinese_font_the_package_brings_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = [font for font in font_manager.fontManager.ttflist if font.name not in INSTALLED and "CJK" not in font.name]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", bare)
    with mpl.rc_context():
        assert "CJK" in with_chinese_labels()
        drawn(tmp_path / "figure.png")


def test_without_either_nothing_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr("jiaoyan_nlp.language.figures._PACKAGE", "no_such_package")
    assert chinese_font() == ""
