"""Files in a storage are found, told apart, read, drawn and missed as those of a folder are."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.errors import AccessError, InputError
from pipeline.export import export_records
from pipeline.finding import find_pdfs
from pipeline.ingest import ingest_paths, redo_documents
from pipeline.manifest import read_manifest
from pipeline.places import is_under, key_to_path, path_to_key, path_to_text
from pipeline.read import read_pdf
from pipeline.renewal import renew
from pipeline.serve.pictures import page_picture
from pipeline.settings import ENDPOINT
from pipeline.storages import Address
from pipeline.store import Store, open_store
from pipeline.workers import Limits
from tests.storing import BUCKET, Bucket, running_storage
from tests.test_cluster import Cluster

NAMES = ("yhdistys-2025-03-22.pdf", "taloyhtio-2024-11-27.pdf")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with running_storage() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "minutes.db"), create=True) as opened:
        yield opened


@pytest.fixture
def files(samples: Path) -> list[Path]:
    return [samples / name for name in NAMES]


def keys(*arguments: str) -> list[str]:
    return [found.key for found in find_pdfs(arguments).files]


def statuses(address: str, store: Store) -> dict[str, str]:
    return {one.path.name: one.status for one in ingest_paths([address], store)}


def exported(store: Store) -> str:
    return "".join(export_records(store, store.documents(), "jsonl"))


# --- finding --------------------------------------------------------------------------------------


def test_what_an_address_names(bucket: Bucket) -> None:
    for key in ("löytö/a.pdf", "löytö/ali/ä ö#1?.PDF", "löytö/muu.txt", "löytö2/c.pdf"):
        bucket.put(key, key.encode())
    top = f"s3://{BUCKET}/löytö"
    both = [f"{top}/a.pdf", f"{top}/ali/ä ö#1?.PDF"]
    assert keys(top) == keys(f"{top}/") == keys(top, f"{top}/a.pdf") == both
    assert find_pdfs([f"{top}/"]).roots == [top]
    assert keys(f"{top}/a.pdf") == keys(f"{top}/*.pdf") == both[:1]
    assert [Address(key).read_bytes().decode() for key in both] == [
        key.removeprefix(f"s3://{BUCKET}/") for key in both
    ]


def test_an_address_as_text_leads_back() -> None:
    address = Address("s3://b/kansio/a.pdf")
    assert key_to_path(path_to_key(address)) == key_to_path(path_to_text(address)) == address
    assert address.name == "a.pdf"
    assert is_under(address.url, "s3://b/kansio")
    assert not is_under(address.url, "s3://b/kan")
    assert not is_under(address.url, "/s3://b")


def test_an_address_of_this_machine_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "ä.pdf").touch()
    assert keys((tmp_path / "ä.pdf").as_uri()) == [str(tmp_path / "ä.pdf")]


def test_another_storage_than_s3(store: Store, files: list[Path]) -> None:
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").pipe("/kokoukset/a.pdf", files[0].read_bytes())
    assert statuses("memory://kokoukset", store) == {"a.pdf": "stored"}
    assert statuses("memory://kokoukset", store) == {"a.pdf": "unchanged"}


def test_a_manifest_names_addresses(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("file,archive_id\ns3://b/a.pdf,A 1\n")
    assert read_manifest(tmp_path / "m.csv")["s3://b/a.pdf"].archive_id == "A 1"


# --- what is new ----------------------------------------------------------------------------------


def test_a_storage_gives_what_a_folder_gives(
    bucket: Bucket, store: Store, files: list[Path], tmp_path: Path
) -> None:
    address = bucket.put_files("samat", files)
    assert set(statuses(address, store).values()) == {"stored"}
    with open_store(str(tmp_path / "plain.db"), create=True) as plain:
        ingest_paths([str(file) for file in files], plain)
        assert exported(store) == exported(plain)


def test_only_what_has_changed_is_fetched(
    bucket: Bucket, store: Store, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = bucket.put_files("muutos", files)
    statuses(address, store)
    _forget_when(store)
    fetched: list[str] = []
    read = Address.read_bytes

    def reading(self: Address) -> bytes:
        fetched.append(self.name)
        return read(self)

    monkeypatch.setattr(Address, "read_bytes", reading)
    assert set(statuses(address, store).values()) == {"unchanged"}
    assert fetched == []
    bucket.put(f"muutos/{NAMES[0]}", files[0].read_bytes() + b"\n")
    assert statuses(address, store) == {NAMES[0]: "stored", NAMES[1]: "unchanged"}
    assert fetched == [NAMES[0]]
    assert len(store.documents()) == 3


def test_workers_read_what_was_fetched_to_be_hashed(
    bucket: Bucket, store: Store, files: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "werkzeug")  # the storage's log of what it was asked
    address = bucket.put_files("kerran", files)
    outcomes = ingest_paths([address], store, jobs=2, limits=Limits())
    assert [one.status for one in outcomes] == ["stored", "stored"]
    for name in NAMES:
        assert sum(f"GET /{BUCKET}/kerran/{name} " in line for line in caplog.messages) == 1


def test_a_large_file_is_fetched_again_to_be_read(
    bucket: Bucket, store: Store, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.inventory.HANDED_ON", 10)
    assert statuses(bucket.put_files("suuri", files[:1]), store) == {NAMES[0]: "stored"}


def _forget_when(store: Store) -> None:
    """As if the files had been written long before they were read."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE files SET hashed_ns = hashed_ns + 60000000000")


