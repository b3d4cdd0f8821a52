"""Which lines head items, in the settings and numberings that minutes have."""

from pipeline.segment import segment_minutes
from tests.segment.setting import Set, beside, typeset

TITLE = Set("Ryhmän kokous", bold=True, size=14)


def titles(*lines: Set | str) -> dict[str, str | None]:
    minutes = segment_minutes(typeset(*lines))
    return {item.path: item.title for item in minutes.items if item.depth == 1}


def test_lines_that_name_organ_section_and_day_head_sections() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Käsitellyt asiat"),
            Set("88 §\tAvaus"),
            Set("89 §\tInvestoinnit"),
            Set("Testilautakunta\t§ 88\t22.04.2024", gap=None),
            Set("Avaus", gap=1.0, bold=True),
            Set("Päätös", gap=1.0),
            Set("Avattiin."),
            Set("Koelautakunta\t§ 31\t26.03.2024", gap=None),
            Set("Testilautakunta\t§ 89\t22.04.2024"),
            Set("Investoinnit", gap=1.0, bold=True),
            Set("KOELA 26.03.2024 § 31", gap=1.0),
            Set("Päätös", gap=1.0),
            Set("Lautakunta esitti muutosta."),
            Set("TELA 22.04.2024 § 89", gap=1.0),
            Set("Rehtorin päätösehdotus:", gap=1.0),
            Set("Hyväksytään."),
            Set("Päätös", gap=1.0),
            Set("Muutettiin."),
        )
    )
    assert {i.path: i.title for i in minutes.items} == {"88": "Avaus", "89": "Investoinnit"}
    assert [(s.kind, s.heading) for s in minutes.items[1].sections] == [
        ("background", "Päätös"),
        ("proposal", "Rehtorin päätösehdotus"),
        ("decision", "Päätös"),
    ]


def test_running_heads_that_name_the_section_head_it() -> None:
    found = titles(
        Set("Avaus", gap=None, bold=True),
        Set("Päätös: Avattiin.", gap=1.0),
        Set("Testilautakunta § 7 2.4.2024", furniture=True),
        Set("Talous", gap=None, bold=True),
        Set("Päätös: Hyväksyttiin.", gap=1.0),
        Set("Testilautakunta § 8 2.4.2024", furniture=True),
    )
    assert found == {"7": "Avaus", "8": "Talous"}


def test_capitals_head_where_no_type_does() -> None:
    found = titles(
        "Vanhempainyhdistyksen kokous 22.10.2024",
        Set("Läsnä: Johanna, Sami", gap=1.0),
        Set("MYYJÄISET", gap=1.0),
        Set("Myyjäiset pidetään joulukuussa."),
        Set("TALOUS", gap=1.0),
        Set("Tilillä on 812 euroa."),
    )
    assert list(found.values()) == ["MYYJÄISET", "TALOUS"]


def test_lines_over_paragraphs_head_where_nothing_else_does() -> None:
    found = titles(
        Set("Kylätoimikunnan kokous", size=14),
        Set("Läsnä: Aino Esimerkki, Matti Mallikas", gap=1.0),
        Set("Kokouksen avaus", gap=0.8),
        Set("Puheenjohtaja avasi kokouksen.", gap=0.8),
        Set("Kylätalon katto", gap=0.8),
        Set("Päätettiin hakea tukea.", gap=0.8),
        Set("Muut asiat", gap=0.8),
        Set("Ei ollut.", gap=0.8),
    )
    assert list(found.values()) == ["Kokouksen avaus", "Kylätalon katto", "Muut asiat"]


