"""A scanned page read by Tesseract: its picture in, words with places and confidence out."""

from pipeline.read.ocr.page import ReadPage, read_page
from pipeline.read.ocr.tesseract import OCR_PACKAGES, OcrError, is_ocr_off, is_ocr_on, ocr_version

__all__ = [
    "OCR_PACKAGES",
    "OcrError",
    "ReadPage",
    "is_ocr_off",
    "is_ocr_on",
    "ocr_version",
    "read_page",
]
