"""Minutes in Swedish, as they are written in Finland: attendance, officers, headings, meeting."""

import pytest

from models.records import Attendee, Minutes
from pipeline.segment import segment_minutes
from pipeline.segment.organ import find_organ
from tests.segment.setting import Set, beside, typeset

ITEMS = (
    Set("§ 1 Mötets öppnande", gap=1.5, bold=True),
    "Ordföranden öppnade mötet.",
    Set("§ 2 Övriga ärenden", gap=1.0, bold=True),
)


def segmented(*lines: Set | str) -> Minutes:
    return segment_minutes(typeset(*lines, *ITEMS))


def said(minutes: Minutes) -> dict[str, tuple[str, str]]:
    return {each.name: (each.role, each.mode) for each in minutes.attendees}


def one(minutes: Minutes, name: str) -> Attendee:
    return next(each for each in minutes.attendees if each.name == name)


def test_lists_with_swedish_labels_and_roles() -> None:
    minutes = segmented(
        Set("Beslutande\tCarola Exempel, ordförande", gap=1.0),
        Set("Bo Prov, I viceordf.", left=66.0),
        Set("Jessy Mall (SFP), §§ 2–3", left=66.0),
        Set("Anmält förhinder\tGöran Saknad", gap=0.6),
        Set("Tjänsteinnehavare\tÅsa Penna, förvaltningsdirektör, sekreterare", gap=0.6),
    )
    assert said(minutes) == {
        "Carola Exempel": ("chair", "in_person"),
        "Bo Prov": ("vice_chair", "in_person"),
        "Jessy Mall": ("member", "in_person"),
        "Göran Saknad": ("member", "absent"),
        "Åsa Penna": ("secretary", "in_person"),
    }
    assert one(minutes, "Jessy Mall").presence[0].to_item == "3"


def test_a_table_whose_heads_are_cut_short() -> None:
    minutes = segmented(
        *beside(0, 0, "Organ", "Sammanträdesdatum", "Nr"),
        *beside(0, 1, "Kommunstyrelsen", "7.4.2025", "5/2025"),
        *beside(1, 0, "Ordinarie ledamot", "Närv.", "Personlig ersättare", "Närv."),
        *beside(1, 1, "Carola Exempel, ordf.", "X", "Bo Prov", "-"),
        *beside(1, 2, "Göran Saknad", "-", "Åsa Mall", "X"),
        *beside(1, 3, "Övriga", "Närv.", "Funktion"),
        *beside(1, 4, "Dan Lindell", "X", "Kommundirektör"),
    )
    assert said(minutes) == {
        "Carola Exempel": ("chair", "in_person"),
        "Göran Saknad": ("member", "absent"),
        "Åsa Mall": ("deputy", "in_person"),
        "Dan Lindell": ("other", "in_person"),
    }
    assert (minutes.meeting.body, minutes.meeting.date) == ("Kommunstyrelsen", "2025-04-07")


def test_the_items_treated_end_a_list_and_a_range_beside_a_name_is_its_presence() -> None:
    minutes = segmented(
        Set("TID - AIKA 7.4.2025 kl. 18-19", gap=1.0),
        "PLATS - PAIKKA Testgården",
        Set("Närvarande:", gap=0.6),
        "Carola Exempel\t\tordf.",
        "Bo Prov\t\t1-2",
        Set("Frånvarande:", gap=0.6),
        "Göran Saknad",
        "Behandlade ärenden 1-2",
    )
    assert said(minutes) == {
        "Carola Exempel": ("chair", "in_person"),
        "Bo Prov": ("member", "in_person"),
        "Göran Saknad": ("member", "absent"),
    }
    assert minutes.meeting.place == "Testgården"


def test_a_body_with_two_fields_is_named_whole() -> None:
    assert find_organ("Bildnings- och kulturnämndens sammanträde", []) == (
        "Bildnings- och kulturnämnden"
    )


def test_the_body_stands_behind_the_word_for_its_meeting() -> None:
    title = "Protokoll fört vid ordinarie delägarstämma med Testby enskilda väg, väglag"
    assert find_organ(title, []) == "Testby enskilda väg, väglag"


