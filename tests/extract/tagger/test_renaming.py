"""Names in the place of names."""

from __future__ import annotations

import numpy as np

from pipeline.extract.tagger.corpus import Sentence
from pipeline.extract.tagger.renaming import to_name_pool

HERE = Sentence(
    ("Kokous", "pidetään", "Oulussa", ",", "kertoo", "Aino", "Esimerkki"),
    ("O", "O", "B-LOC", "O", "O", "B-PER", "I-PER"),
)
THERE = Sentence(("Kuopiossa", "asui", "Onni", "Testi"), ("B-LOC", "O", "B-PER", "I-PER"))
FROM = Sentence(("Helsingistä", "tullaan"), ("B-LOC", "O"))


def test_a_name_gives_way_to_one_of_its_type_case_and_length() -> None:
    pool = to_name_pool([HERE, THERE, FROM])
    chance = np.random.default_rng(1)
    seen = {pool.rename(HERE, 1.0, chance).words for _ in range(40)}
    assert {words[2] for words in seen} == {"Oulussa", "Kuopiossa"}
    assert {words[5:] for words in seen} == {("Aino", "Esimerkki"), ("Onni", "Testi")}
    assert {words[:2] for words in seen} == {("Kokous", "pidetään")}


def test_tags_follow_the_words() -> None:
    long = Sentence(("Uuden", "Kylän", "Oulu"), ("B-LOC", "I-LOC", "I-LOC"))
    short = Sentence(("Vanhan", "Oulu", "sijaitsee"), ("B-LOC", "I-LOC", "O"))
    pool = to_name_pool([long, short])
    chance = np.random.default_rng(1)
    for _ in range(20):
        renamed = pool.rename(short, 1.0, chance)
        assert len(renamed.words) == len(renamed.tags)
        assert renamed.words[-1] == "sijaitsee"
        assert renamed.tags in {("B-LOC", "I-LOC", "O"), ("B-LOC", "I-LOC", "I-LOC", "O")}


def test_an_organisation_moves_to_another_place() -> None:
    body = Sentence(("Oulun", "keksitty", "seura", "kokoontui"), ("B-ORG", "I-ORG", "I-ORG", "O"))
    place = Sentence(("Kuopion", "tori"), ("B-LOC", "O"))
    pool, chance = to_name_pool([body, place]), np.random.default_rng(1)
    seen = {pool.rename(body, 0.1, chance) for _ in range(40)}
    assert {s.words for s in seen} == {
        (town, "keksitty", "seura", "kokoontui") for town in ("Oulun", "Kuopion")
    }
    assert {s.tags for s in seen} == {body.tags}


def test_nothing_is_renamed_where_nothing_is_asked() -> None:
    assert to_name_pool([HERE]).rename(HERE, 0.0, np.random.default_rng(1)) == HERE
