"""Where the last item ends: at signatures, greetings and attachments."""

import pytest

from models.records import Passage
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, beside, typeset


def behind(*lines: Set | str) -> list[Passage]:
    minutes = segment_minutes(
        typeset(
            Set("Ryhmän kokous 3.2.2025", bold=True, size=14),
            Set("1. Avaus", gap=1.0, bold=True),
            Set("2. Päättäminen", gap=1.0, bold=True),
            Set("Kokous päättyi klo 18.00.", gap=0.6),
            *lines,
        )
    )
    return [p for p in minutes.passages if p.item is None and p.role != "preamble"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Aino Esimerkki ........................ Matti Mallikas ........................"],
        ["______________________\t______________________", "Aino Esimerkki\tMatti Mallikas"],
        ["_____________________", "Aino Esimerkki, puheenjohtaja"],
        ["Tämä asiakirja on allekirjoitettu sähköisesti.", "AINO ESIMERKKI"],
        ["Pöytäkirja tarkastettu ja hyväksytty", "Matti Mallikas"],
        ["Ystävällisin terveisin", "Aino"],
        ["Puheenjohtaja Aino Esimerkki\tPöytäkirjanpitäjä Matti Mallikas"],
    ],
)
def test_what_is_signed_belongs_to_no_item(lines: list[str]) -> None:
    passages = behind(*(Set(line, gap=1.5) for line in lines))
    assert {passage.role for passage in passages} == {"signatures"}
    assert len(passages) == len(lines)


@pytest.mark.parametrize("line", ["Sopimus allekirjoitetaan maanantaina.", "____ kpl", "x ... y"])
def test_other_lines_stay_in_the_item(line: str) -> None:
    assert behind(Set(line, gap=1.5)) == []


def test_an_attached_list_of_those_present_is_read_and_no_item() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Verkoston tapaaminen 17.10.2024", bold=True, size=16),
            Set("Osallistujat: liite 1", gap=1.0),
            Set("Avaus", gap=1.0, bold=True),
            Set("Kokous avattiin.", gap=0.8),
            Set("Opasteet", gap=1.0, bold=True),
            Set("Malli hyväksyttiin.", gap=0.8),
            Set("Liite 1. Osallistujat", gap=None, bold=True),
            *beside(0, 0, "Nimi", "Organisaatio"),
            *beside(0, 1, "Aino Esimerkki", "Testilän kunta"),
            *beside(0, 2, "Matti Mallikas", "Koela Oy"),
        )
    )
    assert [item.title for item in minutes.items] == ["Avaus", "Opasteet"]
    assert [each.name for each in minutes.attendees] == ["Aino Esimerkki", "Matti Mallikas"]
