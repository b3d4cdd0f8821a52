"""What a query says, and what it may not say."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.search import Query, mark_words, to_query, to_snippet
from pipeline.wordkeys import keys_of, whole_keys


@pytest.mark.parametrize(
    ("word", "whole", "part"),
    [
        ("opiskeluhuollossa", "opiskeluhuolto", "huolto"),
        ("opiskeluhuoltopalveluiden", "opiskeluhuoltopalvelu", "opiskeluhuolto"),
        ("Kunnanhallitukselle", "kunnanhallitus", "kunta"),
        ("linja-autoilla", "linjaauto", "auto"),
        ("LUVN:n", "luvn", "luvn"),
        ("Testi-Xyzzyn", "testixyzzy", "testi"),
    ],
)
def test_a_word_is_found_by_its_base_form_and_its_parts(word: str, whole: str, part: str) -> None:
    assert whole in whole_keys(word)
    assert {whole, part} <= set(keys_of(word))


def test_a_compound_that_is_asked_for_is_not_found_by_a_part_alone() -> None:
    assert not set(whole_keys("opiskeluhuolto")) & set(keys_of("huolto"))


@pytest.mark.parametrize(
    ("value", "since", "until"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02..2024-04", "2024-02-01", "2024-04-30"),
        ("..2023", None, "2023-12-31"),
        ("2024-05-06..", "2024-05-06", None),
    ],
)
def test_times(value: str, since: str | None, until: str | None) -> None:
    conditions = to_query(f"aika:{value}").conditions
    assert (conditions.since, conditions.until, conditions.match) == (since, until, None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "empty"),
        ("--", "empty"),
        ("-katu", "not wanted"),
        ("aika:eilen", "no time"),
        ("aika:2024-13", "no time"),
        ("laji:kirje", "pöytäkirja"),
        ("sisältää:ääni", "päätös"),
        ("a*", "2 letters"),
    ],
)
def test_what_cannot_be_asked_is_said(words: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        to_query(words)


def test_quotes_and_colons_of_the_words_do_no_harm() -> None:
    assert to_query('LUVN:n "a "b" OR )(').conditions.match
    assert to_query("OR").conditions.match  # the word alone


def test_a_snippet_is_cut_around_the_densest_hits() -> None:
    text = " ".join(["koira"] + ["sana"] * 60 + ["kissan", "koiran"] + ["sana"] * 60)
    snippet = to_snippet(text, to_query("koira kissa"))
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["kissan", "koiran"]
    assert snippet.text.startswith("… sana")
    assert snippet.text.endswith("sana …")


def test_what_was_not_found_is_not_marked() -> None:
    query: Query = to_query('"ei myönnetty" koul*')
    assert mark_words("Ei myönnetty koululle", query).marks == ((0, 2), (3, 12), (13, 21))
    assert to_snippet("", query).text == ""
    assert to_snippet("Muuta tekstiä", query).marks == ()
