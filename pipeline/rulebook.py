"""Loads and checks the rules and word lists: the only place that reads YAML.

A rule is data (``rules/*.yaml``): a pattern proposes, a named value function disposes. Patterns are
those of the ``regex`` library; ``\\L<months>`` in one stands for any word of ``lexicon/months.txt``
or ``lexicon/months.yaml``.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import regex
import yaml

from pipeline.errors import RuleError
from pipeline.needles import Needles, pattern_needles

if TYPE_CHECKING:
    from pydantic import BaseModel

ValueName = Literal[
    "none",  # the match is the finding
    "claim",  # the words mean something else: no value, and no other rule may have them
    "calendar_date", "date_range", "month", "month_range", "week", "quarter", "half_year",
    "season", "part_of_year", "year", "year_range", "relative_date",
    "weekday_of_month", "feast",
    "quantity", "change", "word_quantity", "word_change",
    "statute", "named_statute", "section", "attachment", "record",
]  # fmt: skip
"""The closed list of value functions; they live in ``pipeline.values``."""

RULES = Path(str(files("rules")))
_NAMED_LIST = regex.compile(r"\\L<(\w+)>")


@dataclass(frozen=True)
class Rule:
    """One pattern and what it means; ``id`` ends up in ``found_by`` as ``rule:<id>``."""

    id: str
    label: str
    source: str
    value: ValueName
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    note: str
    file: str
    words: Path = field(default=RULES / "lexicon", repr=False, compare=False)

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern. Raises RuleError where it is not one."""
        try:
            lists: dict[str, Any] = {
                name: _named_list(self.words, name) for name in _NAMED_LIST.findall(self.source)
            }
            source = _NAMED_LIST.sub(
                lambda found: _initials(lists[found[1]]) + found[0], self.source
            )
            return regex.compile(source, **lists)
        except (regex.error, RuleError) as error:
            raise RuleError(f"{self.file}: rule {self.id}: pattern: {error}") from error

    @cached_property
    def needles(self) -> tuple[Needles, ...]:
        """Sets of strings of each of which every match, in lower case, holds one."""
        return pattern_needles(self.source, lambda name: _named_list(self.words, name))

    @property
    def found_by(self) -> str:
        return f"rule:{self.id}"


def _initials(words: Iterable[str]) -> str:
    """A look for one of the first letters of the words: far cheaper than one for the words, which
    cuts a string of every length that they have."""
    return f"(?=[{''.join(sorted({regex.escape(word[0]) for word in words}))}])"


# --- rules --------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def load_rules(label: str | None = None) -> tuple[Rule, ...]:
    """The rules with ``label``, or all, in the order of files and lines.

    Raises RuleError naming file and rule where one is defective.
    """
    return tuple(rule for rule in _all_rules() if label in (None, rule.label))


@lru_cache(maxsize=1)
def _all_rules() -> tuple[Rule, ...]:
    return read_rules(sorted(RULES.glob("*.yaml")))


def read_rules(paths: Iterable[Path]) -> tuple[Rule, ...]:
    """The rules of the files; raises RuleError for a defect or an id that occurs twice."""
    rules = tuple(rule for path in paths for rule in _read_file(path))
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(
                f"{rule.file}: rule {rule.id}: the id is taken already in {seen[rule.id].file}; "
                "choose another"
            )
        seen[rule.id] = rule
    return rules


def _read_file(path: Path) -> list[Rule]:
    entries = _read_yaml(path)
    if not isinstance(entries, list):
        raise RuleError(f"{path.name}: a rule file is a list of rules; begin each with '- id:'")
    return [_entry_to_rule(entry, path, number) for number, entry in enumerate(entries, start=1)]


def _entry_to_rule(entry: object, path: Path, number: int) -> Rule:
    from pydantic import ValidationError

    name = entry.get("id", f"number {number}") if isinstance(entry, dict) else f"number {number}"
    try:
        checked = _entry_model().model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "rule"
        raise RuleError(f"{path.name}: rule {name}: {where}: {first['msg']}") from error
    fields: dict[str, Any] = checked.model_dump()
    fields["source"] = fields.pop("pattern")
    return Rule(**fields, file=path.name, words=path.parent / "lexicon")


