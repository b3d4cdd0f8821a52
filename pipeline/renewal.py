"""Which stored documents are to be processed again, and from which stage on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pipeline.errors import InputError
from pipeline.ingest import Outcome, ingest_paths, is_outdated, redo_documents, todays_versions
from pipeline.places import key_to_path
from pipeline.store import Store

FirstStage = Literal["read", "segment", "extract", "resolve"]
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def named_documents(names: Sequence[str], store: Store) -> list[str]:
    """The hashes of the files that are called so. Raises InputError if one is not stored."""
    return _once(store.find_documents(name)[0].sha256 for name in names)


def outdated_documents(store: Store) -> list[str]:
    """The hashes of the files that other rules or another model than today's made."""
    today = todays_versions()
    return _once(one.sha256 for one in store.documents() if is_outdated(one.versions, today))


def documents_older_than(version: str, store: Store) -> list[str]:
    """The hashes of the files whose rules are older than ``version``, or than a day (YYYY-MM-DD).

    Rules are as old as the first run that worked with them; what no run tells of is older than all
    others. Raises InputError if no run worked with the rules of that version.
    """
    since = store.runs.rules_since()
    if DAY.fullmatch(version):
        named, border = None, version
    else:
        named = next((known for known in since if known.startswith(version)), None)
        if named is None:
            raise InputError(
                f"No run worked with rules {version!r}: 'poytakirja runs' lists those that did"
            )
        border = since[named]
    return _once(
        one.sha256
        for one in store.documents()
        if one.versions.rules != named and since.get(one.versions.rules, "") < border
    )


def renew(hashes: Sequence[str], stage: FirstStage, store: Store, **options: Any) -> list[Outcome]:
    """Process the files with these contents again: from the PDF where reading is to be redone, else
    from the stored text. ``options`` are those of ``redo_documents``.

    Whatever the stage after reading, all that follow it are run, and segmenting as well: it costs
    next to nothing, and a record is made by one version of the rules.

    Raises InputError if reading is to be redone and nobody knows where a file lay.
    """
    if stage != "read":
        return redo_documents(hashes, store, **options)
    paths = [_last_path(sha256, store) for sha256 in hashes]
    return ingest_paths(paths, store, again=True, **options) if paths else []


def _last_path(sha256: str, store: Store) -> str:
    paths = store.files.paths_of(sha256)
    if not paths:
        raise InputError(
            f"Nobody knows where the file {sha256[:12]} lies: type 'poytakirja ingest FILE --again'"
        )
    return str(key_to_path(paths[0]))


def _once(hashes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(hashes))
