"""Which forms a name has.

Forms are generated more generously than Finnish has them (both harmonies, with and without
consonant gradation, native and foreign pattern), because a name's owner decides how it is declined
and a form that nobody writes does no harm. All comparisons ignore the case of letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

VOWELS = "aeiouyäöå"
STRONG_TO_WEAK = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("nt", "nn"), ("mp", "mm"),
    ("lt", "ll"), ("rt", "rr"), ("lk", "lj"), ("rk", "rj"), ("hk", "hj"), ("lk", "l"),
    ("rk", "r"), ("hk", "h"), ("lp", "lv"), ("rp", "rv"), ("ht", "hd"),
)  # fmt: skip
"""Gradation of whole clusters; single k, p and t between vowels are handled apart."""
SINGLE = {"k": ("", "v"), "p": ("v",), "t": ("d",)}

WEAK_ENDINGS = ("n", "ssa", "sta", "lla", "lta", "lle", "ksi", "tta", "t")
STRONG_ENDINGS = ("na", "a", "ta")
PLURAL_ENDINGS = (
    "ssa", "sta", "lla", "lta", "lle", "ksi", "na", "tta", "n", "en", "den", "tten", "in", "hin",
    "a", "ta", "ne", "neen",
)  # fmt: skip
FRONTED = (frozenset({"ss", "st", "ll", "lt", "tt"}), frozenset("ntieouyäö"))
"""What stands before an ending's last a, behind a letter that lets it be an ä."""
CLITIC = re.compile(r"(?<=\w\w)(?:kin|kaan|kään|ko|kö|han|hän|pa|pä)$")
POSSESSIVE = re.compile(r"(?<=\w\w)(?:ni|si|nsa|nsä|mme|nne)$")
PARTICLES = frozenset({"af", "von", "van", "de", "da", "del", "di", "der", "den", "la", "le", "el"})


def matches_name(base: str, form: str, plural: bool = True) -> bool:
    """True if ``form`` is ``base`` itself or one of its inflected forms, clitics included.

    A name of several words inflects in its last word; words before it stay as they are or agree
    with it (``Tekninen lautakunta``, ``Teknisessä lautakunnassa``).
    """
    base_words, form_words = base.split(), form.split()
    if len(base_words) != len(form_words) or not base_words:
        return False
    if not word_matches(base_words[-1], form_words[-1], plural):
        return False
    agrees = form_words[-1].casefold() != base_words[-1].casefold()
    return all(
        b.casefold() == f.casefold() or (agrees and word_matches(b, f, plural))
        for b, f in zip(base_words[:-1], form_words[:-1], strict=True)
    )


@lru_cache(maxsize=100_000)
def word_matches(base: str, form: str, plural: bool = True) -> bool:
    """True if the single word ``form`` is ``base`` or one of its forms, a Swedish genitive too."""
    low_base, low = base.casefold(), form.casefold()
    if low in (low_base, low_base + "s"):
        return True
    if not low.startswith(unchanging_start(low_base)):
        return False
    head, _, tail = low_base.rpartition("-")
    if head:
        return low.startswith(head + "-") and word_matches(tail, low[len(head) + 1 :], plural)
    return any(_is_form(variant, low_base, plural) for variant in without_clitics(low))


@lru_cache(maxsize=20_000)
def unchanging_start(base: str) -> str:
    """The letters with which all forms of a lower-case word begin: 'helsin' of 'helsinki'."""
    head, hyphen, tail = base.rpartition("-")
    words = [tail[:-1], *(stem[:-1] for pair in vowel_stems(tail) for stem in pair)]
    first, last = min(words), max(words)  # what these two share, all between them do
    differ = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return head + hyphen + first[: next(differ, len(first))]


def without_clitics(form: str) -> Iterator[str]:
    """The form as it is, then without its clitic, its possessive suffix, and both."""
    yield form
    bare = CLITIC.sub("", form)
    if bare != form:
        yield bare
    for variant in {form, bare}:
        owned = POSSESSIVE.sub("", variant)
        if owned != variant:
            yield owned
            yield owned + "n"


