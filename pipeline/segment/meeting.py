"""What meeting it was: title, body, kind, number, date, times and place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from models.records import DocumentText, Meeting, MeetingKind, Passage
from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon_map
from pipeline.segment.attendance import find_meeting_head
from pipeline.segment.grid import find_grids
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head, normal

_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d{2}|\d{2})(?![\d.]*\d)")
_NUMBER = re.compile(r"(?<![\d/.])(\d{1,3}/(?:19|20)\d{2})(?![\d/])")
_CLOCK = r"(?:[01]?\d|2[0-4])"
_RANGE = re.compile(
    rf"(?:klo|kl\.?|kello)?\s*(?<![\d.])({_CLOCK})(?:[.:]([0-5]\d))?\s*[-–—]\s*(?:klo\s*)?({_CLOCK})(?:[.:]([0-5]\d))?(?![\d.]*\d)"
)
_AT = re.compile(rf"\b(?:klo|kl\.?|kello)\s*({_CLOCK})(?:[.:]([0-5]\d))?(?!\d)", re.IGNORECASE)
_OPENED = re.compile(
    rf"(?:avattiin|avasi|aloitettiin|alkoi|öppnades|öppnade|inleddes)[^.]{{0,60}}?\b(?:klo|kl\.?|kello)\s*({_CLOCK})(?:[.:]([0-5]\d))?",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    rf"(?:päätettiin|päätti|päättyi|päättyy|avslutades|avslutade|lopetettiin|suljettiin)[^.]{{0,60}}?\b(?:klo|kl\.?|kello)\s*({_CLOCK})(?:[.:]([0-5]\d))?",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:seuraava(?:n|t)?|nästa)\s+(?:\w+\s+)?(?:\w*kokou\w*|\w*palaveri\w*|tapaami\w+|möte|sammanträde)\b[^.!?]{0,60}?"
    r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}))?",
    re.IGNORECASE,
)
_WEEKDAYS = r"(?:maanan|tiis|torst|perjan|lauan|sunnun)tai(?:na)?|keskiviikko(?:na)?|ma|ti|ke|to|pe|la|su"
_TRAILING = re.compile(r"[\s,:–-]+(?:(?:19|20)\d{2})?\s*$")


def find_meeting(
    document: DocumentText,
    rows: Sequence[Row],
    preamble: Sequence[Row],
    passages: Sequence[Passage],
    formal: bool,
) -> Meeting:
    """The meeting's data from the rows before the first item, the running heads and the items."""
    title_rows = _title_rows(preamble)
    printed = " ".join(" ".join(row.text for row in title_rows).split())
    times = list(_labelled(document, preamble, "time_labels"))
    heads = [document.quote(line.span) for line in document.lines if line.furniture]
    front = [row.text for row in preamble]
    day = _first_date([*times, printed, *heads, *front])
    starts, ends = _times(document, times or front[:12], passages)
    if starts is None and day is not None:
        starts, ends = _scheduled(document, rows, day)
    kind = _kind(printed, [*heads, *front[:6]], formal)
    return Meeting(
        title=_title(printed),
        body=_body(document, printed, preamble, heads),
        kind=kind,
        number=_first_number([printed, *heads, *front[:8]]),
        date=day.isoformat() if day else None,
        starts_at=starts,
        ends_at=ends,
        place=_place(document, preamble),
        next_date=_next_date(document, passages, day),
    )


# --- title --------------------------------------------------------------------------------------


def _title_rows(preamble: Sequence[Row]) -> list[Row]:
    """The most prominent line before the meeting's data, and the lines that go on with it."""
    front: list[Row] = []
    for row in preamble:
        if _is_labelled(row) or find_head(row.text, "layout") or (row.label and row.label.kind == "section"):
            break
        front.append(row)
    front = [row for row in front if not _is_kind_alone(row.text)]
    named = [row for row in front[:8] if _names_meeting(row.text)]
    loudest = max((r.line.size + 2 * r.line.bold for r in front[:8]), default=0.0)
    first = next((row for row in front[:8] if row.line.size + 2 * row.line.bold >= loudest - 0.5), None)
    if named and (first is None or not _names_meeting(first.text)):
        first = named[0]
    if first is None:
        return []
    rows = [first]
    for row in front[front.index(first) + 1 :]:
        alike = abs(row.line.size - first.line.size) < 0.5 and row.line.bold == first.line.bold
        if not alike or row.gap is None or row.gap > 0.7 or len(rows) == 3 or not rows[-1].full:
            break
        rows.append(row)
    return rows


def _title(printed: str) -> str | None:
    """The title without its numbers; the name of the body alone is none."""
    title = _without_numbers(printed)
    return title if title and (_names_meeting(title) or not _is_organ(title.capitalize())) else None