def test_bold_lines_with_a_colon_and_with_a_time() -> None:
    colons = titles(
        TITLE,
        Set("Liikuntakerhot:", gap=1.0, bold=True),
        Set("Kerhoja on 14.", gap=1.0),
        Set("Jatko:", gap=1.0, bold=True),
        Set("Tavataan keväällä.", gap=1.0),
    )
    times = titles(
        TITLE,
        Set("9.00 Avaus", gap=1.0, bold=True),
        Set("Päivä avattiin.", gap=0.8),
        Set("10.15 Talous", gap=1.0, bold=True),
        Set("Säästötarve on suuri.", gap=0.8),
    )
    assert list(colons.values()) == ["Liikuntakerhot:", "Jatko:"]
    assert times == {"1": "9.00 Avaus", "2": "10.15 Talous"}


def test_numerals_in_capitals() -> None:
    found = titles(
        TITLE,
        Set("I Avaus", gap=1.0, bold=True),
        Set("a) Avattiin kokous.", left=20),
        Set("II Sopimukset", gap=1.0, bold=True),
        Set("III Muut asiat", gap=1.0, bold=True),
    )
    assert found == {"I": "Avaus", "II": "Sopimukset", "III": "Muut asiat"}


def test_words_for_parts_of_an_item_may_head_one_in_a_memo() -> None:
    found = titles(
        TITLE,
        Set("Verkkosivut", gap=1.0, bold=True),
        Set("Julkaistaan pian.", gap=0.8),
        Set("Tapahtumat", gap=1.0, bold=True),
        Set("Messut pidetään maaliskuussa.", gap=0.8),
        Set("Toimenpiteet", gap=1.0, bold=True),
        Set("Esite taitetaan.", gap=0.8),
    )
    assert list(found.values()) == ["Verkkosivut", "Tapahtumat", "Toimenpiteet"]


def test_items_in_a_ruled_table() -> None:
    numbered = titles(
        TITLE,
        *beside(0, 0, "Nro", "Asia", "Käsittely", "Vastuu"),
        *beside(0, 1, "1.", "Kokouksen avaus", "Avattiin.", "Aino"),
        *beside(0, 2, "2.", "Palautteet", "Palautteita tuli 34.", "Matti"),
    )
    named = titles(
        TITLE,
        *beside(0, 0, "Aihe", "Muistiinpanot"),
        *beside(0, 1, "Lukuvuoden aloitus", "Oppilaita on 84."),
        *beside(0, 2, "Valvonnat", "Lista on taululla."),
    )
    assert numbered == {"1": "Kokouksen avaus", "2": "Palautteet"}
    assert named == {"1": "Lukuvuoden aloitus", "2": "Valvonnat"}


def test_matters_with_decisions_are_formal() -> None:
    minutes = segment_minutes(
        typeset(
            TITLE,
            Set("ASIA 1: Kokouksen avaus", gap=1.0, bold=True),
            Set("Päätös:\tAvattiin.", gap=0.8),
            Set("ASIA 2: Hankinta", gap=1.0, bold=True),
            Set("Päätös:\tHankitaan auto.", gap=0.8),
        )
    )
    assert [(i.path, i.title) for i in minutes.items] == [
        ("1", "Kokouksen avaus"),
        ("2", "Hankinta"),
    ]
    assert [s.kind for item in minutes.items for s in item.sections] == ["decision", "decision"]


def test_a_title_in_capitals_ends_where_the_capitals_do() -> None:
    found = titles(
        TITLE,
        Set("1 KOKOUKSEN AVAUS JA KOKOUKSEN LAILLISUUDEN TOTEAMINEN SEKÄ MUUT ALUSTAVAT", gap=1.0),
        Set("Puheenjohtaja avasi kokouksen.", gap=0.2),
        Set("2 MUUT ASIAT", gap=1.0),
    )
    assert [title.split()[-1] for title in found.values() if title] == ["ALUSTAVAT", "ASIAT"]


def test_a_decision_in_two_languages() -> None:
    minutes = segment_minutes(
        typeset(
            Set("§ 30 Budget / Talousarvio", gap=1.0, bold=True),
            Set("Förslag / Ehdotus:", gap=0.8, bold=True),
            Set("Budgeten godkänns."),
            Set("Beslut / Päätös:", gap=0.8, bold=True),
            Set("Förslaget godkändes."),
        )
    )
    assert [s.kind for s in minutes.items[0].sections] == ["proposal", "decision"]


