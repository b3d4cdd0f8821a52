"""Words that a line end cuts in two: whether they are one word, and whether the hyphen stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from pipeline.rulebook import lexicon

CLOSING = "\"'”’»)%"
VOWELS = "aeiouyåäö"
NAMES = frozenset({"place", "surname", "given_name", "name"})
ADDRESS = re.compile(r"(https?://|www\.)\S*$|\S+@\S*$", re.IGNORECASE)
FILE = re.compile(r"\.[a-z]{2,4}$", re.IGNORECASE)
MARKS = re.compile(r"[-_.\d]")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Joint(Enum):
    """What becomes of a line end: the line stays, the word goes on with or without the hyphen."""

    BREAK = "\n"
    KEEP = "-"
    DROP = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells a hyphen of the word from one that the line end made.

    ``count`` counts a word form inside the document's lines, ``heads`` the hyphened forms that
    start with this very word; ``classes`` are the word classes that the language gives a form,
    none where it is no word; ``files`` are the names of the files that links lead to, in lower
    case.
    """

    count: Callable[[str], int]
    heads: Callable[[str], int]
    classes: Callable[[str], frozenset[str]]
    files: frozenset[str] = frozenset()


def line_joint(left: str, right: str, evidence: Evidence, *, is_soft: bool = False) -> Joint:
    """How the end of a line goes on in the first word of the next.

    ``left`` are the line's last words, the hyphen included unless it is soft; ``right`` is the
    first word of the next line.
    """
    if is_soft and not left.endswith("-"):
        return Joint.DROP if right[:1].islower() else Joint.BREAK
    last = left.split()[-1]
    if not _is_cut(last, right):
        return Joint.BREAK
    if _is_in_file_name(last + right, evidence.files):
        return Joint.KEEP
    head, tail = _last_letters(last[:-1]), _first_letters(right)
    if not head or not tail or not tail[0].islower() or _has_capitals(head):
        return Joint.KEEP
    if last.endswith("–"):
        return Joint.KEEP
    return _lower_case_joint(head, tail, _is_name(left, last), evidence)


SHORTEST_CUT = 6
"""Letters of a word that is too long for a narrow cell, before it is cut."""


def is_cut_in_cell(left: str, right: str, evidence: Evidence) -> bool:
    """True if a line of a cell is the beginning of a word that the cell is too narrow for: no word
    itself, but one with the first word of the next line."""
    head, tail = left.strip(), _first_letters(right)
    if len(head) < SHORTEST_CUT or not head.isalpha() or not tail or not tail[0].islower():
        return False
    if head.isupper() or evidence.classes(head):
        return False
    return evidence.count(head + tail) > 0 or bool(evidence.classes(head + tail))


def _is_cut(last: str, right: str) -> bool:
    """A hyphen right after a letter or digit, and something that may be the rest of the word."""
    if len(last) < 2 or last[-1] not in "-–" or not (last[-2].isalnum() or last[-2] in CLOSING):
        return False
    if not right[:1].isalnum() or ADDRESS.search(last) or last.count("/") > 1:
        return False
    return _first_letters(right).lower() not in lexicon("hyphen_conjunctions")


def _is_in_file_name(printed: str, files: frozenset[str]) -> bool:
    """True if a link leads to a file whose name has these very letters and hyphens.

    ``printed`` has to look like one, with a second hyphen, a full stop or a digit in it.
    """
    bare = printed.strip("()[]\"'”’,;:").casefold()
    return len(MARKS.findall(bare)) > 1 and any(bare in name for name in files)


def file_names(urls: Iterable[str]) -> frozenset[str]:
    """The names of the files that addresses lead to, where these have hyphens, in lower case."""
    ends = (unquote(urlsplit(url).path).rpartition("/")[2] for url in urls)
    return frozenset(end.casefold() for end in ends if "-" in end and FILE.search(end))


def _has_capitals(head: str) -> bool:
    """Capitals alone or one inside the word: ``EU-``, ``A-``, ``GitHub-``."""
    return head.isupper() or any(letter.isupper() for letter in head[1:])


def _is_name(left: str, last: str) -> bool:
    """A capital in the middle of a sentence."""
    before = left[: -len(last)].rstrip()
    return last[:1].isupper() and (before[-1:].isalnum() or before.endswith(","))


def _lower_case_joint(head: str, tail: str, is_name: bool, evidence: Evidence) -> Joint:
    solid, hyphened = head + tail, f"{head}-{tail}"
    with_hyphen, without = evidence.count(hyphened), evidence.count(solid)
    if with_hyphen != without:
        return Joint.KEEP if with_hyphen > without else Joint.DROP
    if head[-1].lower() == tail[0] and tail[0] in VOWELS:
        return Joint.KEEP
    if head[0].isupper() and not without and evidence.heads(head):
        return Joint.KEEP
    classes = evidence.classes(solid)
    if is_name and not classes & NAMES and not head.endswith("n"):
        classes = frozenset()
    return Joint.DROP if classes or not evidence.classes(tail) else Joint.KEEP


def _last_letters(word: str) -> str:
    match = re.search(r"[^\W\d_]+$", word)
    return match[0] if match else ""


def _first_letters(word: str) -> str:
    match = re.match(r"[^\W\d_]+", word)
    return match[0] if match else ""
