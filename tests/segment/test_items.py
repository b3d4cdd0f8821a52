"""The tree of items from labels, indents and type."""

from pipeline.segment import segment_minutes
from tests.segment.setting import Set, beside, typeset


def paths(*lines: Set | str) -> dict[str, str | None]:
    return {item.path: item.title for item in segment_minutes(typeset(*lines)).items}


def test_numbers_letters_numerals_and_bullets_nest() -> None:
    found = paths(
        Set("Työryhmän kokous 3.2.2025", bold=True, size=14),
        Set("1. Avaus", gap=1.0, bold=True),
        Set("a. Todettiin läsnäolijat.", left=30),
        Set("i. Kaksi etänä.", left=60),
        Set("b. Hyväksyttiin lista.", left=30),
        Set("2. Hankkeet", gap=1.0, bold=True),
        Set("- Ensimmäinen hanke", left=20),
        Set("o Sen vaihe", left=40),
        Set("▪ Sen osa", left=60),
        Set("- Toinen hanke", left=20),
    )
    assert list(found) == [
        "1", "1.a", "1.a.i", "1.b", "2", "2.1", "2.1.1", "2.1.1.1", "2.2",
    ]  # fmt: skip
    assert found["2"] == "Hankkeet"
    assert found["2.1"] is None


def test_bullets_are_counted_on_behind_a_paragraph_between_them() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1. Avaus", bold=True),
            Set("2. Tilanne", gap=1.0, bold=True),
            Set("• Valmis", left=20),
            Set("Lisää tietoa tuli kokouksen jälkeen.", gap=1.0),
            Set("• Kesken", left=20, gap=1.0),
        )
    )
    assert [item.path for item in minutes.items] == ["1", "2", "2.1", "2.2"]
    assert len(minutes.items[1].text_spans) == 1


def test_a_number_printed_twice_gets_a_path_of_its_own() -> None:
    found = paths(
        Set("1. Avaus", bold=True),
        Set("a. kohta", left=30),
        Set("a. toinen", left=30),
        Set("2. Loppu", gap=1.0, bold=True),
    )
    assert list(found) == ["1", "1.a", "1.a~2", "2"]


def test_a_day_of_the_month_at_a_line_start_opens_no_point() -> None:
    found = paths(
        Set("1. Avaus", bold=True),
        Set("Kokous pidettiin tammikuun", gap=0.6),
        Set("15. päivänä kunnantalolla ja jatkui iltaan asti."),
        Set("2. Muut asiat", gap=1.0, bold=True),
    )
    assert list(found) == ["1", "2"]


def test_a_date_under_a_heading_of_its_number_opens_no_point() -> None:
    found = paths(
        Set("1. Avaus", bold=True),
        Set("1.10 alkaen järjestelmä on käytössä."),
        Set("2. Muut asiat", gap=1.0, bold=True),
        Set("2.1 Eka kohta", gap=1.0),
        Set("2.2 Toka kohta", gap=1.0),
    )
    assert list(found) == ["1", "2", "2.1", "2.2"]


def test_headings_by_type_alone_where_nothing_is_numbered() -> None:
    found = paths(
        Set("Tiimin palaveri", bold=True, size=16),
        Set("Aika: 3.2.2025 klo 10"),
        Set("Yhteiset", gap=1.0, bold=True),
        Set("• Asia", left=20, gap=1.0),
        Set("Etelä", gap=1.0, bold=True),
        Set("• Toinen asia", left=20, gap=1.0),
        Set("Pohjoinen", gap=1.0, bold=True),
        Set("• Kolmas asia", left=20, gap=1.0),
    )
    assert found == {
        "1": "Yhteiset",
        "1.1": None,
        "2": "Etelä",
        "2.1": None,
        "3": "Pohjoinen",
        "3.1": None,
    }


