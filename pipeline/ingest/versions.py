"""The versions of code, rules and model that documents are, and were, made with."""

from __future__ import annotations

from models.records import Versions
from pipeline.errors import MissingModelError
from pipeline.settings import code_version


def todays_versions() -> Versions:
    """What a document without scanned pages would be processed with now.

    Raises MissingModelError where the language model is not installed.
    """
    from pipeline.extract import model_version
    from pipeline.rulebook import rules_version

    return Versions(code_version(), rules_version(), model_version())


def versions_of_today() -> Versions | None:
    """The same as ``todays_versions``, None where the language model is not installed."""
    try:
        return todays_versions()
    except MissingModelError:
        return None


def is_outdated(versions: Versions, today: Versions | None) -> bool:
    """True if rules or model are others today; without a model there is nothing to compare."""
    return today is not None and (versions.rules, versions.model) != (today.rules, today.model)
