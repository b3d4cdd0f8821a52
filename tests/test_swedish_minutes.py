"""Swedish minutes from set type to findings: decisions, votes, tasks, dates and figures."""

from __future__ import annotations

import pytest

from models.records import Decision, Findings, Minutes, Span
from pipeline.extract import extract_findings
from pipeline.extract.decisions import deciding_rule, decision_kind
from pipeline.resolve import resolve_names
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

FRONT = (
    Set("Styrelsemöte 3/2025", bold=True, size=14),
    Set("Tid: 6.5.2025 kl. 18.00", gap=1.0),
    Set("Närvarande: Carola Exempel, ordförande, Bo Prov, Åsa Mall", gap=1.0),
)


def read(*lines: Set | str) -> tuple[Minutes, Findings]:
    """The minutes and findings of a board meeting whose items are ``lines``."""
    document = typeset(*FRONT, *lines)
    minutes = segment_minutes(document)
    return resolve_names(document, minutes, extract_findings(document, minutes))


def told(*sentences: str) -> Findings:
    """The findings in one item of an association's minutes."""
    heading = Set("1. Ekonomi", gap=1.5, bold=True)
    return read(heading, *sentences, Set("2. Övrigt", gap=1.5, bold=True), "Inget övrigt.")[1]


def decided(*lines: str) -> Decision:
    """The only decision of a formal item."""
    heading = Set("§ 1 Budget för år 2026", gap=1.5, bold=True)
    (decision,) = read(heading, *lines, Set("§ 2 Avslutning", gap=1.5, bold=True))[1].decisions
    return decision


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nämnden godkände förslaget med den ändringen att avgiften slopas.", "amended"),
        ("Fullmäktige beslöt enhälligt i enlighet med förslaget.", "approved"),
        ("Stadsstyrelsen avslog anhållan.", "rejected"),
        ("Ärendet bordlades till nästa sammanträde.", "tabled"),
        ("Ärendet återremitteras till styrelsen för vidare beredning.", "returned"),
        ("Till styrelsens ordförande återvaldes Bo Prov.", "elected"),
        ("Mötet konstaterades lagenligt sammankallat och beslutfört.", "noted"),
        ("Motionen remitterades till styrelsen.", "assigned"),
        ("Sammanträdet förklarades lagligt och beslutfört.", "noted"),
        ("Ärendet upptas på nytt vid nästa sammanträde.", "tabled"),
        ("Julmarknaden ordnas lördagen den 13 december.", "agreed"),
        ("Nämnden beslöt föreslå för fullmäktige att planen godkänns.", "agreed"),
        ("Beslöts bevilja styrelsen ansvarsfrihet.", "approved"),
        ("Styrelseledamöterna återvaldes.", "elected"),
        ("Till entreprenör valdes Exempel Ab.", "agreed"),
        ("Päätettiin valita urakoitsijaksi Malli Oy.", "agreed"),
    ],
)
def test_the_words_show_the_kind(text: str, kind: str) -> None:
    assert decision_kind(text)[1] == kind


@pytest.mark.parametrize(
    ("sentence", "decides"),
    [
        ("På förslag av kassören godkände mötet budgeten.", True),
        ("Vi kom överens om att träffas i maj.", True),
        ("Dekanen öppnade mötet och konstaterade det beslutfört.", True),
        ("Styrelsen diskuterade avgiften.", False),
        ("Vid förra mötet beslöts att köpa en båt.", False),
        ("Förslag: Direktionen godkände planen.", False),
        ("Föreningen beviljades bidrag 2019.", False),
    ],
)
def test_which_sentences_decide(sentence: str, decides: bool) -> None:
    assert (deciding_rule(sentence) is not None) is decides


def test_a_decision_said_in_both_languages_is_one() -> None:
    decision = decided("BESLUT: Enligt förslag.", "PÄÄTÖS: Ehdotuksen mukaan.")
    assert decision.text == "Enligt förslag. PÄÄTÖS: Ehdotuksen mukaan."
    assert decision.kind == "approved"


