"""The pages as a browser gets them: what they show, in which language, under which headers."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import StoreError
from pipeline.questions import questions
from pipeline.serve import Site, open_site
from pipeline.store import fold_likes, open_for_reading, open_store
from tests.building import make_record
from tests.serve.conftest import SAMPLE


def get(site: Site, path: str, host: str = "localhost", **headers: str) -> Any:
    async def answer() -> Any:
        await site.invoke_startup()
        return await site.client.get(path, headers={"host": host, **headers})

    return asyncio.run(answer())


def document_of(site: Site, file: str) -> str:
    return site.store.find_documents(file)[0].id


@pytest.fixture
def meeting(site: Site) -> str:
    return f"/meeting/{document_of(site, SAMPLE)}"


def test_the_front_page_says_what_there_is(site: Site) -> None:
    page = get(site, "/").text
    assert "Liikunnan ja elintapaohjauksen verkoston tapaaminen" in page
    assert f"/meeting/{document_of(site, SAMPLE)}" in page
    assert '<html lang="fi">' in page
    assert re.search(r"<b>2</b>\s*asiakirjaa", page)


def test_the_language_is_asked_for_kept_or_preferred(site: Site) -> None:
    asked = get(site, "/?lang=en")
    assert '<html lang="en">' in asked.text
    assert "lang=en" in asked.headers["set-cookie"]
    assert '<html lang="en">' in get(site, "/", cookie="lang=en").text
    assert '<html lang="en">' in get(site, "/", **{"accept-language": "en-GB,fi;q=0.5"}).text
    assert '<html lang="fi">' in get(site, "/", **{"accept-language": "sv, fi;q=0.3"}).text
    assert 'href="/search?q=koulu&amp;lang=en"' in get(site, "/search?q=koulu&lang=fi").text
    table = get(site, "/minutes/meetings?lang=en").text
    assert '<html lang="en">' in table
    assert "Testityöryhmän muistio" in table  # no rows of such a lang are looked for


def test_a_meeting_shows_attendance_items_and_findings(site: Site, meeting: str) -> None:
    page = re.sub(r"<[^>]+>", "", get(site, meeting).text)
    assert "Hanna Saarelma-Kontu" in page
    assert "Elintapaohjauksen tilannekuva ja lähetteet" in page
    assert "tehtävä" in page
    assert "2025-03-14" in page


def test_every_mark_of_the_text_has_its_box_and_every_box_its_mark(
    site: Site, meeting: str
) -> None:
    page = get(site, meeting).text
    marks, boxes = (
        set(re.findall(r'data-f="([^"]+)"', page)),
        set(re.findall(r'id="b-([^"]+)"', page)),
    )
    assert len(marks) > 50
    assert marks <= boxes
    assert boxes <= set(re.findall(r'id="f-([^"]+)"', page))


def test_boxes_lie_on_their_words(site: Site, meeting: str) -> None:
    """Where a box lies, the page's picture has ink; a box moved into the margin has none."""
    page = get(site, meeting).text
    picture = Image.open(BytesIO(get(site, f"{meeting}/page-1.png").content)).convert("L")
    sheet = page[page.index('id="page-1"') : page.index('id="page-2"')]
    [width] = re.findall(r'viewBox="0 0 ([\d.]+) ', sheet)
    scale = picture.width / float(width)
    found = re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"/>', sheet)
    assert len(found) > 30
    for box in found:
        x, y, w, h = (float(side) * scale for side in box)
        assert darkest(picture.crop((x, y, x + w, y + h))) < 100, box
    assert darkest(picture.crop((0, 0, 40, picture.height))) > 200


def darkest(picture: Image.Image) -> int:
    return int(np.asarray(picture).min())


def test_where_the_original_is_gone_the_text_is_shown_and_said_to_be_alone(site: Site) -> None:
    address = f"/meeting/{document_of(site, 'kadonnut.pdf')}"
    page = get(site, address).text
    assert "ei ole enää siellä" in page
    assert "Aino Esimerkki" in page
    assert "<svg" not in page
    assert get(site, f"{address}/page-1.png").status_code == 404


