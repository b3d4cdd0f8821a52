"""Stretches of the calendar as the contract writes them: a day, a week, a season, a year ..."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from models.records import Precision

Pull = Literal["past", "future", "deadline", "none"]
"""Where the words around a date without a year send it."""

SEASON_MONTHS = {"spring": (1, 5), "summer": (6, 8), "autumn": (8, 11), "winter": (12, 2)}
"""Months used to choose the likeliest year: the Finnish spring term begins in January."""

PART_MONTHS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}

# How much farther away a date seems when it lies against the tense of its sentence.
_AGAINST = {"past": 3.0, "future": 3.0, "deadline": 12.0, "none": 1.0}


@dataclass(frozen=True, slots=True)
class Period:
    """``value`` in the contract's form, and the first and last day that it covers."""

    value: str
    precision: Precision
    first: date
    last: date


def day(year: int, month: int, number: int) -> Period | None:
    """A day of the calendar; None where there is no such day."""
    try:
        one = date(year, month, number)
    except ValueError:
        return None
    return Period(one.isoformat(), "day", one, one)


def weekday_from(year: int, month: int, earliest: int, weekday: int) -> Period | None:
    """The first such weekday (Monday is 1) from a day of a month on."""
    begin = date(year, month, earliest)
    found = begin + timedelta(days=(weekday - begin.isoweekday()) % 7)
    return day(found.year, found.month, found.day)


def weekday_of_month(year: int, month: int, weekday: int, which: int) -> Period | None:
    """The first, second ... such weekday (Monday is 1) of a month, the last one for -1; None where
    the month has no fifth."""
    days = [
        number
        for number in range(1, monthrange(year, month)[1] + 1)
        if date(year, month, number).isoweekday() == weekday
    ]
    at = which if which < 0 else which - 1
    return day(year, month, days[at]) if at < len(days) else None


def week(year: int, number: int) -> Period | None:
    """A week of the ISO calendar; None where the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Period(f"{year}-W{number:02}", "week", monday, monday + timedelta(days=6))


def month(year: int, number: int) -> Period:
    first, last = _months(year, number, number)
    return Period(f"{year}-{number:02}", "month", first, last)


def quarter(year: int, number: int) -> Period:
    first, last = _months(year, 3 * number - 2, 3 * number)
    return Period(f"{year}-Q{number}", "quarter", first, last)


def half(year: int, number: int) -> Period:
    first, last = _months(year, 6 * number - 5, 6 * number)
    return Period(f"{year}-H{number}", "half", first, last)


def season(year: int, name: str) -> Period:
    """A season; the winter of a year is the one that begins in it."""
    first, last = _months(year, *SEASON_MONTHS[name])
    return Period(f"{year}-{name}", "season", first, last)


def part_of_year(year: int, name: str) -> Period:
    first, last = _months(year, *PART_MONTHS[name])
    return Period(f"{year}-{name}", "part_of_year", first, last)


def year(number: int) -> Period:
    return Period(str(number), "year", date(number, 1, 1), date(number, 12, 31))


def month_end(year: int, number: int) -> Period:
    """The last day of a month."""
    last = _months(year, number, number)[1]
    return Period(last.isoformat(), "day", last, last)


def period_of(value: str) -> Period | None:
    """The period that a value in one of the contract's forms stands for; None for other words."""
    match = _FORM.fullmatch(value)
    if match is None:
        return None
    number, named = int(match["year"]), match["named"] or ""
    if match["day"]:
        return day(number, int(match["month"]), int(match["day"]))
    if match["month"]:
        return month(number, int(match["month"])) if 1 <= int(match["month"]) <= 12 else None
    if named in SEASON_MONTHS:
        return season(number, named)
    if named in PART_MONTHS:
        return part_of_year(number, named)
    if named[:1].isupper():
        return {"W": week, "Q": quarter, "H": half}[named[0]](number, int(named[1:]))
    return None if named else year(number)


def last_day_of(value: str | None) -> str | None:
    """The last day of the period that a value stands for, such as '2025-11-30' of '2025-autumn'."""
    period = period_of(value) if value else None
    return period.last.isoformat() if period else None


_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?"
    r"|-(?P<named>W\d\d|Q[1-4]|H[12]|[a-z]+))?"
)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    end_year = year if last >= first else year + 1
    return date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1])


def full_year(digits: str) -> int:
    """A year of two figures with its century: from 70 on the last one, else this."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (1900 if number >= 70 else 2000)


def likeliest(
    make: Callable[[int], Period | None], base: date, pull: Pull, weekday: int | None = None
) -> Period | None:
    """Of the period in the years round ``base`` the one nearest to it, as ``pull`` counts distance.

    ``weekday`` (Monday is 1) leaves only the years in which the day falls on it, if any does.
    """
    found = [one for y in range(base.year - 1, base.year + 2) if (one := make(y)) is not None]
    if weekday is not None:
        found = [one for one in found if one.first.isoweekday() == weekday] or found
    return min(found, key=lambda one: _distance(one, base, pull), default=None)


def _distance(period: Period, base: date, pull: Pull) -> float:
    if period.last < base:
        days, against = (base - period.last).days, pull in ("future", "deadline")
    elif period.first > base:
        days, against = (period.first - base).days, pull == "past"
    else:
        return 0.0
    return days * (_AGAINST[pull] if against else 1.0)