def test_signs_of_wikis_and_plain_text_mark_headings() -> None:
    wiki = titles(
        "= Kehittäjien tapaaminen =",
        "== Osallistujat ==",
        "Aino Esimerkki",
        Set("== Julkaisu 2.4 ==", gap=1.0),
        "Julkaistaan pian.",
        "=== Testit ===",
        "Ajetaan testit.",
        Set("== Rahoitus ==", gap=1.0),
        "Hakemus on jätetty.",
    )
    markdown = titles("# Palaveri", "## Kuulumiset", "Ei uutta.", "## Talous", "Rahaa on.")
    drawn = titles(
        "Palaveri 3.2.2025",
        "Kuulumiset",
        "----------",
        "Ei uutta.",
        "Talous",
        "------",
        "Rahaa on.",
    )
    assert list(wiki.values()) == ["Julkaisu 2.4", "Rahoitus"]
    assert list(markdown.values()) == list(drawn.values()) == ["Kuulumiset", "Talous"]


def test_capital_letters_head_where_no_numbers_do() -> None:
    found = titles(
        TITLE,
        Set("A) Konsertti", gap=1.0),
        "Konsertti pidetään toukokuussa.",
        Set("B) Harjoitukset", gap=1.0),
        "Harjoitellaan lauantaina.",
    )
    assert found == {"a": "Konsertti", "b": "Harjoitukset"}


def test_outermost_points_are_the_items_of_a_pad() -> None:
    minutes = segment_minutes(
        typeset(
            "Toimituksen palaveri 14.1.2025",
            "Paikalla: Aino Esimerkki, Matti Mallikas",
            Set("* Kevätnumero", gap=1.0),
            Set("* Aino kirjoittaa juhlasta", left=20),
            Set("* Matti taittaa", left=20),
            Set("* Seuraava palaveri on helmikuussa", gap=1.0),
        )
    )
    assert [(item.path, item.title) for item in minutes.items] == [
        ("1", "Kevätnumero"),
        ("1.1", None),
        ("1.2", None),
        ("2", None),
    ]


def test_points_that_stand_over_paragraphs_head_them() -> None:
    found = titles(
        "Seuran vuosikokous 14.1.2025",
        Set("• Läsnä", gap=1.0),
        Set("Aino Esimerkki ja Matti Mallikas.", gap=1.0),
        Set("• Kokouksen avaus", gap=1.0),
        Set("Aino avasi kokouksen.", gap=1.0),
        Set("• Jäsenmaksun suuruus", gap=1.0),
        Set("Määrättiin jäsenmaksuksi 20 euroa.", gap=1.0),
    )
    assert found == {"1": "Kokouksen avaus", "2": "Jäsenmaksun suuruus"}


def test_numbered_sentences_are_text_and_no_titles() -> None:
    found = segment_minutes(
        typeset(
            TITLE,
            Set("1. Aino avasi kokouksen.", gap=1.0),
            Set("2. Valitaan kokoukselle sihteeri", gap=1.0),
            Set("3. Matti esitteli tilit. Tulos on 200 euroa.", gap=1.0),
            Set("4. Muut asiat. Seuraava kokous", gap=1.0),
            Set("5. Hyväksyttiin ehdotus", bold=True, gap=1.0),
        )
    ).items
    assert {item.path: item.title for item in found} == {
        "1": None,
        "2": "Valitaan kokoukselle sihteeri",
        "3": None,
        "4": "Muut asiat. Seuraava kokous",
        "5": "Hyväksyttiin ehdotus",
    }


