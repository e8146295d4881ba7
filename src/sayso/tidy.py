"""The characters a reader sees: white space made plain, invisible characters taken out."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[^\S\n]+")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Zero-width and direction marks, the soft hyphen, and controls other than tab and line feed: a
# browser draws none of them, and any of them would break a search for the words around it.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def tidy_lines(text: str) -> str:
    """Return ``text`` with unseen characters removed and every line end a single line feed.

    Spaces stay as they are, so that indentation can still be read; a lone surrogate, which no
    file can hold, becomes U+FFFD.
    """
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", _BREAK.sub("\n", text)))


def tidy(text: str) -> str:
    """Return ``text`` as one line: every run of white space is one space, none at the edges."""
    return _SPACE.sub(" ", tidy_lines(text).replace("\n", " ")).strip()
