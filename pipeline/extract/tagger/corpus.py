"""Annotated sentences: two columns, token and IOB2 tag, and an empty line between sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.tagger.network import TAGS

KINDS = {
    "PER": "PER", "PERSON": "PER",
    "ORG": "ORG",
    "LOC": "LOC", "GPE": "LOC", "FAC": "LOC",
    "PRO": "PRO", "PRODUCT": "PRO", "WORK_OF_ART": "PRO", "LAW": "PRO",
    "EVENT": "EVENT",
}  # fmt: skip
"""The types of the Turku NER and the Turku OntoNotes corpus, and ours; others are no names."""
DOCUMENT = "-DOCSTART-"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with a tag each, such as B-PER, I-PER and O."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def read_corpus(path: Path) -> list[Sentence]:
    """The sentences of a file. Raises InputError if it cannot be read or a line has no tag."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}; name a file of words and tags") from None
    return [
        Sentence(words, our_tags(tags))
        for words, tags in _paragraphs(path, text)
        if words != (DOCUMENT,)
    ]


def _paragraphs(path: Path, text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            word, _, tag = line.partition("\t")
            if not tag:
                raise InputError(f"{path}, line {number}: no tag after a tab; write WORD, tab, TAG")
            rows.append((word, tag.split("\t")[0].strip()))
        elif rows:
            yield tuple(word for word, _ in rows), tuple(tag for _, tag in rows)
            rows = []


def our_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """The tags in our types; a name always opens with B."""
    found = ["O"]
    for tag in tags:
        kind = KINDS.get(tag[2:])
        goes_on = tag[0] == "I" and found[-1][2:] == kind
        found.append("O" if kind is None else f"{'I' if goes_on else 'B'}-{kind}")
    return tuple(found[1:])


def tag_numbers(tags: Iterable[str]) -> list[int]:
    """The tags as the network numbers them."""
    return [TAGS.index(tag) for tag in tags]


def united(corpora: Iterable[Sequence[Sentence]]) -> list[Sentence]:
    """The sentences of all corpora, each once, with the tags of the first that has it."""
    found: dict[tuple[str, ...], Sentence] = {}
    for corpus in corpora:
        for sentence in corpus:
            found.setdefault(sentence.words, sentence)
    return list(found.values())


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The names as half-open (first, end, type) over the words."""
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(tags):
        if tag == "O":
            continue
        if tag[0] == "I" and found and found[-1][1:] == (at, tag[2:]):
            found[-1] = (found[-1][0], at + 1, tag[2:])
        else:
            found.append((at, at + 1, tag[2:]))
    return found
