"""Votes against the roll, acts of people who are not there, and days that cannot be."""

from __future__ import annotations

import pytest

from models.records import Warning
from pipeline.extract.decisions import extract_decisions
from pipeline.extract.integrity import find_contradictions
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

MEMBERS = (
    "Aino Esimerkki, puheenjohtaja",
    "Matti Mallikas",
    "Liisa Kokeinen",
    "Onni Koemies, poistui esteellisenä § 4 ajaksi",
    "Kaisa Testaaja, Veikko Puuttuvan varajäsen",
)


def warnings(*decision: str, members: tuple[str, ...] = MEMBERS, before: str = "") -> list[Warning]:
    """What is found where § 4 of three is decided in these words."""
    lines = [
        Set("Testilautakunnan kokous", bold=True, size=14),
        Set("Aika: 3.2.2025 klo 17–19", gap=1.0),
        Set("Läsnä", gap=1.0),
        *(Set(name, left=60.0) for name in members),
        Set("Poissa", gap=1.0),
        Set("Veikko Puuttuva", left=60.0),
        *([Set(before, gap=1.5)] if before else []),
    ]
    for number in (3, 4, 5):
        lines.append(Set(f"§ {number} Asia numero {number}", gap=2.0, bold=True))
        lines.append(Set("Asiaa on valmisteltu.", gap=1.2))
        lines.append(Set("Päätös", gap=1.2, bold=True))
        for at, words in enumerate(decision if number == 4 else ["Hyväksyttiin."]):
            lines.append(Set(words, gap=0.3 if at else 1.2))
    document = typeset(*lines)
    minutes = segment_minutes(document)
    assert [item.path for item in minutes.items] == ["3", "4", "5"]
    decisions = extract_decisions(document, minutes, ())
    return list(find_contradictions(document, minutes, decisions))


def codes(*decision: str, members: tuple[str, ...] = MEMBERS, before: str = "") -> list[str]:
    return [found.code for found in warnings(*decision, members=members, before=before)]


@pytest.mark.parametrize(
    "decision",
    [
        "Äänestyksessä annettiin 3 JAA-ääntä ja 1 EI-ääntä, joten ehdotus hyväksyttiin.",
        "Annettiin 3 JAA-ääntä (Esimerkki, Mallikas, Testaaja) ja 1 EI-ääntä (Kokeinen).",
        "Ehdotus hyväksyttiin äänin 2-2 puheenjohtajan äänen ratkaistessa.",
        "Liisa Kokeinen esitti, että asia palautetaan. Matti Mallikas kannatti esitystä.",
        "Veikko Puuttuva on jättänyt aloitteen. Lautakunta hyväksyi ehdotuksen.",
        "Kokous pidetään maanantaina 10.2.2025 ja ti 29.2.2028.",
        "Hinta nousee 1.3.2025 alkaen vuoteen 2050 asti.",
    ],
)
def test_what_agrees_is_no_trouble(decision: str) -> None:
    assert codes(decision) == []


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ("Äänestyksessä annettiin 4 JAA-ääntä ja 1 EI-ääntä.", "votes_exceed_present"),
        ("Annettiin 3 JAA-ääntä (Esimerkki, Mallikas) ja 1 EI-ääntä (Kokeinen).", "tally_differs"),
        ("Annettiin 2 JAA-ääntä (Esimerkki, Puuttuva) ja 1 EI-ääntä (Kokeinen).", "absent_votes"),
        ("Annettiin 2 JAA-ääntä (Esimerkki, Koemies) ja 1 EI-ääntä (Kokeinen).", "absent_votes"),
        ("Annettiin 2 JAA-ääntä (Esimerkki, Muukala) ja 1 EI-ääntä (Kokeinen).",
         "voter_not_listed"),
        ("Annettiin 2 JAA-ääntä (Esimerkki, Mallikas) ja 1 EI-ääntä (Mallikas).", "votes_twice"),
        ("Veikko Puuttuva esitti, että asia palautetaan. Asia palautettiin.", "absent_acts"),
        ("Onni Koemies kannatti esitystä. Ehdotus hyväksyttiin.", "absent_acts"),
        ("Liisa Kokeinen teki Veikko Puuttuvan kannattamana ehdotuksen.", "absent_acts"),
        ("Hyväksyttiin. Veikko Puuttuva jätti eriävän mielipiteen.", "absent_acts"),
        ("Kokous pidetään tiistaina 10.2.2025.", "weekday_differs"),
        ("Hakuaika päättyy 31.4.2025.", "no_such_day"),
        ("Hakuaika päättyy 30.4.2205.", "date_out_of_reach"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_warning_of_its_item(decision: str, code: str) -> None:
    found = warnings(decision)
    assert [warning.code for warning in found] == [code]
    assert (found[0].item, found[0].page) == ("4", 1)


MANY = "Annettiin 20 JAA-ääntä ja 14 EI-ääntä."


def test_votes_are_not_compared_with_a_list_that_does_not_name_all() -> None:
    assert codes(MANY) == ["votes_exceed_present"]
    assert codes(MANY, before="Läsnä oli lisäksi 34 äänivaltaista jäsentä.") == []
    assert codes(MANY, members=("Aino Esimerkki, puheenjohtaja", "Matti Mallikas, sihteeri")) == []


def test_somebody_whose_presence_is_unknown_may_vote() -> None:
    members = (*MEMBERS[:3], "Onni Koemies, saapui 17.20")
    assert codes("Annettiin 2 JAA-ääntä (Esimerkki, Koemies) ja 1 EI-ääntä (Kokeinen).",
                 members=members) == []  # fmt: skip
