"""What was decided, of what kind, and with how many votes."""

from __future__ import annotations

import pytest

from models.records import Decision, DecisionKind
from pipeline.extract.decisions import decision_kind, extract_decisions
from pipeline.extract.votes import read_votes
from tests.extract.acting import Paper, paper, titled


def decisions(page: Paper) -> tuple[Decision, ...]:
    return extract_decisions(page.document, page.minutes, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lautakunta hyväksyi ehdotuksen.", "approved"),
        ("Päätettiin ehdotuksen mukaisesti.", "approved"),
        ("Päätettiin ehdotuksen mukaisesti. Tarkastajiksi valittiin Aino Esimerkki.", "elected"),
        ("Lautakunta hyväksyi ehdotuksen siten muutettuna, että kohta 2 poistuu.", "amended"),
        ("Lautakunnan päätökseksi tuli jäsenen tekemä vastaehdotus.", "amended"),
        ("Aino Testisen muutosesitys hyväksyttiin äänin 4–3.", "amended"),
        ("Esittelijän ehdotus tuli lautakunnan päätökseksi äänin 4-2.", "approved"),
        ("Lautakunta hylkäsi oikaisuvaatimuksen.", "rejected"),
        ("Asia palautettiin uudelleen valmisteltavaksi.", "returned"),
        ("Asia jätettiin pöydälle.", "tabled"),
        ("Päätettiin antaa asian vielä odottaa.", "tabled"),
        ("Lautakunta merkitsi toteutuman ajalta 1.1. -30.9.2024 tiedokseen.", "noted"),
        ("Päätettiin olla käyttämättä otto-oikeutta ja merkittiin päätökset tiedoksi.", "noted"),
        ("Todettiin, ettei muita asioita ollut.", "noted"),
        ("Lautakunta valtuutti johtajan allekirjoittamaan sopimuksen.", "assigned"),
        ("Päätettiin esittää valtuustolle, että tilinpäätös hyväksytään.", "agreed"),
        ("Päätettiin valita oletusarvoista toinen vaihtoehto.", "agreed"),
        ("Seuraava kokous pidetään 13.3.2025.", "agreed"),
        ("Till ordförande valdes Anna Exempel.", "elected"),
        ("Ärendet återremitterades.", "returned"),
        ("Käytiin vilkas keskustelu.", "other"),
        ("Puheenjohtaja päätti kokouksen klo 18.00.", "other"),
        ("Lautakunta päätti panna asian pöydälle.", "tabled"),
        ("Asia poistettiin esityslistalta.", "returned"),
        ("Lautakunta päätti äänin 5–4 hyväksyä jäsenen tekemän vastaehdotuksen.", "amended"),
        ("Oikaisuvaatimus jätettiin tutkimatta.", "rejected"),
        ("Merkittiin.", "noted"),
        ("Saatettiin valtuustolle tiedoksi.", "noted"),
        ("Tarkastajiksi Aino Esimerkki ja Eino Mallinen.", "elected"),
    ],
)
def test_the_words_show_the_kind(text: str, kind: DecisionKind) -> None:
    assert decision_kind(text)[1] == kind


def test_a_formal_item_decides_once_under_its_last_heading() -> None:
    page = paper(
        "Hallitus päätti esittää asian lautakunnalle.",
        "Lautakunta päättää hyväksyä ehdotuksen.",
        "Lautakunta hylkäsi ehdotuksen. Kokous jatkui.",
        kinds=("decision", "proposal", "decision"),
    )
    assert [(d.text, d.kind) for d in decisions(page)] == [
        ("Lautakunta hylkäsi ehdotuksen. Kokous jatkui.", "rejected")
    ]


