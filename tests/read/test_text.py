"""PDF in, text out: cleaning, words, rows, columns, running heads, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.records import DocumentText
from pipeline.read import read_pdf
from tests.read.drawing import A4, Page, write_pdf

LEFT = [
    "Kokouksessa käsiteltiin ensin talouden",
    "tilannetta, josta kertoi Aino Esimerkki.",
    "Tulot ovat kasvaneet odotetusti, mutta",
    "menot ovat arvioitua suuremmat.",
    "Sovittiin, että asiaa seurataan ja siitä",
    "kerrotaan seuraavassa kokouksessa.",
    "Lisäksi keskusteltiin tilojen käytöstä",
]
RIGHT = [
    "ja siitä, kuka avaa ovet aamuisin. Matti",
    "Mallikas lupasi selvittää asian ja tuoda",
    "siitä ehdotuksen. Kirjaston aukiolosta",
    "tuli paljon palautetta, joka luettiin",
    "kokouksessa ääneen. Vastaus lähetetään",
    "kaikille palautteen antaneille ennen kuun",
    "loppua. Kokous päättyi kello kuusi.",
]


@pytest.fixture
def read(tmp_path: Path) -> ReadPages:
    return ReadPages(tmp_path / "koe.pdf")


class ReadPages:
    """Writes pages to a file and reads them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *pages: Page) -> DocumentText:
        return read_pdf(write_pdf(self.path, *pages))


def body(document: DocumentText) -> list[str]:
    return [document.quote(line.span) for line in document.lines if not line.furniture]


def furniture(document: DocumentText) -> list[str]:
    return [document.quote(line.span) for line in document.lines if line.furniture]


# --- characters and words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("\ufb01laatelia ja so\ufb02e", "filaatelia ja sofle"),
        ("ko\u00adkous", "kokous"),
        ("Esimerkki,\u200bAino", "Esimerkki,Aino"),
        ("1\u2009234\u00a0567 m²", "1 234 567 m²"),
        ("pa\u0308iva\u0308", "päivä"),
        ("\uf0b7 kohta", "• kohta"),
        ("\uf0a7 kohta", "▪ kohta"),
        ("\uf0d8 kohta", "➢ kohta"),
        ("12,5 % – n. 40 €", "12,5 % – n. 40 €"),
    ],
)
def test_characters_are_cleaned(read: ReadPages, printed: str, text: str) -> None:
    assert read(Page().text(60, 100, printed)).text == text


def test_a_word_goes_on_over_the_line_end(read: ReadPages) -> None:
    document = read(
        Page().lines(60, 100, ["Testilän kunnan-", "hallitus ja EU-", "hanke sekä esi-", "ja muu"])
    )
    assert document.text == "Testilän kunnanhallitus ja EU-hanke sekä esi-\nja muu"
    assert [document.quote(line.span) for line in document.lines][:2] == [
        "Testilän kunnan",
        "hallitus ja EU-",
    ]


def test_a_word_does_not_go_on_over_a_paragraph_gap(read: ReadPages) -> None:
    assert read(Page().lines(60, 100, ["kunnan-", "hallitus"], leading=40)).text.count("\n") == 1


def test_a_wide_gap_is_a_tab_and_a_narrow_one_a_space(read: ReadPages) -> None:
    page = Page().text(60, 100, "Aika:").text(160, 100, "14.11.2024").text(60, 114, "10.")
    page.text(60 + 15.28 + 2.5, 114, "Muut asiat")
    assert read(page).text == "Aika:\t14.11.2024\n10. Muut asiat"


def test_a_narrow_gap_is_a_tab_where_the_rows_beside_it_have_one(read: ReadPages) -> None:
    page = Page().text(60, 100, "Aino Esimerkki").text(160, 100, "sihteeri")
    page.text(60, 114, "Kuvitelma-Oletus Oona").text(183, 114, "jäsen")
    page.text(60, 128, "Mallikas Matti").text(183, 128, "jäsen")
    assert body(read(page))[1:] == ["Kuvitelma-Oletus Oona\tjäsen", "Mallikas Matti\tjäsen"]


