"""Characters as they should be: what PDFs encode oddly is put right here and nowhere later."""

from __future__ import annotations

import ctypes
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

SOFT_HYPHEN, LINE_END_HYPHEN = 0xAD, 0x02
BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF06F: "o", 0xF02D: "-", 0xF0A8: "◦"}
LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip
HYPHENS = {LINE_END_HYPHEN: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-"}
INVISIBLE = {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x2028, 0x2029, 0x034F}
SPACES = [*map(ord, " \t\n\r\f\v\xa0"), 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
_IS_SPACE = np.zeros(0x3002, np.bool_)
_IS_SPACE[SPACES] = True

VOWELS = np.array([*map(ord, "aeiouy")], np.int32)
FEW, MANY_LETTERS = 20, 200
"""Least printed characters, and letters, on which a text layer is judged."""
MANY_UNKNOWN, FEW_VOWELS = 0.3, 0.2
"""Shares of a page's characters; Finnish has some 45 % vowels, English and Swedish 35 %."""


def are_spaces(codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """True for each code that is a blank of whatever width."""
    return _IS_SPACE[np.minimum(codes, 0x3001)]


def code_array(text_page: Any, count: int) -> NDArray[np.int32]:
    """The Unicode code of each character of the page, in PDFium's numbering."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    codes: NDArray[np.int32] = np.frombuffer(bytes(buffer), np.uint16, count).astype(np.int32)
    if written == count + 1 and not ((codes >= 0xD800) & (codes < 0xE000)).any():
        return codes
    asked = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return np.array([code & 0x7FFFFFFF for code in asked], np.int32)


@lru_cache(maxsize=4096)
def clean_character(code: int) -> str:
    """What to print for one character code: '' for what is not to be seen, else NFC text."""
    if code in HYPHENS:
        return HYPHENS[code]
    if code in LIGATURES:
        return LIGATURES[code]
    if 0xF000 <= code <= 0xF0FF:
        return BULLETS.get(code, "•")
    if code in INVISIBLE or code == SOFT_HYPHEN or code < 0x20 or 0x7F <= code < 0xA0:
        return ""
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return unicodedata.normalize("NFC", chr(code))


def is_garbage(codes: NDArray[np.int32]) -> bool:
    """True if a page's text layer makes no words: unknown characters, or letters all askew."""
    printed = codes[codes > 0x20]
    if len(printed) < FEW:
        return False
    private = (printed >= 0xE000) & (printed < 0xF8FF)
    unknown = private | (printed == 0xFFFD) | ((printed >= 0x7F) & (printed < 0xA0))
    controls = np.count_nonzero((codes < 0x20) & ~are_spaces(codes) & (codes != 2))
    if np.count_nonzero(unknown) + controls > MANY_UNKNOWN * len(codes):
        return True
    letters = printed[((printed | 0x20) >= ord("a")) & ((printed | 0x20) <= ord("z"))] | 0x20
    share = np.isin(letters, VOWELS).mean() if len(letters) >= MANY_LETTERS else 1.0
    return bool(share < FEW_VOWELS)
