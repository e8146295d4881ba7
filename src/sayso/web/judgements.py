"""The pages of a person's word: what was judged, what is about to be, and the forms that do it."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from sayso import claims as kept
from sayso import judging
from sayso.across.views import ClaimPage, Judgement, MentionView, Subject, Verdict
from sayso.errors import NotFoundError
from sayso.ledger import Ledger
from sayso.web.ask import Ask, AskedWrongly, Moved, Sheet, Shown, cut, filled
from sayso.web.site import Site

_PER_PAGE = 30
VERDICTS = tuple(verdict.value for verdict in Verdict)
ABOUT = tuple(subject.value for subject in Subject)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are judged: its identifier, its words, and its page."""

    id: str
    words: str
    where: str
    mention: MentionView | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A judgement with the words of both that it is about."""

    judgement: Judgement
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Judgements:
    """What was judged, the latest first."""

    sheet: Sheet[Told]


@dataclass(frozen=True, slots=True)
class Asked:
    """A judgement about to be made: both sides, the verdict, and whose word it was the last time."""

    verdict: Verdict
    about: Subject
    left: Side
    right: Side
    author: str


def listing(site: Site, book: Ledger, ask: Ask) -> Shown:
    """Every judgement and every undoing, the latest first."""
    part = cut(ask, judging.judgements(book)[::-1], _PER_PAGE)
    told = (
        Told(one, _side(site, book, one.about, one.left), _side(site, book, one.about, one.right))
        for one in part.items
    )
    page = Judgements(filled(part, told))
    return Shown("judgements.html", "Judgements", page, "judgements")


def asked(site: Site, book: Ledger, ask: Ask) -> Shown:
    """Both sides of a judgement about to be made, and the form that makes it."""
    verdict, about = _verdict(ask), Subject(ask.one_of("about", ABOUT) or Subject.MENTION)
    left, right = (_side(site, book, about, ask.text(side)) for side in ("left", "right"))
    said = [one.author for one in judging.judgements(book) if one.author]
    page = Asked(verdict, about, left, right, said[-1] if said else _user())
    return Shown("judge.html", f"Judge: {verdict}", page, "judgements")


def judge(book: Ledger, ask: Ask) -> Moved:
    """Note the judgement of a form, with its author and reason."""
    author = ask.text("author")
    if not author:
        raise AskedWrongly("A judgement needs a name: whose word is it?")
    judging.judge(
        book, _verdict(ask), ask.text("left"), ask.text("right"), author, ask.text("note")
    )
    return Moved("/judgements")


def undo(book: Ledger, ask: Ask) -> Moved:
    """Take back the judgement whose ``number`` the form gives."""
    judging.undo(book, ask.number("number"), ask.text("author"), ask.text("note"))
    return Moved("/judgements")


def _verdict(ask: Ask) -> Verdict:
    verdict = ask.one_of("verdict", VERDICTS)
    if not verdict:
        raise AskedWrongly("No verdict was given.")
    return Verdict(verdict)


def _side(site: Site, book: Ledger, about: Subject, key: str) -> Side:
    """What an identifier stands for now; what it stood for may be gone with another model."""
    if about is Subject.SPEAKER:
        found = site.who(book).part(key)
        return Side(key, found.name, f"/sources/{found.id}") if found else Side(key, key, "")
    try:
        claim = kept.claim(book, key)
    except NotFoundError:
        return Side(key, key, "")
    return _mentioned(claim, key)


def _mentioned(claim: ClaimPage, key: str) -> Side:
    mention = next(one for one in claim.mentions if one.id.startswith(key))
    return Side(mention.id, mention.words, f"/claims/{claim.view.id}", mention)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name for the number of the user
        return ""