def test_a_long_decision_is_cut_after_a_sentence() -> None:
    page = paper(
        "Lautakunta hyväksyi ehdotuksen. " + "Perusteluna on tämä seikka. " * 40,
        kinds=("decision",),
    )
    [decision] = decisions(page)
    assert 40 < len(decision.text.split()) <= 80
    assert decision.text.endswith("seikka.")


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("Päätettiin tilata kyltit.", "Päätettiin tilata kyltit.", "agreed"),
        ("Kokous avattiin. Sihteeriksi valittiin Aino Esimerkki.",
         "Sihteeriksi valittiin Aino Esimerkki.", "elected"),
        ("Myönnettiin hallitukselle vastuuvapaus.", "Myönnettiin hallitukselle vastuuvapaus.",
         "approved"),
        ("Verkosto hyväksyi mallin.", "Verkosto hyväksyi mallin.", "approved"),
        ("Kokous todettiin lailliseksi.", "Kokous todettiin lailliseksi.", "noted"),
        ("Päätös: Otetaan käyttöön.", "Otetaan käyttöön.", "agreed"),
        ("Sovimme, että avain haetaan.", "Sovimme, että avain haetaan.", "agreed"),
        ("Sovittu, että avain haetaan.", "Sovittu, että avain haetaan.", "agreed"),
        ("Hallitus päätti palkata siivoojan.", "Hallitus päätti palkata siivoojan.", "agreed"),
        ("Asia siirrettiin seuraavaan kokoukseen.",
         "Asia siirrettiin seuraavaan kokoukseen.", "tabled"),
        ("Föredragningslistan godkändes.", "Föredragningslistan godkändes.", "approved"),
        ("Hallitus oli yksimielinen siitä, että jäsenmaksua ei nosteta.",
         "Hallitus oli yksimielinen siitä, että jäsenmaksua ei nosteta.", "agreed"),
        ("Kokous antoi hallitukselle valtuudet myydä veneen.",
         "Kokous antoi hallitukselle valtuudet myydä veneen.", "assigned"),
        ("Annettiin Ainolle tehtäväksi tilata kyltit.",
         "Annettiin Ainolle tehtäväksi tilata kyltit.", "assigned"),
        ("Hallitus linjasi, että avustuksia haetaan kerran vuodessa.",
         "Hallitus linjasi, että avustuksia haetaan kerran vuodessa.", "agreed"),
    ],
)  # fmt: skip
def test_a_memo_decides_in_sentences(sentence: str, text: str, kind: str) -> None:
    assert [(d.text, d.kind) for d in decisions(paper(sentence))] == [(text, kind)]


def test_points_under_a_title_of_decisions() -> None:
    page = titled("Päätökset", "Tapahtuma pidetään huhtikuussa.", "Ei muita asioita.")
    assert [(d.text, d.found_by) for d in decisions(page)] == [
        ("Tapahtuma pidetään huhtikuussa.", "heading:decisions")
    ]
    assert decisions(titled("Kuulumiset", "Tapahtuma pidetään huhtikuussa.")) == ()


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        (
            (
                "Neuvosto valitsee tarkastajat.",
                "Tarkastajaksi valittiin Aino Testinen.",
            ),
            ["Tarkastajaksi valittiin Aino Testinen."],
        ),
        (
            ("Neuvosto vahvistaa kokoonpanot.", "Päätös: Merkittiin tiedoksi."),
            ["Merkittiin tiedoksi."],
        ),
        (
            ("Päätös: Aino Testinen avasi kokouksen klo 10. Hyväksyttiin esityslista.",),
            ["Hyväksyttiin esityslista."],
        ),
        (
            ("Esitys: Hallitus päättää hankkia auton.", "Päätös: Hyväksyttiin tarjous."),
            ["Hyväksyttiin tarjous."],
        ),
        (("Hallitus valitsee sihteerin.",), ["Hallitus valitsee sihteerin."]),
        (
            ("Hallitus päättää palkata siivoojan.", "Hyväksyttiin esityslista."),
            ["Hallitus päättää palkata siivoojan.", "Hyväksyttiin esityslista."],
        ),
    ],
)
def test_what_leads_to_a_decision_is_none(said: tuple[str, ...], decided: list[str]) -> None:
    assert [d.text for d in decisions(paper(*said))] == decided


def test_a_table_of_decisions_gives_one_a_row() -> None:
    page = paper(
        "Asia", "Päätös", "Valvonta", "Lisätään valvoja. Onni kertoo.", "Ryhmät", "Hyväksyttiin.",
        "Muut asiat", "Ei ollut.",
    ).with_table(
        ("Asia", "Päätös"), ("Valvonta", "Lisätään valvoja. Onni kertoo."),
        ("Ryhmät", "Hyväksyttiin."), ("Muut asiat", "Ei ollut."),
    )  # fmt: skip
    assert [(d.text, d.kind, d.found_by) for d in decisions(page)] == [
        ("Lisätään valvoja. Onni kertoo.", "agreed", "table:decisions"),
        ("Hyväksyttiin.", "approved", "table:decisions"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kokous päätettiin klo 16.00.",
        "Muita kokousaikoja ei vielä sovittu.",
        "Viime kokouksessa päätettiin tilata kyltit.",
        "Luettiin muistio, jossa päätettiin kyltit tilata.",
        "Aineisto siirrettiin uuteen järjestelmään.",
        "Todettiin, että ohje on vanha.",
        "Päätettiinkö tilata kyltit?",
        "Siitä, kuka siivoaa, ei oltu yksimielisiä.",
        "Kaupunki antoi yhdistykselle valtuudet hoitaa puistoa.",
    ],
)
def test_telling_is_no_decision(sentence: str) -> None:
    assert decisions(paper(sentence)) == ()


