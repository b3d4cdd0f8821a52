"""The grammar of references: text in, references out."""

from __future__ import annotations

import pytest

from pipeline.values.references import find_references


def refs(text: str) -> list[str]:
    return [one.ref for one in find_references(text)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("oppilas- ja opiskelijahuoltolain (1287/2013) mukaan", "statute", ["1287/2013"]),
        ("lain 410/2015 nojalla", "statute", ["410/2015"]),
        ("Salassa pidettävä (JulkL 621/1999, 24 § 1 mom.)", "statute", ["621/1999"]),
        ("kuntalain 140 §:n mukaan", "statute", ["410/2015"]),
        ("viranomaisten toiminnan julkisuudesta annetun lain", "statute", ["621/1999"]),
        ("Maankäyttö- ja rakennuslain 62 §", "statute", ["132/1999"]),
        ("ks. § 14", "section", ["§ 14"]),
        ("päätettiin 5 a §:n kohdalla", "section", ["§ 5a"]),
        ("§:t 12–14", "section", ["§ 12", "§ 13", "§ 14"]),
        ("§:t 3, 5 ja 7", "section", ["§ 3", "§ 5", "§ 7"]),
        ("KH 20.06.2017 § 156", "section", ["§ 156"]),
        ("Liite 2", "attachment", ["Liite 2"]),
        ("liitteissä 1 ja 3", "attachment", ["Liite 1", "Liite 3"]),
        ("bilaga 1", "attachment", ["Bilaga 1"]),
        ("LUVN/123/2024", "record", ["LUVN/123/2024"]),
        ("HEL 2011-004632", "record", ["HEL 2011-004632"]),
        ("TESTDno-2025-263", "record", ["TESTDno-2025-263"]),
        ("198/00.01.01/2017", "record", ["198/00.01.01/2017"]),
        ("TESTDno 55/00.01.02/2022", "record", ["TESTDno 55/00.01.02/2022"]),
        ("Dno 12/2020", "record", ["Dno 12/2020"]),
        ("Palvelu #311", "record", ["#311"]),
        ("tiketissä 311", "record", ["#311"]),
    ],
)
def test_references(text: str, kind: str, expected: list[str]) -> None:
    found = find_references(text)
    assert [one.ref for one in found] == expected
    assert {one.kind for one in found} == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "hallintosäännön 16 luvun 119 §:n mukaan",
        "noudatetaan, mitä 24 §:ssä säädetään",
        "pöytäkirja 10/2024",
        "12.12.2024",
        "liitteenä 2 kpl",
        "123 #7 ‡a",
        "1/10/24",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert refs(text) == []


def test_a_known_statute_has_its_title_and_address() -> None:
    (found,) = find_references("hankintalain 86 §:n mukaan")
    assert found.title == "laki julkisista hankinnoista ja käyttöoikeussopimuksista"
    assert found.url == "http://data.finlex.fi/eli/sd/2016/1397"


def test_an_unknown_statute_has_the_printed_name_in_base_form() -> None:
    (found,) = find_references("kuvittelulain (123/1987) mukaan")
    assert (found.ref, found.title) == ("123/1987", "kuvittelulaki")