def word_forms(base: str, plural: bool = True) -> frozenset[str]:
    """All forms of one lower-case word in 14 cases, singular and, if asked for, plural."""
    forms = {stem + end for stem, ends in _stems_and_ends(base, plural) for end in ends}
    return frozenset(forms | {_front(f) for f in forms if _may_be_fronted(f, base)})


def _is_form(form: str, base: str, plural: bool) -> bool:
    """True if ``form`` is one of ``word_forms``, which need not be made for it."""
    patterns = _stems_and_ends(base, plural)
    if any(form.startswith(stem) and form[len(stem) :] in ends for stem, ends in patterns):
        return True
    back = form[:-1] + "a"
    return (
        form[-1:] == "ä"
        and _may_be_fronted(back, base)
        and _front(back) == form
        and any(back.startswith(stem) and back[len(stem) :] in ends for stem, ends in patterns)
    )


def _may_be_fronted(form: str, base: str) -> bool:
    return form[-1:] == "a" and len(form) > len(base) - 3


@lru_cache(maxsize=20_000)
def _stems_and_ends(base: str, plural: bool) -> Sequence[tuple[str, Collection[str]]]:
    """Stems of a lower-case word, each with what forms have behind it."""
    whole = {base, *_consonant_forms(base)}
    found: list[tuple[str, Collection[str]]] = [("", whole)]
    for weak, strong in vowel_stems(base):
        found += [(weak, WEAK_ENDINGS), (strong, STRONG_ENDINGS)]
        whole.update(illatives(strong))
        if plural:
            found += _plurals(weak, strong)
    if base.endswith("t"):  # an old genitive of names that are plural: Virrat, Virtain
        whole.update(stem + "in" for stem in strengthened(base[:-1]))
    return found


def _front(form: str) -> str:
    """The form with front vowels in its last syllables' endings."""
    two, one = FRONTED
    may_front = (form[-3:-1] in two and form[-4:-3] not in "aou") or (
        form[-2:-1] in one and form[-3:-2] not in "aou"
    )
    return form[:-1] + "ä" if may_front else form


def illatives(stem: str) -> tuple[str, ...]:
    """The forms that answer 'into': Aalto-on, Espoo-seen, Maa-han."""
    last = stem[-1:]
    if stem[-2:-1] in VOWELS and len(stem) > 2:
        return (stem + last + "n", stem + "seen", stem + "h" + last + "n")
    return (stem + last + "n",)


@lru_cache(maxsize=20_000)
def vowel_stems(base: str) -> tuple[tuple[str, str], ...]:
    """Pairs of weak and strong stem to which endings are added."""
    if base.endswith("nen") and len(base) > 4:
        return ((base[:-3] + "se",) * 2,)
    last = base[-1:]
    pairs: list[tuple[str, str]] = []
    if last in VOWELS:
        pairs += [(weak, base) for weak in (base, *weakened(base))]
        if last == "i":
            e_stem = base[:-1] + "e"
            pairs += [(weak, e_stem) for weak in (e_stem, *weakened(e_stem))]
        if base.endswith("mpi"):  # comparatives: vanhempi, vanhemmat
            pairs.append((base[:-3] + "mma", base[:-3] + "mpa"))
        if base.endswith("si"):
            pairs.append((base[:-2] + "de", base[:-2] + "te"))
        if last == "e":
            pairs += [(stem + "e",) * 2 for stem in (base, *strengthened(base))]
        return tuple(pairs)
    return tuple((stem, stem) for stem in _stems_of_consonant_names(base))