def test_stretched_spaces_of_justified_lines_are_spaces(read: ReadPages) -> None:
    full = "Tämä rivi yltää reunaan asti, ja se täyttää palstan hyvin."
    right, short = (
        line.x1 for line in read(Page().lines(60, 100, [full, "lyhyt rivi yltää"])).lines
    )
    page = Page().lines(60, 100, [full] * 4)
    page.text(60, 156, "lyhyt rivi yltää", spacing=(right - short) / 2)
    assert body(read(page))[-1] == "lyhyt rivi yltää"
    page.text(60, 170, "Aika ei yltää", spacing=(right - short) / 3)
    assert body(read(page))[-1] == "Aika\tei\tyltää"


def test_letters_set_wide_are_one_word(read: ReadPages) -> None:
    page = Page().text(60, 100, "PÖYTÄKIRJA", tracking=4).text(60, 120, "Oma", tracking=4)
    page.text(60, 140, "UUSI ASIA", tracking=4)
    assert read(page).text == "PÖYTÄKIRJA\nO m a\nUUSI ASIA"


def test_raised_letters_stay_in_their_row(read: ReadPages) -> None:
    page = Page().text(60, 100, "Tilaa on 40 m").text(125.5, 96, "2", size=7)
    page.text(60, 114, "yhteensä")
    assert read(page).text == "Tilaa on 40 m2\nyhteensä"


def test_a_raised_letter_that_is_printed_later_stands_in_its_gap(read: ReadPages) -> None:
    page = Page().text(60, 100, "Tilaa on 40 m").text(130.8, 100, ":n verran")
    page.text(126.8, 96, "3", size=7).text(60, 114, "yhteensä")
    assert read(page).text == "Tilaa on 40 m3:n verran\nyhteensä"


def test_size_style_and_place_of_lines(read: ReadPages) -> None:
    page = Page().text(60, 100, "Otsikko", size=14, font="F2").text(60, 120, "vino", font="F3")
    page.text(60, 140, "Puoliksi ").text(120, 140, "lihava", font="F2")
    heading, slanted, mixed = read(page).lines
    assert (heading.bold, heading.italic, heading.size) == (True, False, 14)
    assert (slanted.bold, slanted.italic, slanted.size) == (False, True, 11)
    assert not mixed.bold
    assert heading.x0 == pytest.approx(60, abs=0.5)
    assert heading.top < 100 < heading.bottom
    assert heading.bottom - heading.top == pytest.approx(14 * 0.94, abs=0.1)


def test_font_size_counts_the_scale_of_the_page(read: ReadPages) -> None:
    page = Page().text(60, 100, "Otsikko", size=1, matrix=(16, 0, 0, 16))
    assert read(page).lines[0].size == 16


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_where_pdfplumber_finds_the_words(read: ReadPages, rotate: int) -> None:
    import pdfplumber

    turned: dict[int, tuple[float, float, float, float]] = {
        0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0),
    }  # fmt: skip
    page = Page(rotate=rotate).text(200, 300, "Pöytäkirjan sivu", matrix=turned[rotate])
    document = read(page)
    assert document.text == "Pöytäkirjan sivu"
    (line,) = document.lines
    with pdfplumber.open(read.path) as pdf:
        first, second = pdf.pages[0].extract_words()
        assert document.page_sizes == ((pdf.pages[0].width, pdf.pages[0].height),)
    assert line.x0 == pytest.approx(first["x0"], abs=1)
    assert line.x1 == pytest.approx(second["x1"], abs=1)
    assert line.top == pytest.approx(first["top"], abs=3)
    assert line.bottom == pytest.approx(first["bottom"], abs=3)


def test_what_is_outside_the_crop_box_is_not_read(read: ReadPages) -> None:
    page = Page(crop=(50, 50, 545, 792)).text(100, 100, "Näkyy").text(100, 20, "Ei näy")
    assert read(page).text == "Näkyy"


