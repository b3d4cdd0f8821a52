"""Links: the PDF's annotations, and addresses printed in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from models.records import DocumentText, Link, LinkArea, Minutes, Span
from pipeline.extract.passages import ReadingText
from pipeline.rulebook import Rule
from pipeline.values.matching import propose

_ANNOTATION, _PRINTED = 1.0, 0.9
_WORD_END = regex.compile(r"[\p{L}\p{N}]+")
_WORD_START = regex.compile(r"[\p{L}\p{N}]+\Z")
_AT_SIGN = regex.compile(r"(?i)\h?[(\[](?:at|a|ät)[)\]]\h?")
_SCHEME_AND_HOST = regex.compile(r"^(?:\w+://)?[^/?#]+")
# An address goes on in the next line after a sign that no address ends with, or with a sign in it.
_GOES_ON = regex.compile(r"[-_=&?%]$")
_PATH_LIKE = regex.compile(r"(?=\S*[/_=%#?&.]\w|\S*\w-\w|\S*\d)[^\s<>\"”’|(]+")


def extract_links(document: DocumentText, minutes: Minutes) -> tuple[Link, ...]:
    """The links in the order of their words; a printed address under an annotation is that link.

    Links of the page furniture and of what is outside the items have no item.
    """
    words = ReadingText(document, minutes.passages, minutes.items)
    links = list(_annotations(document, words))
    covered = [span for area in document.links for span in area.spans]
    links += (
        _printed_link(found, words)
        for found in _addresses(document, words)
        if not any(found.span.overlaps(span) for span in covered)
    )
    return tuple(sorted(links, key=lambda link: (link.span.start, link.span.end, link.url)))


# --- annotations ----------------------------------------------------------------------------------


def _annotations(document: DocumentText, words: ReadingText) -> Iterator[Link]:
    seen: set[tuple[str, Span]] = set()
    for area in document.links:
        spans = tuple(_whole_words(document.text, span) for span in _joined(area.spans))
        if not spans or (area.url, spans[0]) in seen:
            continue
        seen.add((area.url, spans[0]))
        yield _annotation_link(document, words, area, spans)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that are not empty; those that touch, where a word goes on, as one."""
    open_span: Span | None = None
    for span in filter(len, spans):
        if open_span is not None and span.start == open_span.end:
            open_span = Span(open_span.start, span.end)
            continue
        if open_span is not None:
            yield open_span
        open_span = span
    if open_span is not None:
        yield open_span


def _annotation_link(
    document: DocumentText, words: ReadingText, area: LinkArea, spans: tuple[Span, ...]
) -> Link:
    return Link(
        span=Span(spans[0].start, max(span.end for span in spans)),
        item=words.item_at(spans[0].start),
        url=area.url,
        anchor=_anchor(document.text, spans),
        kind="email" if area.url.lower().startswith("mailto:") else "annotation",
        found_by="annotation",
        confidence=_ANNOTATION,
    )


def _whole_words(text: str, span: Span) -> Span:
    """The span without spaces at its ends, grown over the words that it cuts."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and text[start].isalnum():
        before = _WORD_START.search(text, max(0, start - 40), start)
        start = before.start() if before else start
    if start < end and text[end - 1].isalnum():
        after = _WORD_END.match(text, end)
        end = after.end() if after else end
    return Span(start, end)


def _anchor(text: str, spans: tuple[Span, ...]) -> str | None:
    """The words of all lines, joined by single spaces, or by nothing where a word goes on."""
    joined, at = "", spans[0].start
    for span in spans:
        between = " " if span.start != at else ""
        joined, at = joined + between + text[span.start : span.end], span.end
    return " ".join(joined.split()) or None


# --- printed addresses ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Address:
    rule: Rule
    span: Span
    printed: str


def _addresses(document: DocumentText, words: ReadingText) -> Iterator[_Address]:
    """Addresses in the passages, the longest where two overlap, over line ends where they wrap."""
    found = [
        _trimmed(rule, match, document.text)
        for label in ("LINK", "EMAIL")
        for rule, match in propose(words.text, label)
    ]
    taken: list[Span] = []
    for one in sorted(found, key=lambda one: (-len(one.span), one.span.start)):
        if not any(one.span.overlaps(span) for span in taken):
            taken.append(one.span)
            yield one


def _trimmed(rule: Rule, match: regex.Match[str], text: str) -> _Address:
    """The match without the punctuation of its sentence, and with its end in the next line."""
    start, end = match.span()
    if rule.label == "LINK" and text[end : end + 1] == "\n":
        end = _wrapped_end(text, start, end)
    while end > start and _is_sentence_mark(text[start:end]):
        end -= 1
    printed = "".join(text[start:end].split()) if rule.label == "LINK" else text[start:end]
    return _Address(rule, Span(start, end), printed)


def _wrapped_end(text: str, start: int, end: int) -> int:
    """Where an address that reaches the end of its line ends on the next lines."""
    while text[end : end + 1] == "\n":
        rest = _PATH_LIKE.match(text, end + 1)
        head = text[start:end]
        if rest is None or not (_GOES_ON.search(head) or "/" in (head[-1], rest[0][0])):
            if _GOES_ON.search(head) and (word := _WORD_END.match(text, end + 1)):
                end = word.end()
                continue
            return end
        end = rest.end()
    return end


def _is_sentence_mark(address: str) -> bool:
    last = address[-1]
    if last in ".,;:!?'*”\"»>]":
        return True
    return last == ")" and address.count("(") < address.count(")")


def _printed_link(found: _Address, words: ReadingText) -> Link:
    email = found.rule.label == "EMAIL"
    return Link(
        span=found.span,
        item=words.item_at(found.span.start),
        url=_mail_url(found.printed) if email else _web_url(found.printed),
        anchor=None,
        kind="email" if email else "text",
        found_by=found.rule.found_by,
        confidence=_PRINTED,
    )


def _mail_url(printed: str) -> str:
    return "mailto:" + _AT_SIGN.sub("@", printed)


def _web_url(printed: str) -> str:
    """With a scheme, and scheme and host in lower case."""
    address = _SCHEME_AND_HOST.sub(lambda host: host[0].lower(), printed)
    return address if "://" in address else f"https://{address}"
