"""The first two sheets of the workbook: 目录, what each sheet holds and how to read the file, and 说明, what each column means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp import __version__
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.workbook.layout import SHEETS, columns, folded, heading, meaning
from jiaoyan_nlp.report.workbook.links import target

if TYPE_CHECKING:
    import pandas as pd

CONTENTS, COLUMNS = "目录", "说明"
ADVICE = (
    "本工作簿由 jiaoyan-nlp {version} 根据所给材料生成，列出材料里的文字和数量，供人核对；它不对任何学校或教师作结论。",
    "文本重合只说明几份材料有相同或相近的文字：可能同引一份文件，可能用了同一份范文，也可能一同拟定。请看过原文再作判断。",
    "蓝色带下划线的单元格可以点：编号通向各处原文，文件名通向那份材料。左下角的标签可切换工作表。",
    "每列标题右侧的箭头可筛选、排序；列标上方有“＋”的，点开是位置、标识等供查考的列。各列含义见《说明》。",
    "《重合文本》里的判断和备注来自同一文件夹的 decisions.csv。请写在那里：本工作簿每次运行都会重新生成，写在这里的会丢失。",
    "单元格里的原文一字未改；特别长的只显示前几行，双击可看全文，超过 32,767 字的以“…”结尾。",
    "打印已设为 A4 横向，每页重复标题行。同样的数据在 tables 文件夹里，供统计软件使用。",
)
WIDTHS = (16, 80, 11, 36)
"""Of the columns of 目录, in digits."""
CUT = "共 {rows:,} 行，这里是前 {most:,} 行；全部见 tables/{name}.parquet"


def write_contents(sheet: Any, tables: Mapping[str, pd.DataFrame], most_rows: int, formats: Mapping[str, Any]) -> None:
    """Write 目录."""
    from jiaoyan_nlp.report.workbook.rows import LINE, lines

    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "教研计划文本分析：数据表", formats["title"])
    for row, line in enumerate(ADVICE, 1):
        sheet.set_row(row, 20)
        sheet.merge_range(row, 0, row, 3, line.format(version=__version__), formats["text"])
    first = len(ADVICE) + 2
    for place, name in enumerate(("工作表", "内容", "行数", "备注")):
        sheet.write_string(first, place, name, formats["head"])
    for row, (name, layout) in enumerate(SHEETS.items(), first + 1):
        rows = len(tables[name])
        sheet.set_row(row, LINE * lines(layout.about, WIDTHS[1]))
        sheet.write_url(row, 0, f"internal:{target(name, 1)}", formats["link"], words.TABLES[name])
        sheet.write_string(row, 1, layout.about, formats["text"])
        sheet.write_number(row, 2, min(rows, most_rows), formats["number"])
        sheet.write_string(row, 3, CUT.format(rows=rows, most=most_rows, name=name) if rows > most_rows else "", formats["text"])
    sheet.print_area(0, 0, first + len(SHEETS), 3)


def write_columns(sheet: Any, formats: Mapping[str, Any]) -> None:
    """Write 说明: every column of every sheet, in the order of the sheets."""
    for place, (name, width) in enumerate((("工作表", 18), ("列", 18), ("含义", 84), ("位置", 14))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, formats["head"])
    row = 1
    for table in SHEETS:
        for place, column in enumerate(columns(table)):
            sheet.write_url(row, 0, f"internal:{target(table, 1)}", formats["link"], words.TABLES[table])
            sheet.write_string(row, 1, heading(table, column), formats["text"])
            sheet.write_string(row, 2, meaning(table, column), formats["text"])
            sheet.write_string(row, 3, "在“＋”里" if place >= folded(table) else "", formats["text"])
            row += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row - 1, 3)
