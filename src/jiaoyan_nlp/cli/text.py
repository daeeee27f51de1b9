"""`jiaoyan text FILE`: the decoded source text, exactly. The offsets of all other commands count its characters."""

from __future__ import annotations

import sys

import click

from jiaoyan_nlp.cli import language, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import reading
from jiaoyan_nlp.errors import JiaoyanError


@click.command("text", help=_("Print the text of a file exactly as decoded; all offsets count its characters."))
@click.argument("file", type=options.Place(exists=True, dir_okay=False, allow_dash=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help=_("Write to a file instead of standard output."))
@options.lang
@options.text_column
def command(file: str, output: str | None) -> None:
    from jiaoyan_nlp.corpus.files import only_file
    from jiaoyan_nlp.corpus.readers import read, read_bytes
    from jiaoyan_nlp.engine.limits import memory_limit

    try:
        with memory_limit():
            source = read_bytes(sys.stdin.buffer.read(), "-", reading()) if file == "-" else read(only_file(file), reading=reading())
    except MemoryError as error:
        raise click.ClickException(JiaoyanError(file, "worker_died").sentence(language.current())) from error
    except JiaoyanError as error:
        raise click.ClickException(f"{error.path}: {error.sentence(language.current())}") from error
    with click.open_file(output or "-", "wb") as stream:
        stream.write(source.text.encode("utf-8", "replace"))
