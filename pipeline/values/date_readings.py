"""The value functions of the date rules: what the groups of a match mean, or None to refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from pipeline.morphology import analyse
from pipeline.rulebook import lexicon, lexicon_keys
from pipeline.values import periods
from pipeline.values.periods import Period, Pull
from pipeline.values.surroundings import find_pull, word_after, word_before

Ends = tuple[Period, Period | None]
"""A period, and the one that it runs to."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A match of a date rule, and the day that dates without a year are counted from."""

    match: regex.Match[str]
    base: date | None

    def get(self, name: str) -> str | None:
        """What a group caught; None where it caught nothing or the rule has no such group."""
        return (self.match[name] or None) if name in self.match.re.groupindex else None

    def number(self, name: str) -> int | None:
        found = self.get(name)
        return int(found) if found else None

    def key(self, name: str, words: str) -> str | None:
        """The key in ``lexicon/<words>.yaml`` of the word that a group caught."""
        found = self.get(name)
        return lexicon_keys(words).get(found.lower()) if found else None

    def year(self, name: str = "year") -> int | None:
        """The year that is printed, or the one that ``viime``, ``ensi`` ... say."""
        found = self.get(name)
        if found:
            return periods.full_year(found)
        direction = self.key("direction", "time_directions")
        if direction and self.base:
            return self.base.year + int(direction)
        return None

    def pull(self) -> Pull:
        return find_pull(self.match.string, self.match.start(), self.match.end())

    def place(self, make: Callable[[int], Period | None], year: int | None) -> Period | None:
        """The period of the year, or of the likeliest one where none is said."""
        if year is not None:
            return make(year)
        if self.base is None:
            return None
        weekday = self.key("weekday", "weekdays")
        return periods.likeliest(make, self.base, self.pull(), int(weekday) if weekday else None)


def calendar_date(found: DateMatch) -> Ends | None:
    """A day, or the last one of a month or year."""
    year = found.year()
    month = _month(found)
    if found.get("last"):
        one = found.place(lambda y: periods.month_end(y, month or 12), year)
        return (one, None) if one else None
    number = found.number("day") or int(found.key("ordinal", "ordinals") or 0)
    if not month or not number:
        return None
    one = found.place(lambda y: periods.day(y, month, number), year)
    return (one, None) if one else None


def date_range(found: DateMatch) -> Ends | None:
    """From a day to a later one; a day alone where the match has no second one."""
    day, end_day = found.number("day"), found.number("end_day")
    month = _month(found)
    if not day or not month:
        return None
    if not end_day:
        return calendar_date(found)
    end_month = _month(found, "end_month") or month
    return _days(found, (month, day), (end_month, end_day))


def _days(found: DateMatch, first: tuple[int, int], last: tuple[int, int]) -> Ends | None:
    end = found.place(lambda y: periods.day(y, *last), found.year("end_year") or found.year())
    if end is None:
        return None
    turns = 1 if last < first else 0
    start = periods.day(found.year() or end.first.year - turns, *first)
    if found.get("year") and not found.get("end_year"):
        end = periods.day(int(start.first.year) + turns, *last) if start else None
    if start is None or end is None or start.first > end.first:
        return None
    return start, end


def month(found: DateMatch) -> Ends | None:
    """A month by name."""
    number = _month(found)
    if not number:
        return None
    direction = found.key("direction", "time_directions")
    if direction in ("-1", "1") and not found.get("year") and "vuoden" not in found.match[0]:
        one = _month_beside(found, number, int(direction))
    else:
        one = found.place(lambda y: periods.month(y, number), found.year())
    return (one, None) if one else None


def _month_beside(found: DateMatch, number: int, direction: int) -> Period | None:
    """``viime lokakuussa``: the nearest such month on that side of the meeting."""
    if found.base is None:
        return None
    around = [periods.month(found.base.year + step, number) for step in (-1, 0, 1)]
    if direction < 0:
        return max((p for p in around if p.last < found.base), key=lambda p: p.last, default=None)
    return min((p for p in around if p.first > found.base), key=lambda p: p.first, default=None)


def month_range(found: DateMatch) -> Ends | None:
    """From a month to a later one, by name or figures; refused where it is a running number."""
    first, last = _month(found), _month(found, "end_month")
    if not first or _is_running_number(found):
        return None
    if not last:
        one = found.place(lambda y: periods.month(y, first), found.year())
        return (one, None) if one else None
    end = found.place(lambda y: periods.month(y, last), found.year("end_year") or found.year())
    if end is None:
        return None
    turns = 1 if last < first else 0
    start = periods.month(found.year() or end.first.year - turns, first)
    if found.get("year") and not found.get("end_year"):
        end = periods.month(start.first.year + turns, last)
    return (start, end) if start.first < end.first else None