@lru_cache(maxsize=1)
def _entry_model() -> type[BaseModel]:
    """What people may write in a rule file; imported late because pydantic is heavy."""
    from pydantic import BaseModel, ConfigDict, Field

    class RuleEntry(BaseModel):
        model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)

        id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
        label: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
        pattern: str = Field(min_length=1)
        value: ValueName = "none"
        examples: tuple[str, ...] = Field(min_length=1)
        counter_examples: tuple[str, ...] = Field(min_length=1)
        note: str = Field(min_length=1)

    RuleEntry.model_rebuild(_types_namespace={"ValueName": ValueName})
    return RuleEntry


def check_rules() -> list[str]:
    """What is wrong with the rules, a line each: examples not found, counter-examples found.

    Both are tried through the pattern and, where the label has one, its whole value grammar.
    """
    problems = []
    for rule in load_rules():
        for text in rule.examples:
            if not _finds(rule, text):
                problems.append(f"{rule.file}: rule {rule.id}: does not find {text!r}")
        for text in rule.counter_examples:
            if _finds(rule, text):
                problems.append(f"{rule.file}: rule {rule.id}: should not find {text!r}")
    return problems


def _finds(rule: Rule, text: str) -> bool:
    from pipeline.values import FINDERS  # values read their rules from here

    if rule.pattern.search(text) is None:
        return False
    finder = FINDERS.get(rule.label)
    return finder is None or rule.value in ("none", "claim") or rule.id in finder(text)


@lru_cache(maxsize=1)
def rules_version() -> str:
    """A short hash of what the rule and lexicon files hold; it changes whenever one does."""
    digest = hashlib.sha256()
    paths = [*RULES.glob("*.yaml"), *(RULES / "lexicon").glob("*")]
    for path in sorted(paths):
        digest.update(path.relative_to(RULES).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


# --- lexicon ------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def lexicon(name: str) -> tuple[str, ...]:
    """The words of ``rules/lexicon/<name>.txt``, one a line, without comments (``# ...``)."""
    return _word_list(RULES / "lexicon" / f"{name}.txt")


@lru_cache(maxsize=64)
def lexicon_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``rules/lexicon/<name>.csv`` (a head of column names; ``#`` lines left out)."""
    path = RULES / "lexicon" / f"{name}.csv"
    lines = [line for line in _read_text(path).splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines))


@lru_cache(maxsize=64)
def lexicon_map(name: str) -> Mapping[str, tuple[str, ...]]:
    """``rules/lexicon/<name>.yaml``: a key and its words (one word alone is a tuple of one)."""
    return _word_map(RULES / "lexicon" / f"{name}.yaml")


@lru_cache(maxsize=64)
def lexicon_keys(name: str) -> Mapping[str, str]:
    """``rules/lexicon/<name>.yaml`` the other way round: a word in lower case and its key."""
    return {word.lower(): key for key, words in lexicon_map(name).items() for word in words}


def _named_list(folder: Path, name: str) -> list[str]:
    if (folder / f"{name}.txt").exists():
        return list(_word_list(folder / f"{name}.txt"))
    return [word for words in _word_map(folder / f"{name}.yaml").values() for word in words]


def _word_map(path: Path) -> dict[str, tuple[str, ...]]:
    entries = _read_yaml(path)
    if not isinstance(entries, dict):
        raise RuleError(f"{path.name}: a word map holds 'key: [words]'")
    return {
        str(key): tuple(map(str, words)) if isinstance(words, list) else (str(words),)
        for key, words in entries.items()
    }


def _word_list(path: Path) -> tuple[str, ...]:
    words = (line.partition("#")[0].strip() for line in _read_text(path).splitlines())
    return tuple(word for word in words if word)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}: cannot be read: {error}") from error


def _read_yaml(path: Path) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(_read_text(path), Loader=loader)
    except yaml.YAMLError as error:
        raise RuleError(f"{path.name}: not YAML: {' '.join(str(error).split())}") from error


VALUE_NAMES: tuple[str, ...] = get_args(ValueName)
