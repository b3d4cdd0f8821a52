"""Which words of a text name one certain person, in any form: full name, parts of it, initials,
addresses made of it.

What the document says of its other people decides about the words that several share. In doubt a
word alone is taken to be the person's, unless another bears it or it stands in another name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from models.records import Span
from pipeline.inflection import PARTICLES, word_matches
from pipeline.names import FullName, is_first_name, is_form_of_name, to_full_name
from pipeline.wordkeys import WORD

ADDRESS = re.compile(
    r"[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*|(?:https?://|www\.)[^\s<>]+",
    re.IGNORECASE,
)
SIGN = re.compile(r"@|\(at\)|\[at\]", re.IGNORECASE)
PART = re.compile(r"[^\W\d_]+")
BETWEEN = re.compile(
    r"[\s,]{1,3}(?:[^\W\d_a-zåäö](?:\.\s?|\s+)){0,2}|\s*[-‐‑]\s*"
    rf"|\s+(?:{'|'.join(sorted(PARTICLES))})\s+"
)
"""What may stand between the parts of one name: a blank, a comma, initials, a particle."""
MIDDLE = re.compile(r"\s+([^\W\d_a-zåäö][\w-]+)\s+")
INITIALS_BEFORE = re.compile(r"(?<![^\W_])[^\W\d_]\.?(?:\s?-?[^\W\d_]\.)?\s*$")
INITIAL_AFTER = re.compile(r",?\s+([^\W\d_])(?:\.|(?!\w))")
LEAST = 3
"""Letters of the shortest half of a double name that stands for it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that may be a part of the name: a first name, the surname, or either."""

    span: Span
    is_given: bool
    is_surname: bool


@dataclass(frozen=True)
class Bearer:
    """Somebody's full names, those of the ``others`` in the document, and the initials by which the
    document calls them."""

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    initials: frozenset[str] = frozenset()

    @cached_property
    def _full(self) -> tuple[FullName, ...]:
        return tuple(map(to_full_name, self.names))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """First names, and the halves of double ones."""
        return _with_halves(given for name in self._full for given in name.given)

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """Surnames without particles, and the halves of double ones."""
        return _with_halves(name.surname.split()[-1] for name in self._full if name.surname)

    @cached_property
    def _others(self) -> tuple[tuple[FullName, tuple[str, ...]], ...]:
        full = map(to_full_name, self.others)
        return tuple((name, (*name.given, *name.surname.split()[-1:])) for name in full)

    @cached_property
    def _candidate(self) -> re.Pattern[str]:
        """A word that begins as a part of the name does: all forms share the first letters."""
        starts = {part[: 2 if len(part) > 3 else 1].casefold() for part in self._parts}
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, starts))})", re.IGNORECASE)

    @property
    def _parts(self) -> tuple[str, ...]:
        return (*self.given, *self.surnames)

    def find(
        self,
        text: str,
        own: Sequence[Span] = (),
        foreign: Sequence[Span] = (),
        things: Sequence[Span] = (),
        *,
        alone: bool = True,
    ) -> tuple[Span, ...]:
        """Where the person's words stand in ``text``, in order.

        Words in ``own`` are theirs, words in ``foreign`` another person's; in names of ``things``
        a word alone is nobody's. Without ``alone`` only full names count, and addresses made of
        them.
        """
        if not self._candidate.search(text):
            return self._find_initials(text) if alone else ()
        addresses = [Span(*match.span()) for match in ADDRESS.finditer(text)]
        hits = [
            hit
            for hit in self._hits(text)
            if not _lies_in(hit.span, addresses) and not _lies_in(hit.span, foreign)
        ]
        found: list[Span] = []
        for chain in _chains(text, hits):
            whole = any(h.is_given for h in chain) and any(h.is_surname for h in chain)
            whole = whole and len(chain) > 1
            if whole:
                span = Span(chain[0].span.start, chain[-1].span.end)
                found.append(self._with_initials(text, span))
                continue
            for hit in chain:
                if _lies_in(hit.span, own) or (alone and self._is_alone(text, hit, things)):
                    span = self._with_initials(text, hit.span) if hit.is_surname else hit.span
                    found.append(span)
        for address in addresses:
            found += self.find_in_address(text[address.start : address.end], address.start, alone)
        return tuple(sorted({*found, *(self._find_initials(text) if alone else ())}))

    def _hits(self, text: str) -> Iterator[Hit]:
        end = 0
        for match in self._candidate.finditer(text):
            word = WORD.match(text, match.start())
            if word is None or match.start() < end:
                continue
            end = word.end()
            is_given = any(_is_form(name, word[0], given=True) for name in self.given)
            is_surname = any(_is_form(name, word[0]) for name in self.surnames)
            if is_given or is_surname:
                yield Hit(Span(*word.span()), is_given, is_surname)

    def _is_alone(self, text: str, hit: Hit, things: Sequence[Span]) -> bool:
        """True if a word that stands alone is rather this person's than anybody's."""
        word = text[hit.span.start : hit.span.end]
        if not word[0].isupper() or _lies_in(hit.span, things):
            return False
        if any(_is_form(part, word) for _, parts in self._others for part in parts):
            return False
        before = WORD.search(text, max(0, text.rfind(" ", 0, max(0, hit.span.start - 1))))
        if before and before.end() == hit.span.start - 1 and text[before.end()] == " ":
            name = before[0]
            if name[0].isupper() and is_first_name(name) and not self._is_given(name):
                return False
        after = WORD.match(text, hit.span.end + 1) if text[hit.span.end :][:1] == " " else None
        if after and after[0][0].isupper() and len(after[0]) > 1:
            follows = is_first_name(after[0]) if hit.is_surname else not after[0].isupper()
            return not (follows and not self._is_given(after[0]))
        initial = INITIALS_BEFORE.search(text, max(0, hit.span.start - 8), hit.span.start)
        return not (initial and "." in initial[0] and not self._is_initial(initial[0]))

    def _is_given(self, word: str) -> bool:
        return any(_is_form(name, word, given=True) for name in self.given)

    def _is_initial(self, initials: str) -> bool:
        return any(given[:1].casefold() == initials.strip()[:1].casefold() for given in self.given)

    def _with_initials(self, text: str, span: Span) -> Span:
        """The surname with the initials that stand for the first names before or behind it."""
        before = INITIALS_BEFORE.search(text, max(0, span.start - 8), span.start)
        if before and self._is_initial(before[0]) and before[0].strip()[:1].isupper():
            span = Span(before.start(), span.end)
        after = INITIAL_AFTER.match(text, span.end)
        if after and after[1].isupper() and self._is_initial(after[1]):
            span = Span(span.start, after.end())
        return span

    def _find_initials(self, text: str) -> tuple[Span, ...]:
        if not self.initials:
            return ()
        return tuple(
            Span(match.start(), match.start() + len(match[0].partition(":")[0]))
            for match in WORD.finditer(text)
            if match[0].partition(":")[0] in self.initials
        )

    # --- addresses ------------------------------------------------------------------------------

    def find_in_address(self, address: str, start: int = 0, alone: bool = True) -> Iterator[Span]:
        """The person's words in an e-mail or web address, or a path: parts between its signs.

        The part before an @ is taken as a whole.
        """
        sign = SIGN.search(address)
        if sign and "//" not in address[: sign.start()]:
            parts = [match[0] for match in PART.finditer(address[: sign.start()])]
            if self._are_theirs(parts, alone):
                yield Span(start, start + len(address[: sign.start()].rstrip()))
        matches = list(PART.finditer(address))
        for at, match in enumerate(matches):
            beside = matches[at + 1] if at + 1 < len(matches) else None
            if self._is_whole(match[0]):
                yield Span(start + match.start(), start + match.end())
            elif beside and self._are_both(match[0], beside[0]):
                yield Span(start + match.start(), start + beside.end())

    def _are_theirs(self, parts: Sequence[str], alone: bool) -> bool:
        folded = [_plain(part) for part in parts]
        given, surnames = list(map(_plain, self.given)), list(map(_plain, self.surnames))
        if any(self._is_whole(part) for part in parts):
            return True
        rest = [part for part in folded if part not in surnames]
        if len(rest) < len(folded):
            if rest:
                return any(_stands_for(part, name) for part in rest for name in given)
            return alone and not self._is_shared(folded)
        return alone and len(folded) == 1 and folded[0] in given and not self._is_shared(folded)

    def _is_shared(self, folded: Sequence[str]) -> bool:
        return any(_plain(part) in folded for _, parts in self._others for part in parts)

    def _is_whole(self, part: str) -> bool:
        """True for 'ainoesimerkki', 'aesimerkki', 'esimerkkiaino' and 'esimerka'."""
        part = _plain(part)
        for surname in map(_plain, self.surnames):
            for given in map(_plain, self.given):
                if len(surname) < LEAST or not part or part == surname:
                    continue
                rest = part.removesuffix(surname)
                if part != rest and _stands_for(rest, given):
                    return True
                rest = part.removeprefix(surname)
                if part != rest and _stands_for(rest, given):
                    return True
        return False

    def _are_both(self, one: str, other: str) -> bool:
        pair = _plain(one), _plain(other)
        for surname in map(_plain, self.surnames):
            for given in map(_plain, self.given):
                if any(
                    first == surname and _stands_for(second, given)
                    for first, second in (pair, pair[::-1])
                ):
                    return True
        return False


def _with_halves(parts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in parts:
        found[part] = None
        halves = part.split("-") if "-" in part else []
        found.update(dict.fromkeys(half for half in halves if len(half) >= LEAST))
    return tuple(found)


def _is_form(name: str, word: str, given: bool = False) -> bool:
    """True if the word is the name in some form; a first name is no form of another one."""
    if given and word[:1].isupper():
        return is_form_of_name(name, word if not word.isupper() else word.capitalize())
    return word_matches(name, word, not given)


def _lies_in(span: Span, spans: Sequence[Span]) -> bool:
    return any(other.holds(span) for other in spans)


def _chains(text: str, hits: Sequence[Hit]) -> list[list[Hit]]:
    """Words that stand together as the parts of one name do."""
    chains: list[list[Hit]] = []
    for hit in hits:
        if chains:
            gap = text[chains[-1][-1].span.end : hit.span.start]
            middle = MIDDLE.fullmatch(gap)
            if BETWEEN.fullmatch(gap) or (middle and is_first_name(middle[1])):
                chains[-1].append(hit)
                continue
        chains.append([hit])
    return chains


def _plain(part: str) -> str:
    """The letters as addresses have them: small, without dots and rings."""
    apart = unicodedata.normalize("NFD", part.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def _stands_for(short: str, given: str) -> bool:
    """True for a first name or its first letters: 'aino', 'ai', 'a'."""
    return bool(short) and given.startswith(short) and (len(short) <= 2 or short == given)
