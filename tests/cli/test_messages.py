"""Messages: each has its Chinese, with the same blanks, in the catalogue that is compiled; none is left over."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from jiaoyan_nlp.cli import language
from jiaoyan_nlp.errors import REASONS

CLI = Path(language.__file__).parent
CATALOGUE = CLI / "locale" / "zh" / "LC_MESSAGES"
CHINESE = re.compile(r"[一-鿿]")


def used(folder: Path) -> Iterator[str]:
    """Every message that the modules of a folder translate."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                for each in node.args[: 1 if node.func.id == "_" else 2]:
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield each.value


def blanks(message: str) -> set[str]:
    return {re.split(r"[!.\[:]", name)[0] for _, name, _, _ in Formatter().parse(message) if name is not None}


OWN = sorted(set(used(CLI)))
with (CATALOGUE / "messages.po").open("rb") as file:
    CHINESE_OF = {message.id: message.string for message in read_po(file) if message.id}
with (CATALOGUE / "messages.mo").open("rb") as file:
    COMPILED = gettext.GNUTranslations(file)


@pytest.mark.parametrize("message", OWN)
def test_a_message_has_its_chinese(message: str) -> None:
    chinese = COMPILED.gettext(message)
    assert chinese != message and CHINESE.search(chinese)
    assert blanks(chinese) == blanks(message)
    assert not re.search(r"[，。；：？！]", message), "English with half-width marks"


def test_the_catalogue_is_compiled() -> None:
    for ids, words in CHINESE_OF.items():
        if isinstance(ids, tuple):
            assert COMPILED.ngettext(*ids, 1) == words[0]
        else:
            assert COMPILED.gettext(ids) == words


def test_no_message_is_left_over() -> None:
    """What neither we nor click says any more."""
    click = find_spec("click")
    assert click is not None and click.origin is not None
    said = {*OWN, *used(Path(click.origin).parent)}
    assert {ids for ids in CHINESE_OF if said.isdisjoint(ids if isinstance(ids, tuple) else (ids,))} == set()


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_has_the_same_blank_in_both_languages(reason: str) -> None:
    chinese, english = REASONS[reason]
    assert CHINESE.search(chinese) and not CHINESE.search(english)
    assert blanks(chinese) == blanks(english) <= {"detail"}
    assert chinese.endswith(("。", "：{detail}")) and english.endswith((".", ": {detail}"))
