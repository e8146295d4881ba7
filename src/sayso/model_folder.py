"""A model folder: a manifest that names its files and their hashes, and says what the model is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sayso.errors import ModelError

FORMAT = 1


def read_manifest(folder: Path, files: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of ``folder`` after checking that ``files`` are those it names.

    Raises ``ModelError`` when a file is missing, is another one, or the manifest cannot be read.
    """
    try:
        manifest: dict[str, Any] = json.loads(
            (folder / "manifest.json").read_text(encoding="utf-8")
        )
        if manifest["format"] != FORMAT:
            raise ModelError(f"{folder}: a model of format {manifest['format']}, not {FORMAT}")
        for name in files:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != manifest["files"][name]:
                raise ModelError(f"{folder / name}: not the file that the manifest names")
        return manifest
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: not a model folder ({error})") from error
