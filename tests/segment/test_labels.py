import pytest

from pipeline.segment.labels import parse_label


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("§ 132 Otsikko", "section", "132"),
        ("132 §\tOtsikko", "section", "132"),
        ("§132", "section", "132"),
        ("5 a § Lisäys", "section", "5a"),
        ("7. Muut asiat", "number", "7"),
        ("7.Muut asiat", "number", "7"),
        ("Asia 5 Talous", "number", "5"),
        ("5.2 Alakohta", "decimal", "5.2"),
        ("b) kohta", "letter", "b"),
        ("ii. kohta", "roman", "ii"),
        ("▪ kohta", "bullet", "▪"),
        ("o\tkohta", "bullet", "o"),
        ("» kohta", "bullet", "»"),
        ("❖ kohta", "bullet", "❖"),
        ("→ Marja selvittää asian", "bullet", "→"),
    ],
)
def test_a_label_is_read_with_its_part_of_the_path(text: str, kind: str, key: str) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.kind, label.key) == (kind, key)


@pytest.mark.parametrize(
    "text",
    [
        "140 §:n 1 momentti",
        "→ 45 %",
        "° pakkasta",
        "2025 alkaa",
        "12.12.2024 klo 9",
        "Omakanta",
        "-projekti",
        "",
    ],
)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert parse_label(text) is None
