"""Makes as many minutes as asked, all different in text: for curves of how time and memory grow.

    python -m benchmarks.documents FOLDER [--count 1000] [--first 0] [--seed 2025]

Each is a PDF of one or two pages with an attendance list, five to nine items, decisions, tasks with
owner and deadline, sums, shares, references and links. Everything in it is invented. Bodies meet
some forty times over the years, with their own members, so that people and organisations come back
as they do in an archive. The document of a number is the same whatever the count.
"""

from __future__ import annotations

import argparse
import ctypes
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

MEETINGS = 40
"""Documents of one body."""
FIRST_DAY, DAYS = date(2005, 1, 3), 6500
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 595, 842, 62, 780, 70
SIZE, LEADING, COLUMNS = 10.5, 14, 88
A_FOLDER = 1000
DECISIONS = ("Hyväksyttiin", "Merkittiin tiedoksi", "Siirrettiin seuraavaan kokoukseen")

STAMPS = re.compile(rb"(?<=\(D:)\d{14}|(?<=<)[0-9A-F]{32}(?=>)")
"""Moment and mark that PDFium puts into a file: without them the same lines are the same bytes."""

_told = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
WORDS: dict[str, list[str]] = {
    name: told.split() if isinstance(told, str) else told for name, told in _told.items()
}


