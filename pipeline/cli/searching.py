"""The command that searches."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from pipeline.cli.group import database_option, main, open_database


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@database_option
@click.option(
    "--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many are shown."
)
@click.option(
    "--confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True,
    help="How sure the facts must be that has: asks for.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print what is found as JSON.")
def search(words: Sequence[str], db: str, most: int, confidence: float, as_json: bool) -> None:
    """Find agenda items by their words, in any form and in compounds, the best first.

    \b
      koulukuljetus             all its forms, and compounds with it
      "ei myönnetä" =tuulella   what is printed so
      opisk*                    what begins so
      tie -katu, tie OR katu    without a word, with either
      toimielin:tekninen        the body (or body:)
      aika:2024-03..2024-06     the days of the meetings (or date:)
      henkilö:Virtanen          who is named in the item (or person:)
      organisaatio:Kela         which organisation is (or org:)
      laji:pöytäkirja           minutes; muistio, esityslista, ote ... (or kind:)
      sisältää:päätös           has a decision; tehtävä, luku, päivä ... (or has:)

    \b
    Examples:
      poytakirja search koulukuljetus
      poytakirja search tuulivoima toimielin:kunnanhallitus aika:2024..
      poytakirja search 'henkilö:Virtanen sisältää:tehtävä' --confidence 0.8
    """
    from pipeline.hits import found_to_json, print_found
    from pipeline.search import search_items

    with open_database(db) as store:
        found = search_items(store, " ".join(words), most=most, least_confidence=confidence)
    if as_json:
        click.echo(json.dumps(found_to_json(found), ensure_ascii=False, indent=1))
        return
    print_found(found, most)