def _stems_of_consonant_names(base: str) -> tuple[str, ...]:
    stems = [base + "i", base + "e"]
    if base.endswith("in"):  # superlatives: korkein, korkeimman
        stems.append(base[:-1] + "mma")
    if base.endswith("mies"):
        stems.append(base[:-1] + "he")
    if base.endswith("s"):
        open_stem = base[:-1]
        stems += [open_stem + "kse", open_stem + "de"]
        if open_stem and open_stem[-1] in VOWELS:
            stems += [stem + stem[-1] for stem in (open_stem, *strengthened(open_stem))]
    if base.endswith("t"):
        # Kevyt, Kevyen; and names that are plural themselves: Virrat, Virtojen
        stems += [base[:-1] + "e", base[:-1], *strengthened(base[:-1])]
    if base[-1:] in "lrn":
        stems += [stem + "e" for stem in strengthened(base)]
        stems += [stem + "ee" for stem in (base, *strengthened(base))]
    return tuple(stems)


def _consonant_forms(base: str) -> set[str]:
    """Forms made without a vowel between: Taipalus-ta, Kokkos-ta, OKM:lle, Rinne-ttä."""
    endings = (*WEAK_ENDINGS, *STRONG_ENDINGS, "an", "ään", "iin", "hon", "seen", "een", "hin")
    forms = {base + mark + ending for mark in ":'’" for ending in endings}
    if base.endswith("nen") and len(base) > 4:
        forms |= {base[:-3] + "sta", base[:-3] + "sten"}
    elif base[-1:] in "slnr":
        forms |= {base + "ta", base + "ten"}
    elif base[-1:] == "e":
        forms |= {base + "tta"}
    if base.endswith("si"):
        forms |= {base[:-2] + "tta"}
    return forms


def _plurals(weak: str, strong: str) -> Iterator[tuple[str, Collection[str]]]:
    for stem in {weak, strong}:
        for plural_stem in _plural_stems(stem):
            yield plural_stem, PLURAL_ENDINGS
            # between vowels the plural's i is a j: Aalto-j-en, Virto-j-a
            if plural_stem[-2:-1] in VOWELS:
                yield plural_stem[:-1], ("jen", "ja")


def _plural_stems(stem: str) -> tuple[str, ...]:
    body, last = stem[:-1], stem[-1:]
    if last == "a":
        return (body + "oi", body + "i")
    if last in "äe":
        return (body + "i", body + "öi") if last == "ä" else (body + "i",)
    if last == "i":
        return (body + "ei", stem)
    return (stem + "i",)


def weakened(stem: str) -> tuple[str, ...]:
    """The stem with its last consonants in the weak grade, in every way that they can be."""
    cut = _cluster(stem)
    if cut is None:
        return ()
    start, end = cut
    cluster, before, after = stem[start:end], stem[:start], stem[end:]
    found = [
        before + cluster[: -len(strong)] + weak + after
        for strong, weak in STRONG_TO_WEAK
        if cluster.endswith(strong)
    ]
    if len(cluster) == 1 and cluster in SINGLE and before:
        found += [before + weak + after for weak in SINGLE[cluster]]
        if cluster == "k" and before[-1] == "i" and len(before) > 1 and before[-2] in VOWELS:
            found.append(before[:-1] + "j" + after)
    return tuple(found)


def strengthened(stem: str) -> tuple[str, ...]:
    """The stem with its last consonants in the strong grade: Rinne, Rintee-; Rengas, Renkaa-."""
    tail = re.search(r"[aeiouyäöå]+[lrn]?$", stem)
    if tail is None:
        return ()
    before, after = stem[: tail.start()], stem[tail.start() :]
    if not any(letter in VOWELS for letter in before):
        return ()
    found = [
        before[: -len(weak)] + strong + after
        for strong, weak in STRONG_TO_WEAK
        if before.endswith(weak) and (len(weak) > 1 or before[-2:-1] in VOWELS + "lrnm")
    ]
    found += [before[:-1] + "p" + after] if before.endswith("v") else []
    found += [before[:-1] + "t" + after] if before.endswith("d") else []
    return tuple(found)


def _cluster(stem: str) -> tuple[int, int] | None:
    """Where the last consonants before the final vowel stand, None for a long final vowel."""
    if len(stem) < 3 or stem[-1] not in VOWELS or stem[-2] in VOWELS:
        return None
    end = start = len(stem) - 1
    while start > 0 and stem[start - 1] not in VOWELS:
        start -= 1
    return (start, end) if start else None
