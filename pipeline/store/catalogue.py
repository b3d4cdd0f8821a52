"""The kinds of facts as tables: where each comes from, and what its columns hold and mean.

Frames, exports and ``docs/schema.md`` are made of this list. A table is a view of the database,
joined with what the view does not show; ``own`` is the table of the facts themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from models import records
from models.warnings import SEVERITIES

Type = Literal["text", "word", "id", "day", "time", "moment", "period", "whole", "number", "truth"]
"""``word`` is one of few, ``time`` HH:MM, ``moment`` a time in UTC, ``period`` a date as exact as
the words are (``2025-01-31``, ``2025-W07``, ``2025-autumn``)."""
Edge = Literal["first", "last"]
VERSION = "1.1"
"""Of the views and of these tables: what it promises is said in ``docs/schema.md``."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its SQL, where it is not the view's column of the same name, the ``words`` that it
    may hold, where they are a closed list, and, where it is the first or last day that a period
    covers, the column of that period."""

    name: str
    type: Type
    meaning: str
    sql: str = ""
    words: tuple[str, ...] = ()
    period: str = ""
    edge: Edge = "first"

    @property
    def selected(self) -> str:
        """Its SQL."""
        return self.sql or f'shown."{self.name}"'


@dataclass(frozen=True, slots=True)
class FactTable:
    """A kind of facts. ``key`` are the columns that tell rows apart, where
    there are such as are never empty; ``document`` is the SQL of the
    id of the document that a row is made of, by which rows are chosen; ``named`` says how people's
    names are found in it: in the words of the row's document, in the columns ``name`` and ``names``
    alone, or not for certain."""

    name: str
    meaning: str
    view: str
    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    document: str = "own.document_id"
    order: str = "shown.date NULLS FIRST, shown.file, own.document_id, own.position"
    group: str = ""
    named: Literal["document", "columns", "unsure"] = "document"

    def query(self, chosen: bool) -> str:
        """The SQL of all rows, or of those of the documents whose ids are the JSON in
        ``:documents``."""
        shown = ", ".join(
            f'{column.selected} AS "{column.name}"' for column in self.columns if not column.period
        )
        parts = [f"SELECT {shown} FROM {self.source}"]
        if chosen:
            parts.append(f"WHERE {self.document} IN (SELECT value FROM json_each(:documents))")
        if self.group:
            parts.append(f"GROUP BY {self.group}")
        return " ".join([*parts, f"ORDER BY {self.order}"])


def _words(name: str, choices: Any, meaning: str, sql: str = "") -> Column:
    return Column(name, "word", meaning, sql, get_args(choices) or tuple(choices))


def _period(name: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(name, "period", f"{meaning}, as exact as the words are"),
        Column(f"{name}_from", "day", f"first day that `{name}` covers", period=name),
        Column(f"{name}_until", "day", "last day of it", period=name, edge="last"),
    )


def _join(view: str, table: str, more: str = "") -> str:
    return f"{view} AS shown JOIN {table} AS own ON own.id = shown.id {more}".strip()


FILE = Column("file", "text", "name of the PDF file, without folders")
MEETING = (
    FILE,
    Column("date", "day", "of the meeting"),
    Column("meeting", "text", "title of the meeting, or the file's name where it has none"),
)
ITEM = (
    *MEETING,
    Column("item", "text", "path of the item: '7.a.i'; empty before the first and after the last"),
    Column("title", "text", "of the item, or of the one that it is a point of"),
)
DOCUMENT = Column(
    "document_id", "id", "the document: `document_id` of `documents`", "own.document_id"
)
ID = Column("id", "id", "the same whenever this is found at the same place again")
PAGE = Column("page", "whole", "page on which it starts, from 1")
PLACE = (
    PAGE,
    Column("span_start", "whole", "offset of its first character in the text", "own.span_start"),
    Column("span_end", "whole", "offset of the character after it", "own.span_end"),
)
FOUND = (
    *PLACE,
    Column("found_by", "text", "rule, model or stage that found it", "own.found_by"),
    Column("confidence", "number", "how sure it is: the share of such findings that are right",
           "own.confidence"),
    DOCUMENT,
    Column("item_id", "id", "the item: `id` of `items`", "own.item_id"),
    ID,
)  # fmt: skip
PERSON = Column("person_id", "id", "the person across documents: `id` of `persons`",
                "appearances.person_id")  # fmt: skip
ACROSS = """LEFT JOIN appearances ON appearances.document_id = own.document_id
    AND appearances.name = shown.name"""
QUOTE = Column("quote", "text", "the words in the document")
ROLE = _words("role", records.AttendeeRole, "what somebody was there as")
MODE = _words("mode", records.AttendanceMode, "how somebody was there")
AFFILIATION = Column("affiliation", "text", "on whose behalf")
MENTIONS = (
    Column("mentions", "whole", "how often in the document"),
    Column("items", "text", "paths of the items, with commas"),
)
COUNTED = ("items", "attendees", "people", "organisations", "decisions", "actions", "statistics",
           "warnings")  # fmt: skip
_DUE = _words("due_precision", records.Precision, "how exact `due` is")
_LINKED = """meetings_overview AS shown
    JOIN documents ON documents.sha256 = shown.sha256 AND documents.part = shown.part
    JOIN meetings AS own ON own.document_id = documents.id"""
_LINK = """(SELECT {0} FROM document_links WHERE document_id = own.id
    ORDER BY kind DESC, other_id LIMIT 1)"""
_NAMED = """persons JOIN appearances ON appearances.person_id = persons.id
    JOIN meetings ON meetings.document_id = appearances.document_id"""
_SPELLINGS = """(SELECT group_concat(form, ', ') FROM (SELECT DISTINCT name AS form
    FROM appearances AS every WHERE every.person_id = persons.id ORDER BY name) AS forms)"""
_SEEN = (
    Column("meetings", "whole", "how many documents", "count(DISTINCT appearances.document_id)"),
    Column("first", "day", "of the earliest meeting", "min(meetings.date)"),
    Column("last", "day", "of the latest meeting", "max(meetings.date)"),
)

FACTS = (
    FactTable(
        "meetings", "Each meeting once, with its latest document.", "meetings_overview", _LINKED,
        (
            Column("date", "day", "day of the meeting"),
            Column("starts_at", "time", "HH:MM, Finnish time", "own.starts_at"),
            Column("ends_at", "time", "HH:MM", "own.ends_at"),
            Column("meeting", "text", "its title, or the file's name where it has none"),
            Column("body", "text", "the organ that met"),
            Column("number", "text", "running number as printed"),
            _words("kind", records.MeetingKind, "what the document is"),
            Column("place", "text", "as printed", "own.place"),
            Column("next_date", "day", "of the next meeting, where it is told", "own.next_date"),
            _words("status", records.DocumentStatus, "what the document says of itself"),
            FILE,
            Column("part", "whole", "which of the file's meetings, from 1"),
            Column("others", "text", "the other documents of the meeting: 'agenda: FILE, ...'"),
            DOCUMENT,
            Column("sha256", "id", "of the file's content"),
        ),
        key=("document_id",),
        order="shown.date NULLS FIRST, shown.file, shown.part",
    ),
    FactTable(
        "documents", "Each document, and how much was found in it.", "documents_overview",
        """documents_overview AS shown
        JOIN documents AS own ON own.sha256 = shown.sha256 AND own.part = shown.part
        JOIN meetings ON meetings.document_id = own.id""",
        (
            *MEETING,
            Column("body", "text", "the organ that met", "meetings.body"),
            _words("kind", records.MeetingKind, "what the document is", "meetings.kind"),
            _words("status", records.DocumentStatus, "what it says of itself", "meetings.status"),
            Column("home", "text", "municipality or county that it speaks of most",
                   "(SELECT min(home) FROM appearances WHERE document_id = own.id)"),
            Column("link", "word", "what it is to another document of its meeting; empty for the"
                   " one that `meetings` has", _LINK.format("kind"),
                   get_args(records.DocumentLinkKind)),
            Column("meeting_id", "id", "the document of its meeting that `meetings` has",
                   f"coalesce({_LINK.format('other_id')}, own.id)"),
            Column("part", "whole", "which of the file's meetings, from 1"),
            Column("pages", "whole", "how many the document has"),
            _words("language", records.Language, "of most of it"),
            _words("text_layer", records.TextLayer, "where its words come from"),
            *(Column(name, "whole", f"how many {name} were found in it") for name in COUNTED),
            Column("code_version", "text", "of the program that read it", "own.code_version"),
            Column("rules_version", "text", "of its rules", "own.rules_version"),
            Column("model_version", "text", "of its model of names", "own.model_version"),
            Column("ocr_version", "text", "of OCR, where pages were scans", "own.ocr_version"),
            Column("document_id", "id", "its id in all tables", "own.id"),
            Column("sha256", "id", "of the file's content"),
        ),
        key=("document_id",),
        document="own.id",
        order="shown.date NULLS FIRST, shown.file, own.id",
    ),
    FactTable(
        "files", "Where each document lies or lay, and what replaced it.", "files_overview",
        """files_overview AS shown
        LEFT JOIN documents AS own ON own.sha256 = shown.sha256 AND own.part = shown.part""",
        (
            Column("path", "text", "where it lies"),
            *MEETING,
            Column("part", "whole", "which of the file's meetings, from 1"),
            _words("state", ("there", "gone", "replaced"), "what became of it"),
            Column("first_seen", "moment", "by which run"),
            Column("last_seen", "moment", "by which run"),
            Column("replaced_at", "moment", "by the run that found another content there"),
            Column("gone_since", "moment", "by the run that missed it"),
            Column("replaced_by", "id", "`sha256` of what replaced it"),
            Column("address", "text", "where it was published, as a manifest says"),
            Column("organisation", "text", "whose it is, as a manifest says"),
            Column("archive_id", "text", "as a manifest says"),
            Column("document_id", "id", "the document: `document_id` of `documents`", "own.id"),
            Column("sha256", "id", "of the file's content"),
        ),
        key=(),
        document="own.id",
        order="shown.path, shown.last_seen, shown.sha256, shown.part",
        named="unsure",
    ),
    FactTable(
        "items", "Agenda items and the points under them, with their words.", "items_by_meeting",
        _join("items_by_meeting", "items"),
        (
            *MEETING,
            Column("item", "text", "path of the item: '7.a.i'"),
            Column("label", "text", "number or letter as printed"),
            Column("depth", "whole", "1 for an item, 2 for a point under it ..."),
            Column("title", "text", "its heading"),
            Column("text", "text", "its own words, without heading and points"),
            _words("language", records.Language, "of its words"),
            Column("secret", "truth", "whether the document says that it is"),
            *PLACE,
            DOCUMENT,
            Column("parent_id", "id", "the item that it is a point of: `id` of `items`"),
            ID,
        ),
    ),
    FactTable(
        "sections", "Named parts of formal items.", "sections_by_item",
        _join("sections_by_item", "sections"),
        (
            *MEETING,
            Column("item", "text", "path of the item"),
            Column("title", "text", "of the item"),
            _words("kind", records.SectionKind, "what the part is"),
            Column("heading", "text", "as printed"),
            Column("text", "text", "the words under the heading"),
            *PLACE,
            DOCUMENT,
            Column("item_id", "id", "the item: `id` of `items`"),
            ID,
        ),
    ),
    FactTable(
        "attendance", "Who was there: a row a person and document.", "attendance_by_meeting",
        _join("attendance_by_meeting", "attendees", ACROSS),
        (
            *MEETING,
            Column("name", "text", "base form, first name first"),
            ROLE,
            MODE,
            Column("title", "text", "job title as printed"),
            AFFILIATION,
            Column("deputy_for", "text", "whom a deputy stands in for"),
            Column("page", "whole", "page on which it starts, from 1", "own.page"),
            *PLACE[1:],
            DOCUMENT,
            PERSON,
            ID,
        ),
    ),
    FactTable(
        "presence", "Who was there when an item was treated: a row a person and item.",
        "presence_by_item",
        """presence_by_item AS shown JOIN items AS own ON own.id = shown.item_id
        JOIN attendees ON attendees.id = shown.attendee_id""",
        (
            *MEETING,
            Column("item", "text", "path of the item"),
            Column("title", "text", "of the item"),
            Column("name", "text", "of the attendee"),
            ROLE,
            MODE,
            Column("deputy_for", "text", "whom a deputy stands in for"),
            _words("standing", ("present", "partly", "away", "absent", "unknown"),
                   "whether somebody was there; `unknown`: nothing says so"),
            Column("times", "text", "of coming and going, as printed"),
            Column("reason", "text", "why somebody was away, as printed"),
            DOCUMENT,
            Column("item_id", "id", "the item: `id` of `items`"),
            Column("attendee_id", "id", "`id` of `attendance`"),
        ),
        key=("item_id", "attendee_id"),
        order="shown.date NULLS FIRST, shown.file, own.document_id, own.position,"
        " attendees.position",
    ),
    FactTable(
        "people", "Who is named: a row a person and document.", "people_by_meeting",
        _join("people_by_meeting", "people", ACROSS),
        (
            *MEETING,
            Column("name", "text", "base form, first name first"),
            Column("attendee", "truth", "listed in the attendance"),
            ROLE,
            Column("affiliation", "text", "on whose behalf they were there"),
            *MENTIONS,
            DOCUMENT,
            PERSON,
            ID,
        ),
    ),
    FactTable(
        "persons", "People across documents: a row a person.", "people_through_time", _NAMED,
        (
            Column("name", "text", "the commonest spelling", "persons.name"),
            *_SEEN,
            Column("names", "text", "all spellings, with commas", _SPELLINGS),
            Column("id", "id", "as `person_id` in other tables", "persons.id"),
        ),
        document="appearances.document_id",
        group="persons.id, persons.name",
        order="persons.name, persons.id",
        named="columns",
    ),
    FactTable(
        "affiliations", "On whose behalf and in which role somebody was there, and how long.",
        "affiliations_through_time",
        f"""{_NAMED} JOIN attendees ON attendees.document_id = appearances.document_id
        AND attendees.name = appearances.name""",
        (
            Column("name", "text", "of the person", "persons.name"),
            Column("affiliation", "text", "on whose behalf", "attendees.affiliation"),
            Column("title", "text", "job title as printed", "attendees.title"),
            _words("role", records.AttendeeRole, "what somebody was there as", "attendees.role"),
            Column("body", "text", "the organ that met", "meetings.body"),
            *_SEEN,
            Column("id", "id", "the person: `id` of `persons`", "persons.id"),
        ),
        key=(),
        document="appearances.document_id",
        group="persons.id, persons.name, attendees.affiliation, attendees.title, attendees.role,"
        " meetings.body",
        order="persons.name, persons.id, first NULLS FIRST, last, role,"
        " body NULLS FIRST, affiliation NULLS FIRST, title NULLS FIRST",
        named="unsure",
    ),
    FactTable(
        "mentions", "The words that name people, organisations and places.", "mentions_by_item",
        _join("mentions_by_item", "mentions"),
        (
            *ITEM,
            _words("label", records.EntityLabel, "person, organisation or place"),
            Column("name", "text", "whom they name; empty for places, and where that is unknown"),
            QUOTE,
            *FOUND[:-2],
            Column("named_id", "id", "whom they name: `id` of `people` or `organisations`",
                   "coalesce(own.person_id, own.organisation_id)"),
            *FOUND[-2:],
        ),
        order="shown.date NULLS FIRST, shown.file, own.document_id, own.span_start, own.position",
    ),
    FactTable(
        "organisations", "Which organisations are named: a row an organisation and document.",
        "organisations_by_meeting", _join("organisations_by_meeting", "organisations"),
        (
            *MEETING,
            Column("name", "text", "canonical name"),
            _words("kind", records.OrganisationKind, "what it is"),
            Column("identifier", "text", "municipality code, Y-tunnus ..."),
            *MENTIONS,
            DOCUMENT,
            ID,
        ),
    ),
    FactTable(
        "decisions", "What was decided about what, with the counts of votes.",
        "decisions_with_items",
        _join("decisions_with_items", "decisions",
              "LEFT JOIN votes ON votes.decision_id = own.id"),
        (
            *ITEM,
            _words("kind", records.DecisionKind, "what became of the matter"),
            Column("text", "text", "the decision in the document's words"),
            Column("for_count", "whole", "votes for the presenter's proposal, as printed"),
            Column("against_count", "whole", "votes against it"),
            Column("abstain_count", "whole", "who abstained", "votes.abstain_count"),
            Column("blank_count", "whole", "blank votes", "votes.blank_count"),
            Column("absent_count", "whole", "who was absent", "votes.absent_count"),
            *FOUND,
        ),
    ),
    FactTable(
        "ballots", "Who voted how, where names are printed.", "ballots_by_decision",
        f"""ballots_by_decision AS shown JOIN decisions AS own ON own.id = shown.decision_id
        {ACROSS}""",
        (
            *ITEM,
            Column("name", "text", "of the voter"),
            _words("choice", records.VoteChoice, "`for` is for the presenter's proposal"),
            Column("text", "text", "what was decided"),
            PAGE,
            DOCUMENT,
            PERSON,
            Column("item_id", "id", "the item: `id` of `items`"),
            Column("decision_id", "id", "`id` of `decisions`"),
            Column("position", "whole", "of the decision's ballots, from 0"),
        ),
        key=("decision_id", "position"),
        order="shown.date NULLS FIRST, shown.file, own.document_id, own.position, shown.position",
    ),
    FactTable(
        "actions", "Who has to do what by when.", "open_actions",
        _join("open_actions", "actions"),
        (
            *ITEM,
            Column("assignees", "text", "who is to do it: names, groups or roles, with commas"),
            Column("recipients", "text", "for whom, with commas"),
            Column("text", "text", "the task in the document's words"),
            *_period("due", "until when"),
            _DUE,
            Column("condition", "text", "what it hangs on"),
            *FOUND,
            Column("repeated_on", "day", "of the later meeting that says it again"),
            Column("done_on", "day", "of the later meeting that says that it was done"),
        ),
    ),
    FactTable(
        "task_steps", "What became of each task from meeting to meeting: a row a step.",
        "actions_through_time", "actions_through_time AS shown",
        (
            Column("thread", "id", "the task: `id` of `actions` where it was given first"),
            Column("step", "whole", "from 1"),
            _words("kind", ("opened", "repeated", "done"), "what the meeting says of it"),
            *MEETING,
            Column("body", "text", "the organ that met"),
            Column("assignees", "text", "who is to do it, as that meeting says",
                   "CASE WHEN shown.kind <> 'done' THEN shown.assignees END"),
            Column("text", "text", "the words of that meeting"),
            *_period("due", "until when"),
            Column("score", "number", "how alike it is to the step before, 0 to 1"),
            PAGE,
            Column("document_id", "id", "the document: `document_id` of `documents`"),
            Column("action_id", "id", "`id` of `actions`: of `done` the task that it was"),
        ),
        key=("thread", "step"),
        document="shown.document_id",
        order="shown.date NULLS FIRST, shown.thread, shown.step",
    ),
    FactTable(
        "statistics", "Figures with unit, comparator and the paragraph that they stand in.",
        "statistics_with_context", _join("statistics_with_context", "statistics"),
        (
            *ITEM,
            Column("subject", "text", "of what"),
            _words("comparator", records.Comparator, "how the words qualify it"),
            Column("previous", "number", "what it was before, for a change"),
            Column("value", "number", "the figure; of a range its beginning"),
            Column("upper", "number", "the end of a range"),
            Column("unit", "word", "`%`, `EUR`, or what is counted, in base form"),
            QUOTE,
            Column("context", "text", "the paragraph"),
            *FOUND,
        ),
    ),
    FactTable(
        "dates", "Dates that are spoken of.", "dates_by_meeting",
        _join("dates_by_meeting", "dates"),
        (
            *ITEM,
            *_period("value", "the date; of a range its beginning"),
            *_period("end", "the end of a range"),
            _words("precision", records.Precision, "how exact `value` is"),
            QUOTE,
            *FOUND,
        ),
    ),
    FactTable(
        "links", "Web and e-mail addresses.", "links_by_meeting",
        _join("links_by_meeting", "links"),
        (
            *ITEM,
            Column("url", "text", "the address, with `mailto:` for e-mail"),
            Column("anchor", "text", "the words that bear it"),
            _words("kind", records.LinkKind, "how it is given"),
            QUOTE,
            *FOUND,
        ),
    ),
    FactTable(
        "references", "Statutes, sections, attachments and records that are referred to.",
        "references_by_meeting", _join("references_by_meeting", "document_references"),
        (
            *ITEM,
            _words("kind", records.ReferenceKind, "what is referred to"),
            Column("ref", "text", "its number: '1287/2013', '§ 14', 'Liite 2'"),
            Column("reference_title", "text", "its name"),
            Column("url", "text", "its address"),
            QUOTE,
            *FOUND,
        ),
    ),
    FactTable(
        "matters", "A matter from meeting to meeting, by its record number.",
        "matters_through_time", _join("matters_through_time", "items"),
        (
            Column("matter", "text", "record number"),
            *MEETING,
            Column("body", "text", "the organ that met"),
            Column("item", "text", "path of the item"),
            Column("title", "text", "of the item"),
            Column("step", "whole", "which of the matter's items, from 1, of all that are stored"),
            Column("steps", "whole", "how many there are"),
            Column("decisions", "text", "kinds of the decisions, with commas"),
            PAGE,
            DOCUMENT,
            Column("id", "id", "the item: `id` of `items`"),
        ),
        key=("matter", "id"),
        order="shown.matter, shown.step",
    ),
    FactTable(
        "warnings", "What does not agree in a document, or could not be read, the worst first.",
        "warnings_by_severity", "warnings_by_severity AS shown",
        (
            *MEETING,
            _words("severity", SEVERITIES, "how bad it is"),
            Column("code", "word", "which warning: docs/warnings.md lists them"),
            Column("message", "text", "what it is about"),
            Column("page", "whole", "page that it is about"),
            Column("item", "text", "path of the item that it is about"),
            Column("title", "text", "of the item"),
            Column("stage", "word", "which stage says so: read, segment, extract or ingest"),
            Column("document_id", "id", "the document: `document_id` of `documents`"),
            Column("position", "whole", "of the document's warnings, from 0"),
        ),
        key=("document_id", "position"),
        document="shown.document_id",
        order="CASE shown.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,"
        " shown.date NULLS FIRST, shown.file, shown.page NULLS FIRST, shown.document_id,"
        " shown.position",
    ),
    FactTable(
        "corrections", "What people said of facts; the other tables have it already.",
        "facts_corrected",
        """facts_corrected AS shown JOIN corrections AS own ON own.id = shown.id
        JOIN documents ON documents.sha256 = own.sha256 AND documents.part = own.part""",
        (
            *MEETING,
            _words("verdict", ("set", "delete", "add", "confirm", "complete", "same"),
                   "what was said of it"),
            Column("kind", "text", "of the fact"),
            Column("item", "text", "path of its item"),
            QUOTE,
            Column("old", "text", "JSON: the fields as they were"),
            Column("new", "text", "JSON: the fields that were set"),
            Column("entered_by", "text", "who said so"),
            Column("entered_at", "moment", "when"),
            _words("state", ("applied", "unanchored"), "`unanchored`: the words are gone"),
            Column("document_id", "id", "the document: `document_id` of `documents`",
                   "documents.id"),
            Column("target", "id", "id of the fact as it was extracted"),
            ID,
        ),
        document="documents.id",
        order="own.number",
        named="unsure",
    ),
)  # fmt: skip
