"""A ledger of any size, made up: rows written straight into the tables, without a model.

Articles come in day by day and state eight propositions each: some new, most of the last days, by one
of the three who speak for a proposition, in one of several wordings, or in the article's own voice.
Every tenth proposition is denied by a body's spokesman, every tenth is contradicted by another
count, every tenth is brought up to date by a later count. The same number of articles gives the same ledger.
"""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sayso.ledger import Ledger
from sayso.records import Article, Attribution, Form, Kind, content_id
from sayso.understand import RULES

_FIRST = "Ada Bram Cleo Doro Emil Fenna Gus Hedy Ivo Jana Karel Lotte Milan Nora Otto Pia".split()
_LAST = "Aalders Brook Castell Dorn Ebbing Falk Graves Holt Imber Jansky Kvist Lorne".split()
_PLACES = "pier lock quay depot siding hangar silo weir culvert sluice".split()
_WHAT = (
    "the crane at {place} was shut down",
    "{count} people were hurt at {place}",
    "the alarm at {place} had failed twice",
    "{count} tonnes of grain were stored at {place}",
    "the owner of {place} had been warned in spring",
    "{count} boats were turned away from {place}",
    "the gate of {place} stood open all night",
    "divers had found a crack under {place}",
)
_OUTLETS = tuple(
    f"The {town} {paper}"
    for paper in ("Post", "Mail", "Courier", "Echo", "Star")
    for town in "Alder Birch Cedar Damson Elder Fir".split()
)
_START, _A_DAY, _STATED = date(2031, 3, 1), 25, 8
_KINDS = {0: "denial", 4: "number", 7: "update"}


@dataclass(slots=True)
class _Claim:
    """A claim while it grows: its mentions and what is known of their articles."""

    words: str
    polarity: str
    mentions: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    articles: set[int] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)
    days: list[str] = field(default_factory=list)
    disputes: int = 0
    denied: bool = False
    superseded: bool = False

    @property
    def statuses(self) -> list[str]:
        origins = len(self.roots)
        found = ["one origin" if len(self.articles) == 1 else "repeated"]
        found = ["separate origins"] if origins > 1 else found
        found += ["disputed"] if self.disputes else []
        found += ["denied by subject"] if self.denied else []
        return [*found, "superseded"] if self.superseded else found

    def state(self) -> tuple[object, ...]:
        counts = (len(self.mentions), len(self.articles), len(self.outlets), len(self.roots))
        return (json.dumps(self.statuses), *counts, self.disputes)