def test_an_original_with_another_content_is_not_shown(minutes: Path, meeting: str) -> None:
    original = minutes.parent / SAMPLE
    before = original.read_bytes()
    original.write_bytes(before + b"\n%changed\n")
    try:
        site = open_site(str(minutes))
        assert get(site, f"{meeting}/page-2.png").status_code == 404
        site.close()
    finally:
        original.write_bytes(before)


@pytest.mark.parametrize(
    "path",
    [
        "/meeting/doc_00",
        "/meeting/x",
        "/person/person_00",
        "/organisation?name=Nobody",
        "/no/where",
    ],
)
def test_what_is_not_there_is_said_so(site: Site, path: str) -> None:
    answer = get(site, path)
    assert answer.status_code == 404
    assert "Ei löytynyt" in answer.text


def test_a_search_finds_inflected_words_and_leads_to_the_item(site: Site) -> None:
    page = get(site, "/search?q=lähete").text
    assert "<mark>lähetteiden</mark>" in page
    assert re.search(rf'href="/meeting/{document_of(site, SAMPLE)}#i-itm_', page)
    assert "Ei osumia" in get(site, "/search?q=avaruusraketti").text
    assert "1999" in get(site, "/search?q=aika:x1999").text


def test_a_search_is_narrowed_by_the_form(site: Site) -> None:
    known = get(site, "/search?q=kävelyhaaste&has=decision&confidence=50").text
    assert "Työnjako" in known
    assert "Ei osumia" in get(site, "/search?q=kävelyhaaste&since=2030-01-01").text


def test_a_person_and_an_organisation_through_time(site: Site) -> None:
    people = get(site, "/people?words=saarelma").text
    [address] = re.findall(r'href="(/person/person_\w+)"', people)
    person = get(site, address).text
    assert "2025-03-06" in person
    assert "puheenjohtaja" in person
    page = get(site, "/organisation?name=Kuvitteellinen Oy").text
    assert "Testityöryhmän muistio" in page
    assert "2024" in page


def test_actions_are_filtered_by_owner_day_and_confidence(site: Site) -> None:
    shown = get(site, "/actions?owner=onni").text
    assert "Onni Koemies lähettää ohjeen" in shown
    assert "Sari laatii" not in shown
    assert "Sari laatii" not in get(site, "/actions?due_before=2025-02-01").text
    assert "Onni Koemies lähettää" not in get(site, "/actions?confidence=80").text
    late = get(site, "/actions?status=overdue&as_of=2025-02-01").text
    assert "Onni Koemies lähettää" in late
    assert "Sari laatii" not in late


def test_a_task_shows_what_became_of_it_and_why(sample_database: Path) -> None:
    site = open_site(str(sample_database))
    done = get(site, "/actions?owner=jorma&status=done&lang=en").text
    [thread] = re.findall(r'<details class="thread">.*?</details>', done, re.DOTALL)
    words = " ".join(re.sub(r"<[^>]+>", " ", thread).split())
    assert [words.index(step) for step in ("given", "said again", "done")] == sorted(
        words.index(step) for step in ("given", "said again", "done")
    )
    assert "Uimahallin luiskan hinta-arvion pyytäminen (Jorma): toteutettu." in words
    assert "same owner" in words
    for href, anchor in re.findall(r'href="(/meeting/\w+)#([^"]+)"', thread):
        assert f'id="{anchor}"' in get(site, href).text
    early = get(site, "/actions?owner=jorma&status=open&as_of=2025-09-01").text
    assert "thread" not in early  # later meetings are not known then
    [person] = re.findall(
        r'href="(/person/person_\w+)"', get(site, "/people?words=särkikangas").text
    )
    assert "Uimahallin luiskan hinta-arvion pyytäminen" in get(site, person).text
    site.close()


def test_meetings_are_filtered_by_time_and_name(site: Site) -> None:
    assert "Testityöryhmän" not in get(site, "/meetings?since=2025-01-01").text
    assert "Testityöryhmän" in get(site, "/meetings?words=TESTITYÖ").text


@pytest.mark.parametrize("name", questions())
def test_every_question_runs(site: Site, name: str) -> None:
    answer = get(
        site, f"/minutes/{name}.json?since=2020-01-01&subject=a&organisation=a&_shape=objects"
    )
    assert answer.status_code == 200, answer.text
    assert "rows" in answer.json()


