"""A record of a site's page (`site`) as the page itself, in one of three layouts."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from random import Random

from jinja2 import Environment, FileSystemLoader

from mutations.record import Record, title_of

LAYOUTS = {"modern": "utf-8", "old": "gb18030", "blog": "utf-8"}
"""Each layout with the encoding of its time."""
_PARTS = ("nav", "crumbs", "title", "meta", "share", "links", "related", "comments", "legal")
_ITEM = re.compile(r"\s*(?:\d{1,2}[、.．]|[（(]\d{1,2}[）)]|[①-⑳])")


def page(record: Record, chance: Random) -> bytes:
    """The bytes of the page. `record` is what `site` gave: the site's lines are known by the reason of their planting."""
    layout = chance.choice(sorted(LAYOUTS))
    parts: dict[str, list[str]] = {name: [] for name in _PARTS}
    body: list[tuple[str, str]] = []
    reasons = {r["start"]: r["reason"] for r in record.planted}
    headings = {r["start"]: f"h{r['heading'] + 1}" for r in record.sections if r["heading"]}
    title = title_of(record)
    for found in re.finditer(r"[^\r\n]+", record.text):
        line, start = found[0].strip(), found.end() - len(found[0].lstrip())
        reason = reasons.get(start, "")
        if reason in parts:
            parts[reason].append(line)
        elif line == title and not parts["title"]:
            parts["title"].append(line)
        elif line:
            body.append((headings.get(start) or _kind(line), line))
    blocks = [(kind, [line for _, line in lines]) for kind, lines in groupby(body, key=lambda each: each[0])]
    site = parts["nav"][0] if parts["nav"] else "本站"
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    made = environment.get_template(f"{layout}.html").render(title=title, site=site, parts=parts, blocks=blocks)
    return made.encode(LAYOUTS[layout], "xmlcharrefreplace")


def _kind(line: str) -> str:
    return "table" if "\t" in line else "item" if _ITEM.match(line) else "p"
