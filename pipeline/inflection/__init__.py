"""Finnish inflection of names: which forms a name has, and which names a form may come from."""

from pipeline.inflection.bases import base_by_tail, base_name_candidates, surname_tails
from pipeline.inflection.forms import (
    PARTICLES,
    matches_name,
    unchanging_start,
    word_forms,
    word_matches,
)
from pipeline.inflection.nominatives import (
    glued_end,
    nominative,
    nominative_plural,
    possible_plurals,
)

__all__ = [
    "PARTICLES",
    "base_by_tail",
    "base_name_candidates",
    "glued_end",
    "matches_name",
    "nominative",
    "nominative_plural",
    "possible_plurals",
    "surname_tails",
    "unchanging_start",
    "word_forms",
    "word_matches",
]
