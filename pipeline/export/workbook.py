"""The tables of facts as one workbook, a sheet each, for Excel, LibreOffice and the like."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.export.output import Advance
from pipeline.export.tables import PSEUDONYMOUS, Tables
from pipeline.store import VERSION, Column, FactTable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""The most that a sheet of the format holds, its header among them."""
CHARACTERS = 32_767
"""The most that a cell holds."""
CUT = " […]"
"""What stands at the end of a text that was longer."""
WIDTHS = {"text": 30, "word": 12, "id": 22, "day": 11, "time": 7, "moment": 17, "period": 13}
NUMBERS = 9
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MADE = datetime(2000, 1, 1)
"""When a workbook says that it was made: the same facts give the same bytes."""
HEAD = ("sheet", "rows", "meaning"), ("sheet", "column", "type", "meaning")
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


def write_xlsx(tables: Tables, path: Path, advance: Advance) -> int:
    """Write a workbook with a sheet a table, and one in front that explains them; returns how many
    rows there are.

    A text that is too long for a cell is cut off and marked. Raises InputError where there are more
    rows than a sheet can hold.
    """
    from xlsxwriter import Workbook

    listed = tables.all()
    with Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": "Facts of meeting minutes", "created": MADE})
        writer = _Writer(book)
        front = book.add_worksheet("README")  # written last, when the rows are counted
        counts = {}
        for at, table in enumerate(listed):
            advance(at, len(listed), table.name)
            counts[table.name] = writer.sheet(book.add_worksheet(table.name), table, tables)
        writer.front(front, listed, counts, tables.pseudonymous)
    return sum(counts.values())


class _Writer:
    """Sheets of a book, and its formats."""

    def __init__(self, book: Workbook) -> None:
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._formats: dict[str, Format] = {
            "day": book.add_format({"num_format": DAY}),
            "moment": book.add_format({"num_format": MOMENT}),
        }
        self._cut = 0

    def sheet(self, sheet: Worksheet, table: FactTable, tables: Tables) -> int:
        """Write the table; returns how many rows it has."""
        self._head(sheet, [column.name for column in table.columns])
        for at, column in enumerate(table.columns):
            width = WIDTHS.get(column.type, NUMBERS)
            sheet.set_column(at, at, width, self._formats.get(column.type))
        count = 0
        for count, row in enumerate(tables.rows(table), start=1):
            if count == ROWS:
                raise InputError(
                    f"{table.name} has more than {ROWS - 1:,} rows, the most that a sheet holds: "
                    "choose fewer documents (--organ, --from, --to), or --format csv or parquet"
                )
            for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, count, at, column, value)
        sheet.autofilter(0, 0, count, len(table.columns) - 1)
        return count

    def _head(self, sheet: Worksheet, names: list[str]) -> None:
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, self._bold)

    def _cell(self, sheet: Worksheet, row: int, at: int, column: Column, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, str):
            self._text(sheet, row, at, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, datetime):
            moment = value.replace(tzinfo=None)  # the format knows no time zones: all are UTC
            sheet.write_datetime(row, at, moment, self._formats["moment"])
        elif isinstance(value, date) and value.year >= 1900:
            sheet.write_datetime(row, at, value, self._formats["day"])
        elif isinstance(value, date):  # before the format's first day
            sheet.write_string(row, at, value.isoformat())
        else:
            sheet.write_number(row, at, value)

    def _text(self, sheet: Worksheet, row: int, at: int, text: str) -> None:
        if len(text) > CHARACTERS:
            text = text[: CHARACTERS - len(CUT)] + CUT
            self._cut += 1
        sheet.write_string(row, at, text)

    def front(
        self,
        sheet: Worksheet,
        listed: list[FactTable],
        counts: dict[str, int],
        pseudonymous: bool,
    ) -> None:
        """Write the sheet that explains the others."""
        lines: list[tuple[Any, ...]] = [
            (f"Facts of meeting minutes, version {VERSION}",),
            ("Times of the program are in UTC, times of meetings as the documents have them.",),
            *([(PSEUDONYMOUS,)] if pseudonymous else []),
            *([(f"{self._cut} texts were too long for a cell and end with '{CUT.strip()}'.",)]
              if self._cut else []),
            (),
            HEAD[0],
            *((table.name, counts[table.name], table.meaning) for table in listed),
            (),
            HEAD[1],
            *((table.name, one.name, one.type, one.meaning)
              for table in listed for one in table.columns),
        ]  # fmt: skip
        sheet.set_column(0, 1, 16)
        for row, line in enumerate(lines):
            bold = self._bold if row == 0 or line in HEAD else None
            for at, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(row, at, value)
                else:
                    sheet.write_string(row, at, value, bold)