def test_sentences_behind_section_numbers_are_text_in_swedish_too() -> None:
    found = segment_minutes(
        typeset(
            "Protokoll fört vid Exempelklubbens årsmöte 16.9.2020",
            Set("§ 1 Ordförande Aina Exempel öppnade mötet.", gap=1.0),
            Set("§ 2 Övriga ärenden. Bo Prov bokar bussen.", gap=1.0),
            Set("§ 3 Val av granskare", gap=1.0),
            Set("Till granskare valdes Bo Prov."),
        )
    ).items
    assert [(item.path, item.title) for item in found] == [
        ("1", None),
        ("2", None),
        ("3", "Val av granskare"),
    ]


def test_items_of_a_year_go_on_counting_without_a_sign() -> None:
    found = titles(
        TITLE,
        Set("117 Sammanträdets öppnande", bold=True, gap=1.0),
        "Öppnades.",
        Set("118 Bokslutet för år 2018", bold=True, gap=1.0),
        "Godkändes.",
    )
    assert found == {"117": "Sammanträdets öppnande", "118": "Bokslutet för år 2018"}


def test_points_among_paragraphs_are_no_items() -> None:
    assert not titles(
        "Terveiset kokouksesta.",
        Set("* yksi", gap=1.0),
        Set("* kaksi", gap=0.2),
        Set("Keskustelimme pitkään kaikesta muusta.", gap=1.0),
        Set("Kiitos kaikille.", gap=1.0),
    )


def test_the_title_set_like_the_headings_is_no_item() -> None:
    found = titles(
        Set("Kirjastojen johtoryhmä", bold=True),
        Set("Muistio 20.5.2025 klo 9", gap=1.0),
        Set("Osallistujat", gap=1.0, bold=True),
        "Aino Esimerkki",
        Set("Budjetti", gap=1.0, bold=True),
        Set("Kulut nousevat.", gap=0.8),
        Set("Kuljetukset", gap=1.0, bold=True),
        Set("Kilpailutus päättyy.", gap=0.8),
    )
    assert found == {"1": "Budjetti", "2": "Kuljetukset"}


def test_a_list_of_contents_before_headings_that_have_no_numbers() -> None:
    found = titles(
        Set("Ryhmän kokous 23.1.2025", size=18),
        "1. Vuosikello",
        "2. Koulutukset",
        Set("Vuosikello", gap=1.0, size=15),
        Set("Käytiin läpi.", gap=0.8),
        Set("Koulutukset", gap=1.0, size=15),
        Set("Paja pidetään.", gap=0.8),
    )
    assert found == {"1": "Vuosikello", "2": "Koulutukset"}


def test_a_list_of_contents_before_the_same_numbers() -> None:
    minutes = segment_minutes(
        typeset(
            TITLE,
            "1. Avaus",
            "2. Talous",
            Set("1. Avaus", gap=2.0),
            Set("Kokous avattiin.", left=20),
            Set("2. Talous", gap=1.0),
            Set("Rahaa on.", left=20),
        )
    )
    assert [(i.path, i.title, len(i.text_spans)) for i in minutes.items] == [
        ("1", "Avaus", 1),
        ("2", "Talous", 1),
    ]


def test_a_table_of_titles_and_texts_without_heads() -> None:
    found = titles(
        TITLE,
        *beside(0, 0, "Aika", "3.2.2025 klo 10"),
        *beside(0, 1, "Läsnä", "Aino Esimerkki, Matti Mallikas"),
        *beside(1, 0, "Avaus", "Aino avasi kokouksen."),
        *beside(1, 1, "Maksut", "Maksut ovat ennallaan."),
        *beside(1, 2, "Seuraava kokous", "9.5.2025"),
    )
    assert found == {"1": "Avaus", "2": "Maksut", "3": "Seuraava kokous"}
    assert not titles(TITLE, *beside(0, 0, "Osa", "Hinta"), *beside(0, 1, "Kyltti", "12 €"))