def document(number: int, seed: int) -> list[str]:
    """The lines of the document with this number as they stand on the page."""
    body = Body.of(number // MEETINGS, seed)
    return list(
        _Minutes(body, number % MEETINGS, random.Random(f"{seed} document {number}")).lines()
    )


@dataclass(frozen=True)
class Body:
    """Who meets: its name, its place, its members as (given name, surname), and when it began."""

    name: str
    place: str
    members: Sequence[tuple[str, str]]
    begun: date

    @classmethod
    def of(cls, number: int, seed: int) -> Body:
        """The body with this number."""
        chance = random.Random(f"{seed} body {number}")

        def any_of(name: str) -> str:
            return chance.choice(WORDS[name])

        place = any_of("nature") + any_of("place_tails")
        names = ((any_of("given"), any_of("nature") + any_of("surname_tails")) for _ in range(12))
        begun = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        return cls(f"{place}n {any_of('bodies')}", place, list(dict.fromkeys(names)), begun)


class _Minutes:
    """Writes the lines of one meeting."""

    def __init__(self, body: Body, meeting: int, chance: random.Random) -> None:
        self.body, self.chance = body, chance
        self.day = body.begun + timedelta(days=30 * meeting + chance.randrange(9))
        self.label = f"{meeting % 11 + 1}/{self.day.year}"
        self.present = chance.sample(list(body.members), chance.randint(5, len(body.members) - 2))

    def lines(self) -> Iterator[str]:
        hour = self.chance.randint(8, 18)
        yield from (self.body.name, f"Pöytäkirja {self.label}", "")
        yield f"Aika: {_numbers(self.day)} klo {hour}.00–{hour + 2}.{self.chance.randint(10, 55)}"
        yield from (
            f"Paikka: {self.body.place}n {self._word('houses')}",
            "",
        )
        yield "Läsnä:"
        roles = ["puheenjohtaja", "sihteeri", *["jäsen"] * len(self.present)]
        for (given, surname), role in zip(self.present, roles, strict=False):
            yield f"{given} {surname}, {role}"
        absent = [one for one in self.body.members if one not in self.present]
        yield from _wrapped("Poissa: " + ", ".join(map(" ".join, absent)))
        yield from self._item(1, "Kokouksen avaus", [f"{self._name()} avasi kokouksen."])
        count = self.chance.randint(4, 8)
        for at in range(2, count + 1):
            subject = self._subject()
            writers = self.chance.sample(self._writers(), self.chance.randint(2, 4))
            yield from self._item(at, subject, [write(subject) for write in writers])
        ending = f"Puheenjohtaja päätti kokouksen klo {hour + 2}.{self.chance.randint(10, 55)}."
        yield from self._item(count + 1, "Kokouksen päättäminen", [ending])

    def _item(self, number: int, title: str, paragraphs: Sequence[str]) -> Iterator[str]:
        yield from ("", f"{number}. {title}")
        for paragraph in paragraphs:
            yield from _wrapped(paragraph)

    def _writers(self) -> list[Any]:
        return [
            self._told,
            self._task,
            self._decision,
            self._figures,
            self._reference,
            self._link,
            self._guest,
        ]

    def _told(self, subject: str) -> str:
        old = self.chance.randint(1990, 2004)
        return (
            f"{self._name()} kertoi, että {subject.lower()} on edennyt ja {self._word('nouns')} "
            f"valmistuu {self._word('months')}kuussa {self.day.year + 1}. {self._given()} "
            f"muistutti, että edellinen {self._word('nouns')} on vuodelta {old}."
        )

    def _task(self, subject: str) -> str:
        due = self.day + timedelta(days=self.chance.randint(5, 60))
        return (
            f"{self._name()} laatii asiasta {subject.lower()} uuden muistion ja lähettää sen "
            f"jäsenille {_numbers(due)} mennessä."
        )

    def _decision(self, subject: str) -> str:
        kind = self.chance.choice(DECISIONS)
        return f"Päätös: {kind} {self._word('nouns')} nro {self.chance.randint(1, 9999)}."

    def _figures(self, subject: str) -> str:
        thousands, rest = self.chance.randint(1, 400), self.chance.randrange(1000)
        return (
            f"Kustannukset ovat {thousands} {rest:03} euroa eli {self.chance.randint(2, 98)} % "
            f"arviosta, ja osallistujia oli {self.chance.randint(11, 900)}."
        )

    def _reference(self, subject: str) -> str:
        return (
            f"Asiaa koskee lain ({self.chance.randint(1, 1500)}/{self.chance.randint(1980, 2004)}) "
            f"{self.chance.randint(1, 90)} § (liite {self.chance.randint(1, 9)})."
        )

    def _link(self, subject: str) -> str:
        page = self.chance.randrange(10**6)
        return f"Lisätietoja: https://{self.body.place.lower().replace('ä', 'a')}.example.fi/{page}"

    def _guest(self, subject: str) -> str:
        """Names that no register knows, so that the model is asked."""
        person, firm = f"{self._unknown()} {self._unknown()}", self._unknown()
        return f"{person} esitteli asiaa {subject.lower()}, ja {firm} toimittaa laitteet."

    def _unknown(self) -> str:
        return "".join(self._word("syllables") for _ in range(3)).capitalize()

    def _subject(self) -> str:
        return self._word("subjects") + self._word("heads")

    def _name(self) -> str:
        return " ".join(self.chance.choice(self.present))

    def _given(self) -> str:
        return self.chance.choice(self.present)[0]

    def _word(self, name: str) -> str:
        return self.chance.choice(WORDS[name])


def _numbers(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _wrapped(paragraph: str) -> Iterator[str]:
    line = ""
    for word in paragraph.split():
        if line and len(line) + len(word) >= COLUMNS:
            yield line
            line = ""
        line = f"{line} {word}".lstrip()
    yield line


# --- as a PDF -------------------------------------------------------------------------------------


def to_pdf(lines: Sequence[str]) -> bytes:
    """The lines on pages of A4."""
    pdf = pdfium.FPDF_CreateNewDocument()
    font = pdfium.FPDFText_LoadStandardFont(pdf, b"Helvetica")
    try:
        rows = (TOP - BOTTOM) // LEADING
        for number, start in enumerate(range(0, len(lines), rows)):
            page = pdfium.FPDFPage_New(pdf, number, WIDTH, HEIGHT)
            for row, line in enumerate(lines[start : start + rows]):
                if line:
                    _write(pdf, font, page, line, TOP - row * LEADING)
            pdfium.FPDFPage_GenerateContent(page)
            pdfium.FPDF_ClosePage(page)
        return _saved(pdf)
    finally:
        pdfium.FPDFFont_Close(font)
        pdfium.FPDF_CloseDocument(pdf)


def _write(pdf: Any, font: Any, page: Any, line: str, height: int) -> None:
    text = pdfium.FPDFPageObj_CreateTextObj(pdf, font, SIZE)
    words = f"{line}\0".encode("utf-16-le")
    pdfium.FPDFText_SetText(text, (ctypes.c_ushort * (len(words) // 2)).from_buffer_copy(words))
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, LEFT, height)
    pdfium.FPDFPage_InsertObject(page, text)


def _saved(pdf: Any) -> bytes:
    pieces: list[bytes] = []

    def keep(_writer: Any, data: Any, size: int) -> int:
        pieces.append(ctypes.string_at(data, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE()
    writer.version = 1
    writer.WriteBlock = type(writer.WriteBlock)(keep)
    pdfium.FPDF_SaveAsCopy(pdf, writer, pdfium.FPDF_NO_INCREMENTAL)
    return STAMPS.sub(lambda stamp: b"0" * len(stamp[0]), b"".join(pieces))


def make_documents(folder: Path, first: int, count: int, seed: int) -> None:
    """Write the documents with these numbers into the folder, a thousand in a subfolder."""
    for number in range(first, first + count):
        path = folder / f"{number // A_FOLDER:04}" / f"poytakirja-{number:07}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_pdf(document(number, seed)))


def main() -> None:
    """Make them."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("folder", type=Path, help="where they are written")
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--first", type=int, default=0, help="the number of the first")
    options.add_argument("--seed", type=int, default=2025)
    chosen = options.parse_args()
    make_documents(chosen.folder, chosen.first, chosen.count, chosen.seed)
    print(f"{chosen.count} documents in {chosen.folder}")


if __name__ == "__main__":
    main()