def test_text_that_runs_up_is_read_after_the_page(read: ReadPages) -> None:
    page = Page().text(40, 600, "Luonnos", matrix=(0, 1, -1, 0)).text(100, 700, "Alarivi")
    document = read(page)
    assert document.text == "Alarivi\nLuonnos"
    line = document.lines[1]
    assert line.bottom == pytest.approx(600, abs=0.5)
    assert line.bottom - line.top > 3 * (line.x1 - line.x0)
    assert document.boxes(line.span)[0].x0 == pytest.approx(line.x0)


def test_a_huge_page_is_read_like_any_other(read: ReadPages) -> None:
    page = Page(size=(200_000, 200_000)).text(150_000, 100_000, "Kaukana").text(60, 100, "Lähellä")
    assert read(page).text == "Lähellä\nKaukana"


# --- columns ------------------------------------------------------------------------------------


def test_columns_of_text_are_read_one_after_the_other(read: ReadPages) -> None:
    page = Page().text(60, 80, "Viikon 5 muistio koko sivun levyisenä otsikkona, joka jatkuu yli")
    page.lines(60, 120, LEFT).lines(315, 123, RIGHT)
    document = read(page)
    assert body(document)[1:] == LEFT + RIGHT
    assert [line.column for line in document.lines] == [0] * 8 + [1] * 7


def test_a_heading_may_reach_into_the_gutters_edge(read: ReadPages) -> None:
    page = Page().lines(60, 120, LEFT).text(300, 120, "Yhteistä", font="F2").lines(315, 134, RIGHT)
    assert body(read(page)) == [*LEFT, "Yhteistä", *RIGHT]


def test_a_column_of_short_paragraphs_is_one_too(read: ReadPages) -> None:
    right = [
        "4. Kesätorit",
        "Torit pidetään joka lauantai ja Aino tekee",
        "myyjille vuorolistan.",
        "5. Seuraava kokous",
        "Kokous pidetään elokuussa.",
        "6. Päättäminen",
        "Kokous päättyi kello",
        "viisi ja se oli siinä.",
    ]
    assert body(read(Page().lines(60, 120, LEFT).lines(315, 120, right))) == LEFT + right


def test_a_word_goes_on_over_the_column_break(read: ReadPages) -> None:
    page = Page().lines(60, 120, [*LEFT[:-1], "Lisäksi keskusteltiin kunnan-"])
    page.lines(315, 120, ["hallituksen esityksestä ja tilasta nyt", *RIGHT[1:]])
    assert "kunnanhallituksen" in read(page).text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["Aika", "Paikka", "Läsnä", "Poissa", "Asia", "Muuta"], RIGHT[:6]),
        (
            ["Aino Esimerkki", "Matti Mallikas", "Oona Kuvitelma", "Ville Vallaton", "Essi Oletus"],
            ["puheenjohtaja", "sihteeri", "jäsen", "jäsen", "varajäsen"],
        ),
    ],
)
def test_labels_and_lists_are_read_across(
    read: ReadPages, left: list[str], right: list[str]
) -> None:
    document = read(Page().lines(60, 100, left).lines(315, 100, right))
    assert body(document) == [f"{a}\t{b}" for a, b in zip(left, right, strict=True)]


def test_a_label_beside_the_middle_of_its_text_comes_first(read: ReadPages) -> None:
    page = Page().text(60, 100, "§ 4").text(120, 100, "Muut asiat").text(60, 132, "§ 5")
    page.lines(120, 125, ["Pitkä otsikko, joka", "jatkuu toiselle riville"])
    page.text(60, 164, "§ 6").text(120, 164, "Päättäminen")
    assert body(read(page)) == [
        "§ 4\tMuut asiat", "§ 5", "Pitkä otsikko, joka", "jatkuu toiselle riville",
        "§ 6\tPäättäminen",
    ]  # fmt: skip


# --- running heads and feet -----------------------------------------------------------------------


