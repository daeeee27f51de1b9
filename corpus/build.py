"""Build the corpora from their manuscripts: `python corpus/build.py` writes corpus/demo, corpus/dev, corpus/heldout,
corpus/training, corpus/amounts and corpus/gold; `--check` compares what would be written with what is there.

What is written: the files as schools would have sent them (.txt in several encodings, .docx with and without automatic
numbering), `expected.json` of each heap with every planted reuse and finding, and the gold annotation of each file.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from manuscript import Manuscript, Mark, parse

HERE = Path(__file__).parent
HEAPS = ("demo", "dev", "heldout", "training", "amounts")
LISTS = [
    ("chineseCounting", "%1、", r"[一二三四五六七八九十]{1,3}、"),
    ("chineseCounting", "（%2）", r"（[一二三四五六七八九十]{1,3}）"),
    ("decimal", "%3.", r"\d{1,2}\."),
]


def main() -> None:
    if "--check" in sys.argv[1:]:
        sys.exit(differences())
    build(HERE)


def build(home: Path) -> None:
    """Write every heap and its gold below `home`."""
    for heap in HEAPS:
        manuscripts = [parse(p) for p in sorted((HERE / "manuscripts" / heap).rglob("*.txt"))]
        for folder in (home / heap, home / "gold" / heap):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        for each in manuscripts:
            write_file(each, home / heap / each.file)
            write_gold(each, home / "gold" / heap / Path(each.file).stem)
        expected = {"files": [about(m) for m in manuscripts], "reuse": reuse(manuscripts), "findings": findings(manuscripts)}
        dump(home / heap / "expected.json", json.dumps(expected, ensure_ascii=False, indent=1) + "\n")


def differences() -> str | int:
    """What in the checkout is not what the manuscripts give: a message, or 0."""
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch))
        for heap in (*HEAPS, "gold"):
            made = {p.relative_to(scratch): content(p) for p in (Path(scratch) / heap).rglob("*") if p.is_file()}
            held = {p.relative_to(HERE): content(p) for p in (HERE / heap).rglob("*") if p.is_file()}
            wrong = sorted(str(p) for p in made.keys() | held.keys() if made.get(p) != held.get(p))
            if wrong:
                return "not as the manuscripts say (run corpus/build.py): " + ", ".join(wrong[:5])
    return 0


def content(path: Path) -> bytes:
    """A file's bytes; of a .docx those of its text and lists, since an archive keeps the time of its making."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml") + archive.read("word/numbering.xml")


def about(m: Manuscript) -> dict[str, Any]:
    year = m.header.get("year")
    return {"file": m.file, "school": m.header.get("school"), "district": m.header.get("district"), "year": int(year) if year else None, "plans": m.plans()}


def reuse(manuscripts: list[Manuscript]) -> list[dict[str, Any]]:
    """One row for every two copies of a planted passage, with how the one was made from the other."""
    copies: dict[str, list[tuple[Manuscript, Mark]]] = {}
    for m in manuscripts:
        for mark in m.of("r"):
            copies.setdefault(mark.values["id"], []).append((m, mark))
    rows = []
    for name, found in sorted(copies.items()):
        for (ma, a), (mb, b) in itertools.combinations(found, 2):
            rows.append({"id": name, "kind": pair_kind(a, b), "a": place(ma, a), "b": place(mb, b)})
    return rows


def pair_kind(a: Mark, b: Mark) -> str:
    """How two copies differ: as the one that is no original was made; of two copies, as the one that was changed more."""
    order = ["original", "verbatim", "names", "edited", "trimmed", "reorder", "spun"]
    kind = max(a.values["kind"], b.values["kind"], key=order.index)
    return "verbatim" if kind == "original" else kind


def findings(manuscripts: list[Manuscript]) -> list[dict[str, Any]]:
    return [{"kind": mark.values["kind"], **place(m, mark)} for m in manuscripts for mark in m.of("f")]


def place(m: Manuscript, mark: Mark) -> dict[str, Any]:
    text = m.text[mark.start : mark.end]
    start = mark.start + len(text) - len(text.lstrip())
    return {"file": m.file, "start": start, "end": mark.start + len(text.rstrip()), "text": text.strip()}


def write_gold(m: Manuscript, stem: Path) -> None:
    heaps: dict[str, list[dict[str, Any]]] = {"sections": m.sections(), "plans": m.plans()}
    if m.has_gold:
        heaps["quantities"] = m.quantities()
    for name, rows in heaps.items():
        dump(stem.with_name(f"{stem.name}.{name}.jsonl"), "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def dump(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def write_file(m: Manuscript, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".docx":
        write_docx(m, path)
        return
    path.write_bytes(m.text.encode(m.header.get("encoding", "utf-8")))


def write_docx(m: Manuscript, path: Path) -> None:
    docx_of(m.text, m.header.get("numbering") == "auto").save(str(path))


def docx_of(text: str, auto: bool) -> Any:
    """A Word document of paragraphs and tables; with `auto` the marks at line starts become a list of Word's own."""
    from docx import Document

    document = Document()
    num_id = add_list(document) if auto else 0
    lines = text.split("\n")
    levels = numbered_levels(lines) if auto else {}
    at = 0
    while at < len(lines):
        rows = list(itertools.takewhile(lambda line: "\t" in line, lines[at:]))
        if rows:
            cells = [row.split("\t") for row in rows]
            table = document.add_table(len(cells), max(map(len, cells)), style="Table Grid")
            for row, values in zip(table.rows, cells, strict=True):
                for cell, value in zip(row.cells, values, strict=False):
                    cell.text = value
            at += len(rows)
            continue
        add_paragraph(document, lines[at], levels.get(at), num_id)
        at += 1
    document.core_properties.author = "示例"
    return document


def numbered_levels(lines: list[str]) -> dict[int, int]:
    """Level of the list at each line whose mark runs on as Word would count; other marks stay typed."""
    digits = "零一二三四五六七八九十"
    counters = [0, 0, 0]
    out = {}
    for at, line in enumerate(lines):
        level = next((i for i, (_, _, mark) in enumerate(LISTS) if re.match(mark, line)), None)
        if level is None:
            continue
        written = re.search(r"\d+|[一二三四五六七八九十]+", line)
        assert written is not None
        number = int(written[0]) if written[0].isdigit() else digits.find(written[0])
        if number == counters[level] + 1:
            counters[level:] = [number] + [0] * (2 - level)
            out[at] = level
    return out


def add_paragraph(document: Any, line: str, level: int | None, num_id: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if level is None:
        document.add_paragraph(line)
        return
    paragraph = document.add_paragraph(re.sub(LISTS[level][2], "", line, count=1))
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", num_id)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        number.append(element)
    properties.append(number)


def add_list(document: Any) -> int:
    """A list of three levels, 一、 （一） 1., in the document's numbering definitions; its number."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text, _) in enumerate(LISTS)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


if __name__ == "__main__":
    main()
