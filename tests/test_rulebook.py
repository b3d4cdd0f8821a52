"""The rules: each finds its examples and none of its counter-examples; a defect names its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.rulebook import (
    check_rules,
    lexicon,
    lexicon_keys,
    lexicon_map,
    load_rules,
    read_rules,
    rules_version,
)

GOOD = """
- id: test-week
  label: TEST
  pattern: '(?i)viikolla (?P<week>\\d+)'
  value: week
  examples: ["viikolla 7"]
  counter_examples: ["2 viikkoa"]
  note: For the test.
"""


def write(folder: Path, text: str, name: str = "test.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_rule_finds_its_examples_and_not_its_counter_examples() -> None:
    assert check_rules() == []


def test_rules_are_loaded_by_label_in_order() -> None:
    dates = load_rules("DATE")
    assert dates
    assert {rule.label for rule in dates} == {"DATE"}
    assert [rule for rule in load_rules() if rule.label == "DATE"] == list(dates)
    assert dates[0].found_by == f"rule:{dates[0].id}"


def test_a_rule_has_its_compiled_pattern(tmp_path: Path) -> None:
    (rule,) = read_rules([write(tmp_path, GOOD)])
    match = rule.pattern.search("Viikolla 12 sataa")
    assert match is not None
    assert match["week"] == "12"


def test_a_pattern_takes_words_from_the_lexicon_beside_it(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "fruits.txt").write_text("# sour\nsitruuna\n", encoding="utf-8")
    text = GOOD.replace("(?i)viikolla (?P<week>\\d+)", "\\L<fruits>")
    (rule,) = read_rules([write(tmp_path, text)])
    assert rule.pattern.search("yksi sitruuna")
    assert not rule.pattern.search("sour")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: week", "value: wek", "value"),
        ("label: TEST", "labbel: TEST", "label"),
        ('examples: ["viikolla 7"]', "examples: []", "examples"),
        ('counter_examples: ["2 viikkoa"]', "counter_examples: []", "counter_examples"),
        ("note: For the test.", "priority: 7", "note"),
        ("id: test-week", "id: Test Week", "id"),
    ],
)
def test_a_defect_names_file_and_rule(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(RuleError, match=rf"broken\.yaml: rule .*{said}"):
        read_rules([write(tmp_path, GOOD.replace(old, new), "broken.yaml")])


def test_a_bad_pattern_names_file_and_rule(tmp_path: Path) -> None:
    (rule,) = read_rules([write(tmp_path, GOOD.replace("(?P<week>", "(?P<week"))])
    with pytest.raises(RuleError, match=r"test\.yaml: rule test-week: pattern"):
        _ = rule.pattern


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    paths = [write(tmp_path, GOOD, "a.yaml"), write(tmp_path, GOOD, "b.yaml")]
    with pytest.raises(RuleError, match=r"b\.yaml: rule test-week: the id is taken already in a"):
        read_rules(paths)


def test_what_is_not_yaml_is_a_rule_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"test\.yaml: not YAML"):
        read_rules([write(tmp_path, "- id: [")])


def test_word_lists_leave_out_comments() -> None:
    words = lexicon("deadline_after")
    assert "mennessä" in words
    assert not [word for word in words if "#" in word]


def test_word_maps_work_both_ways() -> None:
    assert "tammi" in lexicon_map("months")["1"]
    assert lexicon_keys("months")["tammi"] == "1"


def test_the_subjects_of_statutes_are_those_of_their_titles() -> None:
    titles = [name for names in lexicon_map("statutes").values() for name in names]
    subjects = [name.split(" ", 1)[1] for name in titles if name.startswith(("laki ", "asetus "))]
    assert sorted(lexicon("statute_subjects")) == sorted(subjects)


def test_the_version_is_short_and_stays_the_same() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 12
