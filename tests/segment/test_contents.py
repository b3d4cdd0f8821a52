"""What a table of contents lists, and that the body is read without it."""

import pytest

from pipeline.segment import segment_minutes, split_contents
from pipeline.segment.contents import Listed, agrees, differences
from tests.segment.setting import Set, typeset

HEAD = (
    Set("Lautakunnan kokous", bold=True, size=14),
    Set("Aika: 3.2.2025 klo 17–19", gap=1.0),
    Set("Käsitellyt asiat", gap=1.0),
)
LONG = "Esimerkkilän koulun peruskorjauksen hankesuunnitelma ja"


def section(number: str, *title: str) -> list[Set]:
    lines = [Set(words, bold=True) for words in title]
    return [Set(f"§ {number}", gap=2.0, bold=True), *lines, Set("Päätös:\tHyväksyttiin.", gap=0.8)]


BODY = (
    *section("4", "Avaus"),
    *section("5", LONG, "sen rahoitus"),
    *section("6", "Muut asiat"),
)


@pytest.mark.parametrize(
    "entries",
    [
        (
            Set("§ 4\tAvaus", gap=0.8),
            Set(f"§ 5\t{LONG}", gap=0.8),
            Set("sen rahoitus", left=22.0),
            Set("§ 6\tMuut asiat", gap=0.8),
        ),
        (
            Set("§ 4\tAvaus ......... 3", gap=0.8),
            Set(f"§ 5\t{LONG}\t4", gap=0.8),
            Set("sen rahoitus", left=22.0),
            Set("§ 6\tMuut asiat\t12", gap=0.8),
        ),
        (
            Set("§ 4", gap=0.8),
            Set("Avaus", left=60.0, gap=-1.0),
            Set("§ 5", gap=0.8),
            Set(LONG, left=60.0, gap=-1.0),
            Set("sen rahoitus", left=60.0),
            Set("Lisäpykälät", gap=0.8),
            Set("§ 6", gap=0.8),
            Set("Muut asiat", left=60.0, gap=-1.0),
        ),
    ],
    ids=["numbers and titles", "leaders and page numbers", "titles beside, a word over a group"],
)
def test_titles_are_joined_and_page_numbers_left_out(entries: tuple[Set, ...]) -> None:
    listed, body = split_contents(typeset(*HEAD, *entries, *BODY))
    assert listed == (
        Listed("4", "§ 4", "Avaus"),
        Listed("5", "§ 5", f"{LONG} sen rahoitus"),
        Listed("6", "§ 6", "Muut asiat"),
    )
    items = segment_minutes(body).items
    assert [item.path for item in items] == ["4", "5", "6"]
    assert list(differences(listed, [(item.path, item.title) for item in items])) == []


def test_the_body_has_the_same_text_without_the_lines_of_the_contents() -> None:
    document = typeset(*HEAD, Set("§ 4\tAvaus"), Set("§ 5\tMuut"), *section("4", "Avaus"),
                       *section("5", "Muut"))  # fmt: skip
    _, body = split_contents(document)
    assert body.text == document.text
    words = [body.quote(line.span) for line in body.lines]
    assert "§ 4\tAvaus" not in words
    assert words.count("§ 4") == 1


def test_without_contents_nothing_is_listed_or_hidden() -> None:
    document = typeset(*HEAD[:2], *BODY)
    listed, body = split_contents(document)
    assert listed == ()
    assert body.lines == document.lines


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        ("Talousarvio 2024–2025", "Talousarvio 2024 - 2025"),
        ("TALOUSARVIO", "Talousarvio"),
        ("Koulun peruskorjauksen…", "Koulun peruskorjauksen hankesuunnitelma"),
    ],
)
def test_titles_that_agree(listed: str, title: str) -> None:
    assert agrees(listed, title)


@pytest.mark.parametrize(
    ("listed", "title"),
    [("Talousarvio", "Talousarvio 2025"), ("Avaus", None), ("Avaus…", "Muut asiat")],
)
def test_titles_that_do_not_agree(listed: str, title: str | None) -> None:
    assert not agrees(listed, title)


def test_what_differs_is_said_with_its_item() -> None:
    listed = [Listed("4", "§ 4", "Avaus"), Listed("5", "§ 5", "Talous"), Listed("6", "§ 6", "Muut")]
    found = [("4", "Avaus"), ("5", "Talousarvio"), ("7", "Lisäpykälä")]
    assert [(kind, path) for kind, path, _ in differences(listed, found)] == [
        ("title", "5"),
        ("missing", "6"),
        ("further", "7"),
    ]
