"""Pöytäkirja: from a PDF of Finnish minutes to facts in a database."""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from os.path import dirname, samefile


def _load_beside(name: str) -> None:
    """Import the top-level package ``name`` that was installed with this one.

    ``models`` and ``rules`` are common names. A notebook or script is often started in a folder
    that has its own, and such a folder comes first on ``sys.path``; so ours are found by where
    they lie, not by search. Raises ImportError where another one has been imported already.
    """
    home = dirname(dirname(__file__))  # noqa: PTH120 - pathlib would slow every start
    spec = PathFinder.find_spec(name, [home])
    if spec is None or spec.loader is None:
        raise ImportError(f"{name} is not in {home}; install poytakirja again")
    loaded = sys.modules.get(name)
    if loaded is None:
        sys.modules[name] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    elif not loaded.__file__ or not samefile(loaded.__file__, str(spec.origin)):  # noqa: PTH121
        raise ImportError(
            f"another package called {name} is imported already ({loaded!r}); "
            "import pipeline before it"
        )


_load_beside("models")
_load_beside("rules")
