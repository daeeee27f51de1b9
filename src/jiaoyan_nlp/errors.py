"""What can go wrong with a file, in words that a clerk understands, in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """One sentence that says what is the matter and what to do, in Chinese and in English."""

    zh: str
    en: str


REASONS: dict[str, Reason] = {
    "missing": Reason("找不到这个文件，请核对路径。", "There is no such file; check the path."),
    "no_permission": Reason("没有读取这个文件的权限，请修改文件权限后重试。", "This file may not be read; change its permissions and try again."),
    "unreadable": Reason("磁盘读取失败（{detail}）。", "The disk could not be read ({detail})."),
    "empty": Reason("文件是空的，没有任何内容。", "The file is empty."),
    "blank": Reason("文件里没有文字（只有空白）。", "The file holds no text, only white space."),
    "binary": Reason("这不是文本文件：内容是二进制数据，可能是改错了后缀名。", "This is no text file but binary data; perhaps its suffix was changed."),
    "damaged_docx": Reason(
        "Word 文件已损坏或不完整，打不开。请用 Word 或 WPS 重新另存一份。",
        "The Word file is damaged or cut short. Open it in Word or WPS and save it again.",
    ),
    "no_body": Reason("这个 .docx 压缩包里没有 Word 正文。", "This .docx archive holds no Word document."),
    "too_large_inside": Reason(
        "Word 文件解压后异常庞大（超过 {detail}），为安全起见没有打开。",
        "The Word file unpacks to more than {detail}; it was not opened, to be safe.",
    ),
    "unsupported": Reason(
        "暂不支持 {detail} 格式，请用 Word 或 WPS 另存为 .docx 或 .txt。",
        "{detail} files are not read yet; save it as .docx or .txt in Word or WPS.",
    ),
    "undecodable": Reason(
        "有 {detail} 处字符无法识别（编码损坏），已用 � 代替，其余内容照常分析。",
        "{detail} characters could not be decoded and stand as �; the rest was read.",
    ),
    "worker_died": Reason("处理这个文件时程序异常退出（可能内存不足），已跳过。", "The program died on this file, perhaps out of memory; it was skipped."),
    "internal": Reason("处理这个文件时出现内部错误（{detail}），已跳过。", "An internal error came up on this file ({detail}); it was skipped."),
    "no_gold": Reason("文件夹里没有标注文件（*.jsonl）。", "The folder holds no gold files (*.jsonl)."),
    "bad_gold": Reason("标注文件有误：{detail}", "The gold file is wrong: {detail}"),
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


class GoldError(JiaoyanError):
    """A gold annotation that does not fit its source or its format."""