def test_a_vote_whose_names_are_listed_apart() -> None:
    decision = decided(
        "Behandling: Omröstningens resultat: 2 ja-röster, 1 nej-röst.",
        "JA: Carola Exempel, Bo Prov",
        "NEJ: Åsa Mall",
        "Beslut: Styrelsen godkände förslaget.",
    )
    assert decision.votes is not None
    assert (decision.votes.for_, decision.votes.against) == (2, 1)
    assert decision.votes.names == (
        ("Carola Exempel", "for"),
        ("Bo Prov", "for"),
        ("Åsa Mall", "against"),
    )


@pytest.mark.parametrize(
    ("sentence", "assignees", "due"),
    [
        ("Bo skickar en påminnelse före utgången av maj.", ("Bo Prov",), "2025-05-31"),
        ("Bo och Åsa gör upp programmet.", ("Bo Prov", "Åsa Mall"), None),
        ("Styrelsen fick i uppdrag att förnya hemsidan.", ("styrelsen",), None),
        ("Beslöts ge Åsa Mall i uppdrag att skriva till staden.", ("Åsa Mall",), None),
        ("Medlemmarna ger sina svar senast den 14 maj.", ("medlemmarna",), "2025-05-14"),
        ("Bo ritar ett förslag före den 14 maj.", ("Bo Prov",), "2025-05-14"),
        ("Därefter kontaktar Bo staden senast 20.5.", ("Bo Prov",), "2025-05-20"),
    ],
)
def test_tasks_and_their_doers(sentence: str, assignees: tuple[str, ...], due: str | None) -> None:
    (action,) = told(sentence).actions
    assert (action.assignees, action.due) == (assignees, due)


@pytest.mark.parametrize(
    "sentence", ["Bo berättade om läget.", "Carola öppnade mötet.", "Åsa är kassör."]
)
def test_narration_is_no_task(sentence: str) -> None:
    assert told(sentence).actions == ()


@pytest.mark.parametrize(
    ("sentence", "value", "end"),
    [
        ("Festen ordnas i början av juni.", "2025-06", None),
        ("Rapporten täcker januari–mars 2025.", "2025-01", "2025-03"),
        ("Avtalet gäller till slutet av maj.", "2025-05-31", None),
        ("Avtalet upphör vid utgången av 2026.", "2026-12-31", None),
        ("Lägret hålls vecka 28 år 2026.", "2026-W28", None),
        ("Huset blir klart hösten 2025.", "2025-autumn", None),
        ("Protokollet från mötet 1.4 granskades.", "2025-04-01", None),
        ("Lägret pågår den 28 juni till den 3 juli.", "2025-06-28", "2025-07-03"),
    ],
)
def test_dates(sentence: str, value: str, end: str | None) -> None:
    (date,) = told(sentence).dates
    assert (date.value, date.end) == (value, end)


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "comparator"),
    [
        ("Hamnen har 118 båtplatser.", 118, "båtplats", "exact"),
        ("Det kom in 14 ansökningar.", 14, "ansökan", "exact"),
        ("Föreningen ordnade nio evenemang.", 9, "evenemang", "exact"),
        ("De har väntat över sex månader.", 6, "månad", "over"),
        ("Antalet röstberättigade är cirka 8 460.", 8460, "röstberättigad", "about"),
        ("Där bor 6 andra familjer.", 6, "familj", "exact"),
        ("Vägen är 4,2 km lång.", 4.2, "kilometer", "exact"),
        ("Intäkterna var 4,2 miljoner euro.", 4_200_000, "EUR", "exact"),
        ("Bussen används av omkring 640 resenärer.", 640, "resenär", "about"),
    ],
)
def test_figures(sentence: str, value: float, unit: str, comparator: str) -> None:
    (figure,) = told(sentence).statistics
    assert (figure.value, figure.unit, figure.comparator) == (value, unit, comparator)


def test_a_verb_behind_a_figure_is_not_counted() -> None:
    (figure,) = told("Bussen har 23 hållplatser, av vilka 5 ligger i byn.").statistics
    assert (figure.value, figure.unit) == (23, "hållplats")


