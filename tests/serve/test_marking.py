"""Text cut by marks, words of values, and the gate's small functions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from models.records import Span, Statistic
from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.read import draw_page
from pipeline.serve.facts import figure_in_words
from pipeline.serve.language import texts, tongue_of, words_in
from pipeline.serve.marking import Mark, MarkKind, cut_text, share_marks
from pipeline.serve.running import is_loopback, listen

TEXT = "Sari laatii tiedotteen 14.3. mennessä."
ROOT = Path(__file__).parents[2]


def mark(kind: MarkKind, words: str) -> Mark:
    start = TEXT.index(words)
    return Mark(words, kind, Span(start, start + len(words)), None, "", "test", 1.0)


def test_words_in_a_sentence_are_pieces_of_it() -> None:
    marks = [mark("action", TEXT[:-1]), mark("person", "Sari"), mark("date", "14.3.")]
    pieces = cut_text(TEXT, Span(0, len(TEXT)), marks, set())
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [(piece.text, piece.mark.kind) for piece in pieces if piece.mark] == [
        ("Sari", "person"),
        ("14.3.", "date"),
    ]
    assert [piece.around for piece in pieces] == [("action",)] * 4 + [()]
    assert pieces[0].first == (TEXT[:-1], "Sari")


def test_the_innermost_mark_is_the_one_that_is_pressed() -> None:
    marks = [mark("statistic", "tiedotteen 14.3."), mark("date", "14.3.")]
    pieces = cut_text(TEXT, Span(0, len(TEXT)), marks, set())
    assert [piece.mark.kind for piece in pieces if piece.mark] == ["statistic", "date"]


def test_a_mark_over_two_paragraphs_begins_once() -> None:
    marks = [mark("action", TEXT)]
    halves = [Span(0, 12), Span(12, len(TEXT))]
    shared = share_marks(halves, marks)
    assert [shared[half] for half in halves] == [marks, marks]
    begun: set[str] = set()
    assert [cut_text(TEXT, half, marks, begun)[0].first for half in halves] == [(TEXT,), ()]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Statistic(Span(0, 1), None, 45.0, "%", "about", "r", 1.0, previous=41.0), "≈ 41 → 45 %"),
        (Statistic(Span(0, 1), None, 1234567.5, "EUR", "exact", "r", 1.0), "1 234 567,5 EUR"),
        (Statistic(Span(0, 1), None, 8.0, "EUR", "at_most", "r", 1.0, upper=12.0), "≤ 8–12 EUR"),
    ],
)
def test_figures_are_written_as_the_language_does(figure: Statistic, words: str) -> None:
    assert figure_in_words(figure, words_in("fi")).replace("\u00a0", " ") == words


def test_every_word_that_pages_ask_for_is_there_in_both_languages() -> None:
    asked = set()
    for page in (ROOT / "pipeline" / "serve" / "templates").glob("*.html"):
        asked |= set(re.findall(r"say\([\"']([a-z]+\.[a-z_]+)[\"']", page.read_text("utf-8")))
    known = {f"{group}.{name}" for group, named in texts().items() for name in named}
    assert len(asked) > 60
    assert asked <= known
    assert all(pair[0] and pair[1] for named in texts().values() for pair in named.values())


def test_one_is_one_and_many_are_many() -> None:
    assert words_in("fi")("list.meetings", n=1) == "1 kokous"
    assert words_in("fi")("list.meetings", n=3) == "3 kokousta"
    assert words_in("en")("role.that_nobody_knows") == "that nobody knows"


@pytest.mark.parametrize("accepted", ["", "de", "fi;q=x", ";;,,", "en;q=0"])
def test_finnish_is_for_those_who_say_nothing_else(accepted: str) -> None:
    assert tongue_of(None, None, accepted) == "fi"


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("koti", False)],
)
def test_loopback_is_known(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


def test_a_port_that_is_taken_and_a_database_that_is_missing_are_said(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=r"cannot be used .*--port"):
            listen("127.0.0.1", port)
    done = CliRunner().invoke(main, ["serve", "--db", str(tmp_path / "no.db"), "--port", "0"])
    assert done.exit_code == 6
    assert "There is no database" in done.output


def test_a_page_that_is_not_there_cannot_be_drawn(samples: Path) -> None:
    path = samples / "hanke-2025-01-29.pdf"
    import hashlib

    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert draw_page(path, sha256, 1, 200).startswith(b"\x89PNG")
    with pytest.raises(InputError, match="no page 99"):
        draw_page(path, sha256, 99, 200)
    with pytest.raises(InputError, match="another document"):
        draw_page(path, "0" * 64, 1, 200)
