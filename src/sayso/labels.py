"""Files of labels or predictions: JSON lines, read one by one, with the line named that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from sayso.errors import ReadError

Item = TypeVar("Item")


def read_lines(file: Path, read: Callable[[object], Item]) -> Iterator[tuple[int, Item]]:
    """Yield the number (from 1) of each line that is not empty, and what ``read`` makes of its JSON.

    Raises ``ReadError`` when the file cannot be read, or naming the line that is not JSON or of
    which ``read`` raises ``ValueError``, ``KeyError`` or ``TypeError``.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{file}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, read(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else error
            raise ReadError(f"{file}:{number}: {reason}") from error
