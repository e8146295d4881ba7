"""The names of outlets and news agencies: which are the same, and which are agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sayso.lists import read_lists


class OutletKind(StrEnum):
    """An agency that others print, or an outlet with readers of its own."""

    WIRE = "wire"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A known outlet: the name that is shown, and all its names; short ones as they are written."""

    name: str
    kind: OutletKind
    names: tuple[str, ...]
    short: tuple[str, ...]


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """Return the agencies, then the other outlets, of ``data/agencies.toml``."""
    raw = _raw()
    return tuple(
        Outlet(one["names"][0], kind, tuple(one["names"]), tuple(one["short"]))
        for kind in OutletKind
        for one in raw[kind]
    )


@cache
def not_text() -> frozenset[str]:
    """Return what is credited for pictures or as a channel, never for a text; in small letters."""
    words: str = _raw()["not_text"]
    return frozenset(words.split())


def _raw() -> dict[str, Any]:
    return read_lists("agencies")


@cache
def _by_key() -> dict[str, Outlet]:
    return {_plain(name): one for one in known_outlets() for name in (*one.names, *one.short)}


_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.|m\.|edition\.)?([^/\s]+\.[a-z]{2,})(?:/.*)?$", re.I)
_ENDING = re.compile(r"\.(?:com|org|net|news|info|tv|co\.[a-z]{2}|[a-z]{2})$")


def known(name: str) -> Outlet | None:
    """Return the outlet of the list that goes by ``name``, if any."""
    return _by_key().get(_plain(name))


def outlet_key(name: str) -> str:
    """Return what is the same for all names of one outlet: "AP" and "The Associated Press".

    Articles before the name, capitals, marks and the ending of an address do not count. An empty
    name gives an empty key.
    """
    found = known(name)
    return _plain(found.name if found else name)


def _plain(name: str) -> str:
    low = name.strip().casefold()
    match = _ADDRESS.match(low)
    low = _ENDING.sub("", match.group(1)) if match else low
    low = re.sub(r"[’']s$", "", low)
    return re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", low))
