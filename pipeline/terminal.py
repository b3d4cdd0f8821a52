"""What people read in the terminal: progress, lists, a document as a page."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from models.records import Attendee, Findings, Item, Record, Warning
from models.warnings import SEVERITIES
from pipeline.doctor import Check
from pipeline.store import FailureNote, StoredDocument, StoredWarning, joined_text

WIDTH_OF_FILES = 160
"""Columns where the output is not a terminal, so that lines are not broken at 80."""

Advance = Callable[[int, int, str], None]


def terminal(stderr: bool = False) -> Console:
    """Standard output, or standard error, as wide as it is."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH_OF_FILES
    return Console(file=stream, width=width, highlight=False)


def plain_table(*columns: str, numbers: Sequence[str] = ()) -> Table:
    """A table without lines; a cell that is too long is cut off."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        if column in numbers:
            table.add_column(column, justify="right", no_wrap=True)
        else:
            table.add_column(column, overflow="ellipsis", no_wrap=True)
    return table


def print_table(table: Table) -> None:
    """Print a plain table in the width that there is: the widest columns are cut off, the others
    stay whole."""
    from rich.cells import cell_len

    console = terminal()
    widths = [max(cell_len(str(cell)) for cell in column.cells) for column in table.columns]
    widths = [max(cell_len(str(c.header)), w) for c, w in zip(table.columns, widths, strict=True)]
    room, most = console.width - 2 * len(widths), max(widths)
    while most > 1 and sum(min(width, most) for width in widths) > room:
        most -= 1
    for column in table.columns:
        column.max_width = most
    console.print(table)


# --- progress -----------------------------------------------------------------------------------


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Advance]:
    """A function that moves a bar with rate and time left; silent where there is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total, _name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeLeft(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=terminal(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=None, name="", rate="")

        def advance(done: int, total: int, name: str) -> None:
            elapsed = progress.tasks[0].elapsed or 0
            rate = f"{done / elapsed:.1f}/s" if elapsed else ""
            progress.update(bar, completed=done, total=total, name=name, rate=rate)

        yield advance


# --- lists --------------------------------------------------------------------------------------


def print_documents(
    documents: Sequence[StoredDocument],
    failures: Sequence[FailureNote],
    states: Mapping[str, str],
) -> None:
    """The stored documents in a table, and below it what failed; ``states`` says by hash of files
    that are not what lies there now."""
    console = terminal()
    state = ("state",) if any(one.sha256 in states for one in documents) else ()
    table = plain_table("document", "file", "date", "pages", *state, "title", numbers=("pages",))
    for one in documents:
        mark = (states.get(one.sha256, ""),) if state else ()
        cells = (one.key, one.name, one.date or "", str(one.pages), *mark, one.title or "")
        table.add_row(*map(escape, cells))
    console.print(table if documents else "No documents: type 'poytakirja ingest FOLDER'.")
    for failure in failures:
        times = f"{failure.attempts} times" if failure.attempts > 1 else "once"
        line = f"Failed {times}: {failure.path} ({failure.stage}): {failure.reason}"
        console.print(line, markup=False)


def print_checks(checks: Sequence[Check]) -> None:
    """What is there, and what to type for what is not."""
    console = terminal()
    for check in checks:
        mark = "[green]ok[/]     " if check.fine else "[red]missing[/]"
        console.print(f"{mark} {check.name}: {escape(check.found)}")
        if not check.fine and check.remedy:
            console.print(f"        type: {check.remedy}", markup=False)


def print_warnings(warnings: Sequence[StoredWarning], documents: int) -> None:
    """A line for each warning, then how many there are of each severity in how many documents."""
    console = terminal()
    for one in warnings:
        page = f"page {one.page}" if one.page else ""
        place = ", ".join(filter(None, (page, f"item {one.item}" if one.item else "")))
        where = f"{one.name}, {place}" if place else one.name
        line = f"{one.severity}: {where}: {one.code}: {one.message}"
        console.print(line, markup=False, soft_wrap=True)
    counts = Counter(one.severity for one in warnings)
    told = [f"{counts[s]} {s}{'s' * (counts[s] > 1)}" for s in SEVERITIES if counts[s]]
    named = len({one.name for one in warnings})
    among = f"{', '.join(told)} in {named} of" if told else "No warnings in"
    console.print(f"{among} {documents} document{'s' * (documents != 1)}.")


# --- a document ---------------------------------------------------------------------------------


LINKS = {
    "earlier": ("a later version is", "an earlier version is"),
    "agenda": ("an agenda of", "the agenda is"),
    "invitation": ("an invitation to", "the invitation is"),
    "extract": ("an extract of", "an extract is"),
}
"""By kind of link what is said of this document before the other's name: where it is what the kind
says, and where the other one is."""

LinkedDocuments = Sequence[tuple[str, bool, StoredDocument]]


def print_meeting(
    records: Sequence[Record], documents: Sequence[StoredDocument], linked: LinkedDocuments
) -> None:
    """The meeting as one would want to read it: ``records`` are its ``documents``, mostly one, and
    ``linked`` others of the same meeting."""
    terminal().print(Group(*_page(records, documents, linked)))


def _page(
    records: Sequence[Record], documents: Sequence[StoredDocument], linked: LinkedDocuments
) -> Iterator[RenderableType]:
    meeting = records[0].minutes.meeting
    yield Text(meeting.title or documents[0].name, style="bold")
    times = "–".join(time for time in (meeting.starts_at, meeting.ends_at) if time)
    place = " ".join((meeting.place or "").split())
    facts = (meeting.body, meeting.number, meeting.date, times, place)
    yield Text(" · ".join(fact for fact in facts if fact))
    for document in documents:
        pages = f"{document.pages} pages" if document.pages > 1 else "1 page"
        yield Text(f"{document.name} · {document.key} · {pages}", style="dim")
    for kind, theirs, other in linked:
        if kind in LINKS:
            yield Text(f"{LINKS[kind][theirs]} {other.name}", style="dim")
    attendees = list({one.name: one for r in records[::-1] for one in r.minutes.attendees}.values())
    if attendees:
        yield Text("\nPeople", style="bold")
        yield _attendance(attendees)
    if any(record.minutes.items for record in records):
        yield Text("\nItems", style="bold")
        yield from map(_item_tree, records)
    warnings = [warning for record in records for warning in _warnings(record)]
    if warnings:
        yield Text("\nWarnings", style="bold")
        yield from (Text(f"{warning.code}: {warning.message}") for warning in warnings)


def _warnings(record: Record) -> tuple[Warning, ...]:
    parts = (record.document, record.minutes, record.findings, record)
    return tuple(warning for part in parts for warning in part.warnings)


def _attendance(attendees: Sequence[Attendee]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in attendees:
        cells = (one.name, one.role, one.mode, one.title or "", one.affiliation or "")
        table.add_row(*(escape(cell.replace("_", " ")) for cell in cells))
    return table


def _item_tree(record: Record) -> Tree:
    tree = Tree("", hide_root=True, guide_style="dim")
    branches: dict[str, Tree] = {}
    notes = _notes_by_item(record.findings)
    for item in record.minutes.items:
        parent = branches.get(item.path.rpartition(".")[0], tree)
        branch = branches[item.path] = parent.add(_heading(record, item))
        for note in notes[item.path]:
            branch.add(note)
    return tree


def _heading(record: Record, item: Item) -> Text:
    words = item.title or joined_text(record.document, item.text_spans)
    style = "bold" if item.depth == 1 and item.title else ""
    return Text(" ".join(filter(None, (item.label or item.path, words))), style=style)


def _notes_by_item(found: Findings) -> dict[str | None, list[Text]]:
    """What was found in each item, a line each, in the order that matters to a reader."""
    notes: dict[str | None, list[Text]] = defaultdict(list)
    for decision in found.decisions:
        votes = f", {decision.votes.for_}–{decision.votes.against}" if decision.votes else ""
        name = f"decision ({decision.kind}{votes})"
        notes[decision.item].append(_note("green", name, decision.text))
    for action in found.actions:
        who = ", ".join(action.assignees) or "nobody named"
        due = f", due {action.due}" if action.due else ""
        notes[action.item].append(_note("yellow", f"action ({who}{due})", action.text))
    for path, lines in _values_by_item(found).items():
        for name, values in lines.items():
            notes[path].append(_note("cyan", name, ", ".join(dict.fromkeys(values))))
    return notes


def _values_by_item(found: Findings) -> dict[str | None, dict[str, list[str]]]:
    values: dict[str | None, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, named in (("people", found.people), ("organisations", found.organisations)):
        for one in named:
            for mention in one.mentions:
                values[mention.item][name].append(one.name)
    for statistic in found.statistics:
        previous = f"{_figure(statistic.previous)} → " if statistic.previous is not None else ""
        upper = f"–{_figure(statistic.upper)}" if statistic.upper is not None else ""
        figure = f"{previous}{_figure(statistic.value)}{upper} {statistic.unit}"
        values[statistic.item]["statistics"].append(figure)
    for date in found.dates:
        values[date.item]["dates"].append(f"{date.value}–{date.end}" if date.end else date.value)
    for reference in found.references:
        values[reference.item]["references"].append(reference.ref)
    for link in found.links:
        values[link.item]["links"].append(link.url)
    return values


def _figure(value: float) -> str:
    """All digits of a figure, which ``g`` would round: 3700000, not 3.7e+06."""
    return f"{value:.15g}"


def _note(style: str, name: str, words: str) -> Text:
    return Text.assemble((f"{name}: ", style), " ".join(words.split()))
