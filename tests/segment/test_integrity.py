"""Warnings for what does not agree within a document."""

from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

HEAD = (Set("Lautakunnan kokous", bold=True, size=14), Set("Aika: 3.2.2025 klo 17–19", gap=1.0))


def codes(*lines: Set | str) -> list[str]:
    return [warning.code for warning in segment_minutes(typeset(*lines)).warnings]


def section(number: str, title: str) -> list[Set]:
    return [
        Set(f"§ {number} {title}", gap=2.0, bold=True),
        Set("Päätös:\tHyväksyttiin.", gap=0.8),
    ]


def test_numbers_one_after_the_other_are_no_trouble() -> None:
    assert (
        codes(*HEAD, *section("4", "Avaus"), *section("5", "Talous"), *section("6", "Muut")) == []
    )


def test_a_number_that_is_missing_and_one_that_comes_again() -> None:
    lines = [*HEAD, *section("4", "Avaus"), *section("6", "Talous"), *section("6", "Muut")]
    minutes = segment_minutes(typeset(*lines))
    assert [(w.code, w.item) for w in minutes.warnings] == [
        ("numbering_gap", "6"),
        ("numbering_repeat", "6"),
    ]
    assert [item.path for item in minutes.items] == ["4", "6", "6~2"]


def test_contents_that_list_other_items() -> None:
    lines = [
        *HEAD,
        Set("Käsitellyt asiat", gap=1.0),
        Set("§ 4\tAvaus", gap=0.8),
        Set("§ 5\tTalous", gap=0.8),
        Set("§ 7\tMuut asiat", gap=0.8),
    ]
    found = codes(*lines, *section("4", "Avaus"), *section("5", "Talous"), *section("6", "Muut"))
    assert found == ["contents_differ", "contents_differ"]


def test_an_end_before_the_start() -> None:
    head = [HEAD[0], Set("Aika: 3.2.2025 klo 17–15", gap=1.0)]
    assert codes(*head, *section("4", "Avaus"), *section("5", "Muut")) == ["ends_before_start"]


def test_somebody_absent_and_present() -> None:
    lists = [
        Set("Läsnä: Aino Esimerkki, Matti Mallikas", gap=1.0),
        Set("Poissa: Matti Mallikas", gap=0.6),
    ]
    minutes = segment_minutes(typeset(*HEAD, *lists, *section("4", "Avaus"), *section("5", "Muut")))
    assert [w.code for w in minutes.warnings] == ["absent_and_present"]
    assert "Matti Mallikas" in minutes.warnings[0].message


def test_a_text_that_no_item_holds() -> None:
    before = [Set("Tämä kappale ei kuulu mihinkään asiaan.", gap=1.0) for _ in range(60)]
    found = codes(*HEAD, *before, *section("4", "Avaus"), *section("5", "Muut"))
    assert found == ["text_outside_items"]


def test_no_items() -> None:
    title = Set("Ryhmän kokous 3.2.2025", bold=True, size=14)
    assert codes(title, "Pelkkää tekstiä ilman otsikoita.") == ["no_items"]
