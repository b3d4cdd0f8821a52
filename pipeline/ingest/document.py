"""The story of one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.records import DocumentText, Record
from pipeline.ingest.outcomes import Stage
from pipeline.ingest.versions import todays_versions
from pipeline.masks import process_masked
from pipeline.places import Place, printable

Entering = Callable[[Stage], None]


def ingest_file(path: Place, entering: Entering = lambda _stage: None) -> tuple[Record, ...]:
    """Everything the pipeline knows about the PDF at ``path``, which may be an ``Address``: a
    record for each meeting that it holds, nearly always one.

    ``entering`` is told each stage as it begins. Raises InputError if the file cannot be read,
    RuleError if a rule is wrong, MissingModelError if model or morphology is not installed.
    """
    from pipeline.read import read_pdf

    entering("read")
    document = read_pdf(path)
    entering("segment")
    from pipeline.segment import split_meetings

    parts = split_meetings(replace(document, file=printable(path.name)))
    return tuple(process_document(part, entering) for part in parts)


def process_document(document: DocumentText, entering: Entering = lambda _stage: None) -> Record:
    """The record of a document that has been read, with the rules and the model of today."""
    if document.masks:
        return process_masked(document, lambda readable: _processed(readable, entering))
    return _processed(document, entering)


def _processed(document: DocumentText, entering: Entering) -> Record:
    entering("segment")
    from pipeline.extract import extract_findings
    from pipeline.resolve import resolve_names
    from pipeline.segment import segment_minutes

    minutes = segment_minutes(document)
    entering("extract")
    findings = extract_findings(document, minutes)
    entering("resolve")
    minutes, findings = resolve_names(document, minutes, findings)
    versions = replace(todays_versions(), ocr=document.ocr)
    return Record(document, minutes, findings, versions)
