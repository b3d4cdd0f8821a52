"""The points under each heading: from labels, bullets and indents to a tree of items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from models.records import DocumentText, Item, Passage, Span
from pipeline.segment.headings import Heading
from pipeline.segment.labels import DASHES, LOOSE, Label
from pipeline.segment.rows import Row, continues

SAME_INDENT = 9.0
"""Points by which labels of one level may differ from each other."""


@dataclass
class _Node:
    """An item while it is being built."""

    path: str
    depth: int
    label: Label | None
    left: float
    text_left: float
    span: Span
    title: Span | None = None
    heading: Span | None = None
    paragraphs: list[Span] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    def owns(self) -> Iterator[_Node]:
        """This node and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.owns()


class _Paths:
    """Hands out paths; one that is taken already gets '~2', '~3'."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, path: str) -> str:
        count = self._taken.get(path, 0) + 1
        self._taken[path] = count
        return path if count == 1 else self.take(f"{path}~{count}")


def build_items(
    document: DocumentText,
    rows: Sequence[Row],
    headings: Sequence[Heading],
    end: int,
    usual: float,
    nested: bool,
) -> tuple[list[Item], list[Passage]]:
    """The items that ``headings`` open, with their points if ``nested``, and their passages.

    ``end`` is the row at which the last item ends.
    """
    paths = _Paths()
    items: list[Item] = []
    passages: list[Passage] = []
    for place, heading in enumerate(headings, start=1):
        last = headings[place].lead if place < len(headings) else end
        node = _heading_node(document, rows, heading, paths, place)
        above = rows[heading.last - 1] if heading.rest else None
        _add_rows(node, rows[heading.last : last], above, paths, usual, nested)
        for each in node.owns():
            items.append(_node_to_item(document, each))
            passages.extend(_node_to_passages(each))
        passages.extend(history_passages(rows, heading, node.path))
    return items, sorted(passages, key=lambda p: p.span)


def history_passages(rows: Sequence[Row], heading: Heading, path: str) -> Iterator[Passage]:
    """The lines above a heading that say where its matter was treated before."""
    for row in rows[heading.lead : heading.first]:
        yield Passage(row.span, "history", path)


def _heading_node(
    document: DocumentText, rows: Sequence[Row], heading: Heading, paths: _Paths, place: int
) -> _Node:
    first, last = rows[heading.first], rows[heading.last - 1]
    key = heading.label.key if heading.label and heading.label.kind != "bullet" else str(place)
    title = cut_trailing_anchor(document, heading.title) if heading.title else None
    return _Node(
        path=paths.take(key),
        depth=1,
        label=heading.label,
        left=float("-inf"),
        text_left=float("-inf"),
        span=Span(first.span.start, last.span.end),
        title=title,
        heading=heading.title,
        paragraphs=[heading.rest] if heading.rest else [],
    )


def cut_trailing_anchor(document: DocumentText, title: Span) -> Span:
    """The title without a link anchor that trails it; an anchor at its start stays."""
    for area in document.links:
        inside = [span for span in area.spans if span.overlaps(title)]
        if not inside or inside[0].start <= title.start:
            continue
        rest = document.flat[inside[-1].end : title.end]
        if not rest.strip(" .,;:)"):
            words = document.flat[title.start : inside[0].start].rstrip(" -–:|>")
            return cut_trailing_anchor(document, Span(title.start, title.start + len(words)))
    return title


def _add_rows(
    root: _Node,
    rows: Sequence[Row],
    previous: Row | None,
    paths: _Paths,
    usual: float,
    nested: bool,
) -> None:
    stack = [root]
    for row in rows:
        if nested and _opens_point(row, stack, previous):
            stack = _open_point(row, stack, paths)
        elif previous is not None and _same_paragraph(previous, row, stack[-1], usual):
            node = stack[-1]
            node.paragraphs[-1] = Span(node.paragraphs[-1].start, row.span.end)
        else:
            while len(stack) > 1 and row.left < stack[-1].text_left - 4:
                stack = stack[:-1]
            stack[-1].paragraphs.append(row.span)
        previous = row


def _same_paragraph(previous: Row, row: Row, node: _Node, usual: float) -> bool:
    if not node.paragraphs or node.paragraphs[-1].end != previous.span.end:
        return False
    joined = row.span.start == previous.span.end
    return joined or (continues(previous, _unlabelled(row), usual) and row.left >= node.left - 4)


def _unlabelled(row: Row) -> Row:
    """The row as plain words: its label was none after all."""
    if row.label is None:
        return row
    return Row(row.index, row.line, row.text, None, row.left, row.left, row.gap, row.full)


def _opens_point(row: Row, stack: Sequence[_Node], previous: Row | None) -> bool:
    """True if the label opens a point; '15. päivä' and a dash that a line break left do not."""
    label = row.label
    if label is None or not row.words:
        return False
    if label.kind == "bullet":
        return not _is_stray_dash(row, stack[-1], previous)
    foreign = label.kind == "decimal" and label.key.split(".")[0] != stack[0].path
    if label.kind in ("section", *LOOSE) or foreign:
        return False
    before = [n.label for node in stack for n in node.children if n.label]
    return _is_first(label) or any(_follows(old, label) for old in before)


def _is_stray_dash(row: Row, node: _Node, previous: Row | None) -> bool:
    if previous is None or row.label is None or row.label.key not in DASHES:
        return False
    open_sentence = not previous.text.rstrip().endswith((".", ":", "!", "?"))
    flush = abs(row.left - node.text_left) <= 3 or abs(row.left - previous.left) <= 3
    return previous.full and open_sentence and flush and not _same_kind(node, row)


def _same_kind(node: _Node, row: Row) -> bool:
    """True if node and row carry labels of one kind at one indent."""
    old, new = node.label, row.label
    if old is None or new is None or abs(node.left - row.left) > SAME_INDENT:
        return False
    if old.kind == "bullet" or new.kind == "bullet":
        return old.key == new.key
    return old.kind == new.kind or (
        {old.kind, new.kind} == {"letter", "roman"} and _follows(old, new)
    )


def _is_first(label: Label) -> bool:
    return label.number == 1 or (label.number is None and label.key in ("a", "i"))


_ROMAN = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
]


def _follows(old: Label, new: Label) -> bool:
    """True if ``new`` is the next number, letter or numeral after ``old``."""
    if old.number is not None and new.number is not None:
        return 1 <= new.number - old.number <= 2
    if len(old.key) == len(new.key) == 1 and 1 <= ord(new.key) - ord(old.key) <= 2:
        return True
    if old.key in _ROMAN and new.key in _ROMAN:
        return 1 <= _ROMAN.index(new.key) - _ROMAN.index(old.key) <= 2
    return False


def _open_point(row: Row, stack: list[_Node], paths: _Paths) -> list[_Node]:
    """The stack with a new node for the row's label at its top."""
    assert row.label is not None
    parents = _parents(row, stack)
    parent, label = parents[-1], row.label
    key = str(len(parent.children) + 1) if label.kind == "bullet" else label.key
    path = key if label.kind == "decimal" else f"{parent.path}.{key}"
    node = _Node(
        path=paths.take(path),
        depth=parent.depth + 1,
        label=label,
        left=row.left,
        text_left=row.text_left,
        span=row.span,
        paragraphs=[row.text_span],
    )
    parent.children.append(node)
    return [*parents, node]


def _parents(row: Row, stack: list[_Node]) -> list[_Node]:
    """The nodes over the row's point: those of an open point of its kind, else by indent."""
    for depth in range(len(stack) - 1, 0, -1):
        if _same_kind(stack[depth], row):
            return stack[:depth]
    while len(stack) > 1 and not _is_deeper(row, stack[-1]):
        stack = stack[:-1]
    return stack


def _is_deeper(row: Row, node: _Node) -> bool:
    """Labels of different width are set so that either they or the words behind them line up."""
    return row.left > node.left + 2 and abs(row.text_left - node.text_left) > 3


def _node_to_item(document: DocumentText, node: _Node) -> Item:
    return Item(
        path=node.path,
        label=node.label.printed if node.label else "",
        depth=node.depth,
        span=node.span,
        title=" ".join(document.quote(node.title).split()) if node.title else None,
        title_span=node.title,
        text_spans=tuple(node.paragraphs),
    )


def _node_to_passages(node: _Node) -> Iterator[Passage]:
    if node.heading:
        yield Passage(node.heading, "heading", node.path)
    for paragraph in node.paragraphs:
        yield Passage(paragraph, "text", node.path)
