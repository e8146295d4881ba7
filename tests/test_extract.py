"""A page in, its article out: exact words, what was dropped and why, and clear refusals."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import ExtractError, LanguageError
from sayso.extract import extract, language_of
from sayso.markup import blocks_of, parse
from sayso.overlay import matched
from sayso.records import Article, Given, MediaType, Page

SEED = Path(__file__).parents[2] / "shared" / "seed"
LEAD = (
    "Crews on the Lomond ferries voted on Tuesday to go back to work, ending a strike of eleven"
    " days that had cut off the islands north of the sound."
)
QUOTE = (
    "“We wanted a rota that lets people sleep,” said Ada Brandt, who speaks for the crews. “We"
    " have one now, and it is signed.”"
)
REST = (
    "The operator said the first boats would leave at dawn, and that tickets bought for the days"
    " of the strike would be good until the end of the month."
)
SENTENCES = (
    "The harbour master would not say who had given the order to open the gates that night.",
    "“Nobody asked us,” said Piet Maas, whose cellar filled with water before he woke.",
    "A report by the water board, seen by this paper, names three men and no reason.",
    "The minister's office denied that it had been told of the crack above the spillway.",
    "Two of the three had left the country by then, according to their neighbours.",
)


def page_of(body: str, head: str = "<title>Ferry strike ends</title>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def read(source: str, **fields: str) -> Article:
    given = Given(**{key: fields.pop(key) for key in list(fields) if key in Given.__slots__})
    page = Page(source.encode(), MediaType.HTML, "test.html", given=given, **fields)
    return extract(page, source)


def read_text(text: str, given: Given | None = None) -> Article:
    return extract(Page(text.encode(), MediaType.TEXT, "test.txt", given=given or Given()), text)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def reasons(article: Article) -> dict[str, str]:
    return {entry.text: entry.reason for entry in article.dropped}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_paragraphs_headings_and_list_items_are_paragraphs_of_their_own() -> None:
    body = (
        f"<article><h1>Ferry strike ends</h1>{paragraphs(LEAD, QUOTE)}<h2>What changes</h2>"
        f"<ul><li>No night shift after a night shift</li><li>Two free weekends a month</li></ul>"
        f"{paragraphs(REST)}</article>"
    )
    article = read(page_of(body))
    assert article.title == "Ferry strike ends"
    assert article.text == "\n\n".join(
        (
            LEAD,
            QUOTE,
            "What changes",
            "No night shift after a night shift",
            "Two free weekends a month",
            REST,
        )
    )
    assert reasons(article)["Ferry strike ends"] == "the title, kept as such"


def test_words_stand_as_the_reader_saw_them() -> None:
    marked = (
        "Crews on the <b>Lom</b>ond <a href='/f'>ferries</a> voted&nbsp;on   Tuesday to"
        " <em>go</em>\nback to work<sup>1</sup>, end&shy;ing a &ldquo;long&rdquo; strike"
        " of eleven\u200b days &amp; nights, <i>it</i> <i>was</i> said<!-- not -->; &#8216;at"
        " last&#8217;, &quot;too&quot;."
    )
    article = read(page_of(f"<article>{paragraphs(marked, QUOTE, REST)}</article>"))
    assert article.text.split("\n\n")[0] == (
        "Crews on the Lomond ferries voted on Tuesday to go back to work1, ending a “long” strike"
        ' of eleven days & nights, it was said; ‘at last’, "too".'
    )


def test_links_and_quotation_elements_keep_their_words() -> None:
    linked = REST.replace("first boats", "<a href='/b'>first boats</a>")
    body = paragraphs(LEAD, linked, "<q>We have a rota</q>, said Ada Brandt, <q>and sleep</q>.")
    text = read(page_of(f"<article>{body}</article>")).text
    assert REST in text
    assert "“We have a rota”, said Ada Brandt, “and sleep”." in text


def test_comments_and_stray_characters_in_the_source_cost_no_words() -> None:
    parts = [
        text.replace(" the ", " <!-- x --><a href='/t'>the</a><!-- y --> ") for text in SENTENCES
    ]
    source = page_of(f"<article>{paragraphs(LEAD, *parts)}</article>").replace("Crews", "Cre\0ws")
    assert read(source).text.split("\n\n") == [LEAD, *SENTENCES]


def test_line_breaks_make_paragraphs_where_they_are_empty_lines_or_end_sentences() -> None:
    body = (
        f"<div class='story'>{LEAD}<br><br>{QUOTE}<br>\n<br/>{REST}<br>The quay<br>was full.</div>"
    )
    assert read(page_of(body)).text.split("\n\n") == [LEAD, QUOTE, REST, "The quay was full."]


def test_what_surrounds_the_article_is_dropped_with_its_reason() -> None:
    body = (
        "<header><h1>Ferry strike ends</h1></header>"
        "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
        f"<article>{paragraphs(LEAD, QUOTE)}<p>Advertisement</p>{paragraphs(REST)}"
        "<figure><img src='a.jpg'><figcaption>A boat at the quay</figcaption></figure></article>"
        "<div class='related-stories'><h3>Harbour master quits</h3></div>"
        "<div id='comments'><p>First! And well said, all of you out there.</p></div>"
        "<div class='cookie-banner'>We use cookies to make this page better.</div>"
        "<footer>© 2021 The Lomond Gazette</footer>"
    )
    found = reasons(read(page_of(body)))
    assert found["Ferry strike ends"] == "the title, kept as such"
    assert found["Home World"] == "navigation"
    assert found["A boat at the quay"] == "caption"
    assert found["Harbour master quits"] == "related headlines"
    assert found["First! And well said, all of you out there."] == "comments"
    assert found["We use cookies to make this page better."] == "cookie notice"
    assert found["© 2021 The Lomond Gazette"] == "page footer"
    assert found["Advertisement"] == "advertisement"


def test_hidden_elements_are_neither_text_nor_dropped() -> None:
    hidden = (
        "<script>var a = 'a secret word';</script><style>.a{}</style><template>secret</template>"
        "<noscript>secret</noscript><p style='display: none'>secret</p><p hidden>secret</p>"
        "<span class='sr-only'>secret</span>"
    )
    article = read(page_of(f"<article>{paragraphs(LEAD)}{hidden}{paragraphs(REST)}</article>"))
    assert article.text == f"{LEAD}\n\n{REST}"
    assert "secret" not in " ".join(reasons(article))


def test_a_teaser_with_the_same_words_does_not_double_the_lead() -> None:
    teaser = f"<div class='teaser'><p>{LEAD}</p></div>"
    article = read(page_of(f"{teaser}<article>{paragraphs(LEAD, QUOTE, REST)}</article>"))
    assert article.text == "\n\n".join((LEAD, QUOTE, REST))


def test_headers_come_from_the_page_and_dates_are_kept_apart() -> None:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ferry strike ends",
        "author": {"@type": "Person", "name": "Mona Falk"},
        "publisher": {"@type": "Organization", "name": "The Lomond Gazette"},
        "datePublished": "2021-03-04T09:00:00+01:00",
        "dateModified": "2021-03-06T10:30:00Z",
    }
    head = (
        "<title>Ferry strike ends</title>"
        "<link rel='canonical' href='https://gazette.example/ferry'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    )
    article = read(page_of(f"<article>{paragraphs(LEAD, QUOTE, REST)}</article>", head))
    assert article.url == "https://gazette.example/ferry"
    assert (article.title, article.byline) == ("Ferry strike ends", "Mona Falk")
    assert article.outlet == "The Lomond Gazette"
    assert (article.published, article.modified) == ("2021-03-04", "2021-03-06")


def test_the_givers_word_wins_for_outlet_address_and_day_and_only_fills_the_rest() -> None:
    head = (
        "<title>Ferry strike ends</title><meta property='og:site_name' content='A Mirror'>"
        "<meta property='article:published_time' content='2021-03-09'>"
        "<link rel='canonical' href='https://mirror.example/ferry'>"
    )
    article = read(
        page_of(f"<article>{paragraphs(LEAD, QUOTE, REST)}</article>", head),
        url="https://gazette.example/1",
        title="Another title",
        byline="Mona Falk",
        outlet="Gazette",
        published="2021-03-04T08:00:00Z",
        modified="2021-03-05",
    )
    assert (article.url, article.outlet) == ("https://gazette.example/1", "Gazette")
    assert (article.title, article.byline) == ("Ferry strike ends", "Mona Falk")
    assert (article.published, article.modified) == ("2021-03-04", "2021-03-05")


def test_an_article_carried_only_as_data_is_read_from_it() -> None:
    data = {"@type": "NewsArticle", "articleBody": f"{LEAD}\n\n{QUOTE}\n\n{REST}"}
    head = f"<title>F</title><script type='application/ld+json'>{json.dumps(data)}</script>"
    article = read(page_of("<div id='app'>Loading the story, please wait</div>", head))
    assert article.text == "\n\n".join((LEAD, QUOTE, REST))


@pytest.mark.parametrize(
    "declaration", ['<?xml version="1.0" encoding="iso-8859-1"?>', "\ufeff<?xml version='1.0'?>\n"]
)
def test_an_xml_declaration_is_no_obstacle(declaration: str) -> None:
    source = declaration + page_of(f"<article>{paragraphs(LEAD, QUOTE, REST)}</article>")
    assert read(source).text == "\n\n".join((LEAD, QUOTE, REST))


@pytest.mark.parametrize("source", ["", "   ", "<", "<html></html>", page_of("<p>Too short.</p>")])
def test_a_page_without_an_article_is_refused_by_name(source: str) -> None:
    with pytest.raises(ExtractError, match=r"^test\.html: no (article was found|HTML)"):
        read(source)


def test_another_language_is_refused_by_its_name_but_a_foreign_quotation_is_not() -> None:
    german = (
        "Die Besatzungen der Fähren haben am Dienstag beschlossen, die Arbeit wieder aufzunehmen."
        " Damit endet ein Streik von elf Tagen, der die Inseln im Norden vom Festland getrennt"
        " hatte. Die Reederei teilte mit, dass die ersten Schiffe im Morgengrauen ablegen werden."
        " Eine Sprecherin der Besatzungen sagte, man habe nun einen Dienstplan, der den Leuten"
        " ihren Schlaf lasse. Fahrkarten aus den Tagen des Streiks bleiben bis Monatsende gültig."
    )
    with pytest.raises(LanguageError, match="German"):
        read_text(german)
    mixed = "\n\n".join((LEAD, QUOTE, REST, "„Wir haben nun einen Dienstplan“, sagte sie dazu."))
    assert read_text(mixed).language == "en"
    assert language_of(" ".join(german.split()[:40])) == ""


def test_a_text_page_is_sifted_and_its_given_title_is_not_doubled() -> None:
    text = (
        f"Ferry strike ends\n\nBy Mona Falk\n\n{LEAD}\n\n{QUOTE}\n\nShare this article\n\n{REST}\n"
    )
    for told in (Given(), Given(title="Ferry strike ends", byline="unknown")):
        article = read_text(text, told)
        assert (article.title, article.byline) == ("Ferry strike ends", "Mona Falk")
        assert article.text == "\n\n".join((LEAD, QUOTE, REST))
        assert reasons(article) == {"Share this article": "share line"}


def test_a_given_title_keeps_a_leading_line_in_the_text() -> None:
    text = f"Islands cheer as boats return\n\n{LEAD}\n\n{QUOTE}"
    article = read_text(text, Given(title="Ferry strike ends"))
    assert article.title == "Ferry strike ends"
    assert article.text == text


def test_what_is_dropped_is_listed_shortened_and_counted() -> None:
    links = "".join(
        f"<nav><p>Section {number} {'of the paper ' * 60}</p></nav>" for number in range(300)
    )
    article = read(page_of(f"<article>{paragraphs(LEAD, QUOTE, REST)}</article>{links}"))
    assert len(article.dropped) == 200
    assert max(len(entry.text) for entry in article.dropped) <= 500
    assert article.dropped[-1].text == "101 more blocks"


def test_a_page_nested_very_deep_is_read_or_refused_not_a_crash() -> None:
    source = page_of("<div>" * 5000 + paragraphs(LEAD, QUOTE, REST) + "</div>" * 5000)
    with suppress(ExtractError):
        assert LEAD in read(source).text


WRAPS = st.sampled_from(
    [
        "<p>{}</p>",
        "<div>{}</div>",
        "<p><b>{}</b></p>",
        "<li>{}</li>",
        "{}<br><br>",
        "<h2>{}</h2>",
        "<p>{} <a href='/x'>more on it</a></p>",
        "<aside><p>{}</p></aside>",
        "<td>{}</td>",
    ]
)
WORDS = st.sampled_from(["a", "bb", "ccc", "ddddd"])
BLOCKS = st.lists(st.tuples(WRAPS, st.sampled_from(SENTENCES)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_every_paragraph_is_on_the_page_and_every_block_is_accounted_for(
    blocks: list[tuple[str, str]],
) -> None:
    body = "".join(wrap.format(sentence) for wrap, sentence in blocks)
    source = page_of(f"<article>{paragraphs(LEAD, QUOTE)}{body}</article>")
    article = read(source)
    visible = [block.text for block in blocks_of(parse(source))]
    whole = squeezed(" ".join(re.sub(r"<[^>]*>", "", part) for part in source.split("</head>")[1:]))
    for paragraph in article.text.split("\n\n"):
        assert paragraph in visible
        assert squeezed(paragraph) in whole
    given = sorted([*article.text.split("\n\n"), *(entry.text for entry in article.dropped)])
    assert given == sorted(visible)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text("abc ", min_size=1, max_size=70), st.booleans()), max_size=12))
def test_a_choice_laid_over_its_page_is_found_again(marked: list[tuple[str, bool]]) -> None:
    # A number makes each text its own, so that only one answer is right.
    texts = [f"{number:03} {text} {number:03}" for number, (text, _) in enumerate(marked)]
    wanted = {number for number, (_, chosen) in enumerate(marked) if chosen}
    assert matched(texts, [texts[number] for number in sorted(wanted)]) == wanted


def test_of_the_same_words_the_order_tells_which_are_meant() -> None:
    texts = ["Yes.", "Who opened the gates?", "Yes.", "Nobody asked us then.", "Yes."]
    assert matched(texts, ["Who opened the gates?", "Yes.", "Nobody asked us then."]) == {1, 2, 3}


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=9), st.lists(WORDS, max_size=9))
def test_the_heaviest_forward_choice_wins(texts: list[str], pieces: list[str]) -> None:
    # An independent oracle: the heaviest common subsequence, by the textbook table.
    best = [[0] * (len(pieces) + 1) for _ in range(len(texts) + 1)]
    for row, text in enumerate(texts):
        for column, piece in enumerate(pieces):
            both = best[row][column] + len(text) if text == piece else 0
            best[row + 1][column + 1] = max(both, best[row][column + 1], best[row + 1][column])
    assert sum(len(texts[number]) for number in matched(texts, pieces)) == best[-1][-1]


def test_a_short_text_inside_a_word_is_no_match_and_half_a_long_one_neither() -> None:
    assert matched(["on"], ["Conservation of the lakes"]) == set()
    shortened = LEAD.replace("on Tuesday ", "")
    assert matched([LEAD], [shortened]) == {0}
    assert matched([LEAD], [" ".join(LEAD.split()[::2])]) == set()


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_the_same_page_gives_the_same_article(blocks: list[tuple[str, str]]) -> None:
    body = "".join(wrap.format(sentence) for wrap, sentence in blocks)
    source = page_of(f"<article>{paragraphs(LEAD, QUOTE)}{body}</article>")
    assert read(source) == read(source)


@pytest.mark.skipif(not SEED.is_dir(), reason="the document the project began with is not here")
def test_the_document_the_project_began_with() -> None:
    raw = next(SEED.glob("*.txt")).read_text("utf-8")
    article = read_text(raw)
    assert article.title.startswith("ALEPPO UPDATE:")
    assert article.title.endswith("end of effective resistance")
    lines = [" ".join(line.split()) for line in raw.splitlines() if line.strip()]
    first = next(at for at, line in enumerate(lines) if line.startswith("Latest reports"))
    last = lines.index("Report")
    assert article.text.split("\n\n") == lines[first:last]
    assert [entry.text for entry in article.dropped] == [
        lines[0],
        *lines[2:first],
        *lines[last:],
    ]


def test_a_paragraph_of_thousands_of_parts_keeps_its_words() -> None:
    words = " ".join(SENTENCES * 40)
    parts = " ".join(f"<b>{word}</b>" for word in words.split())
    article = read(page_of(f"<article>{paragraphs(LEAD, parts, REST)}</article>"))
    assert parts.count("<b>") > 2_000
    assert article.text == f"{LEAD}\n\n{words}\n\n{REST}"


def test_data_that_is_too_long_for_one_article_costs_nothing_else() -> None:
    data = "<!-- " * 20_000
    head = f'<title>Ferries sail again</title><script type="application/ld+json">{data}</script>'
    article = read(page_of(f"<article>{paragraphs(LEAD, QUOTE, REST)}</article>", head))
    assert article.title == "Ferries sail again"
    assert article.text == f"{LEAD}\n\n{QUOTE}\n\n{REST}"