def _is_running_number(found: DateMatch) -> bool:
    """``Kokouksen 9/2024 muistio``: a word beside says that the figures are a number."""
    if "/" not in found.match[0]:
        return False
    text, match = found.match.string, found.match
    beside = (word_before(text, match.start()), word_after(text, match.end()))
    return any(_has_base(word, lexicon("not_year_before")) for word in beside)


def _has_base(word: str, bases: tuple[str, ...]) -> bool:
    plain = word.lower().rstrip(".:")
    if plain in bases or word.lower() in bases:
        return True
    for reading in analyse(plain):
        if reading.base.lower() in bases or (reading.parts and reading.parts[-1] in bases):
            return True
    return False


def week(found: DateMatch) -> Ends | None:
    """A week by number, or beside the meeting's own."""
    number = found.number("week")
    if number is None:
        direction = found.key("direction", "time_directions")
        if direction is None or found.base is None or _is_narrated(found):
            return None
        year, number, _ = (found.base + timedelta(weeks=int(direction))).isocalendar()
        one = periods.week(year, number)
        return (one, None) if one else None
    chosen = number
    one = found.place(lambda y: periods.week(y, chosen), found.year())
    end_number = found.number("end_week")
    if one is None or end_number is None:
        return (one, None) if one else None
    end = periods.week(int(one.value[:4]) + (end_number < number), end_number)
    return (one, end) if end else None


def _is_narrated(found: DateMatch) -> bool:
    """``seuraavalla viikolla asiaa on hoidettu``: the week after something else in the past."""
    return "seuraav" in found.match[0].lower() and found.pull() == "past"


def quarter(found: DateMatch) -> Ends | None:
    number = found.number("quarter") or int(found.key("ordinal", "ordinals") or 0)
    if not 1 <= number <= 4:
        return None
    one = found.place(lambda y: periods.quarter(y, number), found.year())
    return (one, None) if one else None


def half_year(found: DateMatch) -> Ends | None:
    number = found.number("half") or int(found.key("ordinal", "ordinals") or 0)
    if number not in (1, 2):
        return None
    one = found.place(lambda y: periods.half(y, number), found.year())
    return (one, None) if one else None


def season(found: DateMatch) -> Ends | None:
    """A season, or from one to another; a bare base form without a year is refused."""
    name = found.key("season", "seasons")
    if name is None:
        return None
    year, end_name = found.year(), found.key("end_season", "seasons")
    if year is None and end_name is None and _is_title_word(found.get("season") or ""):
        return None
    if end_name is not None:
        end = periods.season(found.year("end_year") or 0, end_name)
        start = periods.season(year or int(end.value[:4]) - (end.value[5:] < name), name)
        return start, end
    direction = found.key("direction", "time_directions")
    if direction in ("-1", "1") and found.get("year") is None and found.base is not None:
        one = _season_beside(found.base, name, int(direction))
    else:
        one = found.place(lambda y: periods.season(y, name), year)
    return (one, None) if one else None


def _is_title_word(word: str) -> bool:
    readings = analyse(word.lower())
    return bool(readings) and all(r.case == "nominative" for r in readings)


def _season_beside(base: date, name: str, direction: int) -> Period | None:
    around = [periods.season(base.year + step, name) for step in (-2, -1, 0, 1)]
    if direction < 0:
        return max((p for p in around if p.last < base), key=lambda p: p.last, default=None)
    return min((p for p in around if p.first > base), key=lambda p: p.first, default=None)


def part_of_year(found: DateMatch) -> Ends | None:
    name = found.key("part", "year_parts")
    if name is None:
        return None
    one = found.place(lambda y: periods.part_of_year(y, name), found.year())
    return (one, None) if one else None


def year(found: DateMatch) -> Ends | None:
    """A year; four bare figures are refused where they belong to a name or count something."""
    number = found.year()
    if number is None:
        return None
    if found.match[0].isdigit() and not _is_bare_year(found, number):
        return None
    return periods.year(number), None


def _is_bare_year(found: DateMatch, number: int) -> bool:
    text, start = found.match.string, found.match.start()
    before = word_before(text, start)
    if _has_base(before, lexicon("numbering_before")) or before.lower() in lexicon("count_before"):
        return False
    if number <= 2000 and _is_counted(word_after(text, found.match.end())):
        return False
    return not _is_name(text, start, before)