def test_a_deputy_names_the_member_for_whom_he_stands_in() -> None:
    minutes = segmented(
        Set("Närvarande:", gap=1.0),
        "Carola Exempel, ordförande",
        "Bo Prov (ers. för Göran Saknad)",
        "Åsa Mall, ersättare för Lotta Borta",
    )
    assert said(minutes)["Bo Prov"] == ("deputy", "in_person")
    assert one(minutes, "Bo Prov").deputy_for == "Göran Saknad"
    assert one(minutes, "Åsa Mall").deputy_for == "Lotta Borta"
    assert "Lotta Borta" not in said(minutes)


def test_a_list_surname_first_keeps_particles_before_the_surname() -> None:
    minutes = segmented(
        Set("Närvarande:", gap=1.0), "Exempel Carola", "Prov Göran", "von Mall Sofia"
    )
    assert set(said(minutes)) == {"Carola Exempel", "Göran Prov", "Sofia von Mall"}


def test_names_in_a_row_are_not_surname_and_first_name() -> None:
    minutes = segmented(Set("Närvarande: Bo Prov, Kristina Mall och Åsa Exempel", gap=1.0))
    assert set(said(minutes)) == {"Bo Prov", "Kristina Mall", "Åsa Exempel"}


def test_municipalities_behind_names_in_a_row_are_theirs() -> None:
    minutes = segmented(Set("Närvarande: Bo Prov, Pargas, Kristina Mall, Kimitoön", gap=1.0))
    assert [(each.name, each.affiliation) for each in minutes.attendees] == [
        ("Bo Prov", "Pargas"),
        ("Kristina Mall", "Kimitoön"),
    ]


def test_officers_elected_where_members_are_only_counted() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Närvarande: enligt röstlängd, dessutom disponent Göran Nyckel", gap=1.0),
            Set("1. Stämmans öppnande", gap=1.5, bold=True),
            "Styrelsens ordförande öppnade stämman.",
            Set("2. Val av funktionärer", gap=1.0, bold=True),
            "Till stämmans ordförande valdes Marita Exempel, till sekreterare Göran Nyckel och",
            "till protokolljusterare Bo Prov och Åsa Mall.",
        )
    )
    assert {name: role for name, (role, _) in said(minutes).items()} == {
        "Göran Nyckel": "secretary",
        "Marita Exempel": "chair",
        "Bo Prov": "examiner",
        "Åsa Mall": "examiner",
    }


def test_headings_with_the_organ_in_short_and_history_with_another() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Kommunfullmäktige", gap=1.0),
            Set("KFM § 31 LAGLIGHET", gap=1.5),
            "Beslut:",
            "Mötet konstaterades beslutfört.",
            Set("KFM § 33 TOMTPRISER", gap=1.5),
            "KST § 88 / 12.5.2025",
            "Priset på tomterna höjs.",
            "Beslut:",
            "Godkändes.",
        )
    )
    assert [(item.path, item.title) for item in minutes.items] == [
        ("31", "LAGLIGHET"),
        ("33", "TOMTPRISER"),
    ]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Kyrkorådets sammanträde 6/2025", "Kyrkorådet"),
        ("Styrelsemöte 3/2025", "Styrelsen"),
        ("Delegationens möte 5/2025", "Delegationen"),
        ("Arbetsgruppen för provtrafiken, möte 4/2025", "Arbetsgruppen för provtrafiken"),
        ("Protokoll från styrelsens möte", "Styrelsen"),
    ],
)
def test_the_organ_of_a_swedish_title_in_definite_form(title: str, body: str) -> None:
    assert segmented(Set(title, gap=1.0, bold=True, size=14)).meeting.body == body


def test_a_title_loses_its_day_and_gives_the_place() -> None:
    title = "Protokoll fört vid årsmöte söndagen den 16 mars 2025 kl. 14.00 i Provgården"
    meeting = segmented(Set(title, gap=1.0, bold=True)).meeting
    assert (meeting.title, meeting.place) == ("Protokoll fört vid årsmöte", "Provgården")
    assert (meeting.date, meeting.starts_at) == ("2025-03-16", "14:00")


def test_a_board_meeting_without_another_word_has_minutes() -> None:
    assert segmented(Set("Styrelsemöte 3/2025", gap=1.0, bold=True)).meeting.kind == "minutes"
