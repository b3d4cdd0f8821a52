"""Minutes in Swedish and in Finnish: items in pairs, and one language after the other."""

from models.records import Minutes
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

SWEDISH = (
    ("Mötets öppnande", "Ordföranden öppnade mötet och hälsade alla välkomna."),
    ("Ekonomisk översikt", "Kassören redogjorde för ekonomin under våren."),
    ("Övriga ärenden", "Styrelsen beslöt att ordna en fest för alla medlemmar."),
)
FINNISH = (
    ("Kokouksen avaus", "Puheenjohtaja avasi kokouksen ja toivotti kaikki tervetulleiksi."),
    ("Talouskatsaus", "Rahastonhoitaja kertoi, että talous on kunnossa."),
    ("Muut asiat", "Hallitus päätti, että juhlat järjestetään kaikille jäsenille."),
)


def read(label: str, order: str, bold: bool = True) -> Minutes:
    """The minutes with the items in pairs or one language after the other."""
    languages = {"s": SWEDISH, "f": FINNISH}
    lines: list[Set | str] = [Set("Styrelsen / Hallitus", bold=True, size=14)]
    for at, language in [(int(each[1]), each[0]) for each in order.split()]:
        title, text = languages[language][at - 1]
        lines += [Set(label.format(at) + " " + title, gap=1.5, bold=bold), text]
    return segment_minutes(typeset(*lines))


def items(label: str, order: str, bold: bool = True) -> list[tuple[str, str | None, str]]:
    """Path, title and language of the items."""
    found = read(label, order, bold).items
    return [(item.path, item.title, item.language) for item in found]


IN_PAIRS = [
    ("1", "Mötets öppnande", "sv"),
    ("1~2", "Kokouksen avaus", "fi"),
    ("2", "Ekonomisk översikt", "sv"),
    ("2~2", "Talouskatsaus", "fi"),
    ("3", "Övriga ärenden", "sv"),
    ("3~2", "Muut asiat", "fi"),
]
AFTER_EACH_OTHER = [*IN_PAIRS[0::2], *IN_PAIRS[1::2]]


def test_sections_in_pairs() -> None:
    assert items("§ {}", "s1 f1 s2 f2 s3 f3", bold=False) == IN_PAIRS


def test_a_number_over_one_item_in_two_languages_does_not_come_again() -> None:
    assert "numbering_repeat" not in [w.code for w in read("§ {}", "s1 f1 s2 f2 s3 f3").warnings]
    assert "numbering_repeat" in [w.code for w in read("§ {}", "f1 f2 f2 f3").warnings]


def test_numbers_in_pairs() -> None:
    assert items("{}.", "s1 f1 s2 f2 s3 f3") == IN_PAIRS


def test_sections_of_one_language_after_those_of_the_other_are_no_table_of_contents() -> None:
    assert items("§ {}", "s1 s2 s3 f1 f2 f3") == AFTER_EACH_OTHER


def test_numbers_of_one_language_after_those_of_the_other() -> None:
    found = items("{}.", "f1 f2 f3 s1 s2 s3")
    assert [language for _, _, language in found] == ["fi", "fi", "fi", "sv", "sv", "sv"]
    assert [path for path, _, _ in found] == ["1", "2", "3", "1~2", "2~2", "3~2"]


def test_a_list_of_numbers_in_one_language_is_no_pair() -> None:
    found = items("{}.", "f1 f2 f2 f3", bold=False)
    assert [path for path, _, _ in found if "." not in path] == ["1", "2", "3"]