def test_lines_with_organ_and_number_alone_head_sections() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Tekla\t19 §", gap=None),
            Set("Avaus", left=120, bold=True),
            Set("Teknisen johtajan\tTodetaan kokous lailliseksi.", gap=0.8),
            Set("ehdotus"),
            Set("Päätös\tTodettiin.", gap=0.8),
            Set("Tekla\t20 §", gap=2.0),
            Set("Talous", left=120, bold=True),
            Set("Päätös\tMerkittiin tiedoksi.", gap=0.8),
        )
    )
    assert {i.path: i.title for i in minutes.items} == {"19": "Avaus", "20": "Talous"}
    assert [s.kind for s in minutes.items[0].sections] == ["proposal", "decision"]


def test_titles_in_capitals_under_a_dated_line() -> None:
    found = titles(
        Set("Testilautakunta\t6 §\t06.02.2024", gap=None),
        Set("TALOUSARVION TOTEUTUMINEN", gap=1.0),
        Set("Päätös: Merkittiin tiedoksi.", gap=1.0),
        Set("Testilautakunta\t6 a §\t06.02.2024", gap=2.0),
        Set("LISÄASIA", gap=1.0),
        Set("Päätös: Hyväksyttiin.", gap=1.0),
    )
    assert found == {"6": "TALOUSARVION TOTEUTUMINEN", "6a": "LISÄASIA"}


def test_numbered_items_with_proposals_and_decisions_have_sections() -> None:
    minutes = segment_minutes(
        typeset(
            Set("133\tKOKOUKSEN AVAUS", bold=True),
            Set("Ehdotus\tTodetaan kokous lailliseksi.", gap=0.8),
            Set("Päätös\tTodettiin.", gap=0.8),
            Set("134\tTARKASTAJAT", gap=2.0, bold=True),
            Set("Kn:n esitys", gap=0.8),
            Set("Valitaan tarkastajat."),
            Set("Päätös", gap=0.8),
            Set("Valittiin Aino Esimerkki."),
        )
    )
    assert [[s.kind for s in item.sections] for item in minutes.items] == [
        ["proposal", "decision"],
        ["proposal", "decision"],
    ]


def test_a_record_number_above_the_heading_belongs_to_it() -> None:
    minutes = segment_minutes(
        typeset(
            Set("§ 1", gap=None, bold=True),
            Set("Avaus", bold=True),
            Set("Päätös", gap=1.0),
            Set("Todettiin."),
            Set("252/02.02.00/2024", gap=None),
            Set("Testihallitus 8.4.2024 § 2", gap=0.8),
            Set("§ 2", gap=0.8, bold=True),
            Set("Talous", bold=True),
            Set("Päätös", gap=1.0),
            Set("Hyväksyttiin."),
        )
    )
    assert [(p.role, p.item) for p in minutes.passages if p.role == "history"] == [
        ("history", "2"),
        ("history", "2"),
    ]


def test_organ_number_and_title_on_one_line_head_sections() -> None:
    found = titles(
        Set("RAKLTK 8 §\tKOKOUKSEN LAILLISUUS JA"),
        Set("PÄÄTÖSVALTAISUUS", left=130),
        Set("Päätös: Todettiin.", gap=1.0),
        Set("RAKLTK 9 §\tMUUT ASIAT", gap=2.0),
        Set("RAKLTK 9 §\tMuita asioita ei ollut.", gap=1.0),
    )
    assert found == {"8": "KOKOUKSEN LAILLISUUS JA PÄÄTÖSVALTAISUUS", "9": "MUUT ASIAT"}


