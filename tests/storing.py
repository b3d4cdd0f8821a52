"""A storage that speaks S3, on this machine, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import ENDPOINT

BUCKET = "poytakirjat"


class Bucket:
    """A bucket of a storage that runs."""

    def __init__(self, endpoint: str) -> None:
        import boto3

        self.endpoint = endpoint
        self._client: Any = boto3.client("s3", endpoint_url=endpoint)
        self._client.create_bucket(Bucket=BUCKET)

    def put(self, key: str, content: bytes) -> str:
        """Store a file; returns its address."""
        self._client.put_object(Bucket=BUCKET, Key=key, Body=content)
        return f"s3://{BUCKET}/{key}"

    def put_files(self, folder: str, files: list[Path]) -> str:
        """Store files under a folder; returns its address."""
        for file in files:
            self.put(f"{folder}/{file.name}", file.read_bytes())
        return f"s3://{BUCKET}/{folder}"

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=BUCKET, Key=key)


@contextmanager
def running_storage() -> Iterator[Bucket]:
    """A bucket that everything in the block, and what it starts, finds by the environment; without
    the libraries the test is skipped."""
    pytest.importorskip("s3fs", reason="pip install 'poytakirja[s3]'")
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        patch.setenv("AWS_ACCESS_KEY_ID", "avain")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "salaisuus")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv(ENDPOINT.variable, endpoint)
        try:
            yield Bucket(endpoint)
        finally:
            server.stop()
