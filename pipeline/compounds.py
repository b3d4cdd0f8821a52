"""Which outputs of Voikko's transducer are words: it joins any compound, with and without hyphens.

The native library leaves out what is not written so (``isValidAnalysis`` in its
FinnishVfstAnalyzer); pyvoikko gives all. The tags are those of Voikko's Finnish lexicon: ``[Bh]``
stands where two parts of a compound meet, ``[Isf]`` after a part that may always have a hyphen,
``[Icu]`` after one that must, ``[Ica]`` before one that may follow without, ``[Le..]`` at a name,
``[Ln]`` and ``[Lnl]`` at a noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PIECE = re.compile(r"\[X[^\]]\].*?\[X\]|\[([^\]]*)\]|(-)(?:\[(Bh)\])?|([^\[\-])")
"""A base form (of no interest here), a tag, a hyphen with the boundary behind it, a letter."""
VOWELS = frozenset("aeiouyäö")


@dataclass(slots=True)
class _Reading:
    """What has been seen of an output so far."""

    letters: str = ""
    at_boundary: bool = False
    has_hyphen: bool = False
    may_have_hyphen: bool = False
    may_keep: bool = False
    must_have_hyphen: bool = False
    lacks_hyphen: bool = False
    is_name: bool = False
    ends_in_noun: bool = False


def is_written_so(output: str) -> bool:
    """True if the compound's hyphens stand where Finnish has them: between equal vowels
    (``linja-auto``), after a digit, where a part asks for one, and nowhere else."""
    seen = _Reading()
    for tag, hyphen, boundary, letter in PIECE.findall(output):
        if tag == "Bh":
            if seen.lacks_hyphen:
                return False
            seen.at_boundary, seen.has_hyphen = True, False
            seen.lacks_hyphen = seen.must_have_hyphen
        elif tag:
            _note_tag(seen, tag)
        elif hyphen:
            seen.is_name = seen.ends_in_noun = False
            if boundary:
                seen.at_boundary = seen.has_hyphen = True
        elif letter:
            if seen.at_boundary and not _meets(seen, letter):
                return False
            seen.letters += letter
    return not seen.lacks_hyphen and not (seen.is_name and seen.ends_in_noun)


def _note_tag(seen: _Reading, tag: str) -> None:
    if tag == "Isf":
        seen.may_have_hyphen = seen.may_keep = True
    elif tag == "Icu":
        seen.may_have_hyphen = seen.must_have_hyphen = True
        seen.at_boundary = False
    elif tag == "Ica":
        seen.lacks_hyphen = seen.ends_in_noun = False
    elif tag.startswith("Le"):
        seen.is_name, seen.ends_in_noun = True, False
    elif tag in ("Ln", "Lnl"):
        seen.ends_in_noun = True
    elif tag == "Dg":
        seen.is_name = False


def _meets(seen: _Reading, letter: str) -> bool:
    """True if the part before may meet this letter as it does; the boundary is then passed."""
    before = seen.letters[-1:]
    free = seen.may_have_hyphen or not before or seen.letters.endswith("is")
    if seen.has_hyphen:
        seen.must_have_hyphen = False
    needs = (before == letter and before in VOWELS) or before.isdigit()
    seen.at_boundary = False
    if seen.may_keep:
        seen.may_keep, seen.may_have_hyphen = False, free
    else:
        seen.may_have_hyphen = False
    return (free and seen.has_hyphen) or needs == seen.has_hyphen
