"""Popolo's JSON keeps to the classes of its specification, its ids lead somewhere, and it says as
much as the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker

from models.records import Record, Votes
from pipeline.cli import main
from pipeline.export import Disguise, export_text
from pipeline.store import open_store
from tests.building import connect, make_record

PARTS = ("Aino", "Esimerk", "Onni", "Koemie", "muistio.pdf")


def of_class(required: Sequence[str], **fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: fields[name] for name in fields},
        "required": list(required),
        "additionalProperties": False,
    }


def list_of(value: Any) -> dict[str, Any]:
    return {"type": "array", "items": value, "minItems": 1}


TEXT = {"type": "string", "minLength": 1}
PLAIN_DATE = r"^[0-9]{4}(-[0-9]{2}){0,2}$"
MOMENT = r"^[0-9]{4}((-[0-9]{2}){0,2}|(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){0,2}(Z|[+-][0-9]{2}(:[0-9]{2})?))$"  # noqa: E501
WHEN = {"type": "string", "pattern": MOMENT}
LINK = of_class(["url"], url={"type": "string", "format": "uri"}, note=TEXT)
IDENTIFIER = of_class(["identifier"], identifier=TEXT, scheme=TEXT)
OTHER_NAME = of_class(["name"], name=TEXT, note=TEXT)
PERSON = of_class(["id", "name"], id=TEXT, name=TEXT, other_names=list_of(OTHER_NAME))
ORGANIZATION = of_class(
    ["id", "name"], id=TEXT, name=TEXT, classification=TEXT, parent_id=TEXT,
    identifiers=list_of(IDENTIFIER),
)  # fmt: skip
POST = of_class(["id", "organization_id"], id=TEXT, label=TEXT, role=TEXT, organization_id=TEXT)
MEMBERSHIP = of_class(
    ["id", "person_id", "organization_id"], id=TEXT, label=TEXT, role=TEXT, person_id=TEXT,
    organization_id=TEXT, post_id=TEXT, on_behalf_of_id=TEXT,
)  # fmt: skip
EVENT = of_class(
    ["id", "name"], id=TEXT, name=TEXT, classification=TEXT, start_date=WHEN, end_date=WHEN,
    location=TEXT, organization_id=TEXT, sources=list_of(LINK),
    attendees=list_of(of_class(["name"], id=TEXT, name=TEXT)),
)  # fmt: skip
MOTION = of_class(
    ["id"], id=TEXT, organization_id=TEXT, legislative_session_id=TEXT, text=TEXT, result=TEXT,
    sources=list_of(LINK),
)  # fmt: skip
COUNT = of_class(["option", "value"], option=TEXT, value={"type": "integer", "minimum": 0})
VOTE = of_class(["option"], option=TEXT, voter_id=TEXT, voter=of_class(["name"], name=TEXT))
VOTE_EVENT = of_class(
    ["id", "motion_id"], id=TEXT, motion_id=TEXT, organization_id=TEXT, result=TEXT,
    legislative_session_id=TEXT, counts=list_of(COUNT), votes=list_of(VOTE), sources=list_of(LINK),
)  # fmt: skip
CLASSES = {"persons": PERSON, "organizations": ORGANIZATION, "posts": POST, "events": EVENT,
           "memberships": MEMBERSHIP, "motions": MOTION, "vote_events": VOTE_EVENT}  # fmt: skip
SCHEMA = of_class(
    list(CLASSES), **{name: {"type": "array", "items": one} for name, one in CLASSES.items()}
)
"""The classes of https://www.popoloproject.com/specs/ as far as we use them: names and types of
fields are those of its schemas; nothing else may be there."""
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def popolo(folder: Path, *records: Record, disguise: Disguise | None = None) -> dict[str, Any]:
    path = str(folder / "minutes.db")
    with open_store(path, create=True) as store:
        for record in records or (make_record(),):
            store.save_record(record)
        made = json.loads("".join(export_text(store, None, "popolo", disguise)))
    VALIDATOR.validate(made)
    return dict(made)


def of_body(body: str, **fields: Any) -> Record:
    record = make_record(**fields)
    meeting = replace(record.minutes.meeting, body=body, ends_at="13:30", place="Testilä")
    return replace(record, minutes=replace(record.minutes, meeting=meeting))


@pytest.fixture(scope="module")
def of_samples(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("popolo") / "popolo.json"
    words = ["export", "--db", str(sample_database), "--format", "popolo", "-o", str(path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_the_schema_would_notice_a_wrong_field(of_samples: dict[str, Any]) -> None:
    VALIDATOR.validate(of_samples)
    wrong = {**of_samples, "persons": [{"id": "x", "full_name": "y"}]}
    assert not VALIDATOR.is_valid(wrong)
    undated = [{"id": "x", "name": "y", "start_date": "1.2.2025"}]
    assert not VALIDATOR.is_valid({**of_samples, "events": undated})


def test_the_counts_are_those_of_the_database(
    of_samples: dict[str, Any], sample_database: Path
) -> None:
    queries = {
        "persons": "SELECT count(*) FROM persons",
        "events": "SELECT count(*) FROM meetings WHERE document_id NOT IN"
        " (SELECT document_id FROM document_links)",
        "motions": "SELECT count(*) FROM votes",
        "vote_events": "SELECT count(*) FROM votes",
    }
    with connect(sample_database) as connection:
        counts = {name: connection.execute(sql).fetchone()[0] for name, sql in queries.items()}
        ballots = connection.execute("SELECT count(*) FROM ballots").fetchone()[0]
        names = {row[0] for row in connection.execute("SELECT DISTINCT name FROM organisations")}
    assert {name: len(of_samples[name]) for name in counts} == counts
    assert counts["vote_events"] > 1
    assert sum(len(vote.get("votes", ())) for vote in of_samples["vote_events"]) == ballots > 1
    assert names <= {one["name"] for one in of_samples["organizations"]}


def test_every_id_leads_somewhere(of_samples: dict[str, Any]) -> None:
    ids = {name: {one["id"] for one in found} for name, found in of_samples.items()}
    assert all(len(ids[name]) == len(found) for name, found in of_samples.items())
    targets = {"person_id": "persons", "organization_id": "organizations", "post_id": "posts",
               "on_behalf_of_id": "organizations", "parent_id": "organizations",
               "motion_id": "motions", "legislative_session_id": "events"}  # fmt: skip
    followed = set()
    for found in of_samples.values():
        for one in found:
            for field, target in targets.items():
                if field in one:
                    assert one[field] in ids[target], (field, one)
                    followed.add(field)
    assert followed >= set(targets) - {"parent_id"}, "of the samples no organ has a parent"
    cast = [vote for event in of_samples["vote_events"] for vote in event.get("votes", ())]
    voters = [vote.get("voter_id") for vote in cast]
    there = [who.get("id") for event in of_samples["events"] for who in event.get("attendees", ())]
    assert {key for key in (*voters, *there) if key} <= ids["persons"]


def test_a_vote_says_who_voted_how_on_what(tmp_path: Path) -> None:
    made = popolo(tmp_path, of_body("Testijaosto"))
    [event], [motion] = made["vote_events"], made["motions"]
    aino = next(one["id"] for one in made["persons"] if one["name"] == "Aino Esimerkki")
    assert event["counts"] == [
        {"option": "yes", "value": 7},
        {"option": "no", "value": 2},
        {"option": "blank", "value": 1},
    ]
    assert event["votes"] == [{"option": "yes", "voter_id": aino}]
    assert (event["motion_id"], event["result"], motion["result"]) == (motion["id"], "pass", "pass")
    assert motion["text"] == "Seuraavat toimet"
    [body] = [one for one in made["organizations"] if one["name"] == "Testijaosto"]
    assert body["classification"] == "organ"
    assert motion["organization_id"] == event["organization_id"] == body["id"]


@pytest.mark.parametrize(("yes", "no", "result"), [(4, 5, "fail"), (4, 4, None)])
def test_a_tie_has_no_result(tmp_path: Path, yes: int, no: int, result: str | None) -> None:
    record = make_record()
    decision = replace(record.findings.decisions[0], votes=Votes(yes, no))
    made = popolo(
        tmp_path, replace(record, findings=replace(record.findings, decisions=(decision,)))
    )
    assert made["vote_events"][0].get("result") == result


def test_memberships_have_role_post_and_on_whose_behalf_but_no_dates(tmp_path: Path) -> None:
    made = popolo(tmp_path, of_body("Testijaosto"), of_body("Testijaosto", content="b"))
    names = {one["id"]: one["name"] for one in (*made["persons"], *made["organizations"])}
    labels = {one["id"]: one["label"] for one in made["posts"]}
    told = {
        names[one["person_id"]]: (
            names[one["organization_id"]],
            one.get("role"),
            one.get("label"),
            labels.get(one.get("post_id", "")),
            names.get(one.get("on_behalf_of_id", "")),
        )
        for one in made["memberships"]
    }
    assert len(made["memberships"]) == 2
    assert told == {
        "Aino Esimerkki": ("Testijaosto", "chair", None, "Chair, Testijaosto", None),
        "Onni Koemies": ("Testijaosto", "deputy", "suunnittelija", None, "Testilän kunta"),
    }


def test_a_meeting_is_an_event_with_those_who_were_there(tmp_path: Path) -> None:
    record = of_body("Testijaosto")
    away = replace(record.minutes.attendees[1], mode="absent")
    attendees = (record.minutes.attendees[0], away)
    made = popolo(tmp_path, replace(record, minutes=replace(record.minutes, attendees=attendees)))
    [event] = made["events"]
    assert event["start_date"] == "2024-12-12T12:00:00+02:00"
    assert event["end_date"] == "2024-12-12T13:30:00+02:00"
    assert event["location"] == "Testilä"
    assert [who["name"] for who in event["attendees"]] == ["Aino Esimerkki"]


def test_a_draft_and_its_minutes_are_one_meeting_with_one_vote(tmp_path: Path) -> None:
    draft = of_body("Testijaosto", file="luonnos.pdf", content="luonnos")
    meeting = replace(draft.minutes.meeting, status="draft")
    draft = replace(draft, minutes=replace(draft.minutes, meeting=meeting))
    made = popolo(tmp_path, draft, of_body("Testijaosto"))
    assert {name: len(made[name]) for name in ("events", "motions", "vote_events")} == {
        "events": 1,
        "motions": 1,
        "vote_events": 1,
    }


def test_organs_that_any_municipality_has_are_told_apart_by_theirs(tmp_path: Path) -> None:
    def of_town(body: str, town: str) -> Record:
        record = of_body(body, file=f"{town}-{body}.pdf", content=f"{town} {body}")
        [named] = record.findings.organisations
        there = replace(named, name=town, kind="municipality", identifier="091")
        return replace(record, findings=replace(record.findings, organisations=(there,)))

    towns = ("Helsinki", "Turku")
    boards = [of_town(body, town) for town in towns for body in ("Kunnanhallitus", "Lukupiiri")]
    made = popolo(tmp_path, *boards)
    names = {one["id"]: one["name"] for one in made["organizations"]}
    organs = [one for one in made["organizations"] if one.get("classification") == "organ"]
    found = sorted((one["name"], names.get(one.get("parent_id", ""), "")) for one in organs)
    assert found == [("Kunnanhallitus", "Helsinki"), ("Kunnanhallitus", "Turku"), ("Lukupiiri", "")]


def test_pseudonyms(tmp_path: Path) -> None:
    disguise = Disguise("s")
    made = popolo(tmp_path, of_body("Testijaosto"), disguise=disguise)
    text = json.dumps(made, ensure_ascii=False)
    assert [part for part in PARTS if part in text] == []
    onni = disguise.name("Onni Koemies")
    assert onni in {one["name"] for one in made["persons"]}
    assert onni in {who["name"] for event in made["events"] for who in event["attendees"]}
    assert len(made["vote_events"][0]["votes"]) == 1


def test_an_empty_database_has_empty_lists(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        made = json.loads("".join(export_text(store, None, "popolo")))
    assert made == {name: [] for name in CLASSES}
