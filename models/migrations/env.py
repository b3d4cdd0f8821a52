"""Alembic's entry: runs the migrations over the connection that it is given.

A user's database is upgraded by ``pipeline.store`` when it is opened. Alembic's own command is
for writing a new migration: ``alembic -c models/migrations/alembic.ini revision``.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from models.tables import METADATA


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    url = context.config.get_main_option("sqlalchemy.url") or "sqlite:///minutes.db"
    with create_engine(url).begin() as opened:
        _migrate(opened)
