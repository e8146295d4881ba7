"""Text as Markdown (CommonMark) that shows every character as it is, whatever it may mean there."""

from __future__ import annotations

import re

_MEANS = re.compile(
    r"[\\`*_\[\]<>&#~|$@{}]"  # anywhere
    r"|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]|(?<=^\d{4})[.)]"  # where a line starts
    r"|:(?=/|[\w+-]+:)|(?<=\bwww)\.",  # addresses and names of pictures, to some readers
    re.I,
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_BLANK = re.compile("[\t\n\r\v\f\x85\u2028\u2029]")
_EDGES = re.compile(r"^\s|\s$")


def escaped(text: str) -> str:
    """Return ``text`` so that a reader of Markdown sees it and nothing else.

    Line ends and tabs, which Markdown would take for spaces or more, become character references.
    """
    plain = _MEANS.sub(lambda one: _ENTITIES.get(one[0], f"\\{one[0]}"), text)
    return _BLANK.sub(_reference, plain)


def line(text: str) -> str:
    """As ``escaped``, for a text that stands alone on its line, where blanks at its ends are lost."""
    return _EDGES.sub(_reference, escaped(text))


def _reference(one: re.Match[str]) -> str:
    return f"&#{ord(one[0])};"