def test_a_finnish_unit_stays_finnish_in_a_mixed_paragraph() -> None:
    found = told("Biblioteket är öppet 42 h per vecka.", "Kirjasto on auki 42 tuntia viikossa.")
    assert [figure.unit for figure in found.statistics] == ["timme", "tunti"]


def test_a_section_of_a_statute_is_no_section_of_minutes() -> None:
    found = told("Enligt 23 § i lagen om grundläggande utbildning (628/1998) ordnas skolgång.")
    assert [reference.ref for reference in found.references] == ["628/1998"]


def test_those_present_may_be_told_in_a_sentence_of_an_item() -> None:
    document = typeset(
        Set("Protokoll fört vid Exempelklubben r.f:s årsmöte den 6 maj 2025 kl.", size=12),
        "18.00 i klubblokalen.",
        Set("Ordförande: Carola Exempel", gap=1.0),
        Set("§ 1 Konstituering", gap=1.5, bold=True),
        "Mötet var beslutfört. Närvarande var ledamöterna Bo Prov och Åsa Mall, suppleanten Dan",
        "Lindell och ordförande Carola Exempel.",
        Set("§ 2 Avslutning", gap=1.5, bold=True),
        "Ordföranden avslutade mötet kl. 19.10.",
    )
    minutes = segment_minutes(document)
    assert {each.name: each.role for each in minutes.attendees} == {
        "Carola Exempel": "chair",
        "Bo Prov": "member",
        "Åsa Mall": "member",
        "Dan Lindell": "deputy",
    }
    meeting = minutes.meeting
    assert (meeting.body, meeting.starts_at, meeting.ends_at) == (
        "Exempelklubben r.f.", "18:00", "19:10",
    )  # fmt: skip


def test_those_present_may_be_listed_behind_a_label_inside_an_item() -> None:
    document = typeset(
        Set("Protokoll för årsmötet 6.5.2025 kl. 18", size=12),
        Set("1. Mötet öppnades. Deltagare: Carola Exempel, Bo Prov och Åsa Mall.", gap=1.0),
        Set("2. Till mötesordförande valdes Carola Exempel.", gap=1.0),
        Set("3. Mötet avslutades.", gap=1.0),
    )
    assert {each.name: each.role for each in segment_minutes(document).attendees} == {
        "Carola Exempel": "chair",
        "Bo Prov": "member",
        "Åsa Mall": "member",
    }


def test_an_extract_has_one_item_under_a_plain_number() -> None:
    document = typeset(
        "TESTBY STAD\tPROTOKOLLSUTDRAG",
        "Stadsstyrelsen\t6.5.2025",
        Set("§ 112", gap=1.5),
        Set("Befrielse från uppdrag", gap=0.6),
        Set("Medlemmen anhåller om befrielse.", gap=0.6),
        Set("BESLUT:", gap=0.6),
        Set("Stadsstyrelsen godkände förslaget.", gap=0.6),
    )
    minutes = segment_minutes(document)
    assert [item.path for item in minutes.items] == ["112"]
    assert document.quote(minutes.items[0].title_span or Span(0, 0)) == "Befrielse från uppdrag"
    (decision,) = extract_findings(document, minutes).decisions
    assert (decision.item, decision.kind) == ("112", "approved")


def test_each_point_under_the_word_that_decides_is_a_decision() -> None:
    found = told(
        "Styrelsen beslöt:",
        "– att utdela 4 000 euro,",
        "– att ge ombudsmannen i uppdrag att underrätta de sökande.",
    )
    assert [decision.text for decision in found.decisions] == [
        "att utdela 4 000 euro,",
        "att ge ombudsmannen i uppdrag att underrätta de sökande.",
    ]
    assert [action.assignees for action in found.actions] == [("ombudsmannen",)]


def test_a_formal_decision_gives_tasks_to_offices() -> None:
    heading = Set("§ 1 Budget för år 2026", gap=1.5, bold=True)
    lines = (
        "Beslut:",
        "Budgeten godkändes. Byggnadsinspektören är nöjd och ekonomichefen skickar den.",
    )
    actions = read(heading, *lines, Set("§ 2 Avslutning", gap=1.5, bold=True))[1].actions
    assert [action.assignees for action in actions] == [("ekonomichefen",)]
