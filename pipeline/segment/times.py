"""When and where: dates, clock times and places as minutes give them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from models.records import DocumentText, Passage
from pipeline.rulebook import lexicon, lexicon_map
from pipeline.segment.grid import find_grids
from pipeline.segment.heads import find_data_head, find_list_head, find_meeting_head
from pipeline.segment.persons import lists_person
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head, find_wrapped_head, first_known, normal
from pipeline.values.dates import find_dates

DATE = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d{2}|\d{2})(?![\d.]*\d)")
WRITTEN_DATE = re.compile(
    r"\b(?:den\s+)?\d{1,2}\.?\s+(?:\w+kuuta|januari|februari|mars|april|maj|juni|juli|augusti|"
    r"september|oktober|november|december)(?:\s+(?:19|20)\d{2})?",
    re.IGNORECASE,
)
ISO_DATE = re.compile(r"(?<![\d-])(?:19|20)\d{2}-[01]\d-[0-3]\d(?![\d-])")
_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d{2}(?![\d-])")
_CLOCK = r"(?:[01]?\d|2[0-4])"
_RANGE = re.compile(
    rf"(?:klo|kl\.?|kello)?\s*(?<![\d.])({_CLOCK})(?:[.:]([0-5]\d))?\s*[-–—]\s*(?:klo\s*)?({_CLOCK})(?:[.:]([0-5]\d))?(?![\d.]*\d)"
)
_AT = re.compile(rf"\b(?:klo|kl\.?|kello)\s*({_CLOCK})(?:[.:]([0-5]\d))?(?!\d)", re.IGNORECASE)
_CLOCK_SAID = (
    rf"(?:[^.]{{0,60}}?\b(?:klo|kl\.?|kello|ajassa)\s*({_CLOCK})(?:[.:]([0-5]\d))?(?!\d)|"
    r"\s+([01]?\d|2[0-3])[.:]([0-5]\d)(?!\.?\d|\.\s*[^\W\dA-ZÅÄÖ]))"
)
_OPENED = re.compile(
    rf"(?:avattiin|avasi|avaa\s+kokouksen|aloitettiin|alkoi|öppnades|öppnade|inleddes){_CLOCK_SAID}",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    rf"(?:päätettiin|päätti|päättää\s+kokouksen|päättyi|päättyy|avslutades|avslutade|lopetettiin|lopetti|loppui|suljettiin)"
    rf"{_CLOCK_SAID}",
    re.IGNORECASE,
)
_MEETING = r"(?:\w*kokou\w*|\w*palaveri\w*|\w*tapaami\w+|kerra\w+|kerta|möte\w*|sammanträde\w*)"
_NEXT = re.compile(rf"\b(?:seuraav\w+|ensi|nästa)\s+(?:\w+\s+)?{_MEETING}\b", re.IGNORECASE)


_PLACE_BEHIND = re.compile(
    r"\s*(?:[,;(–-]\s*(?=[^\W\d])|\s(?=\w+(?:ss[aä]|ll[aä])\b)|\s(?:i|på|vid)\s)"
    r"(?P<place>(?:[^.;()]|\([^)]*\)){3,80}?)[\s.)]*$"
)
"""The place on a line that gives day and time without labels."""
FARTHEST = 90
"""Characters behind the words for the next meeting within which its day is looked for."""


def is_labelled(row: Row) -> bool:
    """True if the row begins with the label of a time, a place or an attendance list."""
    return find_meeting_head(row.text) is not None or find_list_head(row.text) is not None


def first_date(texts: Sequence[str]) -> datetime.date | None:
    for text in texts:
        for match in DATE.finditer(text):
            day = _to_date(*match.groups())
            if day:
                return day
        day = _written_date(text) or _worded_date(text)
        if day:
            return day
    return None


def day_without_year(texts: Sequence[str], whole: str) -> datetime.date | None:
    """The first day in ``texts`` that stands without its year, if they name one year alone or,
    where they name none, the days printed in the ``whole`` text are all of one; a weekday must
    agree."""
    named = {int(year) for text in texts for year in _YEAR.findall(text)}
    printed = {day.year for match in DATE.finditer(whole) if (day := _to_date(*match.groups()))}
    years = named or printed
    if len(years) != 1:
        return None
    (year,) = years
    for text in texts:
        for found in find_dates(text, datetime.date(year, 7, 1)):
            if found.precision == "day" and found.value.startswith(str(year)):
                return datetime.date.fromisoformat(found.value)
    return None


def _worded_date(text: str) -> datetime.date | None:
    """'helmikuun 5. päivänä 2025'; a date without its year is none."""
    if not re.search(r"\b(?:19|20)\d{2}\b", text):
        return None
    days = [date.value for date in find_dates(text, None) if date.precision == "day"]
    return datetime.date.fromisoformat(days[0]) if days else None


def _written_date(text: str) -> datetime.date | None:
    """'12. joulukuuta 2024', 'den 5 maj 2025': through dateparser, an isolated span."""
    match = re.search(r"\b(\d{1,2})\.?\s+([^\W\d_]{3,12})\s+((?:19|20)\d{2})\b", text)
    if match is None:
        return None
    import dateparser

    found = dateparser.parse(
        f"{match[1]} {match[2]} {match[3]}", languages=["fi", "sv"], settings={"DATE_ORDER": "DMY"}
    )
    return found.date() if found else None


def _without_dates(text: str) -> str:
    return ISO_DATE.sub(" ", DATE.sub(" ", text))


def _to_date(day: str, month: str, year: str) -> datetime.date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return datetime.date(full, int(month), int(day))
    except ValueError:
        return None


def find_next_date(
    document: DocumentText, passages: Sequence[Passage], base: datetime.date | None
) -> str | None:
    """The day of the next meeting: the first one later than ``base`` in the sentence that speaks of
    it or, where a heading does, in the item under it."""
    headed: str | None = None
    for passage in passages:
        if passage.item is None or passage.role not in ("heading", "text"):
            continue
        text = document.flat[passage.span.start : passage.span.end]
        match = _NEXT.search(text)
        if match is not None and passage.role == "heading":
            headed = passage.item
        if match is None and (headed is None or passage.item.split(".")[0] != headed):
            continue
        said = text[match.end() if match else 0 :][:FARTHEST]
        days = [d.value for d in find_dates(said, base) if d.precision == "day" and not d.end_value]
        later = next((day for day in days if base is None or day > base.isoformat()), None)
        if later:
            return later
    return None


def running_values(heads: Sequence[str], label: str) -> Iterator[str]:
    """The values that stand behind a label in a running head."""
    wanted = {normal(word) for word in lexicon_map("meeting")[label]}
    for text in dict.fromkeys(heads):
        head = find_data_head(text)
        if head and not head.alone and normal(head.printed) in wanted:
            yield text[head.rest :].replace("\t", " ").strip()


def labelled_values(document: DocumentText, rows: Sequence[Row], label: str) -> Iterator[str]:
    """The values that stand behind a label, on its line or, where that is empty, the next ones."""
    wanted = {normal(word): label for word in lexicon_map("meeting")[label]}
    for begin in range(len(rows)):
        found = find_wrapped_head(rows, begin, find_data_head)
        if found is None or not first_known(
            found[0].printed, lambda words: wanted.get(normal(words))
        ):
            continue
        head, at = found
        row = rows[at]
        if row.line.cell is not None and head.alone and _heads_column(rows, at):
            yield from _cell_below(rows, at)
            continue
        value = row.text[head.rest :].strip()
        following = at + 1
        while following < len(rows) and _goes_on(row, rows[following], bool(value)):
            value = f"{value} {rows[following].text.strip()}".strip()
            following += 1
        if value:
            yield value.replace("\t", " ")


def _heads_column(rows: Sequence[Row], at: int) -> bool:
    """True if the label beside, in the same row of a ruled table, is one as well: 'Organ | Datum',
    whose values stand below."""
    cell = rows[at].line.cell
    beside = rows[at + 1].line.cell if at + 1 < len(rows) else None
    return (
        cell is not None
        and beside is not None
        and beside[:2] == cell[:2]
        and find_meeting_head(rows[at + 1].text) is not None
    )


def _cell_below(rows: Sequence[Row], at: int) -> Iterator[str]:
    """The words of the cell below that of a row."""
    table, line, column = rows[at].line.cell or (-1, -1, -1)
    below = [row.text.strip() for row in rows[at:] if row.line.cell == (table, line + 1, column)]
    if below:
        yield " ".join(below).replace("\t", " ")


def _goes_on(head: Row, row: Row, has_value: bool) -> bool:
    if head.line.cell is not None:
        return row.line.cell is not None and row.line.cell[:2] == head.line.cell[:2]
    if is_labelled(row) or find_head(row.text, "layout") or row.label is not None:
        return False
    if lists_person(row.text):
        return False
    near = row.gap is not None and row.gap < 1.0
    return near and row.left > head.left + 12 if has_value else near


def find_times(
    document: DocumentText, texts: Sequence[str], passages: Sequence[Passage]
) -> tuple[str | None, str | None]:
    starts = ends = None
    for text in texts:
        plain = _without_dates(text)
        match = _RANGE.search(plain)
        if match and (match[2] or match[4] or "kl" in plain):
            starts, ends = _hhmm(match[1], match[2]), _hhmm(match[3], match[4])
            break
        if match := _AT.search(plain):
            starts = _hhmm(match[1], match[2])
            break
    said = [
        document.flat[p.span.start : p.span.end]
        for p in passages
        if p.item and p.role in ("heading", "text")
    ]
    starts = starts or next(filter(None, (_clock_of(_OPENED.search(text)) for text in said)), None)
    closed = (_clock_of(_CLOSED.search(text)) for text in reversed(said))
    return starts, ends or next(filter(None, closed), None)


def _clock_of(match: re.Match[str] | None) -> str | None:
    return _hhmm(match[1] or match[3], match[2] or match[4]) if match else None


def scheduled_times(
    document: DocumentText, rows: Sequence[Row], day: datetime.date
) -> tuple[str | None, str | None]:
    """First beginning and last end in the rows of a timetable of the meeting's own day."""
    starts, ends = [], []
    for line in (line for grid in find_grids(document, rows) for line in grid):
        texts = [document.quote(cell) for cell in line if cell]
        if len(texts) > 1 and first_date(texts) == day:
            for match in filter(None, (_RANGE.search(_without_dates(text)) for text in texts)):
                starts.append(_hhmm(match[1], match[2]))
                ends.append(_hhmm(match[3], match[4]))
    return min(filter(None, starts), default=None), max(filter(None, ends), default=None)


