"""PDF to DocumentText: text, lines with their geometry, links and tables."""

from pipeline.read.document import read_pdf
from pipeline.read.drawing import draw_page
from pipeline.read.ocr import OCR_PACKAGES, is_ocr_off, is_ocr_on, ocr_version

__all__ = ["OCR_PACKAGES", "draw_page", "is_ocr_off", "is_ocr_on", "ocr_version", "read_pdf"]