def minutes_pages(count: int, head: str, foot: str = "") -> list[Page]:
    pages = []
    for number in range(1, count + 1):
        page = Page().text(60, 40, head.format(number))
        page.lines(60, 110, [f"Asia {chr(64 + number)}{word}" for word in ("lkaa", "tkuu", "uus")])
        pages.append(page.text(280, 810, foot.format(number)) if foot else page)
    return pages


def test_running_heads_stand_after_the_body(read: ReadPages) -> None:
    document = read(*minutes_pages(3, "TESTILÄN KUNTA  PÖYTÄKIRJA 4/2024 {} (3)", "Sivu {}"))
    assert len(body(document)) == 9
    assert document.text.startswith("Asia Alkaa\nAsia Atkuu")
    assert document.text.endswith("4/2024 3 (3)\nSivu 3")
    assert [line.furniture for line in document.lines] == [False] * 9 + [True] * 6
    assert {line.page for line in document.lines if line.furniture} == {1, 2, 3}


def test_heads_that_change_sides_are_found(read: ReadPages) -> None:
    pages = minutes_pages(6, "")
    for number, page in enumerate(pages, 1):
        if number % 2:
            page.text(60, 40, f"{number}").text(200, 40, "Testilän kunta")
        else:
            page.text(400, 40, "Kunnanhallitus").text(540, 40, f"{number}")
    assert len(furniture(read(*pages))) == 6


def test_body_flows_over_the_page_break(read: ReadPages) -> None:
    pages = minutes_pages(2, "Pöytäkirja {} (2)")
    pages[0].text(60, 780, "Asian päätti kunnan-")
    pages[1].content.insert(0, Page().text(60, 96, "hallitus yksimielisesti.").content[0])
    assert "kunnanhallitus yksimielisesti." in read(*pages).text


def test_a_line_that_occurs_once_is_kept(read: ReadPages) -> None:
    document = read(Page().text(60, 40, "Kokouksen muistio").text(60, 800, "Aino Esimerkki"))
    assert not furniture(document)


def test_heads_that_name_the_section_are_found(read: ReadPages) -> None:
    pages = minutes_pages(5, "")
    for section, page in zip((12, 12, 12, 13, 15), pages, strict=True):
        page.text(60, 40, f"Kunnanhallitus § {section} 15.1.2024")
    assert len(furniture(read(*pages))) == 5


def test_numbers_that_neither_stay_nor_count_pages_are_no_head(read: ReadPages) -> None:
    pages = minutes_pages(4, "")
    for record, page in zip((17, 3, 52, 20), pages, strict=True):
        page.text(60, 60, f"Dnro {record}/2024")
    assert not furniture(read(*pages))


def test_section_numbers_on_top_of_pages_are_kept(read: ReadPages) -> None:
    pages = []
    for number in range(1, 6):
        page = Page().text(60, 40, "TESTILÄN KUNTA").text(60, 90, f"§ {number + 11}", font="F2")
        pages.append(page.lines(60, 104, [f"Asia numero {'abcde'[number - 1]}", "teksti jatkuu"]))
    document = read(*pages)
    assert furniture(document) == ["TESTILÄN KUNTA"] * 5
    assert "§ 12\nAsia numero a" in document.text


def test_a_heading_that_begins_pages_and_stands_inside_others_is_kept(read: ReadPages) -> None:
    pages = minutes_pages(3, "Testilän kunta {}")
    for page in pages[1:]:
        page.text(60, 70, "Päätös").text(60, 400, "Päätös")
    assert len(furniture(read(*pages))) == 3


def test_a_line_that_tops_one_page_and_stands_lower_on_another_is_kept(read: ReadPages) -> None:
    pages = minutes_pages(3, "")
    pages[1].text(60, 60, "Asialista").text(60, 84, "§ 51 Kokouksen avaus")
    pages[2].text(60, 84, "§ 51 Kokouksen avaus")
    assert not furniture(read(*pages))


