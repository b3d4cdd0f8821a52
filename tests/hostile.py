"""PDFs that mean ill, files that are none, and PDFs that chance has damaged."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable
from pathlib import Path

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
WORDS = b"BT /F1 12 Tf 72 720 Td (Kokous 1/2025) Tj ET"
FONT = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, whose first is the catalog."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, len(made))
    )


def one_page(content: bytes = stream(WORDS), page: bytes = PAGE, resources: bytes = FONT) -> bytes:
    """A PDF of one page."""
    return pdf(CATALOG, TREE, page, content, resources)


def bomb(layers: int, megabytes: int) -> bytes:
    """A page whose content grows to so many MiB when it is unpacked."""
    packer = zlib.compressobj(9)
    head, body = (packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = head + body * (megabytes - 1) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    return one_page(stream(packed, b"/Filter[%s]" % (b"/FlateDecode" * layers)))


def page_tree_in_a_circle() -> bytes:
    return pdf(
        CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 4>>", PAGE, stream(WORDS), FONT
    )


def million_pages(count: int) -> bytes:
    """A thousand times a thousand times the same page; the tree says that there are ``count``."""
    thousand = b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count 1000>>" % (b"3 0 R " * 1000)
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"6 0 R " * 1000, count)
    return pdf(
        CATALOG, tree, b"<</Type/Page/Parent 6 0 R/MediaBox[0 0 9 9]>>", b"0", b"0", thousand
    )


def form_in_itself() -> bytes:
    form = stream(
        b"/X Do /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
    )
    return pdf(CATALOG, TREE, PAGE, stream(b"/X Do"), b"<</XObject<</X 6 0 R>>>>", form)


def unmapped_font() -> bytes:
    font = (
        b"<</Font<</F1<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H"
        b"/DescendantFonts[6 0 R]>>>>>>"
    )
    child = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X"
        b"/CIDSystemInfo<</Registry(x)/Ordering(y)/Supplement 0>>>>"
    )
    shown = stream(b"BT /F1 12 Tf 72 720 Td <00010002000300040005> Tj ET")
    return pdf(CATALOG, TREE, PAGE, shown, font, child)


def deep_tree(levels: int) -> bytes:
    """A page so many levels down."""
    numbers = range(6, 6 + levels)
    inner = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in numbers[:-1]]
    first = TREE.replace(b"3 0 R", b"6 0 R")
    return pdf(CATALOG, first, PAGE, stream(WORDS), FONT, *inner, TREE)


def bookmarks_in_a_circle() -> bytes:
    mark = b"<</Title(Kokous)/Parent 6 0 R/Next 7 0 R/First 7 0 R/Last 7 0 R/Dest[3 0 R/Fit]>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"
    return pdf(catalog, TREE, PAGE, stream(WORDS), FONT, b"<</First 7 0 R/Last 7 0 R>>", mark)


def structure_in_a_circle() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>"
    page = PAGE.replace(b"/Parent", b"/StructParents 0/Parent")
    shown = stream(b"/H1<</MCID 0>>BDC " + WORDS + b" EMC")
    root = b"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[7 0 R]]>>>>"
    element = b"<</Type/StructElem/S/H1/P 7 0 R/Pg 3 0 R/K[0 7 0 R]>>"
    return pdf(catalog, TREE, page, shown, FONT, root, element)


def picture_bomb() -> bytes:
    """A picture that says it is larger than any memory, over a page without words."""
    image = stream(
        zlib.compress(bytes(10**6), 9),
        b"/Type/XObject/Subtype/Image/Width 200000/Height 200000/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB/Filter/FlateDecode",
    )
    shown = stream(b"q 595 0 0 842 0 0 cm /X Do Q")
    return pdf(CATALOG, TREE, PAGE, shown, b"<</XObject<</X 6 0 R>>>>", image)


def boxed(box: bytes) -> bytes:
    return one_page(page=PAGE.replace(b"0 0 595 842", box))


PDFS: dict[str, Callable[[], bytes]] = {
    "circle": page_tree_in_a_circle,
    "million": lambda: million_pages(10**6),
    "million-told-as-three": lambda: million_pages(3),
    "many-empty": lambda: million_pages(4000),
    "negative-count": lambda: million_pages(-5),
    "deep-tree": lambda: deep_tree(20_000),
    "bookmarks": bookmarks_in_a_circle,
    "structure": structure_in_a_circle,
    "xref-in-a-circle": lambda: one_page().replace(
        b"/Root", b"/Prev %d/Root" % one_page().rindex(b"xref\n0 ")
    ),
    "picture-bomb": picture_bomb,
    "many-words": lambda: one_page(
        stream(b"BT /F1 2 Tf 20 800 Td 2 TL " + b"(Kokous 12.3.2025) Tj T* " * 50_000 + b"ET")
    ),
    "many-rules": lambda: one_page(
        stream(
            WORDS
            + b"".join(b" %d %d m %d 800 l S" % (x % 600, x % 800, x % 600) for x in range(50_000))
        )
    ),
    "many-links": lambda: pdf(
        CATALOG, TREE,
        PAGE.replace(b"/Parent", b"/Annots[%s]/Parent" % (b"6 0 R " * 50_000)),
        stream(WORDS), FONT,
        b"<</Type/Annot/Subtype/Link/Rect[70 710 200 730]/A<</S/URI/URI(http://a.example)>>>>",
    ),
    "bomb": lambda: bomb(1, 3000),
    "bomb-in-bomb": lambda: bomb(2, 3000),
    "nested-array": lambda: one_page(stream(b"[" * 10**6 + b"]" * 10**6 + WORDS)),
    "nested-object": lambda: pdf(CATALOG, TREE, PAGE, stream(WORDS), b"[" * 200_000),
    "nested-states": lambda: one_page(stream(b"q " * 10**6 + WORDS)),
    "form-in-itself": form_in_itself,
    "gigantic": lambda: boxed(b"0 0 1e9 1e9"),
    "beyond-numbers": lambda: boxed(b"-1e308 -1e308 1e308 1e308"),
    "no-area": lambda: boxed(b"0 0 0 0"),
    "no-numbers": lambda: boxed(b"/a /b /c /d"),
    "far-words": lambda: one_page(stream(b"BT /F1 1e30 Tf 1e30 1e30 Td (Kokous) Tj ET")),
    "javascript": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while\\(1\\){})>>>>",
        TREE, PAGE, stream(WORDS), FONT,
    ),
    "launch": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(touch pwned)>>>>",
        TREE, PAGE, stream(WORDS), FONT,
    ),
    "broken-xref": lambda: one_page().replace(b"startxref\n", b"startxref\n99"),
    "no-xref": lambda: one_page().split(b"xref")[0],
    "wrong-encryption": lambda: pdf(
        CATALOG, TREE, PAGE, stream(WORDS), FONT,
        trailer=b"/Encrypt<</Filter/Standard/V 9/R 9/O(x)/U(y)/P -1>>/ID[(a)(b)]",
    ),
    "own-encryption": lambda: pdf(
        CATALOG, TREE, PAGE, stream(WORDS), FONT, trailer=b"/Encrypt<</Filter/Own>>"
    ),
    "unmapped-font": unmapped_font,
    "no-font": lambda: one_page(resources=b"<<>>"),
    "no-catalog": lambda: pdf(b"<<>>", TREE, PAGE, stream(WORDS), FONT),
    "header-alone": lambda: b"%PDF-1.7\n",
    "wrong-length": lambda: one_page(stream(WORDS).replace(b"/Length 44", b"/Length 99999999")),
    "not-packed": lambda: one_page(stream(WORDS, b"/Filter/FlateDecode")),
    "unknown-filter": lambda: one_page(stream(WORDS, b"/Filter/Own")),
    "text": lambda: b"Kokous 1/2025\n",
    "zeros": lambda: bytes(10_000),
    "empty": lambda: b"",
}  # fmt: skip
"""What may lie in a folder, by the name of the file; each is at most some megabytes long."""

NAMES = (
    b"-rf.pdf", b"uusi\nrivi.pdf", b"\xff\xfe.pdf", b"a'\";$(touch pwned).pdf", b"%s%n.pdf",
    b" .pdf", b"[a].pdf", b"\x1b[31m.pdf", b"\xe2\x80\xae fdp.pdf", b"x" * 251 + b".pdf", b".pdf",
)  # fmt: skip
"""Names that files may have, as bytes."""


def write_folder(folder: Path) -> None:
    """Everything above, and what is in a folder under a PDF's name without being a file."""
    for name, make in PDFS.items():
        (folder / f"{name}.pdf").write_bytes(make())
    for number, odd in enumerate(NAMES):
        content = one_page(stream(WORDS.replace(b"1/2025", b"%d/2025" % (number + 2))))
        Path(os.fsdecode(bytes(folder) + b"/" + odd)).write_bytes(content)
    (folder / "kansio.pdf").mkdir()
    (folder / "kansio.pdf" / "in-folder.pdf").write_bytes(one_page(stream(WORDS + b" ")))
    (folder / "kansio.pdf" / "circle").symlink_to(folder)
    (folder / "itself.pdf").symlink_to(folder / "itself.pdf")
    (folder / "nowhere.pdf").symlink_to(folder / "nothing")
    (folder / "device.pdf").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.pdf")


NUMBERS = (b"-1", b"0", b"1", b"65536", b"2147483647", b"4294967296", b"1e38")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The PDF with a few things changed: bytes, numbers, names, stretches, its end."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(made))
        to = min(len(made), at + chance.choice((1, 4, 64, 1024)))
        match chance.randrange(6):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at:to]
            case 2:
                made[at:at] = made[to : to + chance.choice((4, 64, 1024))]
            case 3:
                made[at:to] = chance.randbytes(to - at)
            case 4:
                _change_number(made, at, chance)
            case _:
                made = made[: max(at, 200)] if chance.random() < 0.2 else made
    return bytes(made)


def _change_number(made: bytearray, at: int, chance: random.Random) -> None:
    """Another number in the place of the next one."""
    digits = b"0123456789"
    start = next((i for i in range(at, min(at + 500, len(made))) if made[i] in digits), None)
    if start is None:
        return
    end = next((i for i in range(start, len(made)) if made[i] not in digits), len(made))
    made[start:end] = chance.choice(NUMBERS)
