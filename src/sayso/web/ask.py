"""What a request asks for, and what a page answers: plain records, so that pages know no server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from sayso.errors import SaysoError
from sayso.records import Span

Item = TypeVar("Item")
_LARGEST = 2**31  # of a number in an address; SQLite's own numbers end at 2**63


class AskedWrongly(SaysoError):
    """An address or a form that no page of the site makes."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: its address, the fields of its query or form, and the article looked at last.

    ``seen`` is the number of the last article at the reader's last look, 0 if there was none.
    """

    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0

    def text(self, name: str) -> str:
        """Return the field ``name`` without white space around it; empty if it is not given."""
        return self.fields.get(name, "").strip()

    def number(self, name: str, default: int = 0) -> int:
        """Return the field ``name`` as a number from 0; raise ``AskedWrongly`` for another text."""
        text = self.text(name)
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or int(text[:12]) >= _LARGEST:
            raise AskedWrongly(f'"{text}" is no number for {name}')
        return int(text)

    def span(self, name: str) -> Span | None:
        """Return the field ``name``, such as ``12-40``, as characters of a text, or None."""
        start, dash, end = self.text(name).partition("-")
        if not (dash and start.isdigit() and end.isdigit() and start.isascii() and end.isascii()):
            return None
        return (int(start[:9]), int(end[:9])) if int(start[:9]) < int(end[:9]) else None

    def one_of(self, name: str, known: Sequence[str]) -> str:
        """Return the field ``name``, which must be one of ``known`` or empty."""
        text = self.text(name)
        if text and text not in known:
            raise AskedWrongly(f'"{text}" is no {name}; it is one of {", ".join(known)}')
        return text

    @property
    def page(self) -> int:
        """Which page of a list is asked for, from 1."""
        return max(1, self.number("page", 1))

    def address(self, **changes: str) -> str:
        """Return this address with other values for some fields; empty ones are left out."""
        fields = {**self.fields, **changes}
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Item]):
    """One page of a list. ``total`` counts the whole list; None where only ``more`` is known.

    ``first`` is the number of the first item shown, from 1.
    """

    items: tuple[Item, ...]
    first: int
    total: int | None
    earlier: str
    later: str

    @property
    def last(self) -> int:
        """The number of the last item shown."""
        return self.first + len(self.items) - 1


def sheet(ask: Ask, shown: Sequence[Item], size: int, total: int | None = None) -> Sheet[Item]:
    """Return the page of a list that ``ask`` is for, with the addresses of its neighbours.

    ``shown`` are its items; where ``total`` is unknown there may be more than ``size`` of them,
    which says that another page follows.
    """
    offset = (ask.page - 1) * size
    more = len(shown) > size if total is None else offset + size < total
    earlier = ask.address(page=str(ask.page - 1) if ask.page > 2 else "") if ask.page > 1 else ""
    later = ask.address(page=str(ask.page + 1)) if more else ""
    return Sheet(tuple(shown[:size]), offset + 1, total, earlier, later)


def cut(ask: Ask, everything: Sequence[Item], size: int) -> Sheet[Item]:
    """Return the page of the list ``everything`` that ``ask`` is for."""
    offset = (ask.page - 1) * size
    return sheet(ask, everything[offset : offset + size], size, len(everything))


def filled(page: Sheet[Any], items: Iterable[Item]) -> Sheet[Item]:
    """Return the same page of a list with ``items`` in the place of what stood for them."""
    return Sheet(tuple(items), page.first, page.total, page.earlier, page.later)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to send: the template, the title, and the record that the template shows as ``page``.

    ``section`` is the entry of the menu it belongs to.
    """

    template: str
    title: str
    page: object
    section: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was asked for is at another ``address`` of the site, or a form was done and that shows it."""

    address: str
