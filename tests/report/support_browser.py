"""The report in a real browser, watched: whatever it asks of the network, says on the console or raises is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Watched:
    """A page of the browser and what came to light while it was open."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.troubles: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))

    def go(self, report: Path, place: str = "") -> Any:
        """Open the report, at a view if `place` names one, and wait until it is drawn."""
        self.page.goto("about:blank")
        self.page.goto((report / "report.html").as_uri() + place)
        if place.startswith(("#plan", "#family", "#compare")):
            self.page.wait_for_selector("#view:not([hidden]) h2")
        return self.page


@contextmanager
def watched(browser: Any, viewport: dict[str, int] = WIDE) -> Iterator[Watched]:
    """A page that has to have opened without a word on the console, and without a request for anything but files beside it."""
    page = browser.new_page(viewport=viewport)
    held = Watched(page)
    try:
        yield held
        assert held.troubles == []
        assert all(url.startswith(("file://", "about:", "data:")) for url in held.requests), held.requests
    finally:
        page.close()
