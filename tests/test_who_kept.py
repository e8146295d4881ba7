"""Who is who is kept in the ledger: the same as made anew, whatever was added, judged or stopped."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from readings import dump, marked, page_of, reading_of, tamper
from sayso import judging, who_kept
from sayso.across.identity import Identified, Identity, IdentityMention
from sayso.across.likeness import person_tokens
from sayso.across.views import Verdict
from sayso.cli import main
from sayso.errors import NotFoundError
from sayso.ledger import Ledger
from sayso.mentions import lexicon
from sayso.records import Reading
from sayso.who import said_by, who_is_who

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads(
    (HERE / "data" / "identities" / "cases.toml").read_text(encoding="utf-8")
)["case"]


def readings() -> list[Reading]:
    """The articles of the hard cases, all of them one ledger's."""
    found = []
    for case in CASES:
        for number, one in enumerate(case["articles"]):
            text, said = marked(one["text"])
            page = page_of(text, f"{case['name']}-{number}.txt", one["outlet"], one.get("url", ""))
            found.append(reading_of(page, case["name"], *said))
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "story.db"
    with Ledger(path) as book:
        book.store_many(readings())
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def holds(path: Path) -> bool:
    with Ledger(path, readonly=True) as book:
        return who_kept._made_of(book) is None


def stored(path: Path) -> list[str]:
    return [line for line in dump(path) if re.match(r'INSERT INTO "?identi', line)]


def pick(found: Identified, name: str) -> list[Identity]:
    """Whom a name means, by a look at everybody: what the queries must find."""
    plain = plainly(name)
    words = {word for word in person_tokens(name) if word not in lexicon().titles} - {"the"}
    ways: tuple[Callable[[Identity], object], ...] = (
        lambda one: re.fullmatch("[0-9a-f]{4,}", name) and one.id.startswith(name),
        lambda one: plain in map(plainly, one.names),
        lambda one: words and any(words <= set(person_tokens(called)) for called in one.names),
    )
    for fits in ways:
        if chosen := [one for one in found.identities if fits(one)]:
            return chosen
    return []


def plainly(name: str) -> str:
    return name.strip().casefold().removeprefix("the ")


def asked(found: Identified) -> Iterator[str]:
    for one in found.identities:
        yield from (one.id, one.id[:6], *one.names)
        for name in one.names:
            yield from (f"Mr {name.split()[-1]}", f" THE {name} ", name.split()[0])
    yield from ("nobody at all", "the", "", "%", "a'b", "abcd", "\x00", "\udc80")


def same(book: Ledger) -> None:
    """What the tables say is what is made of all articles anew."""
    found = who_is_who(book)
    assert who_kept.listing(book) == tuple(one.profile for one in found.identities)
    counted = sum(len(one.mentions) for one in found.identities)
    assert who_kept.total(book) == (len(found.identities), counted, len(found.unclear))
    for one in found.identities:
        assert who_kept.merges(book, one.id) == one.merges
        said = who_kept.said(book, one.id)
        assert said == said_by(book, one)
        assert sorted((mention for mention, _ in said), key=place) == sorted(
            one.mentions, key=place
        )
        for part in one.parts:
            assert who_kept.part(book, part.id) == part.id
    for name in set(asked(found)):
        chosen = pick(found, name)
        if len(chosen) == 1:
            assert who_kept.find(book, name) == chosen[0].profile
        else:
            told = f"names {len(chosen)} sources: {chosen[0].name} " if chosen else "nobody by"
            with pytest.raises(NotFoundError, match=re.escape(told)):
                who_kept.find(book, name)


def place(one: IdentityMention) -> tuple[str, int]:
    return one.article, one.statement


def kept_and_same(path: Path) -> None:
    assert not holds(path)
    with who_kept.opened(path) as book:
        same(book)
    assert holds(path)
    with Ledger(path, readonly=True) as book:
        same(book)
        assert book.check() == ()


def test_what_is_kept_is_what_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "story.db"
    Ledger(path).close()
    kept_and_same(path)
    coverage = readings()
    for part in (coverage[:1], coverage[1:40], coverage[40:]):
        with Ledger(path) as book:
            book.store_many(part)
        kept_and_same(path)


def test_a_judgement_on_speakers_and_its_undoing_are_followed(path: Path) -> None:
    with who_kept.opened(path) as book:
        one, other, *_ = (one.id for one in who_kept.listing(book))
        merge = next(found.merges[0] for found in who_is_who(book).identities if found.merges)
    for verdict, left, right in (
        (Verdict.MERGE, one, other),
        (Verdict.SPLIT, merge.left.id, merge.right.id),
    ):
        before = stored(path)
        with Ledger(path) as book:
            judging.judge(book, verdict, left, right, "Ada")
        kept_and_same(path)
        assert stored(path) != before
        with Ledger(path) as book:
            judging.undo(book, len(judging.judgements(book)))
        kept_and_same(path)


