"""Where the package's data lies: lexicons and models, beside the code in a wheel, at the top of a checkout otherwise."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
_HOMES = (_PACKAGE / "data", _PACKAGE.parents[1])


def resource(name: str) -> Path:
    """Path of a data file, such as `corpus/lexicons/noise.toml`.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for home in _HOMES:
        if (path := home / name).exists():
            return path
    raise FileNotFoundError(name)


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The lexicon `corpus/lexicons/NAME.toml`; callers treat it as read-only."""
    return tomllib.loads(resource(f"corpus/lexicons/{name}.toml").read_text(encoding="utf-8"))


@cache
def wording(name: str) -> str:
    """A heap of `corpus/lexicons/wording.toml` as one group of alternatives, for use inside a pattern."""
    return f"(?:{'|'.join(lexicon('wording')[name])})"
