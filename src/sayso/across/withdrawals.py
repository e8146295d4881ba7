"""Offers, deals and plans that one article tells of as made and as taken back. Pure.

"The board had agreed to sell. The offer was soon withdrawn": the second names what it takes back by a
noun for it ("the offer", "such a plan"), so that the words of the two need not be alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.across.relation import Kind, Link, Relation
from sayso.across.stated import Stated

RULES = "withdrawals 1"
_NEAR = 700  # characters between the two, at most
_LIKELY = 0.7  # a fixed guess: the nearest undertaking before it is mostly the one that is meant
_NOUN = (
    r"(?:offer|agreement|deal|accord|plan|proposal|pledge|promise|invitation|commitment|undertaking|"
    r"consideration|concession|bid|truce|ceasefire|permission|approval|consent)s?"
)
_THAT = rf"(?:(?:such\s(?:an?\s)?|th(?:is|at|ese|ose|e)\s|its\s|their\s|his\s|her\s)(?:\w+\s)?{_NOUN}|plans)"
_BACK = (
    r"(?:withdr[ae]wn?|withdrawing|recalled|rescinded|revoked|retracted|scrapped|dropped|abandoned|"
    r"cancell?ed|called\soff|took\sback|taken\sback|reneged\son|went\sback\son|gone\sback\son|"
    r"backed\sout\sof|pulled\sout\sof|walked\saway\sfrom|tore\sup|torn\sup)"
)
_TAKEN_BACK = re.compile(
    rf"\b(?P<what>{_THAT})\b[^.;]{{0,60}}?\b(?P<back>{_BACK})\b|"
    rf"\b(?P<back2>{_BACK})\s(?P<what2>{_THAT})\b",
    re.I,
)
_UNDERTAKEN = re.compile(
    r"\b(?:agree[ds]?|agreeing|agreement|accord|offer(?:s|ed|ing)?|promis(?:e[ds]?|ing)|pledg(?:e[ds]?|ing)|"
    r"propos(?:e[ds]?|al|ing)|commit(?:s|ted)?|undert(?:ook|aken?)|consent(?:s|ed)?|invited|approved|"
    r"accepted|signed|plan(?:s|ned)?|truce|ceasefire|deal)\b",
    re.I,
)
_DOUBTED = re.compile(
    r"\b(?:if|whether)\b[^.;,]{0,80}?\b(?:ever|really|indeed|at all|in fact)\b", re.I
)


def withdrawals(stated: Sequence[Stated]) -> Iterator[Link]:
    """Yield what is taken back among what one article states, in order.

    Each sentence that says so is linked to the nearest undertaking before it. Where it doubts that
    there was one ("if they ever made such an offer"), the two conflict; else the later is an update.
    """
    done: set[tuple[int, int]] = set()
    for at, one in enumerate(stated):
        told = _TAKEN_BACK.search(one.sentence_words)
        if not told or one.sentence in done or not _bears(one, told):
            continue
        nearest = next(_undertakings(stated[:at], one), None)
        if nearest is not None:
            done.add(one.sentence)
            yield _link(*nearest, one, told)


def _bears(one: Stated, told: re.Match[str]) -> bool:
    """Whether the mention holds the words of the taking back, or goes on from them."""
    return one.span[1] - one.sentence[0] >= told.end()


def _undertakings(before: Sequence[Stated], one: Stated) -> Iterator[tuple[Stated, str]]:
    """Yield what was undertaken in the sentences before ``one``, the nearest first, and the word for it."""
    for other in reversed(before):
        if one.sentence[0] - other.span[1] > _NEAR:
            return
        found = _UNDERTAKEN.search(other.sentence_words)
        taken_back = _TAKEN_BACK.search(other.sentence_words)
        if found and not taken_back and other.sentence != one.sentence:
            yield other, found.group()


def _link(made: Stated, words: str, back: Stated, told: re.Match[str]) -> Link:
    what, verb = ("what", "back") if told["what"] else ("what2", "back2")
    reasons = [f"“{told[verb]}” is said of “{told[what]}”: the nearest before it is “{words}”"]
    relation = Relation.UPDATE
    doubted = _DOUBTED.search(back.sentence_words)
    if doubted and doubted.start() < told.start(what):
        relation = Relation.CONFLICT
        reasons.append(f"“{doubted.group()}”: it doubts that there was one")
    return Link(made.id, back.id, relation, Kind.STATUS, _LIKELY, tuple(reasons), RULES)
