"""The word lists and weights that come with the package (``data/*.toml``)."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def read_lists(name: str) -> dict[str, Any]:
    """Return what ``data/<name>.toml`` holds. Callers turn it into records of their own and keep those."""
    path = resources.files("sayso").joinpath(f"data/{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