def test_the_table_of_contents_is_no_item() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Käsitellyt asiat", bold=True),
            Set("§ 4\tAvaus", gap=0.8),
            Set("§ 5\tTalous", gap=0.8),
            Set("§ 4", gap=None, bold=True),
            Set("Avaus", bold=True),
            Set("Päätös", gap=1.0, bold=True),
            Set("Kokous avattiin."),
            Set("§ 5", gap=None, bold=True),
            Set("Talous", bold=True),
            Set("Kuntalain 140 §:n mukaan asia on valmisteltu.", gap=1.0),
            Set("§ 94 käsitellyt asiat olivat esillä.", gap=0.2),
            Set("Päätös", gap=1.0, bold=True),
            Set("Hyväksyttiin."),
        )
    )
    assert [(item.path, item.title) for item in minutes.items] == [("4", "Avaus"), ("5", "Talous")]
    assert {p.role for p in minutes.passages if p.item is None} == {"contents"} | {"preamble"}
    decisions = [s for item in minutes.items for s in item.sections if s.kind == "decision"]
    assert len(decisions) == 2


def test_signatures_after_the_last_item_belong_to_none() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1. Avaus", bold=True),
            Set("Kokous avattiin."),
            Set("2. Päätös", gap=1.0, bold=True),
            Set("Kokous päätettiin klo 18.00.", gap=0.6),
            Set("Aino Esimerkki\tMatti Mallikas", gap=2.0),
            Set("puheenjohtaja\tsihteeri"),
        )
    )
    assert minutes.meeting.ends_at == "18:00"
    tail = [p for p in minutes.passages if p.item is None]
    assert [p.role for p in tail] == ["signatures"]


def test_history_lines_above_a_heading_belong_to_it() -> None:
    minutes = segment_minutes(
        typeset(
            Set("§ 4", gap=None, bold=True),
            Set("Avaus", bold=True),
            Set("Päätös", gap=1.0, bold=True),
            Set("Kokous avattiin."),
            Set("Testilautakunta, § 91, 23.05.2024", gap=None, bold=True),
            Set("§ 5", gap=0.8, bold=True),
            Set("Talous", bold=True),
            Set("Päätös", gap=1.0, bold=True),
            Set("Hyväksyttiin."),
        )
    )
    assert [(p.role, p.item) for p in minutes.passages if p.role == "history"] == [("history", "5")]
    assert minutes.items[0].sections[0].span.end < minutes.items[1].span.start - 30


def test_headings_numbered_without_a_full_stop() -> None:
    found = paths(
        Set("1 Avaus", bold=True),
        Set("− ensimmäinen asia", left=20),
        Set("− toinen asia", left=20),
        Set("2 Talous", gap=1.0, bold=True),
        Set("Avustusta sai kokouksen mukaan", gap=0.6),
        Set("12 Testilän yhdistystä."),
        Set("3 Muut asiat", gap=1.0, bold=True),
    )
    assert list(found) == ["1", "1.1", "1.2", "2", "3"]


def test_a_page_number_is_no_point() -> None:
    found = paths(
        Set("1. Avaus", bold=True),
        Set("2. Muut asiat", gap=1.0, bold=True),
        Set("Tavataan pian.", gap=0.6),
        Set("– 1 –", left=200, gap=9.0),
    )
    assert list(found) == ["1", "2"]


def test_names_written_and_printed_are_a_signature() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1. Avaus", bold=True),
            Set("2. Muut asiat", gap=1.0, bold=True),
            Set("Tavataan pian.", gap=0.6),
            Set("Aino Esimerkki\tMatti Mallikas", gap=2.0, size=20),
            Set("Aino Esimerkki\tMatti Mallikas", gap=1.0),
            Set("puheenjohtaja\tsihteeri"),
        )
    )
    assert next(p.role for p in minutes.passages if p.item is None) == "signatures"


