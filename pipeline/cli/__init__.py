"""The command line: parse, call one function, print; errors become one line and an exit code.

Each module holds the commands of one subject and adds them to ``main``. Only click is imported at
the top, so that ``--help`` answers at once.
"""

from pipeline.cli import (
    asking,
    correcting,
    documents,
    exporting,
    forgetting,
    ingesting,
    measuring,
    people,
    searching,
    serving,
    tasking,
    upkeep,
)
from pipeline.cli.group import main

__all__ = [
    "asking",
    "correcting",
    "documents",
    "exporting",
    "forgetting",
    "ingesting",
    "main",
    "measuring",
    "people",
    "searching",
    "serving",
    "tasking",
    "upkeep",
]
