"""`audit.toml`: the settings of an audit as a file, read with all that is wrong told at once, and written for a clerk to fill in."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.files import content
from jiaoyan_nlp.errors import ReadError, SettingsError
from jiaoyan_nlp.report.settings import DEFAULT, KINDS, Reference, Settings, in_order
from jiaoyan_nlp.report.words import FINDING

NAME = "audit.toml"


class Fault(Exception):
    """A value that makes no sense: a key of `errors.REASONS`, and what fills its blank."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def _names(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise Fault("settings_list", place)
    return tuple(each.strip() for each in value)


def _number(least: int, most: int) -> Callable[[Any, str], int]:
    def read(value: Any, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Fault("settings_number", f"{place}: {least}–{most}")
        return value

    return read


def _patterns(value: Any, place: str) -> tuple[str, ...]:
    return tuple(each.replace("\\", "/").strip("/") for each in _names(value, place))


def _kinds_of_findings(value: Any, place: str) -> tuple[str, ...]:
    names = {word: kind for kind, zh in FINDING.items() for word in (kind, zh)}
    if unknown := [each for each in _names(value, place) if each not in names]:
        raise Fault("settings_finding", f"{unknown[0]} ({', '.join(FINDING.values())})")
    return tuple(names[each] for each in value)


class Entry(NamedTuple):
    """A setting in the file.

    Attributes:
        place: its table and key; a table alone where the keys are names.
        read: its value from what stands there; raises `Fault`.
        default: as it is written; empty where there is none to write.
        note: what it does, in Chinese, a line each.
    """

    place: str
    read: Callable[[Any, str], Any]
    default: str
    note: tuple[str, ...]


ENTRIES = (
    Entry("references.policy", _names, "[]", (
        "上级文件（通知、意见、方案）所在的文件夹，可以写几个；相对路径从本文件所在的文件夹算起。",
        "照抄上级文件的内容按“出自上级文件”统计，不算学校之间的重合。要求各校统一写入的话，也可以存成一个文件放进去。",
        '例如：policy = ["上级文件"]',
    )),
    Entry("references.template", _names, "[]", ("模板（下发的样稿、网上的范文）所在的文件夹，写法同上；照模板写的内容按“出自模板”统计。",)),
    Entry("lengths.shortest", _number(4, 1000), str(DEFAULT.shortest), (
        "少于这么多字（不计标点）的相同文字不算重合文本。调大，只看大段的；不能小于下面的 run。",
    )),
    Entry("lengths.run", _number(4, 60), str(DEFAULT.run), (
        "两份材料有这么多字连续相同，就放在一起比对。调小，能找到改动更多的，也更慢。",
    )),
    Entry("together", _names, "", (
        "属于同一集团、共用一份计划的学校：彼此相同按“本校重复”统计，不算学校之间的重合，互相出现校名也不提示。每个集团一行：",
        '  "示例教育集团" = ["示例县第一小学", "示例县第二小学"]',
        "校名要与报告里的写法一致。默认没有。",
    )),
    Entry("leave_out.files", _patterns, "[]", ('不读的文件或文件夹；* 代表任意文字。例如：files = ["草稿/*", "*征求意见稿*"]',)),
    Entry("leave_out.findings", _kinds_of_findings, "[]", (f"不要提示的核对事项，可写：{'、'.join(FINDING.values())}。",)),
    Entry("report.families", _number(1, 100_000), str(DEFAULT.most_families), (
        "网页报告最多列出多少段重合文本（字数和处数多的在前）；Excel 里总是列出全部。",
    )),
)  # fmt: skip
_FIELDS = {
    "lengths.shortest": "shortest", "lengths.run": "run", "leave_out.files": "left_out", "leave_out.findings": "findings_left_out",
    "report.families": "most_families",
}  # fmt: skip
_TABLES = tuple(dict.fromkeys(entry.place.partition(".")[0] for entry in ENTRIES))


def read_settings(path: str | os.PathLike[str]) -> Settings:
    """The settings that a file says, in UTF-8 or GB18030; folders are relative to the file's.

    Raises:
        SettingsError: it cannot be read, or says something that makes no sense: all of it is told at once.
    """
    found, faults = _values(_parsed(Path(path)))
    settings = Settings(
        references=in_order(_reference(kind, name, Path(path)) for kind in KINDS for name in found.get(f"references.{kind}", ())),
        together={place.removeprefix("together."): schools for place, schools in found.items() if place.startswith("together.")},
        **{name: found[place] for place, name in _FIELDS.items() if place in found},
    )
    if faults := [*faults, *_contradictions(settings)]:
        raise SettingsError(str(path), faults)
    return settings


def _values(held: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values that are said, by their places, and what is wrong with others."""
    found, faults = {}, []
    for table, inner in held.items():
        if table not in _TABLES:
            faults.append(("settings_unknown", table))
        elif not isinstance(inner, dict):
            faults.append(("settings_table", table))
        else:
            for place, value in ((f"{table}.{key}", value) for key, value in inner.items()):
                try:
                    found[place] = _entry(place).read(value, place)
                except Fault as fault:
                    faults.append((fault.reason, fault.detail))
    return found, faults


def _entry(place: str) -> Entry:
    for entry in ENTRIES:
        if entry.place in (place, place.partition(".")[0]):
            return entry
    raise Fault("settings_unknown", place)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = _text(content(path), str(path))
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        wrong = "settings_backslash" if "escape" in str(error).lower() or "hex" in str(error) else "settings_form"
        raise SettingsError(str(path), [(wrong, line[1] if line else str(text.count("\n") + 1))]) from error
    except ReadError as error:
        raise SettingsError(str(path), [(error.reason, error.detail)]) from error


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data, path).text.removeprefix("\ufeff")


def _reference(kind: str, name: str, path: Path) -> Reference:
    return Reference(kind, str(path.parent / name.replace("\\", "/")), name)


def _contradictions(settings: Settings) -> Iterator[tuple[str, str]]:
    """What each setting allows and all together do not."""
    yield from (("settings_no_folder", r.name) for r in settings.references if not Path(r.folder).is_dir())
    if settings.shortest < settings.run:
        yield "settings_lengths", f"{settings.shortest} < {settings.run}"
    seen = set[str]()
    for schools in settings.together.values():
        yield from (("settings_two_groups", school) for school in schools if school in seen)
        seen |= set(schools)


HEAD = """\
# jiaoyan audit 的设置。本文件放在要分析的文件夹里，分析这个文件夹时自动采用。
# 要改哪一项，就去掉那一行开头的 #，再改等号右边；其余各项保持默认（就是现在写着的值）。
# 引号、逗号、等号、方括号都用英文的；路径里用 / 分隔。命令行上写的选项优先于本文件。
"""


def written() -> str:
    """A settings file that changes nothing: every setting explained, and shown with its default behind a mark of comment."""
    out = [HEAD]
    for table in _TABLES:
        out.append(f"\n[{table}]\n")
        for entry in (e for e in ENTRIES if e.place.partition(".")[0] == table):
            out += [f"# {line}\n" for line in entry.note]
            out += [f"#{entry.place.partition('.')[2]} = {entry.default}\n"] if entry.default else []
    return "".join(out)
