"""What kind of document it is, and what a document that is no minutes does not have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import MeetingKind, Minutes
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

DATA = ("Aika:\t12.3.2025 klo 18.00", "Paikka:\tKunnantalo")
PRESENT = "Läsnä:\tAino Esimerkki, Onni Koemies"
AHEAD = ("1. Kokouksen avaus", "2. Talkoot")
TOLD = (
    *(Set("1. Kokouksen avaus", gap=1.0, bold=True), "Puheenjohtaja avasi kokouksen."),
    *(Set("2. Talkoot", gap=1.0, bold=True), "Sovittiin talkoista."),
)
QUORUM = (Set("3. Kokouksen laillisuus ja päätösvaltaisuus", gap=1.0, bold=True), "Todettiin.")
FORMAL = (
    Set("§ 12 Talkoot", gap=1.0, bold=True),
    *("Kylätoimikunta esittää talkoita.", "Päätösehdotus", "Pidetään talkoot 17.5.2025."),
)


def segmented(title: str, *lines: Set | str) -> Minutes:
    return segment_minutes(typeset(Set(title, bold=True, size=14), *lines))


@pytest.mark.parametrize(
    ("title", "lines", "kind"),
    [
        ("Kylätoimikunnan muistio", (*DATA, PRESENT, *TOLD), "memo"),
        ("Kylätoimikunnan kokous", (*DATA, PRESENT, *TOLD), "memo"),
        ("Kylätoimikunnan kokous", (*DATA, PRESENT, *TOLD, *QUORUM), "minutes"),
        ("Kylätoimikunnan kokous", (*DATA, "Kokouskutsu\tlähetetty", PRESENT, *TOLD), "memo"),
        ("ESITYSLISTA", (*DATA, *AHEAD), "agenda"),
        ("KOKOUSKUTSU", (*DATA, *AHEAD), "invitation"),
        ("KOKOUSKUTSU", (*DATA, *FORMAL), "agenda"),
        ("Asialista ja muistio", (*DATA, PRESENT, *TOLD), "memo"),
        ("Esityslista", (*DATA, "Osallistujat:\tAino Esimerkki, Onni Koemies", *TOLD), "memo"),
        ("Kylätoimikunnan kokous", (*DATA, *AHEAD, "Tervetuloa!"), "agenda"),
        ("Kylätoimikunnan kokous", (*DATA, "Ilmoita esteestä sihteerille."), "invitation"),
        ("Kallelse till årsmöte", ("Tid: 12.3.2025",), "invitation"),
        ("Viikkotiedote 12/2025", ("Talkoot pidetään keväällä.",), "bulletin"),
        ("PÖYTÄKIRJANOTE", (*DATA, *FORMAL, "Päätös", "Hyväksyttiin."), "extract"),
        ("PROTOKOLLSUTDRAG", ("§ 12 Skolskjutsar", "Beslut", "Godkändes."), "extract"),
        ("Liite 3", ("Talkoiden kustannukset", "1. Ruoka", "2. Työkalut"), "attachment"),
        ("Toimintakertomus 2024", ("1. Yleistä", "2. Hallitus kokoontui."), "other"),
        ("Viranhaltijapäätös", ("14.2.2025 § 8", "Päätös", "Palkkaan opettajan."), "other"),
        ("Muistio: tiedote ja sen jakelu", (*DATA, PRESENT, *TOLD), "memo"),
        ("Luokan kokous", ("Käsitellään: retki, rahat.", "Tervetuloa kaikki!"), "invitation"),
        ("Tarjouspyyntö", ("Tarjous pyydetään 30.5.2025 klo 12 mennessä.",), "other"),
        ("Hyvä asukas", ("Vesimittarisi luetaan viikolla 10.",), "other"),
    ],
)
def test_a_kind_is_named_or_told(title: str, lines: Sequence[Set | str], kind: MeetingKind) -> None:
    assert segmented(title, *lines).meeting.kind == kind


def test_a_document_without_words_has_no_kind() -> None:
    assert segment_minutes(typeset()).meeting.kind is None


@pytest.mark.parametrize("label", ["Osallistujat", "Jäsenet", "Kutsutut"])
def test_who_is_named_in_an_agenda_was_not_there(label: str) -> None:
    found = segmented("ESITYSLISTA", *DATA, f"{label}:\tAino Esimerkki, Onni Koemies", *AHEAD)
    assert found.attendees == ()
    assert [item.title for item in found.items] == ["Kokouksen avaus", "Talkoot"]


def test_who_an_agenda_says_was_there_was_there() -> None:
    found = segmented("ESITYSLISTA", *DATA, PRESENT, *AHEAD)
    assert [each.name for each in found.attendees] == ["Aino Esimerkki", "Onni Koemies"]


def test_a_proposal_in_an_agenda_elects_nobody() -> None:
    found = segmented("ESITYSLISTA", *DATA, *AHEAD, "Sihteeriksi valitaan Aino Esimerkki.")
    assert found.attendees == ()


def test_a_proposal_is_a_section_where_nothing_is_decided() -> None:
    [item] = segmented("ESITYSLISTA", *DATA, *FORMAL).items
    assert [section.kind for section in item.sections] == ["proposal"]


@pytest.mark.parametrize("title", ["Toimintakertomus 2024", "Liite 1"])
def test_what_is_of_no_meeting_is_not_forced_into_items(title: str) -> None:
    found = segmented(title, "Hallituksen jäsenet: Aino Esimerkki", "1. Yleistä", "2. Talous")
    assert (found.items, found.attendees, found.warnings) == ((), (), ())
    assert {passage.role for passage in found.passages} == {"text"}