def test_plain_titles_set_apart_under_dated_lines() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Testilautakunta\t§ 14\t26.03.2024", gap=None),
            Set("Koehallitus\t§ 88\t22.04.2024"),
            Set("Koulukuljetukset", gap=1.4),
            Set("SIVLTK § 14\tAsia on valmisteltu.", gap=1.4),
            Set("26.03.2024\tSiitä on keskusteltu."),
            Set("Päätös:", left=90, gap=0.8),
            Set("Lautakunta hylkäsi ehdotuksen.", left=90),
            Set("KHALL § 88\tHallitus käsittelee asian.", gap=1.4),
            Set("22.04.2024\tSe on kiireellinen."),
            Set("Päätös:", left=90, gap=0.8),
            Set("Hyväksyttiin.", left=90),
            Set("Koehallitus\t§ 89\t22.04.2024", gap=None),
            Set("Muut asiat", gap=1.4),
            Set("Muita asioita ei ollut.", left=90, gap=1.4),
        )
    )
    assert {i.path: i.title for i in minutes.items} == {
        "88": "Koulukuljetukset",
        "89": "Muut asiat",
    }
    assert [s.kind for s in minutes.items[0].sections] == ["background", "decision"]


def test_heads_that_say_whose_and_when() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1 § Avaus", gap=None, bold=True),
            Set("Ehdotus, kunnanjohtaja:", gap=0.8),
            Set("Todetaan."),
            Set("Hallituksen päätös 18.3.2024:", gap=0.8),
            Set("Todettiin."),
            Set("2 § Talous", gap=2.0, bold=True),
            Set("Päätösehdotus (kj):", gap=0.8),
            Set("Merkitään tiedoksi."),
            Set("Päätös 18.3.2024 § 2:", gap=0.8),
            Set("Merkittiin."),
        )
    )
    assert [[s.kind for s in item.sections] for item in minutes.items] == [
        ["proposal", "decision"],
        ["proposal", "decision"],
    ]


def test_headings_of_rules_inside_an_item_are_no_items() -> None:
    found = titles(
        Set("§ 51\tAvaus"),
        Set("§ 52\tHallintosäännön muuttaminen"),
        Set("§ 54\tIlmoitusasiat"),
        Set("§ 51 Avaus", gap=None, bold=True),
        Set("Päätös: Avattiin.", gap=1.0),
        Set("§ 52 Hallintosäännön muuttaminen", gap=1.0, bold=True),
        Set("22 § Toimivalta", gap=1.0, bold=True),
        Set("Hallitus johtaa."),
        Set("54 § Hankintavaltuudet", gap=1.0, bold=True),
        Set("Johtaja hankkii."),
        Set("Päätös: Hyväksyttiin.", gap=1.0),
        Set("§ 54 Ilmoitusasiat", gap=1.0, bold=True),
        Set("Päätös: Merkittiin tiedoksi.", gap=1.0),
    )
    assert found == {"51": "Avaus", "52": "Hallintosäännön muuttaminen", "54": "Ilmoitusasiat"}


def test_a_number_in_the_margin_of_the_text_heads_nothing() -> None:
    found = titles(
        Set("Kunnanhallitus\t§ 41\t18.03.2024", gap=None),
        Set("Avaus", left=90, gap=1.0, bold=True),
        Set("KHALL § 41\tKokouskutsu on toimitettu.", gap=1.0),
        Set("Päätös: Todettiin.", left=90, gap=1.0),
        Set("Kunnanhallitus\t§ 42\t18.03.2024", gap=None),
        Set("Talous", left=90, gap=1.0, bold=True),
        Set("KHALL § 42\tToteuma on saatu.", gap=1.0),
        Set("Päätös: Merkittiin tiedoksi.", left=90, gap=1.0),
    )
    assert found == {"41": "Avaus", "42": "Talous"}


def test_numbers_behind_the_titles_head_sections() -> None:
    found = titles(
        Set("Avaus\t§ 31", gap=None, bold=True),
        Set("Päätös: Todettiin.", gap=1.0),
        Set("Talous\t§ 32", gap=2.0, bold=True),
        Set("Päätös: Merkittiin tiedoksi.", gap=1.0),
    )
    assert found == {"31": "Avaus", "32": "Talous"}