def test_equal_lines_on_a_few_pages_of_many_are_kept(read: ReadPages) -> None:
    pages = minutes_pages(12, "Testilän kunta {}")
    for page in pages[3:6]:
        page.text(60, 96, "Lautakunta hyväksyi ehdotuksen.")
    document = read(*pages)
    assert document.text.count("Lautakunta hyväksyi ehdotuksen.") == 3
    assert len(furniture(document)) == 12


@pytest.mark.parametrize("number", ["1 (1)", "1/1", "Sivu 1 (1)"])
def test_a_lone_page_number_is_furniture(read: ReadPages, number: str) -> None:
    document = read(Page().lines(60, 100, LEFT).text(280, 810, number))
    assert furniture(document) == [number]


# --- tables ---------------------------------------------------------------------------------------


def test_a_ruled_table_is_read_cell_by_cell(read: ReadPages) -> None:
    page = Page().text(60, 80, "Tehtävät").grid([60, 200, 300], [100, 120, 165, 185])
    page.text(65, 114, "Tehtävä").text(205, 114, "Kuka")
    page.lines(65, 134, ["Tilojen varaus ja", "avainten haku"]).text(205, 134, "Aino Esimerkki")
    page.text(65, 179, "Kutsut").text(60, 220, "Muuta ei ollut.")
    document = read(page)
    assert document.text == (
        "Tehtävät\nTehtävä\nKuka\nTilojen varaus ja\navainten haku\nAino Esimerkki\nKutsut\n"
        "Muuta ei ollut."
    )
    (table,) = document.tables
    cells = [[span and document.quote(span) for span in row] for row in table.cells]
    assert cells == [
        ["Tehtävä", "Kuka"],
        ["Tilojen varaus ja\navainten haku", "Aino Esimerkki"],
        ["Kutsut", None],
    ]
    assert document.lines[3].cell == (0, 1, 0)
    assert document.lines[0].cell is None


def test_words_do_not_go_on_from_cell_to_cell(read: ReadPages) -> None:
    page = Page().grid([60, 160, 300], [100, 120, 140])
    page.text(65, 114, "kunnan-").text(165, 114, "hallitus").text(65, 134, "a").text(165, 134, "b")
    assert read(page).text == "kunnan-\nhallitus\na\nb"


def test_a_frame_and_underlines_are_no_table(read: ReadPages) -> None:
    page = Page().grid([40, 555], [60, 800]).lines(60, 100, LEFT)
    for number in range(4):
        page.rule(60, 102 + number * 14, 200, 102 + number * 14)
    document = read(page)
    assert not document.tables
    assert body(document) == LEFT


# --- pages without text ---------------------------------------------------------------------------


def test_pages_without_text_are_named(read: ReadPages) -> None:
    scanned = Page().image(0, 0, *A4)
    letters = [chr(0xE123)] * 40
    garbage = Page().text(60, 100, "".join(letters))
    document = read(Page().text(60, 100, "Teksti"), scanned, Page(), garbage)
    assert document.unread_pages == (2, 4)
    assert [(w.code, w.page) for w in document.warnings] == [
        ("needs_ocr", 2),
        ("needs_ocr", 4),
    ]
    assert document.text == "Teksti"
    assert document.page_count == 4


def test_letters_without_vowels_are_no_text(read: ReadPages) -> None:
    askew = ["Wlodqqh qwld mxvwklq srbwd nlvvd"] * 12
    assert read(Page().lines(60, 100, askew)).unread_pages == (1,)


def test_a_picture_beside_text_is_no_warning(read: ReadPages) -> None:
    page = Page().image(60, 30, 50, 50).lines(60, 100, LEFT)
    assert read(page).unread_pages == ()


def test_a_damaged_page_is_a_warning_and_the_others_are_read(read: ReadPages) -> None:
    damaged = Page(raw=b"this is not what Flate makes of a page " * 3)
    document = read(Page().text(60, 100, "Ensimmäinen"), damaged, Page().text(60, 100, "Kolmas"))
    assert document.text == "Ensimmäinen\nKolmas"
    assert [(w.code, w.page) for w in document.warnings] == [("page_damaged", 2)]
