"""Who is to do what: the forms that tasks take, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.records import ActionItem, Mention
from pipeline.extract.actions import extract_actions
from pipeline.extract.dates import extract_dates
from tests.building import find
from tests.extract.acting import Paper, paper, titled


def actions(page: Paper) -> tuple[ActionItem, ...]:
    return extract_actions(page.document, page.minutes, (), ())


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("Aino lähettää kutsun jäsenille.", ["Aino"]),
        ("Onni Koemies selvittää, paljonko kyltit maksavat.", ["Onni Koemies"]),
        ("Kutsun lähettää Liisa.", ["Liisa"]),
        ("Sovittiin, että Aino laatii luonnoksen.", ["Aino"]),
        ("Sovitaan, että kukin miettii teemoja.", ["kukin"]),
        ("Aino ja Veikko käyvät tutustumassa tiloihin.", ["Aino", "Veikko"]),
        ("Aino tai joku muu jäsen tekee tiivistelmän.", ["Aino"]),
        ("Rehtori tiedottaa asiasta huoltajille.", ["Rehtori"]),
        ("Kunnan edustajat vievät viestin eteenpäin.", ["Kunnan edustajat"]),
        ("Jokainen tarkistaa omat yhteystietonsa.", ["Jokainen"]),
        ("Kaikki jäsenet toimittavat kommenttinsa Ainolle.", ["Kaikki jäsenet"]),
        ("Aino on yhteydessä rakennusvalvontaan.", ["Aino"]),
        ("Aino yrittää koota luettelon.", ["Aino"]),
        ("Aino lupasi kysyä asiasta isännöitsijältä.", ["Aino"]),
        ("Ainon pitää pyytää tarjous kahdelta toimittajalta.", ["Ainon"]),
        ("Koulujen tulee toimittaa suunnitelmat kuntaan.", ["Koulujen"]),
        ("Puheenjohtajan on lähetettävä hakemus.", ["Puheenjohtajan"]),
        ("Annettiin Onnille tehtäväksi selvittää vuokra.", ["Onnille"]),
        ("Selvitys menee perustettavan työryhmän tehtäväksi.", ["perustettavan työryhmän"]),
        ("Pyydetään kuntaa korjaamaan valaistus.", ["kuntaa"]),
        ("Hallitus valtuutti puheenjohtajan allekirjoittamaan sopimuksen.", ["puheenjohtajan"]),
        ("Päätettiin pyytää tilintarkastajaa tarkistamaan laskelma.", ["tilintarkastajaa"]),
        ("Liisalta pyydetään kommentit 31.3. mennessä.", ["Liisalta"]),
        ("Kouluilta edellytetään suunnitelman päivittämistä.", ["Kouluilta"]),
        ("Tehtäväksi kaikille kouluille: päivittää suunnitelma.", ["kaikille kouluille"]),
        ("Onni: selvittää tilavarauksen.", ["Onni"]),
        ("Aino kertoi tilanteesta. Hän lähettää taulukon jäsenille.", ["Aino"]),
        ("Tilataan uudet kyltit. Vastuuhenkilö: Veikko Mallinen.", ["Veikko Mallinen"]),
        ("Päivitetään verkkosivut (Aino ja Onni).", ["Aino", "Onni"]),
        ("Päivitetään hinnasto (vastuu Aino) ennen juhlaa.", ["Aino"]),
        ("Katto vuotaa. Tilataan kartoitus (Aino).", ["Aino"]),
        ("Aino Esimerkki monistuttaa esitteen.", ["Aino Esimerkki"]),
        ("Kutsut lähettää Liisa.", ["Liisa"]),
        ("Onni Koemiehen tehtävänä on varata sali.", ["Onni Koemiehen"]),
        ("Tarjoilu on Ainon vastuulla.", ["Ainon"]),
        ("Vastuu tarjoilusta on Onnilla.", ["Onnilla"]),
        ("Juhlan vastuuhenkilöksi Aino Esimerkki.", ["Aino Esimerkki"]),
        ("Vastuuhenkilönä toimii Veikko Mallinen.", ["Veikko Mallinen"]),
        ("Vastuuhenkilöksi lupautui Liisa.", ["Liisa"]),
        ("Annettiin valtuudet Onnille hankkia uusi tulostin.", ["Onnille"]),
        ("Aino valtuutettiin neuvottelemaan vuokrasta.", ["Aino"]),
    ],
)
def test_a_task_names_its_doer(sentence: str, owners: list[str]) -> None:
    page = paper(sentence)
    assert [page.spans(action.owner_spans) for action in actions(page)] == [owners]


def test_thinking_is_a_task_where_somebody_has_a_date_for_it() -> None:
    page = paper("Aino miettii kesän aikana ohjelmaa. Onni miettii ohjelmaa.")
    dates = extract_dates(page.document, page.minutes)
    (action,) = extract_actions(page.document, page.minutes, (), dates)
    assert page.spans(action.owner_spans) == ["Aino"]
    assert action.due == "2025-summer"


def test_tasks_behind_a_label_have_their_doers_in_brackets() -> None:
    page = paper("Tehtävät: verkkosivujen päivitys (Aino, 30.4.), kyselyn koonti (Onni ja Liisa)")
    dates = extract_dates(page.document, page.minutes)
    first, second = extract_actions(page.document, page.minutes, (), dates)
    assert (first.text, first.due) == ("verkkosivujen päivitys", "2025-04-30")
    assert (second.text, second.due) == ("kyselyn koonti", None)
    assert page.spans((*first.owner_spans, *second.owner_spans)) == ["Aino", "Onni", "Liisa"]


def test_a_label_leaves_the_deadline_of_the_next_sentence_to_it() -> None:
    page = paper(
        "Järjestetään kampanja. Kampanjan vastuuhenkilö: Aino Esimerkki. Onnin tulee "
        "lähettää kutsu huhtikuun loppuun mennessä."
    )
    dates = extract_dates(page.document, page.minutes)
    campaign, _ = extract_actions(page.document, page.minutes, (), dates)
    assert campaign.text == "Järjestetään kampanja"
    assert (campaign.due, page.spans(campaign.owner_spans)) == (None, ["Aino Esimerkki"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Ministeriöltä on pyydetty lausunto.",
        "Ainolta kysyttiin mielipidettä.",
        "Tehtävät: valvoa taloutta (laki 2015)",
        "Aino esitteli suunnitelman.",
        "Onni esittelee hankkeen tuloksia.",
        "Aino on lähettänyt kutsun.",
        "Aino ei lähetä kutsua.",
        "Lähettääkö Aino kutsun?",
        "Jos Aino lähettää kutsun, jäsenet saavat sen.",
        "Aino toimii puheenjohtajana.",
        "Aino jatkaa sihteerinä.",
        "Aino tietää asiasta enemmän.",
        "Puheenjohtaja avaa kokouksen.",
        "Lautakunta valvoo palvelujen laatua.",
        "Koulut tekevät yhteistyötä kirjaston kanssa.",
        "Työntekijät tukevat perheitä arjessa.",
        "Kunta järjestää vuosittain tapahtuman.",
        "Kuntalain 121 §:n mukaan lautakunnan on valmisteltava asiat.",
        "Oppilaat voivat lainata kirjoja.",
        "Aino kertoi, että järjestelmä lähettää viestit yöllä.",
        "Päätettiin esittää valtuustolle, että maksu korotetaan.",
        "Viime kokouksessa oli sovittu, että Aino lähettää kutsun.",
        "Sihteeri merkitsee selvityksen tiedoksi.",
        "Onni käy usein hiihtämässä.",
        "Aino tekee yleensä julisteen.",
        "Sihteerin tehtävänä on pitää pöytäkirjaa.",
        "Onni on ollut vastuuhenkilönä monta vuotta.",
        "Onni toimi vastuuhenkilönä.",
        "Talkoiden vastuuhenkilöksi valittiin Onni Koemies.",
    ],
)
def test_telling_is_no_task(sentence: str) -> None:
    assert actions(paper(sentence)) == ()


def test_each_doer_has_a_task_of_their_own() -> None:
    page = paper("Onni selvittää hinnan ja Veikko tilaa kyltit.")
    assert [action.text for action in actions(page)] == [
        "Onni selvittää hinnan", "Veikko tilaa kyltit",
    ]  # fmt: skip


def test_two_with_one_task_are_told_from_who_has_the_task_before() -> None:
    page = paper("Aino kysyy bändiä, Onni ja Veikko tekevät julisteen, ja Liisa varaa salin.")
    people = tuple(
        Mention(find(page.document, name), "PER", "1", "rule:test", 1.0)
        for name in ("Aino", "Onni", "Veikko", "Liisa")
    )
    found = extract_actions(page.document, page.minutes, people, ())
    assert [(page.spans(each.owner_spans), each.text) for each in found] == [
        (["Aino"], "Aino kysyy bändiä"),
        (["Onni", "Veikko"], "Onni ja Veikko tekevät julisteen"),
        (["Liisa"], "Liisa varaa salin"),
    ]


def test_what_one_doer_goes_on_to_do_is_one_task() -> None:
    page = paper("Onni kokoaa luettelon ja kysyy halukkuutta kunnilta.")
    assert [action.text for action in actions(page)] == [
        "Onni kokoaa luettelon ja kysyy halukkuutta kunnilta"
    ]


def test_a_task_stands_in_the_text_at_its_span() -> None:
    page = paper("Todettiin asia. Sovittiin, että Aino laatii luonnoksen.", "Veikko tilaa kyltit.")
    for action in actions(page):
        assert page.document.flat[action.span.start : action.span.end] == action.text


def test_brackets_in_the_middle_name_the_doer_of_what_stands_before() -> None:
    page = paper("Tilataan kyltit (Aino), ja ne kiinnitetään talkoissa (Onni).")
    found = actions(page)
    assert [page.spans(action.owner_spans) for action in found] == [["Aino"], ["Onni"]]
    assert found[0].text == "Tilataan kyltit"


def test_a_bare_doer_takes_the_sentence_before_along() -> None:
    page = paper("Piilotetaan vanha lomake. Aino tekee.")
    assert [action.text for action in actions(page)] == ["Piilotetaan vanha lomake. Aino tekee"]


def test_the_last_word_of_a_name_bears_its_case() -> None:
    page = paper("Sovittiin, että kaikki käyvät ohjeen läpi ja laittavat viestin Mari Mestarille.")
    mention = page.organisation("Mari Mestarille")
    found = extract_actions(page.document, page.minutes, (replace(mention, label="PER"),), ())
    assert [page.spans(action.owner_spans) for action in found] == [["kaikki"]]


def test_a_plan_without_a_doer_is_doubtful() -> None:
    [action] = actions(paper("Sovittiin, että jaetaan hyviä vinkkejä."))
    assert (action.owner_spans, action.confidence < 0.7) == ((), True)


def test_recipients_are_those_it_is_done_for() -> None:
    page = paper("Aino lähettää taulukon työryhmälle.")
    [action] = actions(page)
    assert page.spans(action.recipient_spans) == ["työryhmälle"]


def test_the_condition_is_as_printed() -> None:
    [action] = actions(paper("Aino lähettää ohjeen, kun se on valmis."))
    assert action.condition == "kun se on valmis"


def test_a_date_to_come_is_the_deadline() -> None:
    page = paper("Aino kokoaa luettelon 31.5. mennessä.")
    [action] = extract_actions(
        page.document, page.minutes, (), (page.date("31.5.", "2025-05-31", "day"),)
    )
    assert (action.due, action.due_precision) == ("2025-05-31", "day")


def test_a_date_gone_by_is_no_deadline() -> None:
    page = paper("Aino kokoaa 1.2. saadut vastaukset.")
    [action] = extract_actions(
        page.document, page.minutes, (), (page.date("1.2.", "2025-02-01", "day"),)
    )
    assert action.due is None


def test_a_season_that_says_which_thing_is_no_deadline() -> None:
    page = paper("Aino suunnittelee kevään virkistyspäivän.")
    date = page.date("kevään", "2025-spring", "season")
    [action] = extract_actions(page.document, page.minutes, (), (date,))
    assert action.due is None


def test_the_next_meeting_is_a_deadline_where_its_date_is_known() -> None:
    told = actions(paper("Aino laatii luonnoksen seuraavaan kokoukseen.", next_date="2025-04-14"))
    untold = actions(paper("Aino laatii luonnoksen seuraavaan kokoukseen."))
    assert [action.due for action in (*told, *untold)] == ["2025-04-14", None]


def test_a_deadline_said_beside_is_for_what_it_names() -> None:
    page = paper("Onni kokoaa luettelon.", "Aino pyytää tarjouksen. Luettelo valmiina 1.4.")
    found = extract_actions(
        page.document, page.minutes, (), (page.date("1.4.", "2025-04-01", "day"),)
    )
    assert [action.due for action in found] == ["2025-04-01", None]


def test_a_table_of_tasks_gives_one_a_row() -> None:
    page = paper("Tehtävä", "Vastuu", "Määräaika", "Tilaa kyltit", "Aino", "31.5.2025").with_table(
        ("Tehtävä", "Vastuu", "Määräaika"), ("Tilaa kyltit", "Aino", "31.5.2025")
    )
    found = extract_actions(
        page.document, page.minutes, (), (page.date("31.5.2025", "2025-05-31", "day"),)
    )
    [action] = [each for each in found if each.found_by == "table:tasks"]
    assert (action.text, page.spans(action.owner_spans), action.due) == (
        "Tilaa kyltit", ["Aino"], "2025-05-31",
    )  # fmt: skip


def test_the_decision_of_a_row_is_the_task_where_no_other_column_tells_it() -> None:
    page = paper("Asia", "Päätös", "Vastuu", "Opasteet", "Tilataan kyltit.", "Aino").with_table(
        ("Asia", "Päätös", "Vastuu"), ("Opasteet", "Tilataan kyltit.", "Aino")
    )
    alone = paper("Asia", "Vastuu", "Opasteet", "Aino").with_table(
        ("Asia", "Vastuu"), ("Opasteet", "Aino")
    )
    noted = paper("Asia", "Huomiot", "Vastuu", "Opasteet", "Ruosteisia.", "Aino").with_table(
        ("Asia", "Huomiot", "Vastuu"), ("Opasteet", "Ruosteisia.", "Aino")
    )
    assert [a.text for a in actions(page)] == ["Tilataan kyltit."]
    assert [a.text for a in actions(alone)] == ["Opasteet"]
    assert [a.text for a in actions(noted)] == []


@pytest.mark.parametrize(
    ("point", "task", "owners"),
    [
        ("Aino Esimerkki: Varaa tilat 5.12. mennessä", "Varaa tilat 5.12. mennessä",
         ["Aino Esimerkki"]),
        ("Aino ja Onni – kutsut", "kutsut", ["Aino", "Onni"]),
        ("Tilojen varaus – Onni", "Tilojen varaus", ["Onni"]),
    ],
)  # fmt: skip
def test_points_under_a_title_of_tasks(point: str, task: str, owners: list[str]) -> None:
    page = titled("Toimenpiteet", point)
    assert [(a.text, page.spans(a.owner_spans)) for a in actions(page)] == [(task, owners)]
    assert not actions(titled("Kuulumiset", "Aino ja Onni – kutsut"))


def test_a_time_in_the_essive_is_no_role() -> None:
    page = paper("Aino lähettää kyselyn toukokuun aikana.", "Onni jatkaa sihteerinä.")
    assert [action.text for action in actions(page)] == ["Aino lähettää kyselyn toukokuun aikana"]


def test_a_table_without_a_column_for_doers_gives_no_tasks() -> None:
    page = paper("Tehtävä", "Hinta", "Tilaa kyltit", "12 €").with_table(
        ("Tehtävä", "Hinta"), ("Tilaa kyltit", "12 €")
    )
    assert actions(page) == ()


def test_in_formal_items_only_the_decision_gives_tasks() -> None:
    page = paper(
        "Aino lähettää kutsun.",
        "Veikko tilaa kyltit.",
        "Lautakunta päätti asian. Onni hakee luvan.",
        kinds=("background", "proposal", "decision"),
    )
    assert [page.spans(action.owner_spans) for action in actions(page)] == [["Onni"]]


def test_what_the_body_itself_decides_is_no_task() -> None:
    page = paper(
        "Tekninen lautakunta antaa seuraavan lausunnon.",
        kinds=("decision",),
        body="Tekninen lautakunta",
    )
    assert actions(page) == ()


@pytest.mark.parametrize("name", ["Ellen", "Usko", "Sade"])
def test_a_name_that_is_a_verb_or_a_particle_too_is_a_doer(name: str) -> None:
    page = paper(f"{name} lähettää kutsun jäsenille.")
    mention = Mention(find(page.document, name), "PER", "1", "attendance", 1.0)
    (action,) = extract_actions(page.document, page.minutes, (mention,), ())
    assert page.spans(action.owner_spans) == [name]


def test_an_organisation_may_do_it() -> None:
    page = paper("Kylätuki tekee hakemuksen.")
    [action] = extract_actions(page.document, page.minutes, (page.organisation("Kylätuki"),), ())
    assert page.spans(action.owner_spans) == ["Kylätuki"]


def test_a_task_may_be_in_swedish() -> None:
    page = paper("Ärendet bereds vidare. Byalaget utreder kostnaderna.")
    [action] = extract_actions(page.document, page.minutes, (page.organisation("Byalaget"),), ())
    assert action.text == "Byalaget utreder kostnaderna."


def test_a_finnish_word_that_is_a_swedish_verb_is_no_task() -> None:
    page = paper("Testilässä se tarkoitti kaikkien tilojen sulkemista, koska ovet on lukittu.")
    names = (page.organisation("Testilässä"),)
    assert extract_actions(page.document, page.minutes, names, ()) == ()
