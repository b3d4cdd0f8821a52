"""Names as slow salted hashes: whether a name is on the list can be asked, which ones are cannot be
read. How far that goes is said in ``docs/privacy.md``.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pipeline.names import to_full_name
from pipeline.store.persons import name_key

METHOD = "scrypt 16384 8 1"
"""Of new lists: function, n, r and p. Some 50 ms and 16 MiB for a name."""
THREADS = 4


def new_salt() -> str:
    """A salt for a database that has none."""
    return secrets.token_hex(16)


@lru_cache(200_000)
def hash_words(words: str, salt: str, method: str) -> str:
    """The hash of these words; every name is hashed once in a run."""
    n, r, p = map(int, method.split()[1:])
    made = hashlib.scrypt(
        words.encode(), salt=bytes.fromhex(salt), n=n, r=r, p=p, maxmem=256 * n * r, dklen=16
    )
    return made.hex()


def hash_all(words: Iterable[str], salt: str, method: str) -> dict[str, str]:
    """By words their hashes, several at a time: the function lets other threads run."""
    asked = list(dict.fromkeys(words))
    with ThreadPoolExecutor(THREADS) as threads:
        return dict(
            zip(asked, threads.map(lambda one: hash_words(one, salt, method), asked), strict=True)
        )


def keys_of_name(name: str) -> tuple[str, ...]:
    """What a full name is known by: as it is, and with its first and last word alone; a single word
    is nobody's."""
    full = to_full_name(name)
    if not full.surname:
        return ()
    short = f"{full.given[0]} {full.surname}"
    return tuple(dict.fromkeys((name_key(full.name), name_key(short))))
