"""ninjs, the JSON of news agencies (IPTC, versions 1 to 3) -> pages; what is withdrawn is refused."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.errors import ReadError
from sayso.inputs import Json, date_time, names, told
from sayso.records import Given, MediaType, Page

WITHDRAWN = "its publisher withdrew it"
_MARKS = ("bodies", "headlines", "pubStatus", "pubstatus", "versionCreated", "versioncreated")
_OLD_BODIES = (
    ("body_xhtml", MediaType.HTML),
    ("body_html", MediaType.HTML),
    ("body_text", MediaType.TEXT),
)
# Words in the role of an information source that make it the one who publishes.
_PUBLISHES = ("publish", "provid", "originat", "distribut", "suppl", "aggregat")


def is_ninjs(entry: Json) -> bool:
    """Tell whether a JSON object is a ninjs item, by its keys."""
    return isinstance(entry.get("uri"), str) and any(mark in entry for mark in _MARKS)


def page_of(entry: Json, origin: str) -> Page:
    """Return the text of a ninjs item as a page read at ``origin``; its address is its ``uri``.

    Its outlet is the information source that publishes it, its byline ``by`` and the other sources.
    A later version has the same address, and another text. Raises ``ReadError`` for what is
    canceled or withheld, and for what carries no text, such as a picture.
    """
    uri = told(entry, "uri")
    status = told(entry, "pubStatus", "pubstatus").lower()
    version = told(entry, "version")
    which = f"{uri}, version {version}" if version else uri
    if status.startswith("cancel"):  # both spellings are met with
        raise ReadError(f"{WITHDRAWN} (pubStatus {status}): {which}")
    if status == "withheld":
        raise ReadError(f"its publisher withholds it (pubStatus withheld): {which}")
    text, media_type = _body(entry)
    if not text:
        raise ReadError(
            f"there is no text in it (type {told(entry, 'type') or 'not told'}): {which}"
        )
    outlet, credits = _credits(entry)
    first = date_time(told(entry, "firstCreated", "firstcreated", "contentCreated"))
    this = date_time(told(entry, "versionCreated", "versioncreated"))
    given = Given(
        title=_headline(entry),
        byline=", ".join(filter(None, [told(entry, "by", "byline"), *credits])),
        outlet=outlet,
        published=first or this,
        modified=this if first else "",
    )
    return Page(text.encode("utf-8"), media_type, origin, uri, charset="utf-8", given=given)


def _body(entry: Json) -> tuple[str, MediaType]:
    """The body with markup, if there is one, since it has paragraphs; else the plain one."""
    bodies = list(_values(entry.get("bodies")))
    for one in bodies:
        if "html" in f"{told(one, 'contentType')} {told(one, 'role')}".lower():
            return told(one, "value"), MediaType.HTML
    for one in bodies:
        if text := told(one, "value"):
            return text, MediaType.TEXT
    for key, media_type in _OLD_BODIES:
        if text := told(entry, key):
            return text, media_type
    return "", MediaType.TEXT


def _headline(entry: Json) -> str:
    headlines = list(_values(entry.get("headlines")))
    main = [one for one in headlines if told(one, "role") in ("", "main", "headline")]
    first = (main or headlines or [{}])[0]
    return told(first, "value") or told(entry, "headline", "title")


def _credits(entry: Json) -> tuple[str, list[str]]:
    """The one who publishes the item, and the other sources it credits."""
    sources = [
        one for one in _values(entry.get("infoSources", entry.get("infosource"))) if names(one)
    ]
    publishers = [
        one for one in sources if any(word in told(one, "role").lower() for word in _PUBLISHES)
    ]
    outlet = names((publishers or sources or [{}])[0])
    others = [name for one in sources if (name := names(one)) != outlet]
    return outlet or told(entry, "copyrightHolder", "copyrightholder"), others


def _values(value: object) -> Iterator[Json]:
    yield from (one for one in (value if isinstance(value, list) else []) if isinstance(one, dict))
