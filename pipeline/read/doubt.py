"""Which pages OCR is to read: no text layer, one that makes no words, or a bad one over a scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from models.records import Line
from pipeline.errors import MissingModelError
from pipeline.morphology import analyse
from pipeline.read.content import PageContent
from pipeline.read.rows import Words
from pipeline.rulebook import lexicon_map

SCANNED, FEW_CHARACTERS = 0.6, 25
"""A page that images cover to this share, with less text than this, is a scanned one."""
STAMPED = 300
"""Over a scan, so few characters may be no more than a stamp or a heading put on it later."""
SAMPLE, ENOUGH = 40, 15
"""Words on which a page is judged at first, and the fewest on which it is judged at all."""
SPREAD, PENALTY, SURE = 8, 4, 11
"""A page is sound at once where, of words from all over it, so many more are known than four times
the unknown ones: where at most half are, that happens on less than one page in a thousand."""
GARBLED, POOR = 0.5, 0.85
"""Shares of known words below which a text layer is doubted: any, and one over a scan.

Of 1,144 pages of real and invented minutes the worst Finnish one had 0.69, 99 in a hundred had more
than 0.8."""
FOREIGN = 0.1
"""Share of small Swedish or English words from which a text is not Finnish, so not judged."""
BETTER = 1.1
"""OCR's words replace those of a doubted layer where it has so many times the known ones."""
OUTER = ".,:;()[]{}\"'!?–-—§%€•▪”“’/*+="


def unread_pages(pages: Sequence[PageContent], lines: Sequence[Line]) -> list[int]:
    """Pages that show something but have no text that can be read, or hardly any over a picture."""
    body = _body_lengths(lines)
    return [
        page.number
        for page in pages
        if page.is_garbage
        or (page.is_picture and page.number not in body)
        or (page.covered > SCANNED and body[page.number] < FEW_CHARACTERS)
    ]


def doubtful_pages(pages: Sequence[PageContent], lines: Sequence[Line]) -> list[int]:
    """Pages that have text of which much makes no words, or little over a picture.

    Without Finnish morphology no words are known, so that only the little is found.
    """
    body = _body_lengths(lines)
    return [
        page.number
        for page in pages
        if (page.covered > SCANNED and body[page.number] < STAMPED)
        or _is_poor(page.words, POOR if page.covered > SCANNED else GARBLED)
    ]


def _body_lengths(lines: Sequence[Line]) -> Counter[int]:
    """Characters a page has outside running heads; pages that have none are left out."""
    body: Counter[int] = Counter()
    for line in lines:
        if not line.furniture:
            body[line.page] += len(line.span)
    return body


def _is_poor(words: Words, limit: float) -> bool:
    """True if less than this share of the words is known; most pages are told by a few words."""
    try:
        sample = list(_forms(words, step=max(1, len(words.start) // (2 * SAMPLE))))
        if len(sample) >= ENOUGH and (
            (limit <= GARBLED and _is_sound(sample))
            or _are_known(sample, (limit + 0.1) * len(sample))
        ):
            return False
        forms = list(_forms(words))
        if len(forms) < ENOUGH:
            return False
        foreign = sum(form.casefold() in _small_words() for form in forms)
        return foreign < FOREIGN * len(forms) and known_words(words) < limit * len(forms)
    except MissingModelError:
        return False


def _is_sound(sample: Sequence[str]) -> bool:
    """True if known words soon outweigh unknown ones so much that half cannot be unknown."""
    balance = 0
    for form in (form for first in range(SPREAD) for form in sample[first::SPREAD]):
        balance += 1 if _is_known(form) else -PENALTY
        if balance >= SURE:
            return True
        if balance <= -SURE:
            return False
    return False


def _are_known(forms: Iterable[str], least: float) -> bool:
    """True if at least so many are known; the rest is not looked up."""
    known = accumulate(map(_is_known, forms), initial=0)
    return any(count >= least for count in known)


def known_words(words: Words) -> int:
    """How many of a page's words are known; raises MissingModelError without morphology."""
    return sum(map(_is_known, _forms(words)))


def _forms(words: Words, step: int = 1) -> Iterator[str]:
    """Every so many words without what stands round them; numbers, addresses and short ones are
    left out."""
    edges = words.start[::step].tolist(), words.end[::step].tolist()
    for start, end in zip(*edges, strict=True):
        form = words.text[start:end].strip(OUTER)
        if form.isalpha():
            if len(form) >= 3:
                yield form
        elif sum(map(str.isalpha, form)) >= 3 and not any(c.isdigit() or c in "./@_" for c in form):
            yield form


@lru_cache(maxsize=20_000)
def _is_known(form: str) -> bool:
    if form.casefold() in _small_words():
        return True
    return bool(analyse(form) or analyse(form.lower()) or analyse(form.capitalize()))


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    """The commonest words of the languages that Finnish morphology does not know."""
    found = lexicon_map("small_words")
    return frozenset(word for language in found if language != "fi" for word in found[language])