def test_sections_named_by_the_word() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Pykälä 25: Avaus", gap=None, bold=True),
            Set("Päätös:", gap=1.0),
            Set("Todettiin."),
            Set("Pykälä 26: Talous", gap=2.0, bold=True),
            Set("Päätös:", gap=1.0),
            Set("Merkittiin tiedoksi."),
        )
    )
    assert {i.path: i.title for i in minutes.items} == {"25": "Avaus", "26": "Talous"}
    assert [[s.kind for s in item.sections] for item in minutes.items] == [["decision"]] * 2


def test_a_decision_of_another_day_in_a_list_is_no_head() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1 § Avaus", gap=None, bold=True),
            Set("Päätös:", gap=0.8),
            Set("Todettiin."),
            Set("2 § Ilmoitusasiat", gap=2.0, bold=True),
            Set("Hallituksen päätös 3.2.2025 § 4:", gap=0.8),
            Set("Avustus myönnettiin."),
            Set("Testilän hallituksen 9.2.2025 päätökset:", gap=0.8),
            Set("Talousarvio hyväksyttiin."),
            Set("Esitys (€)", gap=0.8, bold=True),
            Set("1 200"),
            Set("Päätös:", gap=0.8),
            Set("Merkittiin tiedoksi."),
        )
    )
    assert [[s.heading for s in item.sections] for item in minutes.items] == [["Päätös"]] * 2


def test_a_first_heading_with_a_colon_and_one_heading_alone() -> None:
    front = (TITLE, Set("Läsnä: Aino Esimerkki, Matti Mallikas", gap=1.0))
    several = titles(
        *front,
        Set("Yhteiset asiat:", gap=1.0, bold=True),
        Set("• Ohje on tehty.", gap=0.8, left=20),
        Set("Testilä", gap=1.0, bold=True),
        Set("• Ei mainittavaa.", gap=0.8, left=20),
        Set("Koela", gap=1.0, bold=True),
        Set("• Ei mainittavaa.", gap=0.8, left=20),
    )
    alone = titles(
        *front, Set("Yhteiset", gap=1.0, bold=True), Set("• Ohje on tehty.", gap=0.8, left=20)
    )
    assert list(several.values()) == ["Yhteiset asiat:", "Testilä", "Koela"]
    assert alone == {"1": "Yhteiset"}


def test_a_word_for_the_agenda_over_a_paragraph_is_a_heading() -> None:
    found = titles(
        "Kuoron palaveri 11.2.2025",
        Set("Ohjelma", gap=1.5),
        "Konsertin nimeksi valittiin Kevään kynnyksellä, ja sen kesto on tunti ilman väliaikaa tai",
        "puolitoista sen kanssa.",
        Set("Sali", gap=1.5),
        "Sali on varattu.",
        Set("Mainonta", gap=1.5),
        "Juliste painetaan.",
    )
    assert found == {"1": "Ohjelma", "2": "Sali", "3": "Mainonta"}


def test_a_numbered_title_ends_where_its_line_does() -> None:
    minutes = segment_minutes(
        typeset(TITLE, "1. Avaus", "avattiin.", "2. Seuraava kokous", "ti 18.3. klo 16")
    )
    assert [item.title for item in minutes.items] == ["Avaus", "Seuraava kokous"]


def test_titles_over_the_lines_with_the_numbers() -> None:
    found = titles(
        Set("KOKOUKSEN AVAUS", bold=True),
        Set("§ 12", gap=0.6),
        Set("Puheenjohtaja avasi kokouksen.", gap=0.6),
        Set("HAUTAINHOITORAHASTON", gap=1.0, bold=True),
        Set("TILINPÄÄTÖS", bold=True),
        Set("§ 13", gap=0.6),
        Set("Tilinpäätös on valmis.", gap=0.6),
        Set("KV päätös:", gap=1.0, bold=True),
        Set("Hyväksyttiin."),
    )
    assert found == {"12": "KOKOUKSEN AVAUS", "13": "HAUTAINHOITORAHASTON TILINPÄÄTÖS"}


