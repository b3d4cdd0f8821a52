"""Sentences taken apart: the clauses, which hold a finite verb each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from models.records import Span
from pipeline.extract.readings import IsName, Word, nobody, split_words
from pipeline.rulebook import lexicon_map

Link = Literal["main", "that", "if", "reason", "relative", "question"]
"""What a clause is to the one before it."""

_CLOSERS = {"(": ")", "[": "]"}


@dataclass(frozen=True)
class Clause:
    """Words round one finite verb (or none): ``label`` is what stood before a colon."""

    words: tuple[Word, ...]
    link: Link
    verb: Word | None
    negated: bool
    label: tuple[Word, ...] = ()

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def verb_at(self) -> int:
        """The place of the verb among the words; their number where there is none."""
        return self.words.index(self.verb) if self.verb else len(self.words)

    @property
    def before(self) -> tuple[Word, ...]:
        return self.words[: self.verb_at]

    @property
    def after(self) -> tuple[Word, ...]:
        return self.words[self.verb_at + 1 :]


def split_clauses(text: str, start: int, end: int, is_name: IsName = nobody) -> list[Clause]:
    """The clauses of the sentence ``text[start:end]``; what is in brackets comes after the rest.

    ``is_name`` tells of a word's offsets whether it is part of a person's name.
    """
    outside, inside = _part_brackets(split_words(text, start, end, is_name))
    found = _join(list(_pieces(outside)))
    for group in inside:
        found += _join(list(_pieces(group)))
    return [clause for clause in found if clause.words]


def _part_brackets(words: Sequence[Word]) -> tuple[list[Word], list[list[Word]]]:
    """The words outside brackets, and those of each pair of brackets."""
    outside: list[Word] = []
    inside: list[list[Word]] = []
    closer = ""
    for word in words:
        if closer:
            if word.text == closer:
                closer = ""
            else:
                inside[-1].append(word)
        elif word.text in _CLOSERS:
            closer = _CLOSERS[word.text]
            inside.append([])
        elif word.text not in (")", "]"):
            outside.append(word)
    return outside, [group for group in inside if group]


@dataclass(frozen=True)
class _Piece:
    """Words between two marks or conjunctions; ``mark`` is what stood before them."""

    words: tuple[Word, ...]
    mark: str

    @property
    def is_hard(self) -> bool:
        """True if nothing that stood before runs on into these words."""
        return self.mark not in ("", ",")


def _pieces(words: Sequence[Word]) -> Iterator[_Piece]:
    piece: list[Word] = []
    mark = ""
    for word in words:
        if word.is_mark and word.text != "/":
            if piece:
                yield _Piece(tuple(piece), mark)
            piece, mark = [], word.text
        elif word.lower in _openers()["and"] and piece:
            yield _Piece(tuple(piece), mark)
            piece, mark = [word], ""
        elif not word.is_mark:
            piece.append(word)
    if piece:
        yield _Piece(tuple(piece), mark)


def _join(pieces: list[_Piece]) -> list[Clause]:
    """Clauses of pieces: those without a verb go to a neighbour, a cut clause is mended."""
    found: list[Clause] = []
    label: tuple[Word, ...] = ()
    for piece in _with_whole_subjects(pieces):
        clause = _piece_to_clause(piece, found[-1] if found else None)
        if piece.is_hard:
            if piece.mark == ":" and found and found[-1].verb is None:
                label = found[-1].words
            found.append(_with_label(clause, label))
            continue
        at = _place_to_join(found, clause)
        if at is None:
            found.append(_with_label(clause, label))
        else:
            found[at] = _joined(found[at], clause)
    return found


def _with_whole_subjects(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces with a subject in one of them that 'ja' cuts in two, behind a clause that is
    whole: 'NN kysyy bändiä, | MM ja | LL tekevät julisteen'."""
    before: _Piece | None = None
    rest = list(reversed(pieces))
    while rest:
        piece = rest.pop()
        if before and rest and _opens_subject(piece, rest[-1]) and _find_verb(before.words)[0]:
            piece = _Piece(piece.words + rest.pop().words, piece.mark)
        before = piece
        yield piece