class _Made:
    """The rows, table by table, as they come to be."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self.claims: dict[tuple[int, str], _Claim] = {}
        self.sources: dict[str, list[int]] = {}
        self.paired: set[int] = set()
        self.random = random.Random(5)

    def article(self, number: int) -> None:
        day = (_START + timedelta(days=(number - 1) // _A_DAY)).isoformat()
        outlet = _OUTLETS[int(self.random.random() ** 2 * len(_OUTLETS))]
        stated = [self._stated(number) for _ in range(_STATED)]
        lines = [f"{who}, {_office(who)}, {cue} {words}." if who else f"{words[0].upper()}{words[1:]}."
                 for _, _, who, cue, words in stated]  # fmt: skip
        text = "\n".join([*lines, "The harbour office will meet again on Monday."])
        page, url = sha256(text.encode()).hexdigest(), f"https://made.example/{number}"
        title = f"Harbour, day {(number - 1) // _A_DAY + 1}: {stated[0][-1]}"
        origin = f"made/{number}.txt"
        article = Article(text, page, origin, url, "", outlet, title, "", day, "", "en")
        added = f"{day}T20:{number % 60:02}:00+00:00"
        self.rows["page"].append((page, len(text), zlib.compress(text.encode(), 1)))
        said = sum(bool(who) for _, _, who, _, _ in stated)
        names = (origin, url, "", outlet, title, "", day, "", "en")
        self.rows["article"].append((number, article.id, page, *names, said, added, text))
        where = (content_id("reading", str(number)), number, page, origin, url, "")
        self.rows["reading"].append((number, *where, "text/plain", "", "", added))
        self.rows["understood"].append((number, RULES))
        self.rows["compared"].append((number, 1, "[]", "made", added))
        self._state(number, article, added, stated)

    def _stated(self, number: int) -> tuple[int, str, str, str, str]:
        """A proposition, the side that is taken, who says it by what word, and the words."""
        newest = number * 2
        about = newest - int(self.random.expovariate(1 / 60))
        about = about if about > 0 else self.random.randint(1, newest)
        kind = _KINDS.get(about % 10, "")
        other = bool(kind) and self.random.random() < 0.3
        place = f"{_PLACES[about % len(_PLACES)]} {about}"
        count = 3 + about % 40 + (6 if other else 0)
        words = _WHAT[4 if kind == "denial" else 1 + 2 * (about % 3) if kind else about % 8]
        said = f"that {words.format(place=place, count=count)}"
        speaker = self.random.randrange(3)
        seed = about * 3 + speaker + (1 if other else 0)
        who = f"{_FIRST[seed * 7 % 16]} {_LAST[seed * 5 % 12]}"
        cue = "denied" if other and kind == "denial" else ("said", "told reporters")[seed % 2]
        if not other and self.random.random() < 0.25:
            return about, "", "", "", said.removeprefix("that ")
        return about, kind if other else "", who, cue, said

    def _state(
        self,
        number: int,
        article: Article,
        added: str,
        stated: list[tuple[int, str, str, str, str]],
    ) -> None:
        offset, at = 0, 0
        changed: dict[tuple[int, str], _Claim] = {}
        for about, side, who, cue, words in stated:
            line = article.text[offset : article.text.index("\n", offset)]
            statement = None
            start = offset + len(line) - 1 - len(words)
            if who:
                at += 1
                statement = at
                self._statement(number, at, article, offset, who, cue, (start, start + len(words)))
            begin = start + (5 if who else 0)
            end = offset + len(line) - 1
            mention = len(self.rows["mention"]) + 1
            key = content_id("mention", article.id, repr((begin, end)))
            chain = json.dumps([[who, "person", ""]] if who else [])
            polarity = "denied" if cue == "denied" else "asserted"
            place = (number, begin, end, offset, offset + len(line), statement)
            self.rows["mention"].append((mention, key, *place, polarity, chain, "[]", None))
            claim = self.claims.setdefault((about, side), _Claim(article.text[begin:end], polarity))
            if claim.mentions:
                self._link(claim.mentions[0], mention, "same", "claim", added)
            claim.mentions.append(mention)
            claim.ids.append(key)
            claim.articles.add(number)
            claim.outlets.add(article.outlet)
            claim.roots.add(who or min(claim.roots, default=article.outlet))
            claim.days.append(article.published)
            changed[about, side] = claim
            changed |= self._dispute(about, number, added)
            offset += len(line) + 1
        for claim in changed.values():
            row = (claim.mentions[0], *claim.state(), None, number, added)
            self.rows["status"].append((len(self.rows["status"]) + 1, *row))

    def _statement(
        self,
        number: int,
        at: int,
        article: Article,
        offset: int,
        who: str,
        cue: str,
        content: tuple[int, int],
    ) -> None:
        start = article.text.index(f" {cue} ", offset) + 1
        spans = ((offset, offset + len(who)),), ((start, start + len(cue)),), (content,)
        one = Attribution(*spans, Form.INDIRECT, Kind.SPEECH, 0.9, "made")
        facts = (one.form, one.kind, one.score, one.made_by, None, who, cue)
        self.rows["attribution"].append((number, at, one.id(article.id), *facts))
        for role, (span,) in zip(("source", "cue", "content"), spans, strict=True):
            self.rows["span"].append((number, at, role, 1, *span))
        held = "denied" if cue == "denied" else "asserted"
        told = (who, "person", _office(who), "", "made", held, None, "[]", "[]", "[]")
        self.rows["speaker"].append((number, at, *told))
        count = self.sources.setdefault(who, [0, 0, 0])
        count[0] += 1
        count[1] += count[2] != number
        count[2] = number

    def _dispute(self, about: int, number: int, added: str) -> dict[tuple[int, str], _Claim]:
        kind = _KINDS.get(about % 10, "")
        one, other = self.claims.get((about, "")), self.claims.get((about, kind))
        if not kind or one is None or other is None or about in self.paired:
            return {}
        self.paired.add(about)
        relation = "update" if kind == "update" else "conflict"
        words = {"denial": "one side denies it", "number": "two counts of one thing at one time"}
        reason = words.get(kind, "a later count of the same")
        first, second = sorted((one, other), key=lambda claim: claim.mentions[0])
        left, right = first.mentions[0], second.mentions[0]
        about_what = "number" if kind == "update" else kind
        key = self._link(left, right, relation, about_what, added, reason)
        answers = ("right" if second is other else "left") if kind != "number" else ""
        row = (key, left, right, left, right, relation, about_what, 0.9, json.dumps([reason]))
        rest = ("made", 1, answers, kind == "denial", 1, number, added)
        self.rows["conflict"].append((len(self.rows["conflict"]) + 1, *row, *rest))
        if relation == "conflict":
            one.disputes += 1
            other.disputes += 1
            one.denied = one.denied or kind == "denial"
        else:
            one.superseded = True
        return {(about, ""): one, (about, kind): other}

    def _link(
        self,
        left: int,
        right: int,
        relation: str,
        kind: str,
        added: str,
        reason: str = "same words",
    ) -> str:
        key = content_id("link", str(left), str(right), relation)
        told = (relation, kind, 0.9, json.dumps([reason]), "made", added)
        self.rows["link"].append((len(self.rows["link"]) + 1, key, left, right, *told))
        return key

    def finish(self) -> None:
        for claim in self.claims.values():
            number, reports = claim.mentions[0], len(claim.articles)
            counts = (len(claim.mentions), reports, len(claim.outlets), len(claim.roots))
            days = (min(claim.days), max(claim.days))
            last = max(claim.articles)
            row = (
                number,
                claim.ids[0],
                claim.words,
                claim.polarity,
                1,
                *counts,
                json.dumps(claim.statuses),
            )
            changed = f"{max(claim.days)}T20:00:00+00:00"
            self.rows["claim"].append((*row, claim.disputes, *days, last, changed))
            self.rows["claim_mention"] += [(mention, number) for mention in claim.mentions]
            self.rows["claim_status"] += [(one, -reports, number) for one in ("", *claim.statuses)]
        self.rows["source"] = [(who, *count[:2]) for who, count in self.sources.items()]


def _office(who: str) -> str:
    return f"the {_PLACES[len(who) % len(_PLACES)]} master"


def made_ledger(path: Path, articles: int) -> None:
    """Write a ledger of so many made-up articles at ``path``, which must not exist."""
    made = _Made()
    for number in range(1, articles + 1):
        made.article(number)
    made.finish()
    Ledger(path, clock=lambda: datetime(2031, 3, 1, tzinfo=UTC)).close()
    with closing(sqlite3.connect(path)) as file, file:
        order = ("page", "article", "reading", "attribution", "span", "source", "mention")
        for table in (*order, *(one for one in made.rows if one not in order)):
            rows = made.rows[table]
            marks = ", ".join("?" * len(rows[0])) if rows else ""
            file.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        file.execute(
            "INSERT INTO article_words (rowid, title, text) SELECT number, title, text FROM article"
        )
        file.execute("INSERT INTO claim_words (rowid, words) SELECT number, words FROM claim")