def test_other_rules_make_it_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with who_kept.opened(path):
        pass
    tamper(path, "UPDATE identity SET name = 'nobody'")
    assert holds(path)
    monkeypatch.setattr(who_kept, "_RULES", "rules of next year")
    kept_and_same(path)


def test_what_nobody_added_to_is_not_made_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [run("sources", path, *more).stdout for more in ((), ("--why",), ("Zoé Amadi",))]
    monkeypatch.setattr(who_kept, "who_is_who", None)
    assert [
        run("sources", path, *more).stdout for more in ((), ("--why",), ("Zoé Amadi",))
    ] == shown
    assert all(shown)


def test_who_may_not_write_is_answered_and_keeps_nothing(path: Path) -> None:
    before = dump(path)
    with Ledger(path):  # another who writes
        with who_kept.opened(path) as book:
            same(book)
        locked = run("sources", path, "--json").stdout
    with Ledger(path, readonly=True) as book:
        for _ in range(2):
            who_kept.bring_up(book)
            same(book)
    assert dump(path) == before
    assert run("sources", path, "--json").stdout == locked
    assert holds(path)


def test_speakers_by_older_rules_are_read_off_anew(path: Path) -> None:
    with who_kept.opened(path):
        pass
    tamper(path, "UPDATE speaker SET name = 'X'", "UPDATE understood SET made_by = 'old'")
    assert not holds(path)
    with Ledger(path, readonly=True) as book:
        who_kept.bring_up(book)
        same(book)
    kept_and_same(path)


def test_an_article_that_comes_meanwhile_is_not_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(book: Ledger) -> Identified:
        found = who_is_who(book)
        text, said = marked("{Ruth Amadi} [[said]] «it was shut».")
        with Ledger(path) as other:
            other.store(reading_of(page_of(text, "late.txt"), "Late", *said))
        return found

    monkeypatch.setattr(who_kept, "who_is_who", slow)
    with who_kept.opened(path):
        pass
    monkeypatch.undo()
    assert stored(path) == []
    kept_and_same(path)


@pytest.mark.parametrize(
    "step", ["DELETE FROM identity_word", "ADD_IDENTITY", "ADD_NAME", "COMMIT"]
)
def test_killed_while_it_is_written_it_is_whole_or_made_anew(path: Path, step: str) -> None:
    with who_kept.opened(path):
        pass
    before = stored(path)
    text, said = marked("{Ruth Amadi} [[said]] «it was shut».")
    with Ledger(path) as book:
        book.store(reading_of(page_of(text, "more.txt"), "More", *said))
    code = f"""
import os, signal, sys
from pathlib import Path
from sayso import sql, sql_who, who_kept
from sayso.database import Database
step = getattr(sql_who, {step!r}, getattr(sql, {step!r}, {step!r}))
for name in ("run", "run_many"):
    def killed(self, query, *rest, real=getattr(Database, name)):
        done = real(self, query, *rest)
        if query == step and "identi" in killed.last + query:
            os.kill(os.getpid(), signal.SIGKILL)
        killed.last = query
        return done
    killed.last = ""
    setattr(Database, name, killed)
with who_kept.opened(Path({str(path)!r})):
    pass
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    if step == "COMMIT":
        assert holds(path)
        tamper(path, "DELETE FROM identified")
    else:
        assert stored(path) == before
    kept_and_same(path)


def test_a_list_is_cut_and_says_so(path: Path) -> None:
    count = len(json.loads(run("sources", path, "--json").stdout)["sources"])
    assert len(json.loads(run("sources", path, "--json", "--limit", "3").stdout)["sources"]) == 3
    cut = run("sources", path, "--limit", "3")
    everything = run("sources", path, "--all")
    assert len(everything.stdout.splitlines()) == count
    assert everything.stdout.startswith(cut.stdout)
    assert f"3 of {count} sources; all of them: --all" in cut.stderr
    assert "--all" not in everything.stderr
    assert run("sources", path, "--all", "--limit", "3").exit_code == 2


def test_of_what_one_said_the_latest_is_shown(path: Path) -> None:
    with who_kept.opened(path) as book:
        first = who_kept.listing(book)[0]
        last = who_kept.said(book, first.id)[-1][1]
    told = json.loads(run("sources", path, first.id, "--limit", "1", "--json").stdout)
    assert [(one["article"]["number"], one["number"]) for one in told["said"]] == [
        (last.article.number, last.number)
    ]
    cut = run("sources", path, first.id, "--limit", "1")
    assert f"1 of {first.statements} statements; all of them: --all" in cut.stderr


def test_a_wrong_count_is_found(path: Path) -> None:
    with who_kept.opened(path) as book:
        assert book.check() == ()
        (one,) = who_kept.listing(book, 1)
    tamper(path, "DELETE FROM identity_statement WHERE identity = 1 AND number = 1")
    with Ledger(path, readonly=True) as book:
        assert book.check() == (f"identity {one.id}: its count is not that of its statements",)
