"""Findings on scanned pages: no surer than their words were read."""

from __future__ import annotations

from dataclasses import replace

from models.records import DocumentText, Findings

KINDS = ("mentions", "links", "statistics", "dates", "references", "decisions", "actions")


def limit_confidence(findings: Findings, document: DocumentText) -> Findings:
    """The findings with their confidence times that of OCR in their words; others as they are."""
    if document.chars.confidence is None:
        return findings
    return replace(
        findings,
        **{
            kind: tuple(
                replace(one, confidence=round(one.confidence * document.certainty(one.span), 3))
                for one in getattr(findings, kind)
            )
            for kind in KINDS
        },
    )
