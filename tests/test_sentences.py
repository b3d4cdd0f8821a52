"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kokous alkoi. Asia hyväksyttiin.", ["Kokous alkoi.", "Asia hyväksyttiin."]),
        ("Tuleeko Aino? Tulee!", ["Tuleeko Aino?", "Tulee!"]),
        ("Ks. Liite 2. Esim. Aino tuli.", ["Ks. Liite 2.", "Esim. Aino tuli."]),
        ("Tammikuun 5. päivänä juhlitaan.", ["Tammikuun 5. päivänä juhlitaan."]),
        ("Se on 12.3. klo 13.15. Tulkaa.", ["Se on 12.3. klo 13.15.", "Tulkaa."]),
        ("Retki on 3.4. Linja-autolla mennään.", ["Retki on 3.4.", "Linja-autolla mennään."]),
        ("Retki on 3.4. Porissa, tulkaa.", ["Retki on 3.4. Porissa, tulkaa."]),
        ("Sekä 25.4. Testilehdessä ollut kutsu.", ["Sekä 25.4. Testilehdessä ollut kutsu."]),
        ("Puhujana A. B. Esimerkki. Kiitos.", ["Puhujana A. B. Esimerkki.", "Kiitos."]),
        ("5. Uusi asia käsiteltiin.", ["5. Uusi asia käsiteltiin."]),
        ("Lain 12 §. Asia jäi.", ["Lain 12 §.", "Asia jäi."]),
        ("Ks. https://ohje.example/a.b. Lue se.", ["Ks. https://ohje.example/a.b.", "Lue se."]),
        ("”Hyvä.” Sitten lopetettiin.", ["”Hyvä.”", "Sitten lopetettiin."]),
        ("Valittiin\nAino. Hän\nkiitti.", ["Valittiin\nAino.", "Hän\nkiitti."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="Aaä1. ?!§(”\n", max_size=60))
def test_no_word_is_lost_and_none_is_doubled(text: str) -> None:
    pairs = split_sentences(text)
    assert all(start < end for start, end in pairs)
    kept = "".join(text[start:end] for start, end in pairs)
    assert "".join(kept.split()) == "".join(text.split())