def _hhmm(hours: str, minutes: str | None) -> str | None:
    return f"{int(hours):02}:{minutes or '00'}" if int(hours) < 24 else None


def find_place(document: DocumentText, preamble: Sequence[Row], heads: Sequence[str]) -> str | None:
    labelled = labelled_values(document, preamble, "place_labels")
    for value in (*labelled, *running_values(heads, "place_labels")):
        plain = _without_dates(value)
        plain = re.sub(
            rf"\b(?:klo|kl\.?|kello)?\s*{_CLOCK}[.:][0-5]\d(?:\s*[-–—]\s*{_CLOCK}(?:[.:][0-5]\d)?)?",
            " ",
            plain,
        )
        plain = re.sub(rf"\b(?:klo|kl\.?|kello)\s*{_CLOCK}(?:\s*[-–—]\s*{_CLOCK})?", " ", plain)
        plain = re.sub(
            r"^(?:[\s,.;:–-]|(?:ma|ti|ke|to|pe|la|su)\b|\w+(?:tai|nantai|stai|kko)na?\b(?=[\s,]))+",
            "",
            plain,
        )
        plain = re.sub(r"\s+,", ",", " ".join(plain.split())).strip(" ,.;–-")
        if plain:
            return plain
    return _place_behind_time(preamble)


def _place_behind_time(preamble: Sequence[Row]) -> str | None:
    """The place of a line without labels: '20.8.2024 klo 9–15, Kunnantalo', '... kl. 18.00 i
    Byagården'."""
    for row in preamble[:12]:
        if is_labelled(row) and find_meeting_head(row.text) != "time_labels":
            continue
        patterns = (DATE, ISO_DATE, WRITTEN_DATE)
        day = next(filter(None, (pattern.search(row.text) for pattern in patterns)), None)
        time = (
            next(filter(None, (p.search(row.text, day.end()) for p in (_RANGE, _AT))), None)
            if day
            else None
        )
        match = _PLACE_BEHIND.fullmatch(row.text, time.end()) if time else None
        place = match["place"].strip(" ,.") if match else ""
        head = find_list_head(place) if place else None
        named = head is None or (head.alone and head.meaning.startswith("remote"))  # 'Teams'
        if place and named and place not in lexicon("deadline_after"):
            return place
    return None
