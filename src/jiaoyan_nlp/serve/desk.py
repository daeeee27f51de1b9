"""The desk of one server: the batch that is being handed in, the one audit under way, and the reports that are ready."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiaoyan_nlp.errors import ServeError
from jiaoyan_nlp.serve.jobs import Job, audit_command
from jiaoyan_nlp.serve.uploads import LIMITS, Batch, Limits

Command = Callable[[Path, Path, str], list[str]]
"""What audits a folder into another folder, told in a language."""
NAME = "材料"
"""What a batch of several folders is called, in the report too."""


class Desk:
    """One batch and one audit at a time.

    Args:
        work: an existing folder for uploads and temporary files.
        reports: the folder in which each report gets a folder of its own; it is made when it is needed.
        command: the audit.
        limits: how much may be uploaded.
    """

    def __init__(self, work: Path, reports: Path, command: Command = audit_command, limits: Limits = LIMITS) -> None:
        self.reports = reports
        self.limits = limits
        self._uploads = work / "uploads"
        self._scratch = work / "scratch"
        self._scratch.mkdir()
        self._command = command
        self._batch: Batch | None = None
        self._job: Job | None = None
        self._ready: dict[str, Path] = {}
        self._lock = threading.RLock()

    def begin(self) -> Batch:
        """A new batch in place of the last one, whose files are removed.

        Raises:
            ServeError: an audit is under way.
        """
        with self._lock:
            self._must_be_free()
            shutil.rmtree(self._uploads, ignore_errors=True)
            self._batch = Batch(self._uploads / f"{time.monotonic_ns()}" / NAME, self.limits)
            return self._batch

    def batch(self, batch_id: str) -> Batch:
        """The batch of this name.

        Raises:
            ServeError: another one has taken its place.
        """
        if self._batch is None or self._batch.id != batch_id:
            raise ServeError("", "upload_stale")
        return self._batch

    def start(self, batch_id: str, lang: str) -> None:
        """Audit what was uploaded, with messages in `zh` or `en`.

        Raises:
            ServeError: an audit is under way, the batch was replaced, or is empty.
            OSError: the audit cannot be started.
        """
        with self._lock:
            self._must_be_free()
            folder = self.batch(batch_id).audited()
            self._batch = None  # what comes late is not in this report
            self.reports.mkdir(parents=True, exist_ok=True)
            report = _free(self.reports / f"{folder.name} {time.strftime('%Y-%m-%d %H.%M.%S')}")
            self._job = Job(self._command(folder, report, lang), report, self._scratch, folder.parent)

    def cancel(self) -> None:
        """End the audit under way, if there is one."""
        if self._job:
            self._job.cancel()

    def progress(self) -> dict[str, Any]:
        """The last audit: its progress and, once it is ready, the name of its report; the state is `idle` where there was none."""
        job = self._job
        if job is None:
            return {"state": "idle"}
        told = job.progress()
        if told["state"] not in ("done", "partly"):
            return told
        self._ready[job.report.name] = job.report
        return told | {"report": job.report.name}

    def report(self, name: str) -> Path:
        """The folder of a report that was written since the server was started.

        Raises:
            KeyError: there is none of this name.
        """
        return self._ready[name]

    def close(self) -> None:
        """End what is under way."""
        self.cancel()

    def _must_be_free(self) -> None:
        if self._job and self._job.state == "running":
            raise ServeError("", "audit_busy")


def _free(folder: Path) -> Path:
    """A folder of this name that does not exist yet, numbered where it does."""
    names = (folder, *(folder.with_name(f"{folder.name} ({n})") for n in range(2, 1_000)))
    return next(each for each in names if not each.exists())
