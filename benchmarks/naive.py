"""The naive way's tables: an ORM object for each document and for each finding."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine, ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """The naive way's tables."""


class Document(Base):
    """A document of the naive way."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    text: Mapped[str]


class Finding(Base):
    """A name or a date of the naive way."""

    __tablename__ = "findings"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    label: Mapped[str]
    text: Mapped[str]


@lru_cache(maxsize=1)
def _engine(database: Path) -> Engine:
    engine = create_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    return engine


def save(database: Path, file: str, text: str, found: Iterable[tuple[str, str]]) -> None:
    """Commit one document with its findings, each a label and words."""
    with Session(_engine(database)) as session:
        document = Document(file=file, text=text)
        session.add(document)
        session.flush()
        session.add_all(
            Finding(document_id=document.id, label=label, text=words) for label, words in found
        )
        session.commit()