def test_names_behind_the_word_for_signing_follow_the_last_item() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1 § Avaus", bold=True),
            Set("Päätös", gap=1.0),
            Set("Avattiin."),
            Set("2 § Muut asiat", gap=1.0, bold=True),
            Set("Muita asioita ei ollut."),
            Set("Vakuudeksi\tAino Esimerkki\tMatti Mallikas", gap=2.0),
        )
    )
    assert [p.role for p in minutes.passages if p.item is None] == ["signatures"]


def test_a_paragraph_in_a_narrow_cell_is_one() -> None:
    minutes = segment_minutes(
        typeset(
            *beside(0, 0, "1.", "Avaus", "Avattiin."),
            Set("2.", gap=0.6, cell=(0, 1, 0)),
            Set("Palvelu", left=120.0, gap=-1.0, cell=(0, 1, 1)),
            Set("Päätettiin tilata", left=240.0, gap=-1.0, cell=(0, 1, 2)),
            Set("Malli-Koivula Oy.", left=240.0, cell=(0, 1, 2)),
        )
    )
    texts = [len(p.span) for p in minutes.passages if p.item == "2" and p.role == "text"]
    assert texts == [len("Päätettiin tilata Malli-Koivula Oy.")]


def test_minutes_without_items_have_text_that_tells_and_their_officers() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Esimerkkitien tiekunnan vuosikokous", bold=True, size=14),
            Set("Aika: 14.6.2025 klo 12, koululla."),
            Set("Puheenjohtajaksi valittiin Aino Esimerkki.", gap=1.0),
            Set("Päätettiin, että maksu on 5 euroa.", gap=1.0),
        )
    )
    assert minutes.items == ()
    assert [p.role for p in minutes.passages] == ["preamble", "preamble", "text", "text"]
    assert [(a.name, a.role) for a in minutes.attendees] == [("Aino Esimerkki", "chair")]


def test_a_numbered_heading_alone_in_bold_is_an_item() -> None:
    found = paths(
        Set("Työryhmän kokous 3.2.2025", size=14),
        Set("1. Hankkeen tilanne", gap=1.0, bold=True),
        Set("Hanke etenee suunnitellusti."),
    )
    assert found == {"1": "Hankkeen tilanne"}


def test_a_bold_heading_that_a_comma_and_a_line_end_part() -> None:
    found = paths(
        Set("Paikalla: Aino Esimerkki, Matti Mallikas"),
        Set("Kokouksen avaus", gap=1.0, bold=True),
        Set("Puheenjohtaja avasi kokouksen ja toivotti kaikki tervetulleiksi", gap=1.0),
        Set("yhdistyksen vuosikokoukseen, joka oli järjestyksessä kymmenes,"),
        Set("ja kertoi illan ohjelmasta."),
        Set("Puheenjohtajan, sihteerin,", gap=1.0, bold=True),
        Set("tarkastajien ja laskijoiden valinta", bold=True),
        Set("Puheenjohtajaksi valittiin Aino Esimerkki ja sihteeriksi Matti", gap=1.0),
        Set("Mallikas sekä tarkastajiksi ja laskijoiksi yksimielisesti"),
        Set("Liisa Kokeinen ja Olli Mäki."),
    )
    assert found == {
        "1": "Kokouksen avaus",
        "2": "Puheenjohtajan, sihteerin, tarkastajien ja laskijoiden valinta",
    }


def test_a_section_alone_that_white_sets_apart_is_an_item() -> None:
    found = paths(
        Set("Testilän kunnanvaltuusto, pöytäkirja 26.6.2023"),
        Set("§ 8 Palveluiden järjestäminen", gap=1.4),
        Set("vuoden 2025 alusta"),
        Set("Valtuusto sai asiasta selvityksen.", gap=1.4),
        Set("Se on liitteenä."),
        Set("Asia on uusi."),
        Set("Se oli esillä keväällä."),
    )
    assert found == {"8": "Palveluiden järjestäminen vuoden 2025 alusta"}