def test_what_moves_and_what_is_gone(bucket: Bucket, store: Store, files: list[Path]) -> None:
    address = bucket.put_files("muutto", files)
    statuses(address, store)
    bucket.put("muutto/uusi/nimi.pdf", files[0].read_bytes())
    for name in NAMES:
        bucket.delete(f"muutto/{name}")
    missed: list[str] = []
    outcomes = ingest_paths(
        [address], store, gone=lambda known: missed.extend(k.path for k in known)
    )
    assert [(one.path.name, one.status, one.twin) for one in outcomes] == [
        ("nimi.pdf", "moved", NAMES[0])
    ]
    assert missed == sorted(f"{address}/{name}" for name in NAMES)
    assert {document.file for document in store.documents()} == {"nimi.pdf", NAMES[1]}


# --- the original again ---------------------------------------------------------------------------


def test_pages_are_drawn_and_read_again_from_the_storage(
    bucket: Bucket, store: Store, files: list[Path]
) -> None:
    address = bucket.put_files("uudelleen", files[:1])
    [outcome] = ingest_paths([address], store)
    assert outcome.sha256
    assert page_picture(store, outcome.sha256, 1).startswith(b"\x89PNG")
    assert [one.status for one in renew([outcome.sha256], "read", store)] == ["stored"]
    bucket.delete(f"uudelleen/{NAMES[0]}")
    assert [one.status for one in redo_documents([outcome.sha256], store)] == ["stored"]
    assert [one.status for one in renew([outcome.sha256], "read", store)] == ["failed"]
    with pytest.raises(InputError, match="not where it was"):
        page_picture(store, outcome.sha256, 1)


# --- many machines --------------------------------------------------------------------------------


def test_dask_workers_read_files_of_a_storage(
    bucket: Bucket, files: list[Path], tmp_path: Path
) -> None:
    address = bucket.put_files("dask", files[:1])
    cluster = Cluster(tmp_path)
    try:
        done = ingest(tmp_path, address, "--executor", "dask", "--scheduler", cluster.address)
    finally:
        cluster.stop()
    assert done.exit_code == 0, done.output
    assert "1 stored" in done.stdout
    with (
        open_store(str(tmp_path / "minutes.db")) as store,
        open_store(str(tmp_path / "plain.db"), create=True) as plain,
    ):
        ingest_paths([str(files[0])], plain)
        assert exported(store) == exported(plain)


def ingest(folder: Path, *words: str) -> Result:
    database = str(folder / "minutes.db")
    return CliRunner().invoke(main, ["ingest", *words, "--db", database])


# --- what goes wrong ------------------------------------------------------------------------------


class Refusing(BaseHTTPRequestHandler):
    """A storage that lets nobody in."""

    def do_GET(self) -> None:  # http.server looks for these names
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv(ENDPOINT.variable, f"http://127.0.0.1:{server.server_port}")
        yield
        server.shutdown()


def failing(folder: Path, files: list[Path], address: str) -> str:
    """What is said of an address that fails beside a file that does not, which is kept."""
    done = ingest(folder, address, str(files[0]), "--jobs", "0")
    assert done.exit_code == 11, done.output
    assert "1 stored, 1 failed" in done.stdout
    with open_store(str(folder / "minutes.db")) as store:
        assert store.runs.latest(1)[0].counts["failed"] == 1
    return done.stderr


def test_a_bucket_that_is_not_there(bucket: Bucket, files: list[Path], tmp_path: Path) -> None:
    said = failing(tmp_path, files, "s3://ei-ole/kansio")
    assert said == "Failed: s3://ei-ole/kansio (find): The specified bucket does not exist\n"


def test_a_storage_that_does_not_answer(
    bucket: Bucket, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = bucket.put_files("poissa", files[1:])
    ingest(tmp_path, address, "--jobs", "0")
    monkeypatch.setenv(ENDPOINT.variable, "http://127.0.0.1:9")
    said = failing(tmp_path, files, f"{address}/{NAMES[1]}")
    assert "cannot be read: Could not connect to the endpoint URL" in said
    with open_store(str(tmp_path / "minutes.db")) as store:
        assert store.files.gone() == {}  # nobody knows
    with pytest.raises(AccessError, match="cannot be opened"):
        read_pdf(Address(f"{address}/{NAMES[1]}"))


@pytest.mark.usefixtures("bucket", "refusing")
def test_a_storage_that_refuses(files: list[Path], tmp_path: Path) -> None:
    assert "cannot be read: " in failing(tmp_path, files, f"s3://{BUCKET}/kielletty")


@pytest.mark.usefixtures("bucket")
def test_the_library_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = sys.modules["fsspec.registry"]
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.setattr(registry, "_registry", {})
    monkeypatch.setattr(registry, "registry", {})
    done = ingest(tmp_path, "s3://b/a.pdf")
    assert done.exit_code == 3
    assert "pip install 'poytakirja[s3]'" in done.stderr
    assert "no address" in ingest(tmp_path, "tuntematon://b/a.pdf").stderr