def test_counts_and_names_are_read_as_printed() -> None:
    attendees = paper("x").minutes.attendees
    votes = read_votes(
        "annettiin 2 JAA-ääntä (Esimerkki, Koemies) ja 1 EI-ääntä (Mallinen)", attendees
    )
    assert votes is not None
    assert (votes.for_, votes.against, votes.blank) == (2, 1, None)
    assert votes.names == (
        ("Aino Esimerkki", "for"), ("Onni Koemies", "for"), ("Veikko Mallinen", "against"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("hyväksyttiin äänin 7–4", (7, 4, None)),
        ("7 jaa, 4 ei, 1 tyhjä", (7, 4, 1)),
        ("JAA 5, EI 2", (5, 2, None)),
        ("vastaehdotus voitti äänin 7–4", (4, 7, None)),
        ("hallituksen esitys sai 17 ääntä ja Mallisen ehdotus 5 ääntä. Tyhjiä oli 1.", (17, 5, 1)),
        ("godkände förslaget med rösterna 4–2", (4, 2, None)),
        ("Vastaehdotusta: esittelijän ehdotusta kannattavat äänestävät JAA. "
         "Annettiin 0 JAA-ääntä ja 9 EI-ääntä.", (0, 9, None)),
    ],
)  # fmt: skip
def test_for_is_for_the_presenters_proposal(text: str, counts: tuple[int, int, int | None]) -> None:
    votes = read_votes(text, ())
    assert votes is not None
    assert (votes.for_, votes.against, votes.blank) == counts


def test_no_count_is_no_vote() -> None:
    assert read_votes("Lautakunta hyväksyi ehdotuksen yksimielisesti.", ()) is None


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Äänestyksen tulos: JAA 25 ääntä, EI 9 ääntä, tyhjiä 1, poissa 0", (25, 9, 1, 0)),
        ("Jaa-ääniä annettiin 7 ja ei-ääniä 2.", (7, 2, None, None)),
        ("Ei-ääniä annettiin 3 ja jaa-ääniä 6.", (6, 3, None, None)),
        ("annettiin kahdeksan (8) JAA-ääntä ja kolme (3) EI-ääntä", (8, 3, None, None)),
        ("annettiin kahdeksan JAA-ääntä ja kolme EI-ääntä", (8, 3, None, None)),
        ("Kirkkoneuvoston esitys sai 12 ääntä ja vastaesitys 5 ääntä.", (12, 5, None, None)),
        ("Kunnanhallituksen esitystä kannatti 15 ja vastaesitystä 6.", (15, 6, None, None)),
        ("päätti äänin 5–4 hyväksyä Mallisen tekemän vastaehdotuksen", (4, 5, None, None)),
    ],
)
def test_counts_in_the_words_of_minutes(
    text: str, counts: tuple[int, int, int | None, int | None]
) -> None:
    votes = read_votes(text, ())
    assert votes is not None
    assert (votes.for_, votes.against, votes.blank, votes.absent) == counts


def test_a_vote_printed_as_lists_of_names() -> None:
    votes = read_votes(
        "Jaa 2 kpl 67% Aino Esimerkki, Eino Mallinen Ei 1 kpl 33% Onni Koemies "
        "Tyhjä 0 kpl Poissa 0 kpl",
        (),
    )
    assert votes is not None
    assert (votes.for_, votes.against, votes.blank, votes.absent) == (2, 1, 0, 0)
    assert votes.names == (
        ("Aino Esimerkki", "for"),
        ("Eino Mallinen", "for"),
        ("Onni Koemies", "against"),
    )


def test_names_under_yes_and_no_are_counted_where_all_were_there() -> None:
    attendees = paper("x").minutes.attendees
    lists = "Hallituksen ehdotus JAA Jaa {} Onni Koemies Ei Mallinen Veikko Päätös tehtiin."
    votes = read_votes(lists.format("Esimerkki Aino"), attendees)
    assert votes is not None
    assert (votes.for_, votes.against, votes.blank) == (2, 1, None)
    assert votes.names == (
        ("Aino Esimerkki", "for"), ("Onni Koemies", "for"), ("Veikko Mallinen", "against"),
    )  # fmt: skip
    assert read_votes(lists.format("Outo Vieras"), attendees) is None
