"""Readings of word forms: the same from the native library and from pyvoikko."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

import pytest

from pipeline import morphology
from pipeline.compounds import is_written_so
from pipeline.errors import MissingModelError
from pipeline.morphology import Analysis, analyse, outputs_to_readings

WORDS = tuple(
    """
Kokouksessa lautakunnan hyvinvointialueella tekisivät päätettävä Virtasen Espoon taloissamme
Kati Länsi-Uudenmaan EU-hankkeen oppilaitoksille Oppilaitoksen menneisyydessä työnjaosta uudet
toimenpiteistä tekemästä lukeminen Seinäjoen hyväksyttiin kokoonnutaan lähettäneet ELY-keskuksen
vapaasti paremmin kaikille kuntien edustajat esittelijä AVI PÖYTÄKIRJA jolleivät Kauniaisten
valmisteltavaksi sähköpostitse Mäen Aallon ilmoitettava keskusteltuaan
asemaansa Kertaamme Euroopasta kokoontunut eräässä toimintaalueen vapaa-alueilla Kuvailu-osioon
Etelä-Suomen Marja-Terttu LED-valaisimia Asunto- aamu- keski- linja-auto
kolmetoista kaksisataa viidestoista kymmenenneksi kahdentoista
""".split()  # noqa: SIM905
)
SAME_BACKENDS = "needs Debian's libvoikko1 and pyvoikko both"


@pytest.mark.parametrize(
    ("word", "output", "expected"),
    [
        (
            "Kokkolan",
            "[Lep][Xp]Kokkola[X]kokkola[Sg][Ny]n",
            Analysis("Kokkola", "place", "genitive"),
        ),
        (
            "lautakuntiin",
            "[Ln][Xp]lauta[X]laut[Sn][Ny]a[Bh][Bc][Ln][Xp]kunta[X]kunt[Sill][Nm]iin",
            Analysis("lautakunta", "noun", "illative", True, parts=("lauta", "kunta")),
        ),
        (
            "päätettävä",
            "[Lt][Xp]päättää[X]päätet[Ll][Ra]täv[Xj]ä[X][Sn][Ny]ä",
            Analysis("päätettävä", "adjective", "nominative", participle="present_passive"),
        ),
        (
            "menneisyys",
            "[Lt][Xp]mennä[X]men[Ru]neisy[Ln][Xj]ys[X][Sn][Ny]ys",
            Analysis("menneisyys", "noun", "nominative"),
        ),
        (
            "EU-hanke",
            "[La][Xr]jj[X][Xp]EU[X]eu-[Bc][Ln][Xp]hanke[X]hanke[Sn][Ny]",
            Analysis("EU-hanke", "noun", "nominative", parts=("EU", "hanke")),
        ),
        (
            "tekisivät",
            "[Lt][Xp]tehdä[X]tek[Te][Ap][P3][Nm][Ef]isivät",
            Analysis("tehdä", "verb", None, True, "conditional", "present_simple", "3"),
        ),
    ],
)
def test_output_is_read(word: str, output: str, expected: Analysis) -> None:
    assert outputs_to_readings(word, [output]) == (expected,)


def test_a_name_needs_its_capital() -> None:
    output = "[Lee][Xp]Laina[X]lain[Sg][Ny]an"
    assert outputs_to_readings("lainan", [output]) == ()
    assert outputs_to_readings("Lainan", [output])[0].base == "Laina"
    assert outputs_to_readings("LAINAN", [output])[0].base == "Laina"
    assert outputs_to_readings("LAInan", [output]) == ()


def test_simple_readings_come_before_compounds_and_derivations() -> None:
    compound = "[Ln][Xp]suku[X]suku[Sn][Ny][Bh][Bc][Ln][Xp]puu[X]puu[Sn][Ny]"
    simple = "[Ln][Xp]sukupuu[X]sukupuu[Sn][Ny]"
    found = outputs_to_readings("sukupuu", [compound, simple])
    assert [len(reading.parts) for reading in found] == [0, 2]


@pytest.mark.parametrize(
    ("output", "is_word"),
    [
        ("[Ln][Xp]linja[X]linj[Sn][Ny]a-[Bh][Bc][Ln][Xp]auto[X]auto[Sn][Ny]", True),
        ("[Ln][Xp]linja[X]linj[Sn][Ny]a[Bh][Bc][Ln][Xp]auto[X]auto[Sn][Ny]", False),
        ("[Ln][Xp]kirja[X]kirj[Sn][Ny]a[Bh][Bc][Ln][Xp]hylly[X]hylly[Sn][Ny]", True),
        ("[Ln][Xp]kirja[X]kirj[Sn][Ny]a-[Bh][Bc][Ln][Xp]hylly[X]hylly[Sn][Ny]", False),
        ("[Lee][Xp]Onni[X]onn[Sn][Ny]i-[Bc][Ln][Xp]koulu[X]koulu[Sn][Ny]", True),
        ("[Lep][Xp]Espoo[X]espoo[Sn][Ny][Bc][Ln][Xp]koulu[X]koulu[Sn][Ny]", False),
        ("[Ln][Icu][Xp]testi[X]testi[Sn][Ny][Bh][Bc][Ln][Xp]koulu[X]koulu[Sn][Ny]", False),
    ],
)
def test_a_compound_has_its_hyphens(output: str, is_word: bool) -> None:
    assert is_written_so(output) is is_word


def test_unknown_word_has_no_reading() -> None:
    assert analyse("xyzzyq") == ()


@pytest.mark.parametrize("word", WORDS)
def test_both_programs_give_the_same_readings(word: str) -> None:
    try:
        native, python = morphology.native_analyser(), morphology.python_analyser()
    except (ImportError, OSError, RuntimeError):
        pytest.skip(SAME_BACKENDS)
    assert outputs_to_readings(word, native(word)) == outputs_to_readings(word, python(word))


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("backend", [morphology.native_analyser, morphology.python_analyser])
def test_the_transducer_takes_no_notice_of_capitals(
    word: str, backend: Callable[[], Callable[[str], list[str]]]
) -> None:
    try:
        outputs = backend()
    except (ImportError, OSError, RuntimeError):
        pytest.skip(f"{backend.__name__} is not installed")
    assert set(outputs(word)) == set(outputs(word.lower())) == set(outputs(word.upper()))


@pytest.fixture
def neither_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing() -> Callable[[str], list[str]]:
        raise ImportError

    monkeypatch.setattr(morphology, "native_analyser", missing)
    monkeypatch.setattr(morphology, "python_analyser", missing)
    morphology._analyser.cache_clear()
    yield
    morphology._analyser.cache_clear()


@pytest.mark.usefixtures("neither_program")
def test_missing_morphology_says_what_to_install() -> None:
    with pytest.raises(MissingModelError, match="pip install 'poytakirja\\[pyvoikko\\]'"):
        analyse("sanaa-jota-ei-ole-kysytty")


def test_module_loads_without_voikko() -> None:
    assert importlib.import_module("pipeline.morphology").analyse is analyse