def test_the_last_organ_under_a_title_is_the_one_that_meets() -> None:
    minutes = segment_minutes(
        typeset(
            Set("KÄSITELLYT ASIAT"),
            Set("18\tMÄÄRÄRAHAN VARAAMINEN\t4"),
            Set("19\tPÖYTÄKIRJAN TARKASTUS\t5"),
            Set("MÄÄRÄRAHAN VARAAMINEN", left=110, gap=None),
            Set("Testihallitus § 88", gap=1.0),
            Set("Päätös:", left=110),
            Set("Esitettiin valtuustolle.", left=110),
            Set("Testivaltuusto § 18", gap=1.0),
            Set("Päätös:", left=110),
            Set("Varattiin.", left=110),
            Set("PÖYTÄKIRJAN TARKASTUS", left=110, gap=1.5),
            Set("Testivaltuusto § 19", gap=1.0),
            Set("Päätös:", left=110),
            Set("Valittiin tarkastajat.", left=110),
        )
    )
    assert {i.path: i.title for i in minutes.items} == {
        "18": "MÄÄRÄRAHAN VARAAMINEN",
        "19": "PÖYTÄKIRJAN TARKASTUS",
    }
    assert all(item.sections[-1].kind == "decision" for item in minutes.items)


def test_numbers_between_capitals_and_titles_keep_the_titles_below() -> None:
    found = titles(
        Set("§ 1"),
        Set("AVAUS", bold=True),
        Set("Avattiin."),
        Set("§ 2", gap=1.0),
        Set("TALOUS", bold=True),
        Set("HYVÄKSYTTIIN", gap=1.0),
        Set("§ 3", gap=1.0),
        Set("LOPPU", bold=True),
    )
    assert found == {"1": "AVAUS", "2": "TALOUS", "3": "LOPPU"}


def test_titles_in_larger_type_under_dated_lines_and_running_heads() -> None:
    found = titles(
        Set("Testijaosto\t§ 24\t13.03.2024"),
        Set("Kokouksen avaus", size=14, gap=0.5),
        Set("Päätös", gap=0.8),
        Set("Avattiin."),
        Set("Tarkastus", size=14, gap=None),
        Set("Testijaosto\t§ 25\t13.03.2024", furniture=True),
        Set("Päätös", gap=0.8),
        Set("Valittiin tarkastajat."),
    )
    assert found == {"24": "Kokouksen avaus", "25": "Tarkastus"}


def test_an_item_may_be_called_as_its_parts_are() -> None:
    found = titles(
        Set("6 §"),
        Set("MUUT ASIAT"),
        Set("Ei ollut."),
        Set("7 §", gap=1.0),
        Set("VALITUSOSOITUS"),
        Set("On liitteenä."),
        Set("8 §", gap=1.0),
        Set("KOKOUKSEN PÄÄTTÄMINEN"),
    )
    assert found == {"6": "MUUT ASIAT", "7": "VALITUSOSOITUS", "8": "KOKOUKSEN PÄÄTTÄMINEN"}


def test_an_organ_alone_over_what_it_decided() -> None:
    minutes = segment_minutes(
        typeset(
            Set("§ 20 Vaaliluettelo", bold=True),
            Set("Hallituksen ehdotus valtuustolle:", gap=1.0),
            Set("Valtuusto hyväksyy luettelon."),
            Set("Valtuusto:", gap=1.0),
            Set("Luettelo hyväksyttiin."),
            Set("§ 21 Muut asiat", bold=True, gap=1.0),
        )
    )
    kinds = [(section.kind, section.heading) for section in minutes.items[0].sections]
    assert kinds == [("proposal", "Hallituksen ehdotus valtuustolle"), ("decision", "Valtuusto")]
