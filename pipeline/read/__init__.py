"""PDF to DocumentText: text, lines with their geometry, links and tables."""

from pipeline.read.document import read_pdf

__all__ = ["read_pdf"]