def _is_counted(word: str) -> bool:
    return any(r.word_class == "noun" and r.case == "partitive" for r in analyse(word.lower()))


def _is_name(text: str, start: int, before: str) -> bool:
    """True if the word before is (the end of) a name: ``TAVI 2024``, ``Uusi Testilä 2030``."""
    if not before or not before[0].isupper() or text[start - 1] == "(":
        return False
    if before.isupper() and len(before) > 1:
        return True
    before = before.rpartition("-")[2] or before
    if before[0].islower():
        return False
    at = text.rfind(before, 0, start)
    begins = at == 0 or text[at - 1] == "\n" or text[max(0, at - 2) : at].strip() in (".", ":", "!")
    known = any(r.word_class in ("noun", "adjective") for r in analyse(before.lower()))
    return not (begins and known)


def year_range(found: DateMatch) -> Ends | None:
    """From a year to a later one, at most a century on."""
    first, second = found.get("year"), found.get("end_year")
    if not first or not second:
        return None
    start = int(first)
    end = int(second) if len(second) == 4 else start // 100 * 100 + int(second)
    if not start < end <= start + 100:
        return None
    return periods.year(start), periods.year(end)


def relative_date(found: DateMatch) -> Ends | None:
    """A day counted from the meeting's."""
    if found.base is None:
        return None
    shift = found.key("word", "relative_days")
    if shift is not None:
        return _one_day(found.base + timedelta(days=int(shift)))
    weekday = found.key("weekday", "weekdays")
    if weekday is not None:
        return _one_day(_weekday_near(found, found.base, int(weekday)))
    return _after_span(found, found.base)


def _weekday_near(found: DateMatch, base: date, weekday: int) -> date:
    ahead = (weekday - base.isoweekday()) % 7
    direction = found.key("direction", "time_directions")
    if direction == "-1" or (direction is None and ahead and found.pull() == "past"):
        return base - timedelta(days=(7 - ahead) if ahead else 7 * (direction == "-1"))
    if direction == "1" and not ahead:
        ahead = 7
    return base + timedelta(days=ahead)


def _after_span(found: DateMatch, base: date) -> Ends | None:
    """``kahden viikon kuluttua``; as exact as its unit; what is past was counted from elsewhere."""
    if found.pull() == "past":
        return None
    word = found.key("count_word", "small_numbers")
    count, unit = found.number("count") or int(word or 1), (found.get("unit") or "").lower()
    if unit.startswith(("päiv", "vuorok")):
        return _one_day(base + timedelta(days=count))
    if unit.startswith(("viik", "vk")):
        return _one_day(base + timedelta(weeks=count))
    if unit.startswith(("kuuk", "kk")):
        months = base.year * 12 + base.month - 1 + count
        return periods.month(months // 12, months % 12 + 1), None
    return periods.year(base.year + count), None


def _one_day(when: date) -> Ends | None:
    one = periods.day(when.year, when.month, when.day)
    return (one, None) if one else None


def weekday_of_month(found: DateMatch) -> Ends | None:
    """``toukokuun viimeisenä lauantaina``: which of the weekdays of a month it is."""
    month, weekday = _month(found), int(found.key("weekday", "weekdays") or 0)
    which = -1 if found.get("final") else int(found.key("ordinal", "ordinals") or 0)
    if not month or not weekday or which > 5 or not which:
        return None
    one = found.place(lambda y: periods.weekday_of_month(y, month, weekday, which), found.year())
    return (one, None) if one else None


def feast(found: DateMatch) -> Ends | None:
    """``ennen vappua``: the day of a feast that the calendar fixes."""
    key = [int(part) for part in (found.key("feast", "feasts") or "").split("-") if part]
    if len(key) == 2:
        month, number = key
        one = found.place(lambda y: periods.day(y, month, number), found.year())
    elif len(key) == 3:
        weekday, earliest, month = key
        one = found.place(lambda y: periods.weekday_from(y, month, earliest, weekday), found.year())
    else:
        return None
    return (one, None) if one else None


def _month(found: DateMatch, name: str = "month") -> int | None:
    by_name = found.key(f"{name}_name", "months")
    return int(by_name) if by_name else found.number(name)


READINGS: Mapping[str, Callable[[DateMatch], Ends | None]] = {
    function.__name__: function
    for function in (
        calendar_date, date_range, month, month_range, week, quarter, half_year,
        season, part_of_year, year, year_range, relative_date, weekday_of_month, feast,
    )
}  # fmt: skip
