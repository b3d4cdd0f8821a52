"""The items found in a document's body against its own table of contents: no gold is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.records import DocumentText, Record
from pipeline.errors import InputError
from pipeline.workers import Death, run_tasks

if TYPE_CHECKING:
    from pipeline.segment import Listed


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document: how many sections its contents list (none where it has no contents), how many
    items have a decision heading, and what does not agree, in words; ``failure`` if unreadable."""

    file: str
    listed: int = 0
    headed: int = 0
    differences: tuple[str, ...] = ()
    failure: str | None = None


def compare_contents(paths: Sequence[Path], jobs: int = 1) -> list[Comparison]:
    """Every PDF among ``paths`` or in these folders and their subfolders, each of its meetings
    compared with its own table of contents.

    Sections and titles are looked for in the body alone: the contents are hidden, and so are the
    roles of a tagged structure. Raises InputError if there is no PDF, MissingModelError where the
    language model or the morphology is not installed.
    """
    within = [one for path in paths for one in (path.rglob("*") if path.is_dir() else [path])]
    files = sorted({path for path in within if path.suffix.lower() == ".pdf"})
    if not files:
        named = ", ".join(map(str, paths))
        raise InputError(f"There are no PDF files in {named}: name another folder")
    found = [one for several in run_tasks(compare_file, files, jobs, _died) for one in several]
    return sorted(found, key=lambda one: one.file)


def compare_file(path: Path) -> tuple[Comparison, ...]:
    """The meetings in the file at ``path`` against their tables of contents."""
    from pipeline.read import read_pdf
    from pipeline.segment import split_meetings

    try:
        parts = split_meetings(read_pdf(path))
    except InputError as error:
        return (Comparison(path.name, failure=str(error)),)
    names = [
        f"{path.name}#{at}" if len(parts) > 1 else path.name for at in range(1, len(parts) + 1)
    ]
    return tuple(map(_compare, names, parts))


def _compare(name: str, document: DocumentText) -> Comparison:
    from pipeline.ingest import process_document
    from pipeline.segment import split_contents

    listed, body = split_contents(document)
    if not listed:
        return Comparison(name)
    record = process_document(body)
    headed = _headed(record)
    found = (*_of_items(record, listed), *_of_decisions(record, headed))
    return Comparison(name, len(listed), len(headed), found)


def _died(path: Path, death: Death) -> tuple[Comparison, ...]:
    return (Comparison(path.name, failure=death.reason),)


def _of_items(record: Record, listed: Sequence[Listed]) -> Iterator[str]:
    from pipeline.segment import differences

    found = [(item.path, item.title) for item in record.minutes.items if item.depth == 1]
    yield from (words for _, _, words in differences(listed, found))


def _headed(record: Record) -> list[str]:
    """The paths of the items that have a decision heading."""
    return [
        item.path
        for item in record.minutes.items
        if any(section.kind == "decision" for section in item.sections)
    ]


def _of_decisions(record: Record, headed: Sequence[str]) -> Iterator[str]:
    decided = {decision.item for decision in record.findings.decisions}
    for path in headed:
        if path not in decided:
            yield f"item {path} has a decision heading, but no decision was found under it"


def comparisons_to_lines(found: Sequence[Comparison]) -> Iterator[str]:
    """A line for each difference, each file that cannot be read and each without contents, and a
    summary last."""
    for one in found:
        if one.failure is not None:
            yield f"{one.file}: not read: {one.failure}"
        elif not one.listed:
            yield f"{one.file}: no table of contents"
        yield from (f"{one.file}: {words}" for words in one.differences)
    compared = [one for one in found if one.listed]
    equal = sum(not one.differences for one in compared)
    listed, headed = sum(one.listed for one in compared), sum(one.headed for one in compared)
    yield (
        f"{equal} of {len(compared)} documents with a table of contents agree with it "
        f"({listed} sections listed, {headed} decision headings)"
    )


def all_agree(found: Sequence[Comparison]) -> bool:
    """True if every file was read and none differs from its contents."""
    return not any(one.differences or one.failure for one in found)