def test_tables_can_be_browsed(site: Site) -> None:
    page = get(site, "/minutes/meetings?_facet=kind").text
    assert "Testityöryhmän muistio" in page
    assert "facet" in page
    assert get(site, "/minutes").status_code == 200
    assert get(site, "/minutes/open_actions").status_code == 200
    key = document_of(site, SAMPLE)
    assert get(site, f"/minutes/documents/{key}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/minutes", "/minutes/meetings", "/minutes/votes", "/no"])
def test_nothing_may_run_that_is_not_in_our_files(site: Site, path: str) -> None:
    answer = get(site, path)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert re.findall(r"<script(?![^>]*\bsrc=)", answer.text) == []
    assert re.findall(r"\bon\w+=\"|(?:src|href)=\"(?:https?:)?//(?!localhost)", answer.text) == []


def test_only_known_hosts_are_answered(site: Site) -> None:
    """Another name that leads here is somebody else's page asking."""
    assert get(site, "/", host="minutes.example:443").status_code == 200
    assert get(site, "/", host="[::1]:8001").status_code == 200
    assert get(site, "/", host="evil.example").status_code == 421


def test_the_database_cannot_be_written(site: Site) -> None:
    answer = get(site, "/minutes.json?sql=delete+from+documents")
    assert answer.status_code == 400
    assert get(site, "/minutes.db").status_code in (403, 404)
    with pytest.raises(StoreError, match="cannot be written"):
        site.store.save_record(make_record())


def test_what_takes_too_long_is_broken_off(minutes: Path, site: Site) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    answer = get(site, f"/minutes.json?sql={endless.replace(' ', '+').replace('++', '+%2B')}")
    assert answer.status_code == 400
    with (
        open_for_reading(str(minutes), seconds=0.05) as store,
        pytest.raises(StoreError, match="too long"),
        store._transaction() as connection,
    ):
        connection.exec_driver_sql(endless).all()


def test_errors_of_readers_are_told_to_them_alone(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong = get(site, "/minutes?sql=select+nobody")
    assert wrong.status_code == 400
    assert "no such column: nobody" in wrong.text
    assert get(site, "/no/where.json").json()["status"] == 404
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+max(i)+from+n"
    assert "kesti liian kauan" in get(site, f"/minutes?sql={endless}").text
    assert capfd.readouterr() == ("", "")


def test_capital_letters_do_not_matter_in_filters(site: Site) -> None:
    for words in ("TESTITYÖRYHMÄ", "testityö_yhmä"):
        found = get(site, f"/minutes/meetings.json?title__contains={words}&_shape=array").json()
        assert [each["title"] for each in found] == ["Testityöryhmän muistio"], words
    connection = sqlite3.connect(":memory:")
    fold_likes(connection)
    query = r"SELECT 'Ä%' LIKE 'ä\%' ESCAPE '\', 'Äx' LIKE 'ä\%' ESCAPE '\', 12 LIKE '1_'"
    assert connection.execute(query).fetchone() == (1, 0, 1)
    assert connection.execute("SELECT NULL LIKE 'a'").fetchone() == (None,)


def test_an_answer_is_kept_until_the_database_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every answer counts as slow here; a count that was kept too long would stay 0."""
    monkeypatch.setattr("pipeline.serve.site.SLOW", 0.0)
    database = str(tmp_path / "minutes.db")
    with open_store(database, create=True) as store:
        site = open_site(database)
        count = "/minutes.json?sql=select+count(*)+from+documents&_shape=arrayfirst"
        assert [get(site, count).json() for _ in range(2)] == [[0], [0]]
        assert len(site.get_database("minutes")._answers) > 0
        store.save_record(make_record("uusi.pdf"))
        assert get(site, count).json() == [1]
        site.close()


def test_what_is_stored_while_it_is_served_is_shown(tmp_path: Path) -> None:
    database = str(tmp_path / "minutes.db")
    with open_store(database, create=True) as store:
        site = open_site(database)
        assert "ei ole vielä asiakirjoja" in get(site, "/").text
        store.save_record(make_record("uusi.pdf"))
        assert "Testityöryhmän muistio" in get(site, "/").text
        site.close()
