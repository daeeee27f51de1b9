"""The routes: the page and its files, uploads, the audit's start, progress and end, the report. All lie below the token."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, send_file, send_from_directory
from werkzeug.exceptions import ClientDisconnected, InternalServerError, RequestEntityTooLarge

from jiaoyan_nlp import __version__
from jiaoyan_nlp.corpus.files import READ, REFUSED, SKIPPED
from jiaoyan_nlp.errors import ServeError
from jiaoyan_nlp.report.settings_file import NAME
from jiaoyan_nlp.serve.desk import Desk
from jiaoyan_nlp.serve.guard import REPORT_POLICY, guard
from jiaoyan_nlp.serve.uploads import in_words
from jiaoyan_nlp.serve.words import WORDS

ASSETS = {"page.css": "text/css", "page.js": "text/javascript", "files.js": "text/javascript", "server.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""Files of the page with their types, which Windows would look up in its registry."""
_STATUS = {"upload_large": 413, "upload_path": 400, "upload_long": 400, "upload_cut": 400, "upload_unwritable": 507, "serve_internal": 500}
"""HTTP status by reason; 409 for the others, which stop the batch. After 400 and 413 the page goes on with the next file."""

pages = Blueprint("pages", __name__, url_prefix="/<token>")


def create_app(desk: Desk, token: str, lang: str = "zh", kept: bool = False) -> Flask:
    """The server as a WSGI application.

    Args:
        token: first part of every path; whoever does not know it gets 404.
        lang: language of the page at first.
        kept: whether reports outlive the server.
    """
    app = Flask("jiaoyan_nlp.serve", static_folder=None)
    # one more than may be: Werkzeug asks for what follows the last byte, and takes that for too much; the batch counts exactly
    app.config.update(MAX_CONTENT_LENGTH=desk.limits.file + 1, LANG=lang, KEPT=kept)
    app.extensions["desk"] = desk
    guard(app, token)
    app.register_blueprint(pages)
    app.register_error_handler(ServeError, _refused)
    app.register_error_handler(RequestEntityTooLarge, lambda _: _refused(ServeError("", "upload_large", in_words(desk.limits.file))))
    app.register_error_handler(ClientDisconnected, lambda _: _refused(ServeError("", "upload_cut")))
    app.register_error_handler(OSError, lambda error: _refused(ServeError("", "upload_unwritable", error.strerror or type(error).__name__)))
    app.register_error_handler(InternalServerError, lambda _: _refused(ServeError("", "serve_internal")))
    return app


def _desk() -> Desk:
    return cast(Desk, current_app.extensions["desk"])


def _refused(error: ServeError) -> tuple[dict[str, str], int]:
    return {"zh": error.sentence("zh"), "en": error.sentence("en")}, _STATUS.get(error.reason, 409)


@pages.url_value_preprocessor
def _without_token(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The guard has seen to it."""
    if values:
        values.pop("token", None)


@pages.get("/")
def page() -> str:
    """The page, in the language of `?lang=`."""
    asked = request.args.get("lang", "")
    lang = asked if asked in WORDS else current_app.config["LANG"]
    desk = _desk()
    settings = {
        "words": WORDS, "lang": lang, "read": sorted(READ), "refused": sorted(REFUSED), "skipped": SKIPPED, "settings": NAME, "limits": desk.limits._asdict(),
        "kept": str(desk.reports) if current_app.config["KEPT"] else "",
    }  # fmt: skip
    limits = {"file": in_words(desk.limits.file), "batch": in_words(desk.limits.batch), "files": f"{desk.limits.files:,}"}
    return render_template("page.html", words=WORDS[lang], lang=lang, settings=settings, limits=limits, version=__version__)


@pages.get("/static/<name>")
def asset(name: str) -> Response:
    """A file of the page."""
    if name not in ASSETS:
        abort(404)
    return send_from_directory(Path(__file__).parent / "templates", name, mimetype=ASSETS[name])


@pages.post("/batch")
def begin() -> dict[str, str]:
    """Begin a batch."""
    return {"id": _desk().begin().id}


@pages.post("/batch/<batch_id>/file")
def upload(batch_id: str) -> dict[str, str]:
    """Take one file, the body of the request, under `?path=`."""
    return {"path": _desk().batch(batch_id).add(request.args.get("path", ""), request.stream)}


@pages.post("/batch/<batch_id>/start")
def start(batch_id: str) -> dict[str, Any]:
    """Audit the batch, with messages in the language of `?lang=`."""
    _desk().start(batch_id, "en" if request.args.get("lang") == "en" else "zh")
    return _desk().progress()


@pages.post("/cancel")
def cancel() -> dict[str, Any]:
    """End the audit."""
    _desk().cancel()
    return _desk().progress()


@pages.get("/progress")
def progress() -> dict[str, Any]:
    """How far the audit is."""
    return _desk().progress()


@pages.get("/report/<name>/<path:file>")
def report(name: str, file: str) -> Response:
    """A file of a report that is ready."""
    response = send_from_directory(_report(name), file)
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


@pages.get("/report/<name>.zip")
def download(name: str) -> Response:
    """A whole report as an archive with one folder in it."""
    folder = _report(name)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, Path(folder.name) / path.relative_to(folder))
    packed.seek(0)
    return send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")


def _report(name: str) -> Path:
    try:
        return _desk().report(name)
    except KeyError:
        abort(404)
