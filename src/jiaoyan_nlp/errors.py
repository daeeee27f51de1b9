"""What can go wrong with a file, in words that a clerk understands, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Reason(NamedTuple):
    """One sentence that says what is the matter and what to do, in Chinese and in English."""

    zh: str
    en: str


REASONS: dict[str, Reason] = {
    "missing": Reason("找不到这个文件，请核对路径。", "There is no such file; check the path."),
    "no_permission": Reason(
        "没有读取这个文件（或文件夹）的权限，请修改权限后重试。", "This file or folder may not be read; change its permissions and try again."
    ),
    "no_file": Reason("这不是普通文件，而是管道或设备，没有读取。", "This is no file but a pipe or a device; it was not read."),
    "unreadable": Reason("磁盘读取失败（{detail}）。", "The disk could not be read ({detail})."),
    "empty": Reason("文件是空的，没有任何内容。", "The file is empty."),
    "blank": Reason("文件里没有文字（只有空白）。", "The file holds no text, only white space."),
    "binary": Reason("这不是文本文件：内容是二进制数据，可能是改错了后缀名。", "This is no text file but binary data; perhaps its suffix was changed."),
    "is_folder": Reason("这是文件夹，不是文件。", "This is a folder, not a file."),
    "too_large": Reason(
        "文件超过 {detail}，没有打开。计划类文件通常不到 1 MB。", "The file is larger than {detail}; it was not opened. Plans are seldom larger than 1 MB."
    ),
    "too_long": Reason("全文超过 {detail} 万字，没有分析。请按篇拆分后重试。", "The text is longer than {detail}0,000 characters; split it and try again."),
    "damaged_docx": Reason(
        "Word 文件已损坏或不完整，打不开。请用 Word 或 WPS 重新另存一份。",
        "The Word file is damaged or cut short. Open it in Word or WPS and save it again.",
    ),
    "damaged_office": Reason(
        "这个 .{detail} 文件已损坏，或内容不是 Word 文档，打不开。请用 Word 或 WPS 另存为 .docx。",
        "The .{detail} file is damaged or no Word document. Save it as .docx in Word or WPS.",
    ),
    "needs_libreoffice": Reason(
        "读取 .{detail} 文件需要 LibreOffice（免费软件），本机没有安装。请安装后重试，或用 WPS 另存为 .docx。",
        "Reading .{detail} files needs LibreOffice, which is free and not installed here. Install it and try again, or save the file as .docx.",
    ),
    "no_numbers": Reason(
        "本机没有安装 LibreOffice（免费软件），这个旧版 Word 文件的自动编号（一、1.）没有读出，其余内容照常分析。",
        "LibreOffice, which is free, is not installed here: the automatic numbers of this old Word file are missing; the rest was read.",
    ),
    "damaged_pdf": Reason("PDF 文件已损坏或不完整，打不开。", "The PDF file is damaged or cut short."),
    "too_many_pages": Reason("PDF 超过 {detail} 页，没有打开。请拆分后重试。", "The PDF has more than {detail} pages; split it and try again."),
    "scanned": Reason(
        "这个 PDF 是扫描图片，没有文字。请提供电子版原文件，或先做文字识别（OCR）。",
        "This PDF is a scan: pictures of pages without text. Ask for the original file, or have its text recognised (OCR).",
    ),
    "garbled": Reason(
        "这个 PDF 的文字读出来是乱码（字体没有编码表）。请提供 Word 原文件，或先做文字识别（OCR）。",
        "The letters of this PDF have no code and read as nonsense. Ask for the Word file, or have its text recognised (OCR).",
    ),
    "scanned_pages": Reason(
        "PDF 的第 {detail} 页是扫描图片，没有文字，未能读取；其余各页照常分析。",
        "Pages {detail} of the PDF are pictures without text; the other pages were read.",
    ),
    "damaged_page": Reason("网页文件已损坏，里面没有可读的正文。", "The web page is damaged; it holds no text that can be read."),
    "nested_too_deep": Reason("文件结构嵌套过深，为安全起见没有打开。", "The file is nested too deeply; it was not opened, to be safe."),
    "damaged_sheet": Reason(
        "表格文件已损坏，打不开。请用 Excel 或 WPS 重新另存一份。", "The spreadsheet is damaged. Open it in Excel or WPS and save it again."
    ),
    "too_many_rows": Reason("表格超过 {detail} 行，没有打开。请拆分后重试。", "The spreadsheet has more than {detail} rows; split it and try again."),
    "no_column": Reason("表格里没有名为“{detail}”的列。", "The spreadsheet has no column named {detail}."),
    "damaged_zip": Reason("压缩包已损坏或不完整，打不开。请重新压缩一份。", "The zip archive is damaged or cut short; pack it again."),
    "too_many_members": Reason(
        "压缩包里的文件超过 {detail} 个，没有打开。请分批压缩。", "The archive holds more than {detail} files; pack them in several archives."
    ),
    "is_archive": Reason(
        "这是压缩包，没有打开：里面没有可读的文件，或压缩包套压缩包超过三层。请解压后重试。",
        "This is an archive that was not opened: it holds no file that can be read, or archives in archives. Unpack it and try again.",
    ),
    "many_members": Reason(
        "压缩包里有多个文件，请写明要哪一个，例如：{detail}",
        "The archive holds several files; say which one, for example: {detail}",
    ),
    "packed": Reason("不能读取 {detail} 压缩包，请先解压，或改用 .zip。", "{detail} archives are not read; unpack it, or use .zip."),
    "encrypted": Reason("文件设有密码，打不开。请去掉密码后重试。", "The file has a password; remove the password and try again."),
    "picture": Reason("这是图片，不是文字文件。", "This is a picture, not a text."),
    "no_body": Reason("这个 .docx 压缩包里没有 Word 正文。", "This .docx archive holds no Word document."),
    "too_large_inside": Reason(
        "文件解压后异常庞大（超过 {detail}），为安全起见没有打开。",
        "The file unpacks to more than {detail}; it was not opened, to be safe.",
    ),
    "unsupported": Reason(
        "不能读取 {detail} 格式，请另存为 .docx、.pdf 或 .txt。",
        "{detail} files are not read; save it as .docx, .pdf or .txt.",
    ),
    "undecodable": Reason(
        "无法识别（编码损坏）的字符数（及其位置）：{detail}。已用 � 代替，其余内容照常分析。",
        "Characters that could not be decoded (and their places): {detail}. They stand as �; the rest was read.",
    ),
    "too_slow": Reason(
        "处理这个文件超过了时限（{detail} 秒），已跳过。文件可能异常，请检查或拆分后重试。",
        "This file took longer than {detail} seconds and was skipped; check it, or split it and try again.",
    ),
    "worker_died": Reason("处理这个文件时程序异常退出（可能内存不足），已跳过。", "The program died on this file, perhaps out of memory; it was skipped."),
    "internal": Reason("处理这个文件时出现内部错误（{detail}），已跳过。", "An internal error came up on this file ({detail}); it was skipped."),
    "no_store": Reason(
        "这里没有语料库，请核对路径，或用 jiaoyan corpus build 建立。", "There is no store here; check the path, or make one by jiaoyan corpus build."
    ),
    "not_a_store": Reason(
        "这个文件夹里有别的东西，不是语料库。请换一个空的或新的文件夹。",
        "This folder holds other things and is no store; name an empty folder, or a new one.",
    ),
    "store_damaged": Reason(
        "语料库已损坏（{detail}）。请删除这个文件夹，再用 jiaoyan corpus build 重新建立；原来的材料不受影响。",
        "The store is damaged ({detail}). Delete its folder and run jiaoyan corpus build again; the plans themselves are not touched.",
    ),
    "store_other_version": Reason(
        "语料库是由另一版本的程序建立的，结果可能不同。请再运行一次 jiaoyan corpus build。",
        "The store was built by another version, which may have read the files differently. Run jiaoyan corpus build once more.",
    ),
    "store_other_reading": Reason(
        "建立语料库时没有用这里的 --text-column 或 --model。请去掉这个选项，或带上它再运行一次 jiaoyan corpus build。",
        "The store was built without this --text-column or --model. Leave the option out, or run jiaoyan corpus build once more with it.",
    ),
    "store_busy": Reason("另一个程序正在写这个语料库，请等它结束后再试。", "Another process is building this store; wait for it to end, then try again."),
    "store_unwritable": Reason("不能写入语料库（{detail}）。", "The store cannot be written ({detail})."),
    "manifest_no_file": Reason("清单的第一行没有“文件”这一列，整份清单没有采用。", "Its first line names no column file; the manifest was not used."),
    "manifest_row": Reason(
        "第 {detail} 行没有写文件名，或比表头多出了格子，没有采用。", "Line {detail} names no file, or has more cells than there are columns; it was not used."
    ),
    "manifest_value": Reason("行 {detail}：这个值看不懂，没有采用。", "Line {detail}: this value was not understood and was not used."),
    "manifest_twice": Reason("行 {detail}：前面已有一行写过它，以前面的为准。", "Line {detail}: an earlier row names it too, and counts."),
    "manifest_unknown": Reason(
        "清单里写的“{detail}”找不到，请写出从清单所在文件夹开始的路径。",
        "It names {detail}, which is not there; write the path from the folder in which the manifest lies.",
    ),
    "settings_form": Reason(
        "第 {detail} 行的写法读不懂。引号、逗号、等号、方括号要用英文（半角）的；可以对照 jiaoyan audit --init 写出的样子。",
        "Line {detail} is not written as TOML is; compare the file that jiaoyan audit --init writes.",
    ),
    "settings_backslash": Reason(
        "第 {detail} 行：路径里的 \\ 请改成 /，例如 D:/上级文件。",
        "Line {detail}: write / for \\ in a path, as in D:/policy.",
    ),
    "settings_unknown": Reason("没有“{detail}”这项设置，请核对拼写和它上面方括号里的名称。", "There is no setting {detail}; check its spelling and its table."),
    "settings_list": Reason('“{detail}”应写成方括号里带引号的文字，例如 ["甲", "乙"]。', 'The setting {detail} is to be a list of texts, as in ["a", "b"].'),
    "settings_table": Reason(
        "“{detail}”应写成一个表，即单独一行 [{detail}]，下面写各项。", "{detail} is to be a table: a line [{detail}] with its settings below."
    ),
    "settings_number": Reason("这项设置应是规定范围内的整数：{detail}。", "This setting is to be a whole number within its bounds: {detail}."),
    "settings_finding": Reason("没有这一类核对事项：{detail}。", "There are no findings of this kind: {detail}."),
    "settings_no_folder": Reason(
        "找不到文件夹“{detail}”；相对路径从设置文件所在的文件夹算起，路径里用 / 分隔。",
        "There is no folder {detail}; paths begin at the folder of the settings file, with / between their parts.",
    ),
    "settings_lengths": Reason("lengths.shortest 不能小于 lengths.run（{detail}）。", "lengths.shortest cannot be less than lengths.run ({detail})."),
    "settings_two_groups": Reason("学校“{detail}”写进了两个集团。", "The school {detail} stands in two groups."),
    "settings_no_school": Reason(
        "设置里视为一家的学校“{detail}”在材料里没有，请核对校名（以报告里的写法为准）。",
        "No plan is of the school {detail} that the settings put together with others; write its name as the report does.",
    ),
    "decisions_locked": Reason(
        "另一个程序（例如 Excel）正开着这个文件，这次没有更新；报告的其余部分都已写好。请关闭后重新运行。",
        "Another program, such as Excel, has this file open: it was not brought up to date; the rest of the report is written. Close it and run again.",
    ),
    "decisions_damaged": Reason(
        "这个文件读不出来：第一行应有“编号”“判断”“备注”三列。", "This file cannot be read: its first line is to name the columns family, verdict and note."
    ),
    "decisions_kept": Reason(
        "这个文件读不出来，已改名为 {detail} 留存，另写了一份新的；写过的判断请从留存的那份抄回。报告的其余部分都已写好。",
        "This file cannot be read; it was kept as {detail} and a new one was written: copy your verdicts from there. The rest of the report is written.",
    ),
    "export_not_empty": Reason(
        "这个文件夹里已经有东西。请给一个新的文件夹名，免得旧的（也许没有遮盖姓名的）文件混在里面。",
        "This folder is not empty. Name a new one, so that nothing of an earlier export, perhaps with names in it, stays beside.",
    ),
    "no_gold": Reason("文件夹里没有标注文件（*.jsonl）。", "The folder holds no gold files (*.jsonl)."),
    "bad_model": Reason(
        "这里没有可用的分类模型（{detail}）。请核对文件夹，或用 jiaoyan train 重新训练。",
        "There is no section model here that can be used ({detail}); check the folder, or make one by jiaoyan train.",
    ),
    "bad_choices": Reason(
        "程序自带的数量识别模型用不了（{detail}）。请重新安装本程序；从源码运行的，请用 python corpus/train_choices.py 重新生成。",
        "The program's own model of amounts cannot be used ({detail}); install the program again, or, in a checkout, run python corpus/train_choices.py.",
    ),
    "too_few_labels": Reason(
        "标注太少，学不出模型：至少要有两种标签，最好来自三所以上学校。",
        "There are too few labels to learn from: name files of two labels at least, better of three schools or more.",
    ),
    "no_labels": Reason(
        "这里没有标注：应是装有 文件名.sections.jsonl 的文件夹，或 jiaoyan sections --format csv 输出的表格。",
        "There are no labels here; name a folder of STEM.sections.jsonl, or a table that jiaoyan sections --format csv printed.",
    ),
    "labels_no_file": Reason("第 {detail} 行没有写文件名（file 一列）。", "Line {detail} names no file (column file)."),
    "labels_row": Reason("第 {detail} 行的格式不对，读不出来。", "Line {detail} cannot be read: its format is wrong."),
    "labels_number": Reason("第 {detail} 行的 start、end 或 heading 不是数字。", "Line {detail}: start, end or heading is no number."),
    "labels_unknown": Reason("行 {detail}：没有这个标签。", "Line {detail}: there is no such label."),
    "labels_no_source": Reason(
        "在原文件的文件夹里找不到“{detail}”，或同名的不止一个；请写出从这个文件夹开始的路径。",
        "The folder of sources holds no {detail}, or several files of this name; write the path from that folder.",
    ),
    "labels_outside": Reason(
        "“{detail}”的标注超出了原文：标注之后原文可能改动过，请重新标注。",
        "The labels of {detail} lie outside its text, which may have been changed since; label it again.",
    ),
    "bad_gold": Reason("标注文件有误：{detail}", "The gold file is wrong: {detail}"),
    "upload_large": Reason("文件超过 {detail}，没有收下。", "The file is larger than {detail}; it was not taken."),
    "upload_full": Reason("这一批合计超过 {detail}，请分成几批。", "The files are larger than {detail} together; split them into batches."),
    "upload_many": Reason("这一批超过 {detail} 个文件，请分成几批。", "There are more than {detail} files; split them into batches."),
    "upload_path": Reason("这个文件名不能用，请改名后重试。", "This file name cannot be used; rename the file and try again."),
    "upload_long": Reason("文件名连同文件夹名太长，请缩短后重试。", "The names of the file and its folders are too long; shorten them and try again."),
    "upload_cut": Reason("文件没有传完就断了，请重试。", "The upload broke off; try again."),
    "upload_unwritable": Reason("写不进硬盘（{detail}），请腾出空间后重试。", "The disk cannot be written ({detail}); make room and try again."),
    "upload_stale": Reason("另一个页面开始了新的一批材料，这一批已经作废。", "Another page began a new batch, which took the place of this one."),
    "audit_busy": Reason("正在审读另一批材料，请等它结束，或先取消它。", "Another batch is being audited; wait for its end, or cancel it first."),
    "audit_nothing": Reason("还没有收到任何文件，请先选择材料。", "No file has been received yet; choose some first."),
    "audit_died": Reason(
        "审读程序意外中断，可能是内存不够。请关掉其他程序，或把材料分成几批，再试一次。",
        "The audit ended unexpectedly, perhaps for lack of memory. Close other programs, or split the files into batches, and try again.",
    ),
    "serve_internal": Reason("程序内部出错，请刷新页面后重试。", "The program failed inside; load the page again and retry."),
}


class JiaoyanError(Exception):
    """Base of all errors of this package.

    Attributes:
        path: the file concerned.
        reason: key into `REASONS`.
        detail: what fills the sentence's blank.
    """

    def __init__(self, path: str, reason: str, detail: str = "") -> None:
        super().__init__(path, reason, detail)
        self.path = path
        self.reason = reason
        self.detail = detail

    def sentence(self, lang: str = "zh") -> str:
        """What happened and what to do, in `zh` or `en`."""
        words = REASONS[self.reason]
        return (words.en if lang == "en" else words.zh).format(detail=self.detail)

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence('en')}"


class ReadError(JiaoyanError):
    """A file that could not be read."""


class StoreError(JiaoyanError):
    """A store that cannot be read or written."""


class GoldError(JiaoyanError):
    """A gold annotation that does not fit its source or its format."""


class ModelError(JiaoyanError):
    """A model of sections or amounts that cannot be read, or labels that none can be learned from."""


class DecisionsError(JiaoyanError):
    """A reviewer's decisions that cannot be read or written; told when the rest of a report is written."""


class ExportError(JiaoyanError):
    """An export that cannot be written where it was to be."""


class SettingsError(JiaoyanError):
    """A settings file that cannot be read or says what makes no sense.

    Attributes:
        faults: all that is wrong, each a key into `REASONS` and what fills its blank.
    """

    def __init__(self, path: str, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(path, *faults[0])
        self.faults = tuple(faults)

    def sentence(self, lang: str = "zh") -> str:
        return "\n".join(JiaoyanError(self.path, *fault).sentence(lang) for fault in self.faults)


class ServeError(JiaoyanError):
    """An upload, or the start of an audit from the page, that was refused."""
