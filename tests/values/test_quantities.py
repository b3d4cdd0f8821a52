"""The grammar of figures: text in, figures with their units out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.numbers import parse_number, parse_number_word
from pipeline.values.quantities import Quantity, find_quantities


def only(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


def test_a_number_that_its_compound_counts_may_change() -> None:
    found = only("Jäsenmäärä laski 6 712:sta 6 590:een.")
    assert (found.previous, found.value, found.unit) == (6712, 6590, "jäsen")


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("Pyöräilijöitä oli 1 240 vuorokaudessa.", 1240, "pyöräilijä", "exact"),
        ("Tilikauden tulos oli –310 000 euroa.", -310000, "EUR", "exact"),
        ("muutos edelliseen (–2,5 %)", -2.5, "%", "exact"),
        ("– 310 000 euroa", 310000, "EUR", "exact"),
        ("–310 000 euroa", 310000, "EUR", "exact"),
        ("Hankinnat –\t12 000 euroa", 12000, "EUR", "exact"),
        ("Työ kestää 2 vuorokautta.", 2, "vuorokausi", "exact"),
        ("Henkilötyövuosia toteutui 10 430 (tavoite jäi).", 10430, "henkilötyövuosi", "exact"),
        ("Tarjouksia saatiin kolme (3).", 3, "tarjous", "exact"),
        ("lähes tuhat euroa", 1000, "EUR", "about"),
        ("Enimmäismäärä 12 koiraa", 12, "koira", "at_most"),
        ("hinta 120 € (alv 0 %)", 120, "EUR", "exact"),
        ("Asukasluku on 6 712, ja se kasvaa.", 6712, "asukas", "exact"),
        ("arviolta yli 30 000 katselukertaa", 30000, "katselukerta", "over"),
        ("4 henkilötyövuodella", 4, "henkilötyövuosi", "exact"),
        ("tulokset (2vk)", 2, "viikko", "exact"),
        ("15-kohdan lista", 15, "kohta", "exact"),
        ("koko maan keskiarvo 39 %", 39, "%", "exact"),
        ("+3,2 %-yks.", 3.2, "%-yks.", "exact"),
        ("jo yli 10 vuotta", 10, "vuosi", "over"),
        ("noin 35 työntekijän ryhmä", 35, "työntekijä", "about"),
        ("n. 40 htv", 40, "henkilötyövuosi", "about"),
        ("64,3 miljoonaa m3", 64_300_000, "kuutiometri", "exact"),
        ("12 uutta työntekijää", 12, "työntekijä", "exact"),
        ("3 Testilän koulua", 3, "koulu", "exact"),
        ("noin 61 000 kirjautumista", 61000, "kirjautuminen", "about"),
        ("250 chat-viestiä", 250, "chat-viesti", "exact"),
        ("14 oppilaitosta", 14, "oppilaitos", "exact"),
        ("vähintään 3 sijaista", 3, "sijainen", "at_least"),
        ("20 metrin etäisyydellä", 20, "metri", "exact"),
        ("vähintään kolmen kylän", 3, "kylä", "at_least"),
        ("kolmeen vuoteen", 3, "vuosi", "exact"),
        ("puolitoista vuotta", 1.5, "vuosi", "exact"),
        ("alle kymmenen penkkiä", 10, "penkki", "under"),
        ("viiteen eri ryhmään", 5, "ryhmä", "exact"),
        ("1 234 567,89 €", 1234567.89, "EUR", "exact"),
        ("1\u00a0234\u2009567 euroa", 1234567, "EUR", "exact"),
        ("150.000 euron hankinta", 150000, "EUR", "exact"),
        ("0,25 miljoonaa euroa", 250000, "EUR", "exact"),
        ("enintään 4,6 milj. euroa", 4600000, "EUR", "at_most"),
        ("2 M€", 2000000, "EUR", "exact"),
        ("250 k€", 250000, "EUR", "exact"),
        ("1,9 miljoonan euron alijäämä", 1900000, "EUR", "exact"),
        ("alijäämä oli -12 500 €", -12500, "EUR", "exact"),
        ("Harjoitteluja vuoden 2024 aikana oli 31, joista osa", 31, "harjoittelu", "exact"),
        ("Vanhoja laskuja hieman yli 2000 jäljellä", 2000, "lasku", "over"),
        ("joista yli 6000 on yksittäisiä havaintoja", 6000, "havainto", "over"),
        ("Hakemuksia saapui viisi, joista yksi myöhässä", 5, "hakemus", "exact"),
        ("pituus ei saa ylittää 120 merkkiä", 120, "merkki", "at_most"),
    ],
)
def test_figures(text: str, value: float, unit: str, comparator: str) -> None:
    found = only(text)
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@pytest.mark.parametrize(
    ("text", "previous", "value", "unit"),
    [
        ("vähentynyt 64 % -> 52 %", 64, 52, "%"),
        ("laski 64 %:sta 52 %:iin", 64, 52, "%"),
        ("nostettiin 10 eurosta 12 euroon", 10, 12, "EUR"),
        ("5 htv → 7 htv", 5, 7, "henkilötyövuosi"),
        ("viidestä viikosta kolmeen viikkoon", 5, 3, "viikko"),
        ("höjs från 12 euro till 15 euro.", 12, 15, "EUR"),
    ],
)
def test_changes(text: str, previous: float, value: float, unit: str) -> None:
    found = only(text)
    assert (found.previous, found.value, found.unit) == (previous, value, unit)


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit"),
    [
        ("noin 6–9 viikkoa", 6, 9, "viikko"),
        ("5–7 henkilöä", 5, 7, "henkilö"),
        ("100 000 - 400 000 euroa", 100000, 400000, "EUR"),
        ("10–15 %", 10, 15, "%"),
    ],
)
def test_ranges(text: str, value: float, upper: float, unit: str) -> None:
    found = only(text)
    assert (found.value, found.upper, found.unit) == (value, upper, unit)


@pytest.mark.parametrize(
    "text",
    [
        "klo 13.00-15.30",
        "§ 12 käsiteltiin",
        "päätös 8.4.2024 § 98 kokouksessa",
        "vuonna 2024 kerättiin tietoa",
        "2024 talousarviota valmisteltiin",
        "puh. 040 123 4567",
        "00100 Helsinki",
        "Testikatu 12 A 3",
        "Y-tunnus 1234567-1",
        "lain (1287/2013) mukaan",
        "LUVN/123/2024",
        "kohdat 4 ja 5",
        "sivulla 12",
        "versio 22.11",
        "maantien 1234 peruskorjaus",
        "korttelissa 1234 tonttien rajat",
        "5 momentin mukaan",
        "alle 16-vuotiaat",
        "yksi asia jäi",
        "1. Kokouksen avaus",
        "1 Toimen perustaminen",
        "(Kolmen Kylän seura)",
        "useamman kymmenen vuotta",
    ],
)
def test_what_is_no_statistic(text: str) -> None:
    assert find_quantities(text) == []


def test_a_line_may_end_inside_an_arrow() -> None:
    found = only("vähentynyt 64,5 % - > 52 % (koko")
    assert (found.previous, found.value, found.comparator) == (64.5, 52, "exact")


def test_the_first_figures_doubt_holds_for_the_second() -> None:
    found = find_quantities("noin 60 kpl ja 90 000 brm2")
    assert [one.comparator for one in found] == ["about", "about"]


def test_the_subject_stands_right_before() -> None:
    assert only("Koko maan keskiarvo on 48 %").subject == "Koko maan keskiarvo"
    assert only("Saatiin 48 %").subject is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [("12,5", 12.5), ("1 234", 1234), ("1.000 000", 1000000), ("150.000", 150000),
     ("−5", -5), ("48.2", 48.2), ("1.234,50", 1234.5)],
)  # fmt: skip
def test_numbers(printed: str, value: float) -> None:
    assert parse_number(printed) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [("kolmella", 3), ("kaksikymmentäviisi", 25), ("viisitoista", 15), ("kaksisataa", 200),
     ("kymmenen", 10)],
)  # fmt: skip
def test_number_words(word: str, value: float) -> None:
    read = parse_number_word(word)
    assert read is not None
    assert read[0] == value


def test_ordinals_are_no_numbers() -> None:
    assert parse_number_word("kolmas") is None


@given(st.integers(1, 999_999_999), st.sampled_from([" ", "\u00a0", "\u2009", ""]))
def test_every_printed_amount_is_read_back(amount: int, gap: str) -> None:
    assert only(f"Maksettiin {amount:,} €.".replace(",", gap)).value == amount


@given(st.text(alphabet="0123456789 .,-–%€§kpl/>vuotahn", max_size=40))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for found in find_quantities(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end
