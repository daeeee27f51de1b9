"""Figures with Chinese labels: a font that has the characters, whether the machine brings one or not."""

from __future__ import annotations

from importlib.resources import files

INSTALLED = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "SimHei", "Noto Sans CJK JP", "Noto Sans CJK TC",
)  # fmt: skip
"""Fonts that are looked for on the machine, in this order."""
_PACKAGE, _FILE = "cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf"


def chinese_font() -> str:
    """The name of a font with Chinese characters that matplotlib can use: one that is installed, else that of the extra `[figures]`; empty where
    there is neither."""
    from matplotlib import font_manager

    held = {font.name for font in font_manager.fontManager.ttflist}
    if found := next((name for name in INSTALLED if name in held), ""):
        return found
    try:
        file = str(files(_PACKAGE).joinpath(_FILE))
    except ModuleNotFoundError:
        return ""
    font_manager.fontManager.addfont(file)
    return font_manager.FontProperties(fname=file).get_name()


def with_chinese_labels() -> str:
    """Let matplotlib draw Chinese labels, with plain figures; returns the font's name, empty where there is none.

    >>> with_chinese_labels()  # doctest: +SKIP
    'WenQuanYi Micro Hei'
    """
    import matplotlib.pyplot as plt

    name = chinese_font()
    if name:
        plt.rcParams["font.family"] = name
    plt.rcParams.update({"axes.unicode_minus": False, "axes.spines.top": False, "axes.spines.right": False, "figure.dpi": 110, "svg.hashsalt": "jiaoyan"})
    return name
