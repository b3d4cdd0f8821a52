"""The search page: words and a form, both put into the one query language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import quote

from models.records import MeetingKind
from pipeline.errors import InputError
from pipeline.search import Found, Snippet, search_items
from pipeline.serve.language import Words
from pipeline.serve.lists import CHOICES, confidence_of
from pipeline.store import FactKind, document_id

if TYPE_CHECKING:
    from pipeline.serve.site import Site

MOST = 50


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit with the way to it, its title and snippet in stretches: words, and if asked for."""

    found: Found
    href: str
    title: tuple[tuple[str, bool], ...]
    snippet: tuple[tuple[str, bool], ...]


def search(site: Site, request: Any, _say: Words) -> dict[str, Any]:
    """What is found, or what is wrong with the question."""
    form = {
        name: (request.args.get(name) or "").strip()
        for name in ("q", "body", "since", "until", "kind", "has")
    }
    confidence = confidence_of(request)
    words = " ".join(_query(form))
    context: dict[str, Any] = {
        "form": form, "confidence": confidence, "query": words, "most": MOST,
        "bodies": site.store.overviews.bodies(CHOICES), "kinds": get_args(MeetingKind),
        "facts": get_args(FactKind),
    }  # fmt: skip
    if not words:
        return context
    try:
        hits = search_items(site.store, words, most=MOST, least_confidence=confidence)
    except InputError as error:
        return {**context, "error": str(error)}
    return {**context, "hits": list(map(_view, hits))}


def _query(form: dict[str, str]) -> Iterator[str]:
    """The words, and the fields of the form as the query language writes them."""
    if form["q"]:
        yield form["q"]
    if form["body"]:
        yield f'toimielin:"{form["body"].replace(chr(34), " ")}"'
    if form["since"] or form["until"]:
        yield f"aika:{form['since']}..{form['until']}"
    if form["kind"]:
        yield f"laji:{form['kind']}"
    if form["has"]:
        yield f"sisältää:{form['has']}"


def _view(found: Found) -> HitView:
    hit = found.hit
    place = f"#i-{quote(hit.item_id)}" if hit.item_id else ""
    href = f"/meeting/{document_id(hit.sha256, hit.part)}{place}"
    return HitView(found, href, _stretches(found.title), _stretches(found.snippet))


def _stretches(snippet: Snippet) -> tuple[tuple[str, bool], ...]:
    """The snippet's words cut at its marks."""
    cut, at = [], 0
    for start, end in snippet.marks:
        cut += [(snippet.text[at:start], False), (snippet.text[start:end], True)]
        at = end
    cut.append((snippet.text[at:], False))
    return tuple(stretch for stretch in cut if stretch[0])
