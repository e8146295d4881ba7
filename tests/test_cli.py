"""The commands, as a user runs them: what is printed, what is kept, how they end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from readings import marked, page_of, reading_of
from sayso import attribute
from sayso.cli import main
from sayso.ledger import Ledger
from sayso.show import statement_lines
from sayso.understand import understand_text

PAGE = """<!doctype html><html lang="en"><head><title>Ferry halted - The Lantern</title>
<meta property="og:title" content="Ferry halted after engine fire">
<meta property="og:site_name" content="The Lantern">
<meta property="article:published_time" content="2031-05-06T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry halted after engine fire</h1>
<p>The island ferry will not sail until Friday, the company said on Tuesday, after a fire broke out
in its engine room and smoke filled the lower deck.</p>
<p>“We will not take a single passenger before the pump has been replaced,” said Marit Solberg, who
leads the company. “Nobody was in danger.”</p>
<p>But according to two crew members, who asked not to be named, the alarm had failed twice this
spring. The coast guard declined to comment on Tuesday evening.</p></article>
<footer>Subscribe to our newsletter</footer></body></html>"""
QUOTED = "“We will not take a single passenger before the pump has been replaced,”"


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=stdin)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pages") / "ferry.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def story(page: Path) -> Path:
    ledger = page.parent / "story.db"
    assert run("add", ledger, page).exit_code == 0
    return ledger


def test_a_page_goes_in_and_statements_come_out(story: Path) -> None:
    article = json.loads(run("show", story, "1", "--json").stdout)
    assert article["title"] == "Ferry halted after engine fire"
    assert (article["outlet"], article["published"]) == ("The Lantern", "2031-05-06")
    said = [one for one in article["statements"] if QUOTED in one["words"]["content"]]
    assert [one["form"] for one in said] == ["direct"]
    assert said[0]["words"]["source"].startswith("Marit Solberg")
    assert said[0]["words"]["cue"] == "said"


def test_every_offset_leads_to_its_words(story: Path) -> None:
    article = json.loads(run("show", story, "1", "--json").stdout)
    assert len(article["statements"]) >= 3
    for one in article["statements"]:
        for role, words in one["words"].items():
            assert " … ".join(article["text"][a:b] for a, b in one[role]) == words


def test_the_article_is_shown_with_its_statements_marked(story: Path) -> None:
    shown = run("show", story, "Ferry halted").stdout
    assert f"⟦{QUOTED}" in shown
    assert "<said>" in shown
    assert "{Marit Solberg" in shown
    assert "\x1b" not in shown


def test_adding_twice_is_adding_once(page: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "twice.db"
    first, second = run("add", ledger, page), run("add", ledger, page)
    assert "1 added, 0 known" in first.stderr
    assert "0 added, 1 known" in second.stderr
    assert len(json.loads(run("show", ledger, "--json").stdout)) == 1


def test_sources_are_listed_and_lead_to_what_they_said(story: Path) -> None:
    told = json.loads(run("sources", story, "--json").stdout)
    listed = told["sources"]
    counted = sum(one["statements"] for one in listed) + told["unclear"]
    assert counted == json.loads(run("show", story, "--json").stdout)[0]["statements"]
    one = next(one for one in listed if one["name"] == "Marit Solberg")
    for name in ("Marit Solberg", "Ms Solberg", one["id"], one["id"][:6]):
        said = json.loads(run("sources", story, name, "--json").stdout)
        assert (said["id"], len(said["said"])) == (one["id"], one["statements"])
    assert any(QUOTED in each["words"]["content"] for each in said["said"])
    shown = run("sources", story, "Marit Solberg")
    assert QUOTED in shown.stdout
    assert "Marit Solberg · person" in run("sources", story).stdout
    assert "unclear who" in run("sources", story).stderr


def test_a_source_that_is_not_there_or_not_the_only_one_is_named(story: Path) -> None:
    missing = run("sources", story, "Nobody At All")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert 'nobody by the name "Nobody At All"' in missing.stderr
    assert run("sources", story, "--words", "--why").exit_code == 2


def kept(path: Path, *texts: str) -> Path:
    """A ledger of one article for each marked text: {source} [[cue]] «content»."""
    with Ledger(path) as ledger:
        for number, raw in enumerate(texts):
            text, statements = marked(raw)
            ledger.store(reading_of(page_of(text, f"{number}.txt"), f"Quay {number}", *statements))
    return path


def test_show_marks_the_authors_own_voice(tmp_path: Path) -> None:
    ledger = kept(
        tmp_path / "story.db",
        "Two boats sank on Monday. {Ruth Amadi} [[said]] «the quay was shut». "
        "It is a reflection of a bankrupt council.",
    )
    shown = run("show", ledger, "1").stdout
    assert "‹It is a reflection of a bankrupt council.›a2" in shown
    assert "reports: 1, opinions: 1" in shown
    assert "‹Two boats" not in shown
    told = json.loads(run("show", ledger, "1", "--json").stdout)
    assert [(own["voice"], own["words"]) for own in told["voice"]] == [
        ("report", "Two boats sank on Monday."),
        ("opinion", "It is a reflection of a bankrupt council."),
    ]
    assert all(told["text"][slice(*own["span"])] == own["words"] for own in told["voice"])
    assert told["voice"][0]["numbers"][0]["low"] == 2
    assert told["voice"][1]["marks"]


def test_a_denial_is_marked_where_its_source_is_shown(tmp_path: Path) -> None:
    ledger = kept(tmp_path / "story.db", "{Mayor Ruth Amadi} [[denied]] «that the quay was shut».")
    assert "denied]" in run("sources", ledger, "Amadi").stdout
    told = json.loads(run("sources", ledger, "Amadi", "--json").stdout)
    assert [one["polarity"] for one in told["said"]] == ["denied"]


def test_why_two_speakers_are_one_is_told_with_their_articles(tmp_path: Path) -> None:
    ledger = kept(
        tmp_path / "story.db",
        "{The Oxley Harbour Authority} [[said]] «it was shut».",
        "{The harbour authority} [[said]] «it was open».",
        "{Interior Minister Ruth Amadi} [[said]] «it was shut».",
        "It is shut. {Ms Amadi} [[said]] «it was open».",
    )
    shown = run("sources", ledger, "Oxley Harbour Authority", "--why").stdout
    assert "“the Oxley Harbour Authority” in 1 is “the harbour authority” in 2: the only" in shown
    assert "who: as the source is called" in shown
    minister = json.loads(run("sources", ledger, "Ruth Amadi", "--json").stdout)
    assert [one["name"] for one in minister["may_be"]] == ["Amadi"]
    assert "may be Amadi" in run("sources", ledger, "Ruth Amadi").stdout
    assert run("sources", ledger, "authority").exit_code == 0
    both = run("sources", ledger, "Minister Amadi")
    assert (both.exit_code, both.stdout) == (1, "")
    assert '"Minister Amadi" names 2 sources: ' in both.stderr


def test_words_lists_sources_as_the_articles_call_them(story: Path) -> None:
    listed = json.loads(run("sources", story, "--words", "--json").stdout)
    assert all(one["statements"] >= 1 for one in listed)
    said = json.loads(run("sources", story, listed[0]["words"], "--words", "--json").stdout)
    assert len(said) == listed[0]["statements"]
    assert run("sources", story, "Nobody At All", "--words").exit_code == 1


@pytest.mark.parametrize(
    ("command", "total"),
    [
        (("show",), "articles"),
        (("why",), "articles"),
        (("sources", "--words"), "sources"),
        (("sources", "Ada Brandt", "--words"), "statements"),
    ],
)
def test_a_long_list_is_cut_and_says_so(
    tmp_path: Path, command: tuple[str, ...], total: str
) -> None:
    words = "{Ada Brandt} [[said]] «it was shut». {Boat %d} [[said]] «it was open»."
    ledger = kept(tmp_path / "story.db", *(words % number for number in range(3)))
    name, *rest = command
    cut = run(name, ledger, *rest, "--limit", "1")
    count = 4 if total == "sources" else 3
    assert cut.stderr.endswith(f"1 of {count} {total}; all of them: --all\n")
    everything = run(name, ledger, *rest, "--all")
    assert "--all" not in everything.stderr
    assert len(everything.stdout) > len(cut.stdout)
    if total != "sources":  # the latest last
        assert everything.stdout.endswith(cut.stdout)
    assert run(name, ledger, *rest, "--all", "--limit", "1").exit_code == 2


def test_why_says_what_was_dropped(story: Path) -> None:
    told = json.loads(run("why", story, "--json").stdout)
    texts = [block["text"] for block in told["articles"][0]["dropped"]]
    assert any("newsletter" in text for text in texts)
    assert all(block["reason"] for block in told["articles"][0]["dropped"])


def test_what_the_user_says_of_a_document_is_kept(tmp_path: Path, page: Path) -> None:
    ledger = tmp_path / "told.db"
    run("add", ledger, page, "--outlet", "The Beacon", "--published", "2031-05-07")
    article = json.loads(run("show", ledger, "1", "--json").stdout)
    assert (article["outlet"], article["published"]) == ("The Beacon", "2031-05-07")


def test_broken_input_is_named_and_the_rest_is_done(tmp_path: Path, page: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    (tmp_path / "big.html").write_bytes(b"<html><body><p>word</p>" + b" " * 50_000_000)
    (tmp_path / "lines.jsonl").write_text('{"id": "1", "text": "Half a li', encoding="utf-8")
    (tmp_path / "page.html").write_bytes(page.read_bytes())
    missing = tmp_path / "missing.html"
    ledger = tmp_path / "story.db"
    told = run("add", ledger, tmp_path / "page.html", *sorted(tmp_path.glob("[bepl]*.*")), missing)
    assert told.exit_code == 3
    for name in ("empty.txt", "picture.txt", "big.html", "lines.jsonl:1", "missing.html"):
        assert len([line for line in told.stderr.splitlines() if f"{name}: " in line]) == 1, name
    assert "Traceback" not in told.output
    assert "1 added" in told.stderr
    assert len(json.loads(run("why", ledger, "--json").stdout)["refused"]) == 5


def test_another_language_gets_a_clear_word(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(
        "Le maire a déclaré mardi que le port resterait fermé jusqu’à la fin de la semaine, car "
        "les équipes de secours cherchent encore des disparus dans les entrepôts détruits. "
        "« Nous ne prendrons aucun risque », a-t-il dit aux journalistes réunis devant la mairie. "
        "Selon deux témoins, la fumée était visible depuis les villages voisins pendant la nuit. "
        * 2,
        encoding="utf-8",
    )
    told = run("attribute", file)
    assert told.exit_code == 3
    assert "French" in told.stderr
    assert told.stdout == ""


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("my notes", encoding="utf-8")
    told = run("show", file)
    assert told.exit_code == 1
    assert told.stderr.startswith("sayso: ")
    assert file.read_text(encoding="utf-8") == "my notes"


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    assert run("add", tmp_path / "story.db").exit_code == 2
    assert run("attribute", "a.txt", "--jsonl", "b.jsonl").exit_code == 2


def test_json_lines_keep_the_offsets_of_the_text_given(tmp_path: Path) -> None:
    text = (
        "  “No ship will sail,” the harbour master, Ola Nygaard, told the council.\r\n\r\nHe left."
    )
    file = tmp_path / "in.jsonl"
    rows = [{"id": "a", "text": text}, {"id": "b", "text": "Nothing was said here."}]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n{broken", encoding="utf-8")
    told = run("attribute", "--jsonl", file)
    assert told.exit_code == 3
    assert "in.jsonl:3" in told.stderr
    first, second = map(json.loads, told.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", "b")
    (one,) = first["attributions"]
    assert [text[a:b] for a, b in one["cue"]] == ["told"]
    assert text[slice(*one["content"][0])].strip("“”,") == "No ship will sail"
    roles = {"source", "cue", "content", "form", "kind", "score"}
    assert set(one) == roles | {
        "speaker", "parent", "inner", "chain", "polarity", "polarity_words", "negated", "times",
        "places", "numbers",
    }  # fmt: skip
    assert (one["speaker"]["name"], one["speaker"]["type"]) == ("Ola Nygaard", "person")


def test_statements_inside_others_stand_apart_from_the_outermost(tmp_path: Path) -> None:
    text = "The Harbour Gazette reports that Ola Nygaard said no ship would sail on Monday."
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "a", "text": text}), "utf-8")
    line = json.loads(run("attribute", "--jsonl", file).stdout)
    (outer,), (inner,) = line["attributions"], line["inner"]
    assert (outer["inner"], outer["parent"]) == (False, None)
    assert (inner["inner"], inner["parent"]) == (True, 0)
    chain = [(one["name"], text[slice(*one["source"][0])]) for one in inner["chain"]]
    assert chain == [
        ("the Harbour Gazette", "The Harbour Gazette"),
        ("Ola Nygaard", "Ola Nygaard"),
    ]


def test_a_chain_is_shown_with_its_statement() -> None:
    text = "Ola Nygaard told The Harbour Gazette that no ship would sail."
    (one,) = understand_text(text, attribute(text))
    told = "".join(piece.text for piece in statement_lines(text, 1, one))
    assert "chain: the Harbour Gazette → Ola Nygaard (was told)" in told


def test_the_facts_of_a_statement_are_told_with_their_words(tmp_path: Path) -> None:
    text = "The port may lose up to 40 cranes in Rotterdam on December 2, Ola Nygaard said."
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "a", "text": text, "published": "2016-12-12"}), "utf-8")
    (one,) = json.loads(run("attribute", "--jsonl", file).stdout)["attributions"]
    assert one["polarity"] == "hedged"
    assert [text[a:b] for a, b in one["polarity_words"]] == ["may"]
    (day,) = one["times"]
    assert (text[slice(*day["span"])], day["value"]) == ("December 2", "2016-12-02")
    (count,) = one["numbers"]
    assert (count["low"], count["high"]) == (None, 40)
    assert text[slice(*count["counts"])] == "cranes"
    assert [text[slice(*place["names"][0])] for place in one["places"]] == ["Rotterdam"]
    enough = f"{text} {'The cranes stand on the quay and nobody has moved them yet. ' * 3}"
    for_people = run("attribute", "-", stdin=enough).stdout
    assert "hedged" in for_people
    assert "December 2 (XXXX-12-02)" in for_people
    assert "up to 40 (40 or fewer of cranes)" in for_people


def test_standard_input_is_read(page: Path) -> None:
    told = run("attribute", "-", stdin=page.read_text(encoding="utf-8"))
    assert told.exit_code == 0
    assert "Marit Solberg" in told.stdout


def test_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    texts = [f"The mayor of town {n} said that {n} boats had been lost." for n in range(15)]
    rows = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    file.write_text("\n".join(rows), encoding="utf-8")
    alone, together = (run("attribute", "--jsonl", file, "--jobs", jobs) for jobs in ("1", "2"))
    assert alone.stdout == together.stdout
    assert len(alone.stdout.splitlines()) == 15


def test_interrupted_work_is_kept_and_carried_on(tmp_path: Path, page: Path) -> None:
    folder, ledger = tmp_path / "pages", tmp_path / "story.db"
    folder.mkdir()
    many = 400  # enough that a busy machine has not read them all before the interruption arrives
    for number in range(many):
        text = PAGE.replace("island ferry", f"island ferry {number}")
        (folder / f"{number:03}.html").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sayso", "add", str(ledger), str(folder), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "carry on" in errors
    kept = len(json.loads(run("show", ledger, "--json").stdout))
    assert 3 <= kept < many
    assert run("add", ledger, folder, "--jobs", "1").exit_code == 0
    assert len(json.loads(run("show", ledger, "--json").stdout)) == many


def test_a_page_cannot_drive_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    title = "Ferry\x1b]0;owned\x07 halted"
    file.write_text(PAGE.replace("Ferry halted after engine fire", title), encoding="utf-8")
    told = run("attribute", file)
    assert "\x1b" not in told.output
    assert "\x07" not in told.output


def test_an_address_that_is_private_is_refused(tmp_path: Path) -> None:
    began = time.monotonic()
    told = run("add", tmp_path / "story.db", "http://127.0.0.1:9/page")
    assert told.exit_code == 3
    assert "127.0.0.1" in told.stderr
    assert time.monotonic() - began < 10
