"""What rules add to the model's statements: lead-ins, quotations that run on, statements by a noun."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.drafts import Draft, led_in, overlap, run_on, settle, union
from sayso.nominal import nominal
from sayso.records import Span
from sayso.text import runs


def at(text: str, words: str) -> tuple[Span, ...]:
    return ((text.index(words), text.index(words) + len(words)),) if words else ()


def draft(text: str, source: str, cue: str, content: str, score: float = 0.9) -> Draft:
    return Draft(at(text, source), at(text, cue), at(text, content), score, "test")


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[a:b] for a, b in spans]


def test_a_quotation_after_a_lead_in_paragraph_is_its_content() -> None:
    text = "The minister made this statement about the port\n\n“It is shut.\n\n“It stays shut.”\n\nRain fell."
    lead = draft(text, "The minister", "made this statement", "the port")
    quoted = runs(text)
    (found,) = run_on(led_in(text, [lead], quoted), quoted)
    assert words(text, found.content) == ["“It is shut.", "“It stays shut.”"]


def test_a_statement_inside_the_quotation_does_not_take_it() -> None:
    text = "The minister put it in this way:\n\n“We say it is shut, and I hope it stays shut.”"
    lead = draft(text, "The minister", "put it", "")
    inner = draft(text, "I", "hope", "it stays shut")
    found = led_in(text, [lead, inner], runs(text))
    assert words(text, found[0].content) == ["“We say it is shut, and I hope it stays shut.”"]
    assert found[1] == inner


def test_a_finished_sentence_is_no_lead_in() -> None:
    text = "The minister said the port was shut.\n\n“Open it!” shouted the crowd."
    said = draft(text, "The minister", "said", "the port was shut")
    assert led_in(text, [said], runs(text)) == [said]


def test_what_came_before_the_cue_stays_with_a_lead_in() -> None:
    text = "The port was shut, the minister said, adding\n\n“It stays shut.”"
    said = draft(text, "the minister", "said", "The port was shut")
    (found,) = led_in(text, [said], runs(text))
    assert words(text, found.content) == ["The port was shut", "“It stays shut.”"]


def test_a_later_paragraph_with_a_cue_of_its_own_keeps_its_words() -> None:
    text = "He said: “It is shut.\n\n“It stays shut,” he added."
    said, added = (
        draft(text, "He", "said", "“It is shut."),
        draft(text, "he", "added", "“It stays shut,”"),
    )
    assert run_on([said, added], runs(text)) == [said, added]


def test_of_two_statements_on_one_cue_the_likelier_stays() -> None:
    text = "Ana said Bo left."
    likely, unlikely = draft(text, "Ana", "said", "Bo left"), draft(text, "", "said", "left", 0.4)
    assert settle([unlikely, likely]) == [likely]


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], sum(p))), max_size=6
)


@given(SPANS, SPANS)
def test_union_and_overlap_agree_with_sets_of_characters(
    one: list[Span], other: list[Span]
) -> None:
    def characters(spans: list[Span]) -> set[int]:
        return {place for start, end in spans for place in range(start, end)}

    joined = list(union([*one, *other]))
    assert characters(joined) == characters([*one, *other])
    assert joined == sorted(joined)
    assert len(characters(joined)) == sum(end - start for start, end in joined)
    assert overlap(one, other) == bool(characters(one) & characters(other))


NOMINAL = [
    (
        "Later news denies a claim by Port Radio of a deal with the dockers.",
        ("Port Radio", "claim", "of a deal with the dockers"),
    ),
    (
        "Reports from the islanders that the ferry had sunk, which nobody checked, spread fast.",
        ("the islanders", "Reports", "that the ferry had sunk"),
    ),
]
UNTOUCHED = [
    "He filed a report by noon.",
    "A statement by the Ministry of the Interior was withdrawn.",
    "A claim by members of the crew was heard.",
    "A statement by the ministry about the fire was withdrawn.",
    "The claim was by far the boldest.",
    "A report from which nothing follows.",
    "She made a promise by the sea and kept it.",
]


def test_statements_by_a_noun_are_found() -> None:
    for text, expected in NOMINAL:
        (found,) = nominal(text, [])
        shown = tuple(words(text, spans)[0] for spans in (found.source, found.cue, found.content))
        assert shown == expected


def test_other_nouns_are_left_alone() -> None:
    for text in UNTOUCHED:
        assert nominal(text, []) == [], text


def test_a_statement_by_a_noun_ends_with_the_statement_around_it() -> None:
    text = "News denies a claim by Port Radio of a deal with the dockers, said Ana."
    around = draft(text, "Ana", "said", "News denies a claim by Port Radio of a deal")
    (found,) = nominal(text, [around])
    assert words(text, found.content) == ["of a deal"]
    assert nominal(text, [draft(text, "Port Radio", "claim", "of a deal")]) == []


def test_a_noun_that_the_source_already_holds_is_no_second_statement() -> None:
    text = "Reports from the islanders themselves say that the ferry had sunk."
    around = draft(text, "Reports from the islanders themselves", "say", "that the ferry had sunk")
    assert nominal(text, [around]) == []


def test_a_cue_cut_in_two_is_one_statement() -> None:
    text = "It was reported that the dam had burst."
    whole = draft(text, "", "was reported", "that the dam had burst", 0.7)
    part = draft(text, "", "It", "that the dam had burst", 0.8)
    other = draft(text, "", "burst", "the dam")
    assert settle([whole, part, other]) == [whole, other]
    apart = draft(text, "", "It", "the dam had burst", 0.8)
    assert settle([whole, apart]) == [apart, whole]