def _is_kind_alone(text: str) -> bool:
    """'PÖYTÄKIRJA 1/2025' says what the document is, not which meeting it was."""
    plain = normal(_without_numbers(text))
    return any(plain == word for words in lexicon_map("meeting_kinds").values() for word in words)


def _is_labelled(row: Row) -> bool:
    return find_meeting_head(row.text) is not None or find_head(row.text, "attendance_labels") is not None


def _names_meeting(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold())]
    known = lexicon_map("meeting")["meeting_words"]
    return any(word.endswith(end) for word in words for end in known)


def _without_numbers(title: str) -> str:
    """The title without date, running number and year at its end; a week number stays."""
    plain = re.sub(r"\s*\bklo\b.*$", "", title)
    plain = _NUMBER.sub("", _DATE.sub("", plain))
    plain = re.sub(r"\b(?:nro|nr|n:o)\s*$", "", " ".join(plain.split()))
    plain = re.sub(rf"[\s,]+(?:{_WEEKDAYS})\.?$", "", _TRAILING.sub("", plain + " "))
    return plain.strip(" ,.:–-")


# --- body ---------------------------------------------------------------------------------------


def _body(
    document: DocumentText, title: str, preamble: Sequence[Row], heads: Sequence[str]
) -> str | None:
    """The organ that met, in base form: labelled, in the title, or alone on a line of the head."""
    for value in _labelled(document, preamble, "body_labels"):
        return " ".join(value.split())
    found = _organ_in_title(_without_numbers(title))
    if found:
        return found
    lines = [*heads, *(row.text for row in preamble[:10] if not _is_labelled(row))]
    for text in lines:
        for piece in _DATE.sub("\t", text).split("\t"):
            words = " ".join(piece.split())
            if _is_organ(words.capitalize() if words.isupper() else words):
                return words.capitalize() if words.isupper() else words
    return None


def _is_organ(words: str) -> bool:
    last = words.split()[-1] if words.split() else ""
    return bool(last) and len(words) <= 60 and words[0].isupper() and words[-1].isalpha() and _ends_as_organ(last.casefold())


def _ends_as_organ(word: str) -> bool:
    organs = lexicon_map("meeting")["organs"]
    return any(word == organ if len(organ) <= 3 else word.endswith(organ) for organ in organs)


def _organ_in_title(title: str) -> str | None:
    words = title.split()
    best = None
    for at, word in enumerate(words):
        base = _organ_base(word)
        if base is not None:
            best = (at, base)
    if best is None:
        return None
    at, base = best
    if at == 0:
        return base
    return " ".join([*_agreeing(words[:at]), base if words[at][0].isupper() else base.lower()])


def _organ_base(word: str) -> str | None:
    """The base form of a word for an organ: 'lautakunnan' -> 'lautakunta', 'ry:n' -> 'ry'."""
    stem = re.match(r"(ry|rf)(?::n|\.|$)", word)
    if stem:
        return stem[1]
    plain = word.strip(".,:()")
    for analysis in analyse(plain.lower()):
        if analysis.case in ("genitive", "nominative") and _ends_as_organ(analysis.base.casefold()):
            base = analysis.base.lower()
            return base.capitalize() if plain[:1].isupper() else base
    return plain if _ends_as_organ(plain.casefold()) else None


def _agreeing(words: Sequence[str]) -> list[str]:
    """Adjectives at the beginning agree with the head, so they get its base form; other words stay."""
    found = []
    leading = True
    for word in words:
        reading = next((a for a in analyse(word.lower()) if _is_adjective(a)), None)
        if leading and reading is not None and reading.case == "genitive":
            found.append(reading.base.capitalize() if word[0].isupper() else reading.base)
        else:
            leading = False
            found.append(word)
    return found


def _is_adjective(reading: Analysis) -> bool:
    """Participles go with the noun behind them ('ehkäisevän päihdetyön'), other adjectives with the head."""
    return reading.word_class in ("adjective", "noun_adjective") and reading.participle is None


# --- kind, number, date -------------------------------------------------------------------------


def _kind(title: str, others: Sequence[str], formal: bool) -> MeetingKind | None:
    """From the word that names the document; § numbered documents are minutes, others memos."""
    for text in (title, *others):
        folded = normal(text)
        for kind, words in lexicon_map("meeting_kinds").items():
            if any(re.search(rf"{re.escape(word)}\b", folded) for word in words):
                return kind  # type: ignore[return-value]
    return "minutes" if formal else "memo"


