"""`jiaoyan serve`: a page in the browser for starting audits."""

from __future__ import annotations

import contextlib
import logging
import secrets
import signal
import tempfile
import threading
import webbrowser
from pathlib import Path

import click

from jiaoyan_nlp.cli.language import _

HOST = "127.0.0.1"
THREADS = 8
"""Requests answered at once: a few uploads, and questions on progress."""


@click.command(
    "serve",
    short_help=_("Open a page in the browser for starting audits."),
    help=_("Open a page in the browser: drop a folder of plans there, watch the audit, open or download the report. Ctrl-C ends it."),
)
@click.option("--port", type=click.IntRange(1024, 65535), default=None, metavar="N", help=_("Port of this machine (default: one that is free)."))
@click.option("--no-browser", is_flag=True, help=_("Open no browser; print the address only."))
@click.option(
    "-o", "--output", metavar="FOLDER", type=click.Path(file_okay=False),
    help=_("Folder in which reports are kept (default: they are removed at the end)."),
)  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), help=_("Language of messages (default: the locale's) and of the page (default: Chinese)."))
def command(port: int | None, no_browser: bool, output: str | None, lang: str | None) -> None:
    _end_like_ctrl_c()
    with contextlib.suppress(KeyboardInterrupt), tempfile.TemporaryDirectory(prefix="jiaoyan-serve-", ignore_cleanup_errors=True) as work:
        _serve(Path(work), Path(output).absolute() if output else None, port or 0, not no_browser, lang or "zh")


def _serve(work: Path, kept: Path | None, port: int, opens: bool, lang: str) -> None:
    """Serve until it is interrupted; then what is under way is ended."""
    from waitress import create_server

    from jiaoyan_nlp.serve.app import create_app
    from jiaoyan_nlp.serve.desk import Desk

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait for each other is no news
    token = secrets.token_urlsafe(24)
    desk = Desk(work, kept or work / "reports")
    app = create_app(desk, token, lang, kept=kept is not None)
    try:
        server = create_server(app, host=HOST, port=port, threads=THREADS, ident=None, max_request_body_size=desk.limits.file + 1)
    except OSError as error:
        raise click.ClickException(_("Port {port} cannot be used: {why}").format(port=port, why=error.strerror)) from error
    address = f"http://{HOST}:{server.effective_port}/{token}/"
    click.echo(address)
    click.echo(_("The page is at this address. To end, press Ctrl-C or close this window."), err=True)
    if opens:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.run()  # returns where it is interrupted
    finally:
        desk.close()
        server.close()


def _end_like_ctrl_c() -> None:
    """A window that is closed, or a program told to end, ends as by Ctrl-C: nothing is left running, no temporary file is left."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.default_int_handler)
