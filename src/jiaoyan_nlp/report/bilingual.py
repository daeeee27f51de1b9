"""Words in both languages of the report: the page holds both and shows one."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape


class Said(str):
    """A word in Chinese that knows its English. In a template it becomes two elements, of which the page's style shows one."""

    en: str
    __slots__ = ("en",)

    def __new__(cls, zh: str, en: str) -> Said:
        said = super().__new__(cls, zh)
        said.en = en
        return said

    @property
    def zh(self) -> str:
        return str.__str__(self)

    def __html__(self) -> str:
        return f'<span class="zh">{escape(self.zh)}</span><span class="en" lang="en">{escape(self.en)}</span>'


class Count(int):
    """A number that fills a blank with its thousands set apart, a blank such as {n:plan|plans} with the word that goes with it besides."""

    def __format__(self, words: str) -> str:
        one, bar, more = words.partition("|")
        return f"{int(self):,}{bar and ' '}{one if self == 1 else more}"


def say(zh: str, en: str, **values: Any) -> Markup:
    """Markup that says the same in both languages, with the blanks of both filled; what fills them is escaped, the words are ours and are not.

    >>> say("共 {n} 篇", "{n:plan|plans} in all", n=1)
    Markup('<span class="zh">共 1 篇</span><span class="en" lang="en">1 plan in all</span>')

    >>> say("共 {n} 篇", "{n} in all", n=3)
    Markup('<span class="zh">共 3 篇</span><span class="en" lang="en">3 in all</span>')
    """
    chinese = {name: v.zh if isinstance(v, Said) else _counted(v) for name, v in values.items()}
    english = {name: v.en if isinstance(v, Said) else _counted(v) for name, v in values.items()}
    return Markup('<span class="zh">{}</span><span class="en" lang="en">{}</span>').format(Markup(zh).format(**chinese), Markup(en).format(**english))


def number(value: Any) -> Any:
    """An integer with its thousands set apart; anything else as it is."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def _counted(value: Any) -> Any:
    return Count(value) if isinstance(value, int) and not isinstance(value, bool) else value
