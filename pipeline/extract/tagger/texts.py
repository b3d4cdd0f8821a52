"""Names in running text: sentences, their words as the corpora cut them, and the tagger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from pipeline.extract.tagger.corpus import spans
from pipeline.extract.tagger.model import NameTagger, read_description, read_members
from pipeline.extract.tagger.vectors import load_language
from pipeline.extract.tagger.words import vector_lookup
from pipeline.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

DASHES = frozenset("-–")
Place = tuple[int, int]
"""Start and end in a text."""
Found = tuple[int, int, str]
"""A name's start, end and type."""


@dataclass(frozen=True)
class TextTagger:
    """A tagger with the tokenizer that makes words for it."""

    tagger: NameTagger
    tokenizer: Tokenizer

    def find(self, texts: Sequence[str], certainty: float = 0.0) -> list[list[Found]]:
        """For each text its names as (start, end, type), in the order of the text.

        Left out are names whose words are on average less sure of their type than ``certainty``.
        """
        sentences = [
            (number, self._places(text, *sentence))
            for number, text in enumerate(texts)
            for sentence in split_sentences(text)
        ]
        read = self.tagger.read(
            [[texts[number][start:end] for start, end in places] for number, places in sentences]
        )
        found: list[list[Found]] = [[] for _ in texts]
        for (number, places), tagging in zip(sentences, read, strict=True):
            found[number] += [
                (places[first][0], places[end - 1][1], kind)
                for first, end, kind in spans(tagging.tags)
                if fmean(tagging.certainties[first:end]) >= certainty
            ]
        return found

    def _places(self, text: str, start: int, end: int) -> list[Place]:
        tokens = [token for token in self.tokenizer(text[start:end]) if not token.is_space]
        places = ((t.idx + start, t.idx + start + len(t)) for t in tokens)
        return list(join_dashes(text, places))


def join_dashes(text: str, places: Iterator[Place]) -> Iterator[Place]:
    """The words with their hanging dash: '-seuran' and 'liikunta-' are a word each."""
    before: Place | None = None
    for start, end in places:
        if before is None:
            before = start, end
        elif before[1] == start and _hangs_together(text, before, (start, end)):
            before = before[0], end
        else:
            yield before
            before = start, end
    if before is not None:
        yield before


def _hangs_together(text: str, before: Place, after: Place) -> bool:
    """True of a dash that opens a word, and of one that ends it."""
    if text[slice(*before)] in DASHES:
        return text[after[0]].isalpha() and not text[: before[0]][-1:].isalnum()
    ends = text[slice(*after)] in DASHES and not text[after[1] : after[1] + 1].isalnum()
    return ends and text[before[1] - 1].isalpha()


def load_text_tagger(folder: Path) -> TextTagger:
    """The tagger of a folder. Raises MissingModelError where it or its vectors are missing."""
    language = load_language(read_description(folder).vectors)
    lookup = vector_lookup(language.vocab.vectors)
    return TextTagger(NameTagger(read_members(folder), lookup), language.tokenizer)
