"""The language of messages: Chinese or English, from --lang, else from the locale."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_ = gettext.gettext
"""Translate a message. Our words and click's own stand in one catalogue, `locale/zh/LC_MESSAGES/messages.po`."""

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose(arguments: Sequence[str]) -> str:
    """Set the language for this process, before any help text is made; returns `zh` or `en`."""
    lang = asked_for(arguments) or from_locale()
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    os.environ["LANGUAGE"] = lang
    return lang


def asked_for(arguments: Sequence[str]) -> str | None:
    """The value of --lang among the arguments; what is no language is left for click to refuse."""
    for i, word in enumerate(arguments):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else arguments[i + 1] if word == "--lang" and i + 1 < len(arguments) else None
        if value in ("zh", "en"):
            return value
    return None


def from_locale() -> str:
    """`zh` where the locale is a Chinese one, else `en`."""
    name = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    if not name and sys.platform == "win32":
        import locale

        name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def current() -> str:
    return "zh" if os.environ.get("LANGUAGE") == "zh" else "en"
