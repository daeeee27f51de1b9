"""Who is answered: requests that know the token, of pages that this server itself has given. What every answer forbids.

Other programs and pages on this machine can reach the port. A page that has its own name lead here (DNS rebinding) is told by
the header Host, one that posts across sites by Origin; neither knows the token.
"""

from __future__ import annotations

from functools import partial
from secrets import compare_digest

from flask import Flask, Response, abort, request

PAGE_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
REPORT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src 'none'; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""A report is one page with its script and style in it; whatever the texts that it quotes would do, nothing leaves the machine."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def guard(app: Flask, token: str) -> None:
    """Let an app answer only requests whose path begins with the token, and mark its answers."""
    app.before_request(partial(_admit, token))
    app.after_request(_marked)


def _admit(token: str) -> None:
    port = request.environ["SERVER_PORT"]
    host = request.headers.get("Host")
    if host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        abort(403)
    first = request.path.split("/", 2)[1]
    if not compare_digest(first.encode(), token.encode()):
        abort(404)
    if request.method not in ("GET", "HEAD") and request.headers.get("Origin") not in (None, f"http://{host}"):
        abort(403)


def _marked(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    return response
