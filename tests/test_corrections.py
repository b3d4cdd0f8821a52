"""What people say of facts: it holds for every reader, and after the document was stored anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from models.records import Findings, Minutes, Record, Span
from pipeline.cli import main
from pipeline.corrections import Said, correct, enter, export_corrections, import_corrections, undo
from pipeline.errors import EntryError, InputError
from pipeline.evaluate.scoring import score_record
from pipeline.export import record_to_json
from pipeline.search import search_items
from pipeline.store import Kind, Store, StoredFact, open_store, read_view
from tests.building import find, make_record

DOC = "muistio.pdf"


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "minutes.db")


@pytest.fixture
def store(path: str) -> Iterator[Store]:
    with open_store(path, create=True) as opened:
        opened.save_record(make_record())
        yield opened


def say(store: Store, verdict: Any, **fields: Any) -> str:
    """Enter it and give back its id."""
    return enter(store, Said(doc=DOC, verdict=verdict, by="Testaaja", **fields))[-1].id


def facts(store: Store, kind: Kind) -> list[StoredFact]:
    return [f for f in store.corrections.facts(store.documents()[0]) if f.kind == kind]


def one(store: Store, kind: Kind, nth: int = 0) -> StoredFact:
    return facts(store, kind)[nth]


def record(store: Store) -> Record:
    return store.load_record(store.documents()[0].sha256)


def held_by(store: Store) -> tuple[Minutes, Findings]:
    """All that the record says."""
    made = record(store)
    return made.minutes, made.findings


def states(store: Store) -> list[str]:
    return [state for _, state, _ in store.corrections.all()]


def without(made: Record, *names: str) -> Record:
    """The record of a version that finds none of these."""
    return replace(made, findings=replace(made.findings, **dict.fromkeys(names, ())))


# --- every reader sees the same -----------------------------------------------------------------


def test_a_changed_action_is_changed_for_every_reader(store: Store, path: str) -> None:
    action = one(store, "action")
    say(store, "set", id=action.id, fields={"due": "2025-02", "assignees": "Aino Esimerkki"})
    exported = record_to_json(record(store))["actions"][0]
    assert (exported["due"], exported["due_precision"]) == ("2025-02", "month")
    assert list(exported["assignees"]) == ["Aino Esimerkki"]
    assert (exported["found_by"], exported["confidence"]) == ("correction", 1.0)
    assert exported["id"] == action.id
    columns, [row] = read_view(path, "open_actions")
    assert row[columns.index("assignees")] == "Aino Esimerkki"
    [before] = store.corrections.extracted(store.documents()[0]).findings.actions
    assert before == make_record().findings.actions[0]


def test_a_renamed_person_is_renamed_in_the_whole_document(store: Store) -> None:
    person = next(f for f in facts(store, "person") if f.values["name"] == "Onni Koemies")
    say(store, "set", id=person.id, fields={"name": "Onni Koenen"})
    made = record(store)
    names = {p.name for p in made.findings.people} | {a.name for a in made.minutes.attendees}
    assert "Onni Koenen" in names
    assert "Onni Koemies" not in names
    assert "Onni Koenen" in made.findings.actions[0].assignees
    assert [p.name for p in store.persons.named("Koenen")] == ["Onni Koenen"]
    assert store.persons.named("Koemies") == []
    assert search_items(store, "henkilö:Koenen")
    assert not search_items(store, "henkilö:Koemies")


def test_people_who_get_one_name_are_one(store: Store) -> None:
    first, second = facts(store, "person")[:2]
    mentions = sum(len(p.mentions) for p in record(store).findings.people[:2])
    say(store, "set", id=second.id, fields={"name": first.values["name"]})
    [united] = [p for p in record(store).findings.people if p.name == first.values["name"]]
    assert len(united.mentions) == mentions


def test_what_is_deleted_is_gone_and_comes_back_when_it_is_taken_back(store: Store) -> None:
    before = held_by(store)
    statistic = one(store, "statistic")
    said = say(store, "delete", id=statistic.id)
    assert record(store).findings.statistics == before[1].statistics[1:]
    with pytest.raises(EntryError, match="no correction ''"):
        undo(store, [""])  # the beginning of all
    assert [one.id for one in undo(store, [said])] == [said]
    assert held_by(store) == before
    assert store.corrections.all() == []


def test_a_fact_is_added_on_the_words_of_the_document(store: Store) -> None:
    say(store, "add", kind="decision", quote="avasi   kokouksen", fields={"kind": "noted"})
    [added] = [d for d in record(store).findings.decisions if d.found_by == "correction"]
    assert (added.text, added.kind, added.item) == ("avasi kokouksen", "noted", "1")
    assert record(store).document.quote(added.span) == "avasi kokouksen"


def test_words_that_name_somebody_else_are_taken_from_who_they_named(store: Store) -> None:
    with pytest.raises(EntryError, match="times"):
        say(store, "add", kind="person", quote="Aino Esimerkki", fields={"name": "Aino Toinen"})
    fields = {"name": "Aino Toinen", "item": "1"}
    say(store, "add", kind="person", quote="Aino Esimerkki", fields=fields)
    made = record(store)
    named = {person.name: person.mentions for person in made.findings.people}
    assert [(m.item, made.document.quote(m.span)) for m in named["Aino Toinen"]] == [
        ("1", "Aino Esimerkki")
    ]
    taken = named["Aino Toinen"][0].span
    assert not any(m.span.overlaps(taken) for m in named.get("Aino Esimerkki", ()))


def test_the_meeting_and_titles_can_be_changed_not_deleted(store: Store) -> None:
    say(store, "set", id=one(store, "meeting").id, fields={"date": "2024-12-13"})
    say(store, "set", id=one(store, "item").id, fields={"title": "Avaus"})
    assert store.documents()[0].date == "2024-12-13"
    assert record(store).minutes.items[0].title == "Avaus"
    assert search_items(store, "Avaus")[0].hit.title == "Avaus"
    with pytest.raises(EntryError, match="cannot be deleted"):
        say(store, "delete", id=one(store, "item").id)


# --- it survives --------------------------------------------------------------------------------


def test_it_holds_when_the_document_is_stored_anew(store: Store) -> None:
    say(store, "set", id=one(store, "action").id, fields={"due": ""})
    say(store, "delete", id=one(store, "statistic").id)
    say(store, "add", kind="decision", quote="avasi kokouksen")
    held = held_by(store)
    store.save_record(make_record())
    assert held_by(store) == held
    store.remove_document(make_record().document.sha256)
    assert states(store) == ["waiting"] * 3
    store.save_record(make_record())
    assert held_by(store) == held
    assert states(store) == ["applied"] * 3


def test_a_fact_that_is_found_no_more_holds_as_long_as_its_words_are_there(store: Store) -> None:
    say(store, "set", id=one(store, "action").id, fields={"due": "2025-02"})
    say(store, "confirm", id=one(store, "decision").id)
    store.save_record(without(make_record(), "actions", "decisions"))
    found = record(store).findings
    assert [(a.due, a.item) for a in found.actions] == [("2025-02", "2.1")]
    assert [d.text for d in found.decisions] == [make_record().findings.decisions[0].text]


def test_a_fact_that_moved_is_known_by_its_words(store: Store) -> None:
    statistic = make_record().findings.statistics[0]
    say(store, "set", id=one(store, "statistic").id, fields={"value": "46"})
    made = make_record()
    place = find(made.document, "Käyttäjiä")
    other = replace(statistic, span=place, value=1.0)
    store.save_record(replace(made, findings=replace(made.findings, statistics=(other, statistic))))
    assert [s.value for s in record(store).findings.statistics] == [1.0, 46.0]


def test_what_has_lost_its_words_is_unanchored(store: Store) -> None:
    say(store, "set", id=one(store, "statistic").id, fields={"value": 46})
    made = make_record()
    text = made.document.text.replace("noin 45 %", "noin 54 %")
    store.save_record(replace(made, document=replace(made.document, text=text)))
    assert states(store) == ["unanchored"]
    assert record(store).findings.statistics[0].value == 45
    store.save_record(make_record())
    assert states(store) == ["applied"]


def test_a_layer_that_was_gone_through_stays_as_it_is(store: Store) -> None:
    say(store, "complete", kind="date")
    held = record(store).findings.dates
    made = make_record()
    more = replace(made.findings.dates[0], span=Span(0, 4), value="2031")
    store.save_record(replace(made, findings=replace(made.findings, dates=(more,))))
    now = record(store).findings.dates
    assert [(d.span, d.value) for d in now] == [(d.span, d.value) for d in held]
    say(store, "add", kind="date", quote="12.12.2024", fields={"value": "2024-12-12"})
    assert len(record(store).findings.dates) == len(held) + 1


def test_organisations_are_merged_in_every_document(store: Store) -> None:
    from pipeline.corrections import merge_organisations

    names = [o.name for o in record(store).findings.organisations]
    [said] = merge_organisations(store, ["Yhteinen nimi", names[0]], "Testaaja")
    store.save_record(make_record("toinen.pdf", "toinen"))
    for document in store.documents():
        found = store.load_record(document.sha256).findings.organisations
        assert [o.name for o in found] == ["Yhteinen nimi", *names[1:]]
    undo(store, [said.id])
    assert [o.name for o in record(store).findings.organisations] == names


# --- carried ------------------------------------------------------------------------------------


def test_corrections_are_carried_to_a_new_database(store: Store, tmp_path: Path) -> None:
    say(store, "set", id=one(store, "action").id, fields={"due": "2025-02"})
    say(store, "complete", kind="action")
    file = tmp_path / "corrections.jsonl"
    file.write_text("".join(export_corrections(store)), encoding="utf-8")
    first = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    assert first["sha256"] == make_record().document.sha256
    assert (first["item"], first["entered_by"]) == ("2.1", "Testaaja")
    with open_store(str(tmp_path / "other.db"), create=True) as other:
        assert import_corrections(other, file) == import_corrections(other, file) == 2
        assert states(other) == ["waiting"] * 2
        other.save_record(make_record())
        assert held_by(other) == held_by(store)
        assert [said for said, _, _ in other.corrections.all()] == [
            said for said, _, _ in store.corrections.all()
        ]
    file.write_text('{"id": "cor_1"}\n')
    with pytest.raises(InputError, match="line 1"):
        import_corrections(store, file)


def test_layers_that_were_gone_through_are_gold(store: Store, path: str, tmp_path: Path) -> None:
    refused = run(path, "corrections", "gold", str(tmp_path / "gold"))
    assert refused.exit_code == 2
    assert "--layer" in refused.output
    say(store, "set", id=one(store, "action").id, fields={"due": "2025-02"})
    for kind in ("action", "person"):
        say(store, "complete", kind=kind)
    assert run(path, "corrections", "gold", str(tmp_path / "gold")).exit_code == 0
    gold = json.loads((tmp_path / "gold" / "muistio.gold.json").read_text(encoding="utf-8"))
    assert gold.keys() == {"source", "people", "actions"}
    assert [action["due"] for action in gold["actions"]] == ["2025-02"]
    predicted = record_to_json(record(store))
    assert not any(seen.is_fault for seen in score_record(gold, predicted))
    first, *rest = predicted["actions"]
    wrong = {**predicted, "actions": [{**first, "due": "2025-01-31"}, *rest]}
    assert [seen.layer for seen in score_record(gold, wrong) if seen.is_fault] == ["actions.due"]


# --- at the door --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"verdict": "set", "id": "act", "fields": {"duee": "x"}}, "fields are item, text"),
        ({"verdict": "set", "id": "act", "fields": {"due": "huomenna"}}, "write it as 2025-01-31"),
        ({"verdict": "set", "id": "dec", "fields": {"kind": "sovittu"}}, "'agreed'"),
        ({"verdict": "set", "id": "act", "fields": {"item": "99"}}, "no item '99'"),
        ({"verdict": "set", "id": "zzz", "fields": {"due": ""}}, "correct DOC"),
        ({"verdict": "set", "id": "att", "fields": {"name": "x"}}, "beginning of several"),
        ({"verdict": "add", "kind": "action"}, "quote="),
        ({"verdict": "add", "kind": "action", "quote": "ei ole"}, "no words"),
        ({"verdict": "add", "kind": "date", "quote": "31.1.2025"}, "value="),
        ({"verdict": "add", "kind": "item", "quote": "1"}, "one of attendee"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    store: Store, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(EntryError, match=message):
        say(store, **said)
    assert store.corrections.all() == []


def test_one_call_corrects(store: Store, path: str) -> None:
    said = Said(doc=DOC, verdict="confirm", id=one(store, "action").id, by="Testaaja")
    entered = correct(path, said)
    assert (entered.verdict, entered.entered_by) == ("confirm", "Testaaja")
    assert record(store).findings.actions[0].confidence == 1.0


# --- as one types it ----------------------------------------------------------------------------


def run(path: str, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--db", path])


def test_the_commands(store: Store, path: str, tmp_path: Path) -> None:
    listed = run(path, "correct", DOC).output
    action = next(line.split()[0] for line in listed.splitlines() if " action " in line)
    assert run(path, "correct", "set", DOC, action, "due=2025-02", "--dry-run").exit_code == 0
    assert store.corrections.all() == []
    done = run(path, "correct", "set", DOC, action, "due=2025-02", "--by", "Testaaja")
    assert "due: '2025-01-31' → '2025-02'" in done.output
    assert run(path, "correct", "confirm", DOC, "--layer", "decisions").exit_code == 0
    assert "✓ action" in run(path, "correct", DOC).output
    assert "Testaaja" in run(path, "correct", "list", DOC).output
    assert "Nothing" in run(path, "correct", "list", "--unanchored").output
    file = str(tmp_path / "c.jsonl")
    assert run(path, "corrections", "export", file).output == "Written: 3\n"
    assert "3 hold" in run(path, "corrections", "import", file).output
    refused = run(path, "correct", "set", DOC, action, "due=maanantaina")
    assert refused.exit_code == 2
    assert "2025-01-31" in refused.output
    undone = run(path, "correct", "undo", one(store, "action").id)
    assert "Taken back: 1" in undone.output
    assert record(store).findings.actions[0].due == "2025-01-31"
