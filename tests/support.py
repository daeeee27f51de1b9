"""What the tests of several floors need."""

from __future__ import annotations

import os
import shutil
import subprocess


def without_privilege() -> tuple[str, ...] | None:
    """A command under which file permissions hold, also where the tests run as root; None where there is no way."""
    if os.name != "posix":
        return None
    if os.geteuid() != 0:
        return ()
    dropped = "-dac_override,-dac_read_search"
    setpriv = ("setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}")
    if shutil.which("setpriv") and subprocess.run([*setpriv, "true"], capture_output=True).returncode == 0:
        return setpriv
    return None
