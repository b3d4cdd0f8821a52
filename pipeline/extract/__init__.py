"""Minutes to Findings: names, dates, figures, references, links, decisions and actions."""

from __future__ import annotations

from models.records import BEFORE_MEETING, OF_NO_MEETING, DocumentText, Findings, Minutes
from pipeline.extract.recogniser import model_version

__all__ = ["extract_findings", "model_version"]


def extract_findings(document: DocumentText, minutes: Minutes) -> Findings:
    """Everything that the rules and the model find in the document's passages, in text order.

    Raises MissingModelError where the language model or the morphology is not installed.
    """
    # Imported here: the model and the rules are heavy, and not every command needs them.
    from pipeline.extract.actions import extract_actions
    from pipeline.extract.certainty import settle_confidence
    from pipeline.extract.dates import extract_dates
    from pipeline.extract.decisions import extract_decisions
    from pipeline.extract.entities import find_mentions
    from pipeline.extract.integrity import find_contradictions
    from pipeline.extract.links import extract_links
    from pipeline.extract.references import extract_references
    from pipeline.extract.statistics import extract_statistics

    mentions = find_mentions(document, minutes)
    dates = extract_dates(document, minutes)
    decides = minutes.meeting.kind not in (*BEFORE_MEETING, *OF_NO_MEETING)
    decisions = extract_decisions(document, minutes, mentions) if decides else ()
    findings = Findings(
        mentions=mentions,
        links=extract_links(document, minutes),
        statistics=extract_statistics(document, minutes),
        dates=dates,
        references=extract_references(document, minutes),
        decisions=decisions,
        actions=extract_actions(document, minutes, mentions, dates) if decides else (),
        warnings=tuple(find_contradictions(document, minutes, decisions)),
    )
    return settle_confidence(findings, document)
