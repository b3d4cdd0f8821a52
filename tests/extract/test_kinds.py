"""What is only proposed, or is of no meeting, is neither decided nor a task of the meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.records import MeetingKind
from pipeline.extract import extract_findings
from tests.extract.acting import paper


@pytest.mark.parametrize(
    ("kind", "decided"),
    [("minutes", 1), ("extract", 1), ("bulletin", 1), ("agenda", 0), ("invitation", 0)],
)
def test_an_agenda_decides_nothing(kind: MeetingKind, decided: int) -> None:
    page = paper("Päätettiin, että Aino Esimerkki lähettää ohjeen 31.5.2025 mennessä.")
    meeting = replace(page.minutes.meeting, kind=kind)
    found = extract_findings(page.document, replace(page.minutes, meeting=meeting))
    assert (len(found.decisions), len(found.actions)) == (decided, decided)
    assert [date.value for date in found.dates] == ["2025-05-31"]
