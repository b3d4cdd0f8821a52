"""Frozen values that flow between the stages; imports nothing of ours.

``Path -> DocumentText -> Minutes -> Findings -> Record -> rows``. Every :class:`Span` is half-open
and counts characters of ``DocumentText.text``, which never changes once it has been read.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BOLD, ITALIC = 1, 2
"""Bits of ``Characters.style``."""
PRINTED = 255
"""In ``Characters.confidence``: the character comes from the PDF's text layer."""
DESCENT, ASCENT = 0.19, 0.75
"""Reach of a line below and above its baseline, in font sizes: short of the lines beside it even
where these are set tight, so that a box holds the words of its own line alone."""

Language = Literal["fi", "sv", "en", "und"]
TextLayer = Literal["digital", "ocr", "mixed", "none"]
MeetingKind = Literal[
    "minutes", "memo", "agenda", "invitation", "bulletin", "attachment", "extract", "other"
]
DocumentStatus = Literal["draft", "checked"]
DocumentLinkKind = Literal[
    "part",  # goes on with the meeting that the other one begins
    "earlier",  # an earlier version: a draft of what was checked
    "agenda", "invitation", "extract",  # of the other one's meeting
]  # fmt: skip
BEFORE_MEETING: tuple[MeetingKind, ...] = ("agenda", "invitation")
"""Kinds written before the meeting: they propose but decide nothing, and who is named there is
invited, not present."""
OF_NO_MEETING: tuple[MeetingKind, ...] = ("attachment", "other")
"""Kinds that have neither agenda items nor attendees."""
AttendeeRole = Literal[
    "chair", "vice_chair", "secretary", "member", "deputy",
    "presenter", "examiner", "expert", "guest", "other",
]  # fmt: skip
AttendanceMode = Literal["in_person", "remote", "absent", "unknown"]
SectionKind = Literal[
    "background", "preparation", "proposal", "discussion", "decision", "vote", "dissent",
    "disqualification", "attachment", "distribution", "execution", "appeal", "other",
]  # fmt: skip
PassageRole = Literal[
    "heading",  # words of an item's title
    "text",  # an item's own words
    "section_heading",  # 'Päätös' and the like inside a formal item
    "preamble",  # meeting data before the first item
    "attendance",
    "contents",  # table of contents
    "history",  # 'KH 20.06.2017 § 156' inside an item
    "signatures",
    "appeal",  # appeal instructions after the last item
    "tail",  # anything else after the last item
]
EntityLabel = Literal["PER", "ORG", "LOC"]
OrganisationKind = Literal[
    "municipality", "wellbeing_county", "state", "school", "company", "association", "body", "other"
]
LinkKind = Literal["annotation", "text", "email"]
Comparator = Literal["exact", "about", "over", "under", "at_least", "at_most"]
Precision = Literal[
    "day", "week", "month", "quarter", "half", "season", "part_of_year", "year"
]  # fmt: skip
ReferenceKind = Literal["statute", "section", "attachment", "record", "other"]
DecisionKind = Literal[
    "agreed", "approved", "rejected", "amended", "noted",
    "returned", "tabled", "elected", "assigned", "other",
]  # fmt: skip
VoteChoice = Literal["for", "against", "abstain", "blank", "absent"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a document's text, in characters."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """True if ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the page's top left corner; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


# --- read ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (of one column or table cell), whose words are ``text[span]``.

    Between two lines the text has one newline, or nothing where a word continues over the break.
    ``size`` is the commonest font size in points; ``bold`` and ``italic`` hold if nine tenths of
    the letters are so; ``column`` counts text columns from 0; ``role`` is the tag of the PDF's own
    structure (``H1``, ``P``, ``LI``, ``TH`` ...) where it has one. ``cell`` is (table, row, column)
    into ``DocumentText.tables``. ``furniture`` marks running heads, feet and page numbers: their
    text stands after all other lines.
    """

    span: Span
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    italic: bool = False
    column: int = 0
    furniture: bool = False
    cell: tuple[int, int, int] | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Characters:
    """Packed arrays with one entry for each character of the text.

    ``x0`` and ``x1`` (float32) are the horizontal edges in points, equal where a character is not
    printed (spaces, newlines, tabs); ``style`` (uint8) holds the bits BOLD and ITALIC.
    ``confidence`` (uint8) says how sure OCR is of each character's word, 0 to 100, and PRINTED for
    characters of a text layer; it is None where no page was read by OCR.
    """

    x0: NDArray[np.float32]
    x1: NDArray[np.float32]
    style: NDArray[np.uint8]
    confidence: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link annotation (several with one target that touch are one) and the words it covers.

    ``spans`` are in reading order, one for each line it covers, and empty where it covers no words.
    """

    url: str
    page: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: ``cells[row][column]`` is the cell's span in the text, None where it is empty.

    The lines of a cell are consecutive in the text, and so are the cells of a row.
    """

    page: int
    cells: tuple[tuple[Span | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Warning:
    """Trouble inside a readable document, kept as a row."""

    code: str
    message: str
    page: int | None = None
    item: str | None = None


@dataclass(frozen=True)
class DocumentText:
    """A document as it was read; ``text`` is NFC and final.

    A tab stands where a line has a gap wider than a word space (label and value, columns of a row
    without rules). ``unread_pages`` have no usable text layer, and OCR has read none of them:
    ``ocr`` is the version of what was asked to, None where nothing was. ``tilts`` are (page,
    degrees clockwise) of scans that lie askew: lines and characters of such a page stand as on the
    straightened page, boxes as on the page itself. Of a file that holds several meetings, each is a
    document of its own: ``part`` counts them from 1. ``masks`` are the words of people who were
    forgotten, for each of them: signs of equal length stand there.
    """

    file: str
    sha256: str
    text: str
    lines: tuple[Line, ...]
    chars: Characters
    page_sizes: tuple[tuple[float, float], ...]
    links: tuple[LinkArea, ...] = ()
    tables: tuple[Table, ...] = ()
    unread_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    ocr: str | None = None
    tilts: tuple[tuple[int, float], ...] = ()
    warnings: tuple[Warning, ...] = ()
    part: int = 1
    masks: tuple[tuple[Span, ...], ...] = ()

    @property
    def page_count(self) -> int:
        return len(self.page_sizes)

    @cached_property
    def flat(self) -> str:
        """The text with newlines and tabs as spaces: same length, same offsets, for patterns."""
        return self.text.replace("\n", " ").replace("\t", " ")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    def quote(self, span: Span) -> str:
        """The document's words at ``span``."""
        return self.text[span.start : span.end]

    def certainty(self, span: Span) -> float:
        """How sure OCR is of the words at ``span`` on the mean, 0 to 1; 1 for a text layer's."""
        if self.chars.confidence is None:
            return 1.0
        sure = self.chars.confidence[span.start : span.end]
        return float(sure.clip(max=100).mean()) / 100 if len(sure) else 1.0  # PRINTED is sure

    def line_index(self, offset: int) -> int:
        """The index of the line that holds the character at ``offset``."""
        return max(0, bisect_right(self._line_starts, offset) - 1)

    def lines_of(self, span: Span) -> Iterator[Line]:
        """The lines that share a character with ``span``, in reading order."""
        for line in self.lines[self.line_index(span.start) :]:
            if line.span.start >= span.end:
                return
            if line.span.overlaps(span):
                yield line

    def page_of(self, offset: int) -> int:
        """The page, from 1, on which the character at ``offset`` stands."""
        return self.lines[self.line_index(offset)].page if self.lines else 1

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """One box for each line that ``span`` touches with at least one printed character."""
        found = []
        for line in self.lines_of(span):
            start, end = max(line.span.start, span.start), min(line.span.end, span.end)
            x0, x1 = self.chars.x0[start:end], self.chars.x1[start:end]
            printed = x1 > x0
            if printed.any():
                left, right = float(x0[printed].min()), float(x1[printed].max())
                box = Box(line.page, left, line.top, right, self._lower_edge(line))
                found.append(self._askew(box))
        return tuple(found)

    def _askew(self, box: Box) -> Box:
        """A box of a straightened page where its words stand on the page itself."""
        degrees = dict(self.tilts).get(box.page)
        if not degrees:
            return box
        width, height = self.page_sizes[box.page - 1]
        across, down = (box.x0 + box.x1 - width) / 2, (box.top + box.bottom - height) / 2
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        right = across * cosine - down * sine - across
        lower = across * sine + down * cosine - down
        return Box(box.page, box.x0 + right, box.top + lower, box.x1 + right, box.bottom + lower)

    def _lower_edge(self, line: Line) -> float:
        """Where the line's box ends: its descenders are left out where the next line is near.

        Other readers of the PDF may take descenders for nothing and let a line reach a whole font
        size above its baseline; a box that ends there holds none of the next line's words.
        """
        at = self.line_index(line.span.start) + 1
        following = self.lines[at] if at < len(self.lines) else None
        if following is None or following.page != line.page or following.top <= line.top:
            return line.bottom
        free = following.top - (1 - ASCENT) * following.size - 1
        return max(min(line.bottom, free), line.bottom - DESCENT * line.size)


# --- segment ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the document says of the meeting; times ``HH:MM``, date ISO; None where it is silent.

    ``status`` is what it says of itself: a draft, or checked.
    """

    title: str | None = None
    body: str | None = None
    kind: MeetingKind | None = None
    number: str | None = None
    date: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    place: str | None = None
    next_date: str | None = None
    status: DocumentStatus | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """One stretch of an attendee's presence; None where it begins or ends with the meeting.

    ``from_within`` and ``to_within`` tell that it begins, or ends, while that item is treated;
    ``reason`` are the words that say why it ends, or begins, there.
    """

    from_time: str | None = None
    to_time: str | None = None
    from_item: str | None = None
    to_item: str | None = None
    reason: str | None = None
    from_within: bool = False
    to_within: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody listed as present, remote or absent; ``affiliation`` as printed, until resolved."""

    name: str
    role: AttendeeRole
    mode: AttendanceMode
    span: Span
    title: str | None = None
    affiliation: str | None = None
    deputy_for: str | None = None
    presence: tuple[Presence, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of a formal item: ``heading`` as printed; ``span`` is its text without it."""

    kind: SectionKind
    heading: str
    heading_span: Span
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item or a point under one.

    ``span`` is its heading (label included), or its first line; ``title_span`` its title alone;
    ``text_spans`` are its own paragraphs in reading order, without heading and without children.
    """

    path: str
    label: str
    depth: int
    span: Span
    title: str | None = None
    title_span: Span | None = None
    text_spans: tuple[Span, ...] = ()
    sections: tuple[Section, ...] = ()
    language: Language = "und"
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the document: a stretch of text that no sentence crosses.

    ``item`` is the path of the innermost item it belongs to, None before the first and after the
    last; ``section`` the kind of the named section it stands in.
    """

    span: Span
    role: PassageRole
    item: str | None = None
    section: SectionKind | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """A document cut up: meeting data, attendance, tree of items in reading order, all passages."""

    meeting: Meeting
    attendees: tuple[Attendee, ...] = ()
    items: tuple[Item, ...] = ()
    passages: tuple[Passage, ...] = ()
    language: Language = "und"
    warnings: tuple[Warning, ...] = ()


# --- extract and resolve ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a person, an organisation or a place."""

    span: Span
    label: EntityLabel
    item: str | None
    found_by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the document, in base form, with every mention of them."""

    name: str
    attendee: bool
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the document under its canonical name."""

    name: str
    kind: OrganisationKind | None
    identifier: str | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Link:
    span: Span
    item: str | None
    url: str
    anchor: str | None
    kind: LinkKind
    found_by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure: ``previous`` to ``value`` for a change, ``value`` to ``upper`` for a range."""

    span: Span
    item: str | None
    value: float
    unit: str
    comparator: Comparator
    found_by: str
    confidence: float
    previous: float | None = None
    upper: float | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as exact as the words are: '2024-10-01', '2025-W07', '2025-autumn'."""

    span: Span
    item: str | None
    value: str
    precision: Precision
    found_by: str
    confidence: float
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    span: Span
    item: str | None
    kind: ReferenceKind
    ref: str
    found_by: str
    confidence: float
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """Counts as printed; ``for_`` is for the presenter's proposal."""

    for_: int
    against: int
    abstain: int | None = None
    blank: int | None = None
    absent: int | None = None
    names: tuple[tuple[str, VoteChoice], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    span: Span
    item: str | None
    text: str
    kind: DecisionKind
    found_by: str
    confidence: float
    votes: Votes | None = None


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something that somebody is to do after the meeting.

    ``owner_spans`` and ``recipient_spans`` are the words for who does it and for whom, as found;
    ``assignees`` and ``recipients`` are filled by the resolving stage.
    """

    span: Span
    item: str | None
    text: str
    found_by: str
    confidence: float
    owner_spans: tuple[Span, ...] = ()
    recipient_spans: tuple[Span, ...] = ()
    assignees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    due: str | None = None
    due_precision: Precision | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found; ``people`` and ``organisations`` are filled by the resolving stage."""

    mentions: tuple[Mention, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    links: tuple[Link, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    dates: tuple[DateMention, ...] = ()
    references: tuple[Reference, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """What made a record: versions of the code, the rules, the model and the OCR engine."""

    code: str
    rules: str
    model: str
    ocr: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the pipeline knows about one document."""

    document: DocumentText
    minutes: Minutes
    findings: Findings
    versions: Versions
    warnings: tuple[Warning, ...] = field(default=())


def stable_id(prefix: str, sha256: str, *parts: object) -> str:
    """An id that is the same whenever the same thing is found at the same place again.

    ``prefix`` is a lower-case word for the kind; ``parts`` are place and content, never a row
    number. Returns e.g. ``'act_3f2b8c01d9e4a6b7'`` (64 bits of a SHA-256).
    """
    key = "\x1f".join([prefix, sha256, *map(str, parts)])
    return f"{prefix}_{hashlib.sha256(key.encode()).hexdigest()[:16]}"