def _opens_subject(piece: _Piece, following: _Piece) -> bool:
    """True if names behind a comma go on with 'ja' and another name before a verb in the plural."""
    if piece.mark != "," or following.mark or not _is_and(following.words[0]):
        return False
    verb, _ = _find_verb(following.words)
    between = following.words[1 : following.words.index(verb)] if verb else ()
    return (
        verb is not None
        and all(w.is_name for w in (*piece.words, *between))
        and any(w.is_nominal("nominative") for w in between)
        and verb.lower.endswith(("vat", "vät"))
    )


def _with_label(clause: Clause, label: tuple[Word, ...]) -> Clause:
    return replace(clause, label=label) if label else clause


def _joined(left: Clause, right: Clause) -> Clause:
    words = left.words + right.words
    verb = left.verb or right.verb
    return Clause(words, left.link, verb, left.negated or right.negated, left.label)


def _place_to_join(found: list[Clause], clause: Clause) -> int | None:
    """Which of the clauses so far this one continues."""
    if not found or _opener(clause.words) is not None:
        return None
    last = found[-1]
    if clause.verb is None or last.verb is None:
        return len(found) - 1
    if clause.link == "main" and not any(w.is_nominal("nominative") for w in clause.before):
        cut = [i for i, c in enumerate(found) if c.verb is None and i < len(found) - 1]
        return cut[-1] if cut and not found[cut[-1]].label else None
    return None


def _piece_to_clause(piece: _Piece, last: Clause | None) -> Clause:
    words = piece.words
    verb, negated = _find_verb(words)
    if verb is not None and last is not None and _goes_on_infinitive(words, verb, last):
        verb = None
    link = _opener(words)
    if link is None:
        link = _inherited(words, verb, last) if _is_and(words[0]) and not piece.is_hard else "main"
    return Clause(words, link, verb, negated)


def _goes_on_infinitive(words: tuple[Word, ...], verb: Word, last: Clause) -> bool:
    """True for an infinitive like the one before: 'aikoo koota listan ja lähettää sen'."""
    has_one = any(w.may_be_infinitive and w is not last.verb for w in last.words)
    before = words[: words.index(verb)]
    return (
        verb.may_be_infinitive and has_one and not any(w.is_nominal("nominative") for w in before)
    )


def _is_and(word: Word) -> bool:
    return word.lower in _openers()["and"]


def _inherited(words: tuple[Word, ...], verb: Word | None, last: Clause | None) -> Link:
    """The link of words that 'ja' joins to the clause before."""
    if last is None:
        return "main"
    if last.link == "relative" and verb is not None:
        before = words[: words.index(verb)]
        if any(w.is_nominal("nominative") for w in before):
            return "main"
    return last.link


def _opener(words: Sequence[Word]) -> Link | None:
    """The link that the first words of a clause show, None where they show none."""
    first = [w for w in words[:4] if not _is_and(w)]
    if not first:
        return None
    openers = _openers()
    if first[0].lower in openers["before"] and len(first) > 1:
        first = first[1:]
    links: tuple[Link, ...] = ("that", "if", "reason")
    for link in links:
        if first[0].lower in openers[link]:
            return link
    if any(w.bases & openers["relative"] for w in first[:2]):
        return "relative"
    if first[0].bases & openers["relative_first"] and first[0].lower not in openers["question"]:
        return "relative"
    asks = first[0].lower.endswith(("ko", "kö")) and bool(first[0].finite)
    return "question" if asks or first[0].lower in openers["question"] else None


@lru_cache(maxsize=1)
def _openers() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in lexicon_map("clause_openers").items()}


def _find_verb(words: Sequence[Word]) -> tuple[Word | None, bool]:
    """The finite verb of a clause, and whether it is denied."""
    negations = [w for w in words if w.form.is_negation]
    negation, denied = negations[0] if negations else None, bool(negations)
    finite = [w for w in words if w.form.finite]
    sure = [w for w in finite if w.form.is_surely_finite]
    plain = next((w for w in sure if not w.may_be_infinitive), None)
    if plain is not None:
        return plain, denied
    maybe = (w for w in finite if w in sure or _may_be_verb(w, words))
    return next(maybe, negation), denied


def _may_be_verb(word: Word, words: Sequence[Word]) -> bool:
    """True if a possible subject stands before the word, or 'ja' alone ('ja raportoivat siitä')."""
    at = list(words).index(word)
    if any(w.is_nominal("nominative") for w in words[:at]):
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    goes_on = at == 1 and _is_and(words[0]) and word.is_finite_or_participle
    return goes_on and not (following and following.is_nominal("nominative"))
