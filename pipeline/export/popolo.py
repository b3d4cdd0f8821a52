"""People, organisations, memberships, meetings and votes in the fields of the Popolo specification.

https://www.popoloproject.com/specs/ says what each class and field means. Nothing is said that
minutes do not say: a membership has neither beginning nor end, for a meeting only shows that
somebody was a member on its day.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from models.records import stable_id
from pipeline.export.meetings import DOUBLES, NO_MEETINGS, begins, ends, title
from pipeline.export.output import Advance
from pipeline.export.tables import Tables
from pipeline.rulebook import lexicon_map

Json = dict[str, Any]
GUESTS = ("presenter", "expert", "guest")
"""Roles of those who come to an organ and do not belong to it."""
POSTS = {"chair": "Chair", "vice_chair": "Vice chair", "secretary": "Secretary"}
"""Roles that are there whoever has them."""
UNSAID = ("member", "other")
"""Roles that a membership says by itself, or that nobody knows."""
OPTIONS = {
    "for": "yes",
    "against": "no",
    "abstain": "abstain",
    "blank": "blank",
    "absent": "absent",
}
"""Popolo's words for choices; for a blank vote it has none."""
BUSINESS_ID = re.compile(r"\d{7}-\d")
ADDRESS = re.compile(r"https?://\S+")


def facts_to_popolo(tables: Tables, advance: Advance) -> Iterator[str]:
    """The facts as one JSON object with a list for each class of Popolo, in pieces."""
    advance(0, 2, "popolo")
    classes = _Classes(tables)
    made = {
        "persons": classes.persons(),
        "memberships": classes.memberships(),
        "events": classes.events(),
        "vote_events": classes.vote_events(),
        "motions": list(classes.motions.values()),
    }
    made["organizations"] = classes.organizations()
    made["posts"] = sorted(classes.posts.values(), key=lambda one: str(one["id"]))
    advance(1, 2, "popolo")
    separator = "{\n"
    for name in sorted(made):
        yield f'{separator}"{name}": ['
        for at, one in enumerate(made[name]):
            yield (",\n" if at else "\n") + json.dumps(one, ensure_ascii=False)
        yield "\n]"
        separator = ",\n"
    yield "\n}\n"


