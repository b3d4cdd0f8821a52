"""What every command shares: the group, errors that become one line, the options of settings."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.errors import INTERRUPTED, PipelineError
from pipeline.settings import DATABASE, SETTINGS_FILE, Setting, code_version, read_settings

if TYPE_CHECKING:
    from pipeline.store import Store

F = TypeVar("F", bound=Callable[..., Any])
MANY = 50_000
"""Objects that may be made until the collector looks for circles: by default it looks 70 times as
often, which is a tenth of a short command's time, for the libraries' objects are many and stay."""
atexit.register(gc.freeze)  # nor does it look through all of them once more when the process ends


class Commands(click.Group):
    """The group of all commands; a PipelineError ends any of them with one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PipelineError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted: what was finished is kept.", err=True)
            ctx.exit(INTERRUPTED)


def setting(chosen: Setting, **options: Any) -> Callable[[F], F]:
    """The option of a setting, with its environment variable and its default."""
    return click.option(
        chosen.option,
        envvar=chosen.variable,
        default=chosen.default,
        show_default=True,
        show_envvar=True,
        help=chosen.meaning[0].upper() + chosen.meaning[1:] + ".",
        **options,
    )


database_option = setting(DATABASE, metavar="DATABASE")


def open_database(database: str, *, create: bool = False, repeatable: bool = False) -> Store:
    """The store that ``--db`` names."""
    from pipeline.store import open_store

    return open_store(database, create=create, repeatable=repeatable)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(code_version(), prog_name="poytakirja")
@click.option("--debug", is_flag=True, help="Show where an error comes from.")
@click.option(
    "--settings", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    envvar="POYTAKIRJA_SETTINGS", show_envvar=True,
    help=f"A TOML file with settings; {SETTINGS_FILE} where there is one.",
)  # fmt: skip
def main(debug: bool, settings: Path | None) -> None:
    """Turn PDFs of Finnish meeting minutes into a database that can be queried.

    \b
    Examples:
      poytakirja ingest minutes/            read every PDF of a folder into minutes.db
      poytakirja list                       what is stored
      poytakirja show minutes.pdf           one document, as one would read it
      poytakirja export --format jsonl      everything, a JSON record a line

    Exit codes: 0 all is well, 2 the command was typed wrongly, 3 a file cannot be read, 4 a rule
    is wrong, 5 model or morphology is missing, 6 trouble with the database, 7 some documents
    failed, 8 all documents failed, 9 something in the documents disagrees, 10 another
    run writes the database, 11 what was named could not be searched, 130 interrupted.
    """
    gc.set_threshold(MANY)
    read_settings(settings)