def _first_number(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = _NUMBER.search(text)
        if match:
            return match[1]
    return None


def _first_date(texts: Sequence[str]) -> datetime.date | None:
    for text in texts:
        for match in _DATE.finditer(text):
            day = _to_date(*match.groups())
            if day:
                return day
        day = _written_date(text)
        if day:
            return day
    return None


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


def _to_date(day: str, month: str, year: str) -> datetime.date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return datetime.date(full, int(month), int(day))
    except ValueError:
        return None


def _next_date(
    document: DocumentText, passages: Sequence[Passage], base: datetime.date | None
) -> str | None:
    for passage in passages:
        if passage.item is None:
            continue
        match = _NEXT.search(document.flat[passage.span.start : passage.span.end])
        if match is None:
            continue
        year = match[3] or (str(base.year) if base else None)
        day = _to_date(match[1], match[2], year) if year else None
        if day and base and not match[3] and day <= base:
            day = _to_date(match[1], match[2], str(base.year + 1))
        if day and (base is None or day > base):
            return day.isoformat()
    return None


# --- times and place ----------------------------------------------------------------------------


def _labelled(document: DocumentText, rows: Sequence[Row], label: str) -> Iterator[str]:
    """The values that stand behind a label, on its line or, where that is empty, the next ones."""
    for at, row in enumerate(rows):
        head = find_head(row.text, "meeting")
        if head is None or row.text[: head.rest].strip() == "":
            continue
        words = normal(head.printed)
        if words not in {normal(word) for word in lexicon_map("meeting")[label]}:
            continue
        value = row.text[head.rest :].strip()
        following = at + 1
        while following < len(rows) and _goes_on(row, rows[following], bool(value)):
            value = f"{value} {rows[following].text.strip()}".strip()
            following += 1
        if value:
            yield value.replace("\t", " ")


def _goes_on(head: Row, row: Row, has_value: bool) -> bool:
    if _is_labelled(row) or find_head(row.text, "layout") or row.label is not None:
        return False
    near = row.gap is not None and row.gap < 0.8
    return near and row.left > head.left + 12 if has_value else near


def _times(
    document: DocumentText, texts: Sequence[str], passages: Sequence[Passage]
) -> tuple[str | None, str | None]:
    starts = ends = None
    for text in texts:
        plain = _DATE.sub(" ", text)
        if match := _RANGE.search(plain):
            if match[2] or match[4] or "klo" in plain or "kl" in plain:
                starts, ends = _hhmm(match[1], match[2]), _hhmm(match[3], match[4])
                break
        if match := _AT.search(plain):
            starts = _hhmm(match[1], match[2])
            break
    said = [document.flat[p.span.start : p.span.end] for p in passages if p.item and p.role == "text"]
    if starts is None:
        starts = next((_hhmm(m[1], m[2]) for text in said if (m := _OPENED.search(text))), None)
    if ends is None:
        ends = next((_hhmm(m[1], m[2]) for text in reversed(said) if (m := _CLOSED.search(text))), None)
    return starts, ends


def _scheduled(
    document: DocumentText, rows: Sequence[Row], day: datetime.date
) -> tuple[str | None, str | None]:
    """First beginning and last end in the rows of a timetable of the meeting's own day."""
    starts, ends = [], []
    for line in (line for grid in find_grids(document, rows) for line in grid):
        texts = [document.quote(cell) for cell in line if cell]
        if len(texts) > 1 and _first_date(texts) == day:
            for match in filter(None, (_RANGE.search(_DATE.sub(" ", text)) for text in texts)):
                starts.append(_hhmm(match[1], match[2]))
                ends.append(_hhmm(match[3], match[4]))
    return min(filter(None, starts), default=None), max(filter(None, ends), default=None)


def _hhmm(hours: str, minutes: str | None) -> str | None:
    return f"{int(hours):02}:{minutes or '00'}" if int(hours) < 24 else None


def _place(document: DocumentText, preamble: Sequence[Row]) -> str | None:
    for value in _labelled(document, preamble, "place_labels"):
        plain = _DATE.sub(" ", value)
        plain = re.sub(rf"\b(?:klo|kl\.?|kello)?\s*{_CLOCK}[.:][0-5]\d(?:\s*[-–—]\s*{_CLOCK}(?:[.:][0-5]\d)?)?", " ", plain)
        plain = re.sub(rf"\b(?:klo|kl\.?|kello)\s*{_CLOCK}(?:\s*[-–—]\s*{_CLOCK})?", " ", plain)
        plain = re.sub(r"^(?:[\s,.;:–-]|(?:ma|ti|ke|to|pe|la|su)\b|\w+(?:tai|nantai|stai|kko)na?\b(?=[\s,]))+", "", plain)
        plain = re.sub(r"\s+,", ",", " ".join(plain.split())).strip(" ,.;–-")
        if plain:
            return plain
    return None
