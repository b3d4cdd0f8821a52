"""What documents need, loaded as this module is imported: the stages, rules, morphology and model.

Worker processes are forks of one that has imported it. What cannot be loaded here is left to the
first document that needs it, which tells why.
"""

from __future__ import annotations

import gc
from contextlib import suppress

import pipeline.extract
import pipeline.read
import pipeline.resolve
import pipeline.segment  # noqa: F401
from pipeline.errors import PipelineError
from pipeline.extract.recogniser import recognise
from pipeline.morphology import analyse
from pipeline.rulebook import load_rules


def _load() -> None:
    for rule in load_rules(None):
        rule.pattern, rule.needles  # noqa: B018 (both are made as they are needed)
    analyse("kokous")
    recognise(["Kokouksen avasi Aino Esimerkki."])


with suppress(PipelineError):
    _load()
gc.collect()
gc.freeze()  # what is never looked through by the collector stays in the memory that all share
