"""Who was there at which item, from lists and from what is noted inside the items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.records import DocumentText, Findings, Minutes, Record, Versions
from pipeline.roll import standing_at, top_paths
from pipeline.segment import segment_minutes
from pipeline.store import open_store
from tests.segment.setting import Set, typeset

SIGNS = {"present": "p", "partly": "~", "away": "-", "absent": "x", "unknown": "?"}


@dataclass(frozen=True)
class Case:
    """Attendance lists, notes by item (11 to 15), and a sign for each of the five items by name;
    who is not named was there throughout."""

    lists: tuple[str, ...]
    notes: Mapping[str, tuple[str, ...]]
    expected: Mapping[str, str]
    time: str = "klo 17.00–19.00"
    decision: str = "Päätös"


MEMBERS = ("Aino Esimerkki, puheenjohtaja", "Matti Mallikas", "Liisa Kokeinen", "Onni Koemies")


def members(**said: str) -> tuple[str, ...]:
    """The members, with words behind the first names given."""
    return tuple(
        f"{line}{said[line.split()[0]]}" if line.split()[0] in said else line for line in MEMBERS
    )


CASES = {
    "a range of sections": Case(members(Matti=", §:t 12–14"), {}, {"Matti Mallikas": "-ppp-"}),
    "a range in brackets": Case(
        members(Liisa=" (§ 11-13)", Matti=" (§ 14 - 15)"),
        {},
        {"Liisa Kokeinen": "ppp--", "Matti Mallikas": "---pp"},
    ),
    "single sections": Case(members(Onni=", §:t 11, 13 ja 15"), {}, {"Onni Koemies": "p-p-p"}),
    "two ranges": Case(members(Onni=", §:t 11–12, 14–15"), {}, {"Onni Koemies": "pp-pp"}),
    "came and left by times alone": Case(
        members(Matti=", saapui 17.20", Liisa=", poistui klo 18.10"),
        {},
        {"Matti Mallikas": "?????", "Liisa Kokeinen": "?????"},
    ),
    "came with time and sections": Case(
        members(Matti=", saapui klo 17:12, §:t 13–15"), {}, {"Matti Mallikas": "--ppp"}
    ),
    "left and came at one section, with times": Case(
        members(Matti=", poistui klo 18.11 § 14", Liisa=", saapui klo 17.17 § 12"),
        {},
        {"Matti Mallikas": "ppp~-", "Liisa Kokeinen": "-~ppp"},
    ),
    "absent, and over a connection, behind the name": Case(
        members(Matti=", POISSA", Liisa=", läsnä etänä"),
        {},
        {"Matti Mallikas": "xxxxx"},
    ),
    "there for one section, away for a part of another": Case(
        (
            *members(Matti=", poissa: osa 12 §:ää"),
            "Muut saapuvilla olleet",
            "Jussi Asiaintuntija, kaavoittaja, asiantuntija §:n 13 ajan",
        ),
        {},
        {"Matti Mallikas": "p~ppp", "Jussi Asiaintuntija": "--p--"},
    ),
    "left before a section": Case(
        members(Matti=", poistui klo 18.05 ennen § 14 käsittelyä"), {}, {"Matti Mallikas": "ppp--"}
    ),
    "came during and left after a section in the list": Case(
        members(
            Matti=", saapui klo 17.20 § 12 käsittelyn aikana",
            Liisa=", poistui klo 18.30 § 13 käsittelyn jälkeen",
        ),
        {},
        {"Matti Mallikas": "-~ppp", "Liisa Kokeinen": "ppp--"},
    ),
    "disqualified for one section, in the list": Case(
        members(Onni=", poistui esteellisenä § 14 ajaksi", Liisa=" (esteellinen § 12)"),
        {},
        {"Onni Koemies": "ppp-p", "Liisa Kokeinen": "p-ppp"},
    ),
    "absent for some sections, in the list": Case(
        members(Matti=", poissa §:t 13–14"), {}, {"Matti Mallikas": "pp--p"}
    ),
    "a list of those who were absent": Case(
        (*MEMBERS, "Poissa", "Kerttu Puuttuva", "Veikko Puuttuva (sairaana)"),
        {},
        {"Kerttu Puuttuva": "xxxxx", "Veikko Puuttuva": "xxxxx"},
    ),
    "noted that somebody came": Case(
        MEMBERS,
        {
            "12": (
                "Merkittiin, että Matti Mallikas saapui kokoukseen klo 17.20 tämän pykälän "
                "käsittelyn aikana.",
            )
        },
        {"Matti Mallikas": "-~ppp"},
    ),
    "noted that somebody left during an item and another after it": Case(
        MEMBERS,
        {
            "13": (
                "Pöytäkirjamerkintä: Liisa Kokeinen poistui kokouksesta tämän asian käsittelyn "
                "aikana klo 18.12.",
                "Onni Koemies poistui kokouksesta tämän pykälän käsittelyn jälkeen klo 18.20.",
            )
        },
        {"Liisa Kokeinen": "pp~--", "Onni Koemies": "ppp--"},
    ),
    "the times of a list are found in the items": Case(
        members(Matti=", saapui 17.20", Liisa=", poistui 18.12"),
        {
            "12": ("Matti Mallikas saapui kokoukseen klo 17.20.",),
            "14": ("Liisa Kokeinen poistui kokouksesta klo 18.12.",),
        },
        {"Matti Mallikas": "-~ppp", "Liisa Kokeinen": "ppp~-"},
    ),
    "disqualified inside an item": Case(
        MEMBERS,
        {
            "14": (
                "Merkittiin, että Onni Koemies poistui esteellisenä (hallintolaki 28 § 1 mom. 5 k) "
                "kokouksesta asian käsittelyn ja päätöksenteon ajaksi.",
            )
        },
        {"Onni Koemies": "ppp-p"},
    ),
    "a section headed disqualification": Case(
        MEMBERS,
        {
            "12": (
                "#Esteellisyys",
                "Esteellisenä (yhteisöjäävi) kokouksesta poistui tämän asian päätöksenteon ajaksi "
                "klo 17.56-17.57 Liisa Kokeinen (Mallilan kuoro ry) ja Matti Mallikas (Testaajat "
                "ry).",
            )
        },
        {"Liisa Kokeinen": "p~ppp", "Matti Mallikas": "p~ppp"},
    ),
    "a section that names the disqualified alone": Case(
        MEMBERS, {"13": ("#Esteellisyys", "Onni Koemies")}, {"Onni Koemies": "pp-pp"}
    ),
    "took no part": Case(
        MEMBERS,
        {
            "13": (
                "Liisa Kokeinen ilmoitti olevansa esteellinen eikä osallistunut asian käsittelyyn.",
            )
        },
        {"Liisa Kokeinen": "pp-pp"},
    ),
    "thought to be disqualified, but not": Case(
        MEMBERS,
        {
            "13": (
                "Liisa Kokeinen ilmoitti mahdollisesta esteellisyydestään. Lautakunta totesi, "
                "ettei Liisa Kokeinen ole esteellinen.",
            )
        },
        {},
    ),
    "left for a while": Case(
        MEMBERS,
        {"12": ("Matti Mallikas poistui kokouksesta klo 17.20–17.22 väliseksi ajaksi.",)},
        {"Matti Mallikas": "p~ppp"},
    ),
    "left and came back": Case(
        MEMBERS,
        {
            "12": ("Matti Mallikas poistui kokouksesta klo 17.20.",),
            "14": ("Matti Mallikas palasi kokoukseen klo 18.05.",),
        },
        {"Matti Mallikas": "p~-~p"},
    ),
    "an expert heard at one item": Case(
        (
            *MEMBERS,
            "Muut saapuvilla olleet",
            "Jussi Asiaintuntija, projektipäällikkö, saapui 17.10, poistui 17.40",
        ),
        {
            "12": (
                "Projektipäällikkö Jussi Asiaintuntija oli asiantuntijana läsnä tämän pykälän "
                "käsittelyn aikana klo 17.10-17.40. Hän poistui kokoushuoneesta ennen "
                "päätöksentekoa.",
            )
        },
        {"Jussi Asiaintuntija": "-~---"},
    ),
    "what an earlier meeting noted": Case(
        MEMBERS,
        {
            "13": (
                "!Testilautakunta 3.12.2024 § 88",
                "Matti Mallikas poistui kokouksesta klo 16.20.",
                "!Testilautakunta 3.2.2025 § 13",
                "Asia on palannut valmistelusta.",
            )
        },
        {},
    ),
    "a line above the heading that tells of an earlier meeting": Case(
        MEMBERS,
        {
            "12": ("!Testilautakunta 3.12.2024 § 88",),
            "13": ("Matti Mallikas poistui kokouksesta klo 18.20.",),
        },
        {"Matti Mallikas": "pp~--"},
    ),
    "other things come and go": Case(
        MEMBERS,
        {
            "12": (
                "Hakemus saapui klo 12.00 mennessä, ja Matti Mallikas esitteli sen.",
                "Liisa Kokeinen esitteli, miten vanha laite poistui käytöstä.",
            )
        },
        {},
    ),
    "until the end of the meeting": Case(
        members(Matti=", klo 17.00–19.00", Liisa=" klo 17:00 - 18:00"),
        {},
        {"Liisa Kokeinen": "?????"},
    ),
    "noted by participle": Case(
        MEMBERS,
        {"12": ("Merkittiin Matti Mallikas saapuneeksi kokoukseen klo 17.30.",)},
        {"Matti Mallikas": "-~ppp"},
    ),
    "the verb comes first": Case(
        MEMBERS,
        {"13": ("Kokouksesta poistuivat § 13 käsittelyn jälkeen Matti Mallikas ja Onni Koemies.",)},
        {"Matti Mallikas": "ppp--", "Onni Koemies": "ppp--"},
    ),
    "the chair is disqualified and another chairs": Case(
        MEMBERS,
        {
            "12": (
                "Puheenjohtaja Aino Esimerkki poistui jäävinä asian käsittelyn ajaksi, ja "
                "puheenjohtajana toimi Matti Mallikas.",
            )
        },
        {"Aino Esimerkki": "p-ppp"},
    ),
    "disqualified behind a run-in head": Case(
        MEMBERS,
        {"12": ("Esteellisyys: Onni Koemies, yhteisöjäävi (hallintolaki 28.1 § 5 kohta).",)},
        {"Onni Koemies": "p-ppp"},
    ),
    "over a connection for some sections": Case(
        members(Matti=", etänä (Teams), §:t 11–12"), {}, {"Matti Mallikas": "pp---"}
    ),
    "came before an item": Case(
        MEMBERS,
        {"12": ("Liisa Kokeinen saapui kokoukseen ennen tämän asian käsittelyä klo 17.45.",)},
        {"Liisa Kokeinen": "-pppp"},
    ),
    "others than those listed, and rules that are quoted": Case(
        MEMBERS,
        {
            "11": (
                "Matti Mallikas kertoi, että sihteeri poistui kokouksesta klo 18.10.",
                "Kokouksessa todettiin, että esteellinen ei saa osallistua asian käsittelyyn, ja "
                "Aino Esimerkki selosti säännöt.",
            )
        },
        {},
    ),
    "in Swedish": Case(
        members(Matti=", anlände kl. 17.20, §§ 12–15", Onni=" (jävig § 14)"),
        {
            "13": (
                "Liisa Kokeinen anmälde jäv och avlägsnade sig under behandlingen av ärendet.",
                "Aino Esimerkki avlägsnade sig från mötet kl. 18.10.",
            )
        },
        {
            "Matti Mallikas": "-pppp",
            "Onni Koemies": "ppp-p",
            "Liisa Kokeinen": "pp-pp",
            "Aino Esimerkki": "pp~--",
        },
        time="kl. 17.00–19.00",
        decision="Beslut",
    ),
}


def minutes_of(case: Case) -> Minutes:
    return segment_minutes(document_of(case))


def document_of(case: Case) -> DocumentText:
    lines = [
        Set("Testilautakunnan kokous", bold=True, size=14),
        Set(f"Aika: 3.2.2025 {case.time}", gap=1.0),
        Set("Läsnä", gap=1.0),
    ]
    for text in case.lists:
        head = text == "Poissa" or text.startswith("Muut")
        lines.append(Set(text, left=0.0 if head else 60.0, gap=1.0 if head else 0.2))
    for number in range(11, 16):
        lines.append(Set(f"§ {number} Asia numero {number}", gap=2.0, bold=True))
        lines.append(Set("Asiaa on valmisteltu.", gap=1.2))
        lines.append(Set(case.decision, gap=1.2, bold=True))
        lines.append(Set("Hyväksyttiin.", gap=1.2))
        for note in case.notes.get(str(number), ()):
            lines.extend(_note(note))
    return typeset(*lines)


def _note(words: str) -> list[Set]:
    """A paragraph over as many lines as it takes: '#' for a heading, '!' for a line of history."""
    if words[0] in "#!":
        return [Set(words[1:], gap=1.2, bold=words[0] == "#")]
    lines, current = [], ""
    for word in words.split():
        if len(current) + len(word) > 80:
            lines.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return [Set(line, gap=0.2 if at else 1.2) for at, line in enumerate([*lines, current])]


def signs(minutes: Minutes) -> dict[str, str]:
    paths = top_paths(minutes.items)
    return {
        each.name: "".join(SIGNS[standing_at(each, path, paths)] for path in paths)
        for each in minutes.attendees
    }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_who_was_there_at_which_item(case: Case) -> None:
    found = signs(minutes_of(case))
    names = [re.split(r",| \(| klo", line)[0] for line in case.lists]
    people = [name for name in names if name != "Poissa" and not name.startswith("Muut")]
    assert found == {name: case.expected.get(name, "ppppp") for name in people}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_database_says_the_same(case: Case, tmp_path: Path) -> None:
    minutes = minutes_of(case)
    record = Record(document_of(case), minutes, Findings(), Versions("0", "0", "0"))
    query = "SELECT name, standing FROM presence_by_item"
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        store.save_record(record)
        with store.engine.connect() as connection:
            stored = connection.exec_driver_sql(query).all()
    found: dict[str, str] = {}
    for name, standing in stored:
        found[name] = found.get(name, "") + SIGNS[standing]
    assert found == signs(minutes)