class _Classes:
    """The objects of each class, made of the tables of facts; what they need of organisations,
    posts and motions is gathered on the way."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._organisations: dict[str, Json] = {}
        self.posts: dict[str, Json] = {}
        self.motions: dict[str, Json] = {}
        self._documents = {
            row["document_id"]: row
            for row in tables.named_rows("documents")
            if row["link"] not in DOUBLES and row["kind"] not in NO_MEETINGS
        }
        self._addresses = {
            row["document_id"]: row["address"]
            for row in tables.named_rows("files")
            if ADDRESS.fullmatch(row["address"] or "")
        }

    def persons(self) -> list[Json]:
        """Everybody who is named with a full name, across documents."""
        return [
            _without_gaps({
                "id": row["id"],
                "name": row["name"],
                "other_names": [
                    {"name": name} for name in row["names"].split(", ") if name != row["name"]
                ],
            })
            for row in self._tables.named_rows("persons")
        ]  # fmt: skip

    def organizations(self) -> list[Json]:
        """The organs that met, and all organisations that are named, by their names."""
        for row in self._tables.named_rows("organisations"):
            self._named(row["name"], row["kind"], row["identifier"])
        return sorted(self._organisations.values(), key=lambda one: (one["name"], one["id"]))

    def _named(self, name: str, kind: str | None = None, identifier: str | None = None) -> str:
        """The id of an organisation that is called so, which is there from now on."""
        key = stable_id("organization", "", name)
        found = self._organisations.setdefault(key, {"id": key, "name": name})
        if kind:
            found.setdefault("classification", kind)
        if identifier and "identifiers" not in found:
            scheme = "Y-tunnus" if BUSINESS_ID.fullmatch(identifier) else kind
            found["identifiers"] = [_without_gaps({"scheme": scheme, "identifier": identifier})]
        return key

    def _body(self, document: str) -> str | None:
        """The id of the organ whose document this is; where any municipality may have one that is
        called so, it is that of the one that the document speaks of most."""
        body, home = self._documents[document]["body"], self._documents[document]["home"]
        if body is None:
            return None
        if not body.casefold().endswith(lexicon_map("organisation_words")["named_body_ends"]):
            home = None
        key = stable_id("organization", "", "organ", home or "", body)
        made = {"id": key, "name": body, "classification": "organ"}
        if home:
            made["parent_id"] = self._named(home)
        self._organisations.setdefault(key, made)
        return key

    def memberships(self) -> list[Json]:
        """Who belonged to which organ, in which role and on whose behalf."""
        made: dict[str, Json] = {}
        for row in self._tables.named_rows("attendance"):
            if row["document_id"] not in self._documents or row["role"] in GUESTS:
                continue
            body = self._body(row["document_id"])
            if body is None or row["person_id"] is None:
                continue
            behalf = self._named(row["affiliation"]) if row["affiliation"] else None
            key = stable_id(
                "membership", "", row["person_id"], body, row["role"], row["title"], behalf
            )
            made[key] = _without_gaps({
                "id": key,
                "person_id": row["person_id"],
                "organization_id": body,
                "role": None if row["role"] in UNSAID else row["role"],
                "label": row["title"],
                "post_id": self._post(body, row["role"]),
                "on_behalf_of_id": behalf,
            })  # fmt: skip
        return sorted(made.values(), key=lambda one: str(one["id"]))

    def _post(self, body: str, role: str) -> str | None:
        if role not in POSTS:
            return None
        key = stable_id("post", "", body, role)
        label = f"{POSTS[role]}, {self._organisations[body]['name']}"
        self.posts[key] = {"id": key, "label": label, "role": role, "organization_id": body}
        return key

    def events(self) -> list[Json]:
        """Each meeting, with those who were there."""
        present: dict[str, list[Json]] = defaultdict(list)
        for row in self._tables.named_rows("attendance"):
            document = self._documents.get(row["document_id"])
            if document and row["mode"] != "absent":
                person = _without_gaps({"id": row["person_id"], "name": row["name"]})
                present[document["meeting_id"]].append(person)
        return [
            _without_gaps({
                "id": row["document_id"],
                "name": title(row),
                "classification": "meeting",
                "start_date": _iso(begins(row) or row["date"]),
                "end_date": _iso(ends(row)),
                "location": row["place"],
                "organization_id": self._body(row["document_id"]),
                "attendees": present[row["document_id"]],
                "sources": self._sources(row["document_id"]),
            })
            for row in self._tables.named_rows("meetings")
            if row["document_id"] in self._documents
        ]  # fmt: skip

    def vote_events(self) -> list[Json]:
        """Each vote whose counts are printed, with its motion: the presenter's proposal."""
        votes: dict[str, list[Json]] = defaultdict(list)
        for row in self._tables.named_rows("ballots"):
            voter = "voter_id" if row["person_id"] else "voter"
            votes[row["decision_id"]].append({
                "option": OPTIONS[row["choice"]],
                voter: row["person_id"] or {"name": row["name"]},
            })  # fmt: skip
        proposals = {
            row["item_id"]: row["text"]
            for row in self._tables.named_rows("sections")
            if row["kind"] == "proposal"
        }
        decisions = [
            row
            for row in self._tables.named_rows("decisions")
            if row["for_count"] is not None and row["document_id"] in self._documents
        ]
        return [self._vote_event(row, votes[row["id"]], proposals) for row in decisions]

    def _vote_event(self, row: Json, votes: list[Json], proposals: dict[str, str]) -> Json:
        result = _result(row["for_count"], row["against_count"])
        motion = stable_id("motion", "", row["id"])
        shared = {
            "organization_id": self._body(row["document_id"]),
            "legislative_session_id": self._documents[row["document_id"]]["meeting_id"],
            "result": result,
            "sources": self._sources(row["document_id"], row["page"]),
        }
        text = proposals.get(row["item_id"]) or row["title"]
        self.motions[motion] = _without_gaps({"id": motion, "text": text, **shared})
        counts = {choice: row[f"{choice}_count"] for choice in OPTIONS}
        return _without_gaps({
            "id": row["id"],
            "motion_id": motion,
            **shared,
            "counts": [
                {"option": OPTIONS[choice], "value": count}
                for choice, count in counts.items()
                if count is not None
            ],
            "votes": votes,
        })  # fmt: skip

    def _sources(self, document: str, page: int | None = None) -> list[Json]:
        """Where the document was published, as far as a manifest told."""
        address = self._addresses.get(document)
        note = f"page {page}" if page else None
        return [_without_gaps({"url": address, "note": note})] if address else []


def _result(yes: int, no: int) -> str | None:
    """What came of a vote on a proposal; None for a tie, which something else decides."""
    return None if yes == no else "pass" if yes > no else "fail"


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _without_gaps(made: Json) -> Json:
    return {name: value for name, value in made.items() if value not in (None, [])}
