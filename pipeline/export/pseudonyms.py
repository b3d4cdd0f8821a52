"""Records in which people have other names, the same for one name in the whole export.

What can be promised: no name that was found, in any inflection that the morphology knows, no e-mail
address and no phone number is left. What cannot is said in ``docs/privacy.md``.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import Any

from pipeline.inflection import base_name_candidates
from pipeline.wordkeys import HYPHENS, WORD, whole_keys

LEAST = 3
"""Letters of the shortest part of a name that is replaced where it stands alone."""
EMAIL = re.compile(r"[\w.+%-]+(?:@|\(at\)|\[at\])[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w/.,-])(?:\+|00)?\d(?:[ -]?\d){6,14}(?![\w/]|[.,]\d)")
STARTS = re.compile(r"\+|00|0(?=[1-9])")
"""How a phone number begins; other rows of digits are sums and record numbers."""


class Disguise:
    """Gives names, addresses and numbers their pseudonyms, which depend on the salt alone."""

    def __init__(self, salt: str) -> None:
        self._salt = salt.encode()

    def token(self, kind: str, words: str) -> str:
        """What stands for these words, the same every time."""
        said = f"{kind}\x1f{' '.join(words.casefold().split())}"
        return hmac.new(self._salt, said.encode(), hashlib.sha256).hexdigest()

    def name(self, name: str) -> str:
        """The pseudonym of a person with this name."""
        return f"Henkilö-{self.token('name', name)[:8]}"

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The exported record with all people under pseudonyms, and nothing that leads back to the
        file but the meeting itself: ids and hashes are made anew, boxes are left out."""
        made: dict[str, Any] = self.words(list(_named(record))).value(record)
        return made

    def words(self, named: Sequence[tuple[str, str]]) -> Disguised:
        """What disguises the words of a document: ``named`` are its people's names, each with words
        that name them."""
        return Disguised(self, named)


class Disguised:
    """A document: who is named in it, and in which words."""

    def __init__(self, disguise: Disguise, named: Sequence[tuple[str, str]]) -> None:
        self._disguise, self._named = disguise, named

    @cached_property
    def _forms(self) -> dict[str, str]:
        """The words by which people are named in the document, with the pseudonyms, the longest
        first: a full name goes before its parts."""
        forms: dict[str, str] = {}
        for name, words in self._named:
            forms.setdefault(" ".join(words.split()), self._disguise.name(name))
        return dict(sorted(forms.items(), key=lambda form: -len(form[0])))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = [r"\s+".join(map(re.escape, form.split())) for form in self._forms]
        return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") if forms else None

    @cached_property
    def _parts(self) -> dict[str, str]:
        """First names and surnames in small letters: of two people's the first one's pseudonym."""
        parts: dict[str, str] = {}
        for name, _ in self._named:
            for part in name.split():
                if len(part) >= LEAST:
                    parts.setdefault(_folded(part), self._disguise.name(name))
        return parts

    def value(self, value: Any, key: str = "") -> Any:
        """The value with every text in it disguised."""
        if isinstance(value, Mapping):
            return {name: self.value(inner, name) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [] if key == "boxes" else [self.value(inner, key) for inner in value]
        return self._text(value, key) if isinstance(value, str) else value

    def _text(self, text: str, key: str) -> str:
        if key == "id":
            kind = text.partition("_")[0]
            return f"{kind}_{self._disguise.token('id', text)[:16]}"
        if key == "sha256":
            return self._disguise.token("sha256", text)
        if key == "file":
            return f"{self._disguise.token('file', text)[:12]}{PurePath(text).suffix}"
        text = EMAIL.sub(self._mail, text)
        text = PHONE.sub(self._phone, text)
        if self._pattern:
            text = self._pattern.sub(lambda m: self._forms[" ".join(m[0].split())], text)
        return WORD.sub(self._word, text)

    def _mail(self, match: re.Match[str]) -> str:
        return f"{self._disguise.token('mail', match[0])[:8]}@example.invalid"

    def _phone(self, match: re.Match[str]) -> str:
        if not STARTS.match(match[0]):
            return match[0]
        return f"puhelin-{self._disguise.token('phone', match[0])[:8]}"

    def _word(self, match: re.Match[str]) -> str:
        """A capitalised word that may be a part of somebody's name, in any inflection."""
        word = match[0]
        if not word[0].isupper() or word.startswith("Henkilö-"):
            return word
        bases = {_folded(word), *whole_keys(word), *map(_folded, base_name_candidates(word))}
        return next((self._parts[base] for base in bases if base in self._parts), word)


def _folded(word: str) -> str:
    return word.casefold().translate(HYPHENS)


def _named(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every person's name in base form, with words that name them."""
    for person in record["people"]:
        yield person["name"], person["name"]
        for mention in person["mentions"]:
            yield person["name"], mention["source"]["quote"]
    for attendee in record["attendees"]:
        for name in (attendee["name"], attendee["deputy_for"]):
            if name:
                yield name, name
    for decision in record["decisions"]:
        for ballot in (decision["votes"] or {}).get("names", ()):
            yield ballot["name"], ballot["name"]
