"""Labels that stand beside the middle of their text come before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.read.columns import Strip
from pipeline.read.rows import Word, Words

NUMBER = re.compile(r"§\s*\d+\s*[a-zåäö]?|\d+\s*[a-zåäö]?\s*§|\d+\.?")
"""A label that may share the line of its text's middle; other words would be text themselves."""
LEFT_OF = 0.8
"""How far left of its text a label ends at least, in font sizes."""
TIGHT = 1.6
"""Baselines closer than this many font sizes are lines of one text."""
SAME_EDGE = 3.0
"""Left edges of one text differ by less than this, in points."""


def labels_first(words: Words, strips: Sequence[Strip]) -> list[Strip]:
    """The lines with each label that is centred beside lines of text put before those lines.

    A table of contents without rules has its numbers so: ``§ 5`` between two lines of a title.
    """
    ordered, grown = list(strips), 0
    for index in range(1, len(strips) - 1):
        label, text = _label(words, strips[index])
        lines = _lines_above(words, strips, index, label, text) if label else 0
        if lines:
            column = strips[index].column
            at, end = index + grown - lines, index + grown
            rest = [Strip(text, column)] if text else []
            ordered[at : end + 1] = [Strip(label, column), *ordered[at:end], *rest]
            grown += len(rest)
    return ordered


def _lines_above(
    words: Words, strips: Sequence[Strip], index: int, label: tuple[int, ...], text: tuple[int, ...]
) -> int:
    """How many lines of the label's text stand above it; 0 where it is not centred beside one."""
    first, last = words.each[label[0]], words.each[label[-1]]
    before, after = (words.each[strips[i].words[0]] for i in (index - 1, index + 1))
    if before.x0 < last.x1 + LEFT_OF * first.size:
        return 0
    if not text and after.baseline - before.baseline > TIGHT * first.size:
        return 0
    if text and abs(words.each[text[0]].x0 - before.x0) > SAME_EDGE:
        return 0
    above = _reach(words, strips[:index][::-1], first, before.x0)
    below = _reach(words, strips[index + 1 :], first, before.x0)
    if above == below:
        return above
    return 1 if above and below and not text else 0


def _label(words: Words, strip: Strip) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The words of a strip that may be a label, and the words of its text on the same line."""
    each = [words.each[i] for i in strip.words]
    for at in range(1, len(each)):
        if each[at].x0 - each[at - 1].x1 > LEFT_OF * each[at].size:
            string = " ".join(words.text[word.start : word.end] for word in each[:at])
            return (strip.words[:at], strip.words[at:]) if NUMBER.fullmatch(string) else ((), ())
    return strip.words, ()


def _reach(words: Words, strips: Sequence[Strip], label: Word, edge: float) -> int:
    """How many of the strips, in this order, are lines of the text beside the label."""
    count, last = 0, label.baseline
    for strip in strips:
        first = words.each[strip.words[0]]
        distance = abs(first.baseline - last)
        if abs(first.x0 - edge) > SAME_EDGE or not 0 < distance <= TIGHT * label.size:
            break
        count, last = count + 1, first.baseline
    return count
