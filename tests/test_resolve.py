"""Mentions to people and organisations in base form, and actions to their owners."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import ActionItem, EntityLabel, Findings
from pipeline.extract import recognised
from pipeline.extract.entities import find_mentions
from pipeline.resolve import group_name, kind_of, resolve_names
from tests.building import find
from tests.naming import minutes_of, names_in, organisations_in, people_in

PRESENT = (("Aino Esimerkki", "LUVN"), ("Liisa Heino – Mallinen", "TKY"), ("-Aino Poissa", None))


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(
        texts: Sequence[str], certainty: float = 0.5
    ) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        return [() for _ in texts]

    monkeypatch.setattr(recognised, "recognise", nothing)


def test_parts_of_a_name_are_the_attendee() -> None:
    sentences = ("Aino kertoi.", "Kiitettiin Aino Esimerkkiä.", "Esimerkin ehdotus hyväksyttiin.")
    _, found = names_in(*sentences, present=PRESENT)
    assert [(p.name, p.attendee, len(p.mentions)) for p in found.people] == [
        ("Aino Esimerkki", True, 3)
    ]


def test_double_surnames_have_a_plain_hyphen() -> None:
    minutes, found = names_in("Liisa Heino – Malliselle lähetetään.", present=PRESENT)
    assert [p.name for p in found.people] == ["Liisa Heino-Mallinen"]
    assert minutes.attendees[1].name == "Liisa Heino-Mallinen"


def test_first_name_that_two_present_share_stays_with_a_warning() -> None:
    present = (("Aino Esimerkki", None), ("Aino Mallinen", None))
    _, found = names_in("Ainolle lähetetään ohje.", present=present)
    assert [(p.name, p.attendee) for p in found.people] == [("Aino", False)]
    assert [(w.code, w.item) for w in found.warnings] == [("ambiguous_name", "1")]


def test_full_name_in_the_same_item_tells_who_is_meant() -> None:
    present = (("Aino Esimerkki", None), ("Aino Mallinen", None))
    assert people_in("Aino Mallinen avasi asian ja Aino jatkaa.", present=present) == [
        "Aino Mallinen"
    ]


def test_a_first_name_listed_alone_is_who_the_text_names_in_full() -> None:
    said = ("Aino Mallinen avasi asian.", "Aino jatkaa.", "Onni kertoi.")
    present = (("Aino", None), ("Onni", None))
    assert people_in(*said, present=present) == ["Aino Mallinen", "Onni"]


def test_a_surname_that_is_a_word_opens_a_sentence_beside_another_name() -> None:
    present = (("Voitto Hongisto", None), ("Henna Quuxala", None))
    said = "Hongisto ja Quuxala laativat ohjeen."
    assert people_in(said, present=present) == ["Voitto Hongisto", "Henna Quuxala"]
    assert people_in("Hongisto hakataan.", present=present) == []


@pytest.mark.parametrize(
    ("sentences", "people"),
    [
        (("Rehtori Ossi Virtaselta pyydetään apua.",), ["Ossi Virtanen"]),
        (("Kuultiin Ossi Virtasta.", "Virtanen poistui."), ["Ossi Virtanen"]),
        (("Virtanen Ossi, toiminimi.",), ["Ossi Virtanen"]),
        (("Ossi Quuxalan esitys.", "Tapio Quuxala poistui."), ["Ossi Quuxala", "Tapio Quuxala"]),
    ],
)
def test_people_who_are_not_listed(sentences: tuple[str, ...], people: list[str]) -> None:
    assert people_in(*sentences) == people


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Vihdin ja Kauniaisten koulut.", ["Vihti", "Kauniainen"]),
        ("LUVNin ja Länsi-Uudenmaan hyvinvointialueen ohje.", ["Länsi-Uudenmaan hyvinvointialue"]),
        ("Espoon kaupungilta ja Espoosta.", ["Espoo"]),
        ("Opetus- ja kulttuuriministeriölle.", ["opetus- ja kulttuuriministeriö"]),
        ("Tilataan Kuvitteellinen Oy:ltä.", ["Kuvitteellinen Oy"]),
        ("Kuopion museolta ja Mallivirastosta.", ["Kuopion museo", "Mallivirasto"]),
        ("TKYssa ja Tky:n listalla.", ["TKY"]),
    ],
)
def test_organisations_have_their_canonical_names(sentence: str, names: list[str]) -> None:
    assert organisations_in(f"Asia: {sentence}", present=PRESENT) == names


def test_alias_that_the_document_explains() -> None:
    assert organisations_in(
        "Testilän nuorisoseura ry (TNS) kokoontui.", "TNS:lle myönnettiin."
    ) == ["Testilän nuorisoseura ry"]


def test_affiliations_get_their_full_name() -> None:
    minutes, _ = names_in("Kokous avattiin.", present=PRESENT)
    assert [a.affiliation for a in minutes.attendees] == [
        "Länsi-Uudenmaan hyvinvointialue",
        "TKY",
        None,
    ]


def test_register_gives_kind_and_identifier() -> None:
    _, found = names_in("Asiasta kysytään Vihdistä.")
    assert [(o.kind, o.identifier) for o in found.organisations] == [("municipality", "927")]


@pytest.mark.parametrize(
    ("owner", "recipient", "assignees", "recipients"),
    [
        ("Aino", "kaikille oppilaitoksille", ("Aino Esimerkki",), ("oppilaitokset",)),
        ("Testilän rehtori", "Ainolle", ("Testilän rehtori",), ("Aino Esimerkki",)),
        ("Vihti", "nuorille", ("Vihti",), ("nuoret",)),
    ],
)
def test_owners_of_actions(
    owner: str, recipient: str, assignees: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    text = f"{owner} lähettää ohjeen {recipient}."
    document, minutes = minutes_of(text, present=PRESENT)
    action = ActionItem(
        find(document, text), "1", text, "rule:x", 0.9,
        (find(document, owner),), (find(document, recipient),),
    )  # fmt: skip
    findings = Findings(find_mentions(document, minutes), actions=(action,))
    (resolved,) = resolve_names(document, minutes, findings)[1].actions
    assert (resolved.assignees, resolved.recipients) == (assignees, recipients)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Opiskelijoiden lähiesihenkilöt", "opiskelijoiden lähiesihenkilöt"),
        ("kaikille", "kaikki"),
        ("jokaisen jäsenen", "jäsen"),
        ("yksi kunnan edustajista", "kunnan edustajat"),
        ("tekniselle johtajalle", "tekninen johtaja"),
    ],
)
def test_groups_keep_the_number_they_have(words: str, name: str) -> None:
    assert group_name(words) == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kuvitteellinen Oy", "company"),
        ("Testilän koirakerho ry", "association"),
        ("Testilän lukio", "school"),
        ("Mallivirasto", "state"),
        ("Esimerkki-työryhmä", "body"),
        ("Testilä", None),
    ],
)
def test_kind_from_the_name(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_an_affiliation_in_initials_is_the_county_that_the_document_names() -> None:
    present = (("Aino Esimerkki", "Satahyva"), ("Onni Koemies", "Karihyva"))
    minutes, found = names_in(
        "Ohje: Satakunnan hyvinvointialue.", "Käytiin läpi Satahyvan tulokset.", present=present
    )
    assert [a.affiliation for a in minutes.attendees] == [
        "Satakunnan hyvinvointialue",
        "Karihyva",
    ]
    assert [(o.name, len(o.mentions)) for o in found.organisations] == [
        ("Satakunnan hyvinvointialue", 2)
    ]


def test_a_place_after_a_first_name_is_a_surname() -> None:
    assert people_in("Mauno Luodolle voi lähettää toiveita.") == ["Mauno Luoto"]
    assert people_in("Mauno Luodosta kertoi.") == []


def test_a_short_foreign_surname_is_known_from_another_place() -> None:
    sentences = ("Kenneth Ekille kerrotaan.", "Ralf Ek kertoo.")
    assert people_in(*sentences) == ["Kenneth Ek", "Ralf Ek"]


def test_a_compounds_first_words_are_nobody() -> None:
    present = (("Toivo Suomi", None),)
    assert people_in("Lukeva Suomi -hanke alkaa.", present=present) == []
    assert people_in("Kiitettiin Suomea.", present=present) == ["Toivo Suomi"]


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("Vilja Koskelle voi lähettää toiveita.", "Vilja Koski"),
        ("Aino pyytää rehtori Into Taivaalta apua.", "Into Taivas"),
        ("Aino pyytää rehtori Eino Pellolta apua.", "Eino Pelto"),
        ("Aino pyytää rehtori Tuisku Pellolta apua.", "Tuisku Pelto"),
        ("Esa Pellolle kerrotaan.", "Esa Pelto"),
        ("Emma Salmelle kerrotaan.", "Emma Salmi"),
        ("Aada Kowalskille kerrotaan.", "Aada Kowalski"),
    ],
)
def test_names_that_are_everyday_words_or_places(sentence: str, person: str) -> None:
    assert person in people_in(sentence)


def test_everyday_words_without_a_surname_are_nobody() -> None:
    assert people_in("Sade yllätti retkellä.", "Into oli kova.", "Vilja Espoossa kasvoi.") == []


def test_a_business_id_beside_the_name_is_the_identifier() -> None:
    _, found = names_in("Urakan saa Xyzza Oy (XO), Y-tunnus 1234567-1.", "Xyzza Oy aloittaa.")
    assert [(o.name, o.identifier) for o in found.organisations if o.name == "Xyzza Oy"] == [
        ("Xyzza Oy", "1234567-1")
    ]


def test_a_business_id_with_a_wrong_check_digit_is_a_warning() -> None:
    _, found = names_in("Urakan saa Xyzza Oy (Y-tunnus 1234567-2).")
    assert [o.identifier for o in found.organisations] == [None]
    assert [(w.code, w.item) for w in found.warnings] == [("business_id_wrong", "1")]


@pytest.mark.parametrize(
    ("said", "present", "people"),
    [
        (("Kuultiin A. B. Ruttusta.", "A.B. Ruttunen puhui."), (), ["A. B. Ruttunen"]),
        (("J.-P. Virtanen puhui asiasta.",), (), ["J.-P. Virtanen"]),
        (("J. K. Mallila puhui. Mallila jatkoi.",), ("Jaakko Mallila",), ["Jaakko Mallila"]),
        (("Sovittiin J.K. Mallilan kanssa.",), ("Niilo Mallila",), ["J.K. Mallila"]),
        (("Tämä on kohta A. B. Seuraava kohta puuttuu.",), (), []),
    ],
)
def test_a_surname_behind_initials(
    said: Sequence[str], present: Sequence[str], people: Sequence[str]
) -> None:
    assert people_in(*said, present=[(name, None) for name in present]) == people
