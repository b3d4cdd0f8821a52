"""Files in storages that fsspec knows, such as S3: listed, opened, told from what they were."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EIO, ENOENT
from typing import Any, NamedTuple

from pipeline.errors import InputError
from pipeline.settings import ENDPOINT

SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
SECONDS = 10
"""How long a storage may take to be connected with."""


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A file, or what files may lie under, in a storage: s3://bucket/minutes/2024.pdf.

    It is asked as a ``Path`` is. Questions raise OSError, with words in ``strerror``, where the
    storage does not answer, refuses, or has no such file; and InputError where the library is not
    installed that speaks with it.
    """

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The last part."""
        return self.url.rstrip("/").rpartition("/")[2]

    def read_bytes(self) -> bytes:
        """The file's content."""
        with _explained():
            fs, path = _storage(self.url)
            content: bytes = fs.cat_file(path)
            return content

    def is_dir(self) -> bool:
        """False: what has no content of its own is found out by reading."""
        return False

    def is_file(self) -> bool:
        """True if there is such a file; False, too, where the storage does not answer."""
        try:
            return self.stored() is not None
        except OSError:
            return False

    def exists(self) -> bool:
        """True unless the storage says that there is no such file."""
        try:
            return self.stored() is not None
        except OSError:
            return True

    def stored(self) -> Stored | None:
        """What the storage says of the file; None where there is none."""
        with _explained():
            fs, path = _storage(self.url)
            try:
                found = fs.info(path)
            except FileNotFoundError:
                return None
            return None if found["type"] == "directory" else _stored(fs, path, found)

    def files(self) -> list[Stored]:
        """The files under this address, however deep."""
        with _explained():
            fs, path = _storage(self.url)
            found = fs.find(path, detail=True)
            return [_stored(fs, name, one) for name, one in found.items()]

    def matches(self) -> list[Stored]:
        """The files whose addresses the pattern fits that this address is."""
        with _explained():
            fs, path = _storage(self.url)
            found = fs.glob(path, detail=True)
            return [_stored(fs, name, one) for name, one in found.items() if one["type"] == "file"]


@dataclass(frozen=True, slots=True)
class Fetched(Address):
    """A file in a storage whose content has been fetched, and is not fetched again to be read."""

    content: bytes = field(default=b"", repr=False, compare=False)

    def read_bytes(self) -> bytes:
        """The content that was fetched."""
        return self.content


class Stored(NamedTuple):
    """What a storage says of a file. ``mark`` is a number that changes with its content, made of
    the storage's entity tag, 0 where it gives none; the time of its last change is in nanoseconds,
    that of this question where the storage does not tell, so that it counts as changed."""

    address: Address
    size: int
    mtime_ns: int
    mark: int


def is_address(text: str) -> bool:
    """True if the text is an address and no path."""
    return SCHEME.match(text) is not None


def _storage(url: str) -> tuple[Any, str]:
    """The storage, and the file's name in it."""
    options: dict[str, Any] = {"use_listings_cache": False}  # what others changed is to be seen
    if url.startswith(("s3://", "s3a://")):
        options["config_kwargs"] = {"connect_timeout": SECONDS, "retries": {"max_attempts": 2}}
        if ENDPOINT.value():
            options["endpoint_url"] = ENDPOINT.value()
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(url, **options)
    except ImportError as error:
        raise InputError(f"{url}: type {_installing(url)} to read such addresses") from error
    except ValueError as error:
        raise InputError(f"{url} is no address: {error}") from error
    return fs, path


def _installing(url: str) -> str:
    if url.startswith(("s3://", "s3a://")):
        return "\"pip install 'poytakirja[s3]'\""
    return f"'pip install' with the library that fsspec wants for {url.partition('://')[0]}"


@contextmanager
def _explained() -> Iterator[None]:
    """Whatever a storage's library raises as an OSError that says in words what is wrong."""
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError as error:
        raise FileNotFoundError(ENOENT, _reason(error, "there is no such file")) from error
    except Exception as error:
        raise OSError(EIO, _reason(error, type(error).__name__)) from error


def _reason(error: Exception, otherwise: str) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return " ".join(words.split()) or otherwise


def _stored(fs: Any, name: str, found: dict[str, Any]) -> Stored:
    tags = (found.get(key) for key in ("ETag", "etag", "md5Hash", "content_md5"))
    changes = (found.get(key) for key in ("LastModified", "last_modified", "mtime", "updated"))
    tag, changed = next(filter(None, tags), None), next(filter(None, changes), None)
    mark = int.from_bytes(hashlib.sha256(str(tag).encode()).digest()[:8], "big") >> 1 if tag else 0
    moment = getattr(changed, "timestamp", lambda: changed)()
    mtime_ns = round(moment * 1e9) if isinstance(moment, int | float) else time.time_ns()
    return Stored(Address(fs.unstrip_protocol(name)), found["size"] or 0, mtime_ns, mark)
