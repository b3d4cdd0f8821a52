"""Finnish inflection of names: which forms a name has, and which names a form may come from.

Forms are generated more generously than Finnish has them (both harmonies, with and without
consonant gradation, native and foreign pattern), because a name's owner decides how it is declined
and a form that nobody writes does no harm. All comparisons ignore the case of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.morphology import analyse

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
FRONTED = re.compile(r"(?<=[^aou])(?:ss|st|ll|lt|tt|n|t|i|e|o|u|y|ä|ö)a$")
CLITIC = re.compile(r"(?<=\w\w)(?:kin|kaan|kään|ko|kö|han|hän|pa|pä)$")
POSSESSIVE = re.compile(r"(?<=\w\w)(?:ni|si|nsa|nsä|mme|nne)$")
ABBREVIATION = re.compile(r"[A-ZÅÄÖ0-9][A-ZÅÄÖ0-9&/.-]+$")
SEPARATOR = re.compile(r"[:’']")
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
    """True if the single word ``form`` is ``base`` or one of its forms."""
    low_base, low = base.casefold(), form.casefold()
    if low == low_base:
        return True
    kept = 2 if len(low_base) > 5 else 1
    if low_base[:kept] != low[:kept]:  # a quick no: inflection leaves the beginning alone
        return False
    head, _, tail = low_base.rpartition("-")
    if head:
        return low.startswith(head + "-") and word_matches(tail, low[len(head) + 1 :], plural)
    forms = word_forms(low_base, plural)
    return any(variant in forms for variant in without_clitics(low))


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


@lru_cache(maxsize=20_000)
def word_forms(base: str, plural: bool = True) -> frozenset[str]:
    """All forms of one lower-case word in 14 cases, singular and, if asked for, plural."""
    forms = {base}
    for weak, strong in vowel_stems(base):
        forms.update(weak + ending for ending in WEAK_ENDINGS)
        forms.update(strong + ending for ending in STRONG_ENDINGS)
        forms.update(illatives(strong))
        if plural:
            forms.update(_plural_forms(weak, strong))
    forms.update(_consonant_forms(base))
    if base.endswith("t"):  # an old genitive of names that are plural: Virrat, Virtain
        forms.update(stem + "in" for stem in strengthened(base[:-1]))
    return frozenset(forms | {_front(form) for form in forms if len(form) > len(base) - 3})


def _front(form: str) -> str:
    """The form with front vowels in its last syllables' endings."""
    return FRONTED.sub(lambda match: match[0][:-1] + "ä", form)


def illatives(stem: str) -> tuple[str, ...]:
    """The forms that answer 'into': Aalto-on, Espoo-seen, Maa-han."""
    last = stem[-1:]
    if stem[-2:-1] in VOWELS and len(stem) > 2:
        return (stem + last + "n", stem + "seen", stem + "h" + last + "n")
    return (stem + last + "n",)


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
        if open_stem[-1:] in VOWELS:
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
    if base.endswith("nen"):
        forms |= {base[:-3] + "sta", base[:-3] + "sten"}
    elif base[-1:] in "slnr":
        forms |= {base + "ta", base + "ten"}
    elif base[-1:] == "e":
        forms |= {base + "tta"}
    if base.endswith("si"):
        forms |= {base[:-2] + "tta"}
    return forms


def _plural_forms(weak: str, strong: str) -> Iterator[str]:
    for stem in {weak, strong}:
        for plural_stem in _plural_stems(stem):
            yield from (plural_stem + ending for ending in PLURAL_ENDINGS)
            # between vowels the plural's i is a j: Aalto-j-en, Virto-j-a
            if plural_stem[-2:-1] in VOWELS:
                yield plural_stem[:-1] + "jen"
                yield plural_stem[:-1] + "ja"


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


# --- back to base forms -------------------------------------------------------------------------

SLAVIC = ("ski", "cki", "tski")
"""Ends of foreign surnames whose i is their own."""
NAME_CLASSES = ("surname", "given_name", "name", "place")
LOCAL_CASES = re.compile(r"(?:lle|ll[aä]|lt[aä]|ss[aä]|st[aä]|ksi|tt[aä]|n[aä])$")


@lru_cache(maxsize=50_000)
def base_name_candidates(form: str, surname: bool = False) -> tuple[str, ...]:
    """Names that ``form`` may be a form of, likeliest first; the form itself is always among them.

    Voikko's readings come first, then what the usual patterns allow. What the document shows
    elsewhere is the caller's to weigh. A ``surname`` is rather an everyday word ('Pelto') than a
    place ('Pello') or a first name.
    """
    head, hyphen, tail = form.rpartition("-")
    if hyphen and head:
        return tuple(head + hyphen + base for base in base_name_candidates(tail, surname))
    bare, mark, _ = form.partition(":")
    if mark:
        return (bare, form)
    guesses = (*_partitive_names(form), *_illative_names(form), *_pattern_names(form))
    read = _voikko_surnames(form) if surname else ()
    return tuple(dict.fromkeys((*read, *_voikko_names(form), *guesses, form)))


def _voikko_surnames(form: str) -> Iterator[str]:
    """Readings as a surname, then as an everyday noun."""
    readings = [r for r in analyse(form) if r.case and r.base and not r.plural]
    yield from (r.base for r in readings if r.word_class == "surname")
    nouns = (r.base for r in readings if r.word_class in ("noun", "noun_adjective"))
    yield from (base[:1].upper() + base[1:] for base in nouns)


def _voikko_names(form: str) -> Iterator[str]:
    readings = [r for r in analyse(form) if r.case and r.base]
    named = [r for r in readings if r.word_class in NAME_CLASSES and not r.plural]
    ranked = sorted(named, key=lambda r: (r.case != "nominative", r.word_class == "place"))
    for reading in ranked:
        yield reading.base
    if any(r.case == "nominative" and not r.plural for r in readings):
        yield form
    for reading in readings:
        if reading.word_class in ("noun", "adjective", "noun_adjective") and not reading.plural:
            yield reading.base[:1].upper() + reading.base[1:]


def _pattern_names(form: str) -> Iterator[str]:
    low = form.casefold()
    if low.endswith(("na", "nä")):
        yield form  # names in -na are many, essives of names few
    stem = LOCAL_CASES.sub("", form)
    if len(stem) < 3 or stem == form:
        stem = form[:-1] if low.endswith("n") and len(form) > 4 else ""
        if not stem or low.endswith("nen"):
            yield form
        if not stem:
            return
        if not low.endswith(("sen", "in", "nen")):
            yield form if low[-2] in "aeoäö" and len(form) < 6 else stem
    yield from _bases_of_stem(stem)


def _partitive_names(form: str) -> Iterator[str]:
    """'Turjaa' may be 'Turja' in the partitive, 'Esimerkkiä' 'Esimerkki'."""
    low = form.casefold()
    if len(form) > 3 and low[-1] in "aä" and low[-2] in VOWELS and low[-3] not in VOWELS:
        if low[-2] != low[-1]:
            yield form
        yield form[:-1]


def _illative_names(form: str) -> Iterator[str]:
    """'Melkaan' may be 'Melka' in the illative, 'Sjöblomiin' 'Sjöblom'."""
    low = form.casefold()
    if len(form) > 5 and low[-1] == "n" and low[-2] == low[-3] and low[-2] in VOWELS:
        yield from _bases_of_stem(form[:-2])


def _bases_of_stem(stem: str) -> Iterator[str]:
    if stem.endswith("kse"):
        yield stem[:-3] + "s"
    elif stem.endswith("se") and len(stem) > 4:
        yield stem[:-2] + "nen"
    foreign = stem.endswith("i") and stem[-2] not in VOWELS and not stem.endswith(SLAVIC)
    if foreign and len(stem) > 3:
        yield stem[:-1]
    yield stem
    if foreign and len(stem) == 3:
        yield stem[:-1]
    yield from strengthened(stem)
    if stem.endswith("e"):
        yield stem[:-1] + "i"


# --- nominatives of phrases ---------------------------------------------------------------------

UNCHANGING = frozenset({"kaikki"})
"""Words whose nominative is the same in both numbers."""
AGREEING = ("adjective", "noun_adjective", "pronoun", "numeral")
CAPITALS_AND_ENDING = re.compile(r"([A-ZÅÄÖ][A-ZÅÄÖ\d]+)(?:[a-zåäö]{1,5})$")


def nominative(phrase: str, seen: frozenset[str] = frozenset()) -> str:
    """A phrase's nominative in its own number: 'kaikille kouluille' is 'kaikki koulut'.

    Words before the head follow it where they agree with it; genitives stay. ``seen`` are words
    that the document has elsewhere: a possible base form among them wins.
    """
    words = phrase.split()
    if not words:
        return phrase
    head, case, plural = _nominative_head(words[-1], seen)
    if case is None or (case == "nominative" and not plural):
        return " ".join([*words[:-1], head])
    front = [_agreeing_nominative(word, case, plural) for word in words[:-1]]
    return " ".join([*front, head])


def _nominative_head(word: str, seen: frozenset[str]) -> tuple[str, str | None, bool]:
    """The head's nominative, the case it stood in (None if unknown) and whether it is plural."""
    bare, mark, _ = word.partition(":")
    if mark:
        return bare, None, False
    capitals = CAPITALS_AND_ENDING.match(word)
    if capitals:
        return capitals[1], None, False
    prefix, hyphen, tail = word.rpartition("-")
    if hyphen and prefix and tail:
        head, case, plural = _nominative_head(tail, seen)
        return prefix + hyphen + head, case, plural
    readings = [r for r in analyse(word) if r.case]
    if not readings:
        return _unknown_base(word, seen), None, False
    best = min(readings, key=lambda r: _rank(r.base, r.case, word, seen))
    if best.case == "nominative" and best.possessive is None:
        return word, best.case, best.plural
    base = _with_capital_of(word, best.base)
    return (nominative_plural(base) if best.plural else base), best.case, best.plural


def _rank(base: str, case: str | None, word: str, seen: frozenset[str]) -> tuple[bool, ...]:
    """What speaks against a reading, weightiest first."""
    return (
        case != "nominative",
        base not in seen and _with_capital_of(word, base) not in seen,
        case == "partitive",  # 'palvelusta' is rather of 'palvelu' than of 'palvelus'
        word[0].isupper() != base[:1].isupper(),
    )


def _unknown_base(word: str, seen: frozenset[str]) -> str:
    """The candidate that most of the document's words are forms of; the likeliest of equals."""
    candidates = base_name_candidates(word)
    near = [other for other in seen if other[:2].casefold() == word[:2].casefold()]
    if not near:
        return candidates[0]
    return max(candidates, key=lambda base: sum(word_matches(base, other) for other in near))


def _with_capital_of(word: str, base: str) -> str:
    return base[:1].upper() + base[1:] if word[:1].isupper() else base


def _agreeing_nominative(word: str, case: str, plural: bool) -> str:
    for reading in analyse(word):
        agrees = reading.case == case and reading.plural == plural
        if agrees and (reading.word_class in AGREEING or reading.participle):
            base = _with_capital_of(word, reading.base)
            return nominative_plural(base) if plural else base
    return word


@lru_cache(maxsize=20_000)
def nominative_plural(base: str) -> str:
    """The nominative plural of a base form: 'oppilaitos' is 'oppilaitokset'."""
    if base.casefold() in UNCHANGING:
        return base
    prefix, hyphen, tail = base.rpartition("-")
    tail = tail.casefold()
    stems = dict.fromkeys(weak for weak, _ in vowel_stems(tail))
    forms = [stem + "t" for stem in stems]
    for form in forms:
        if any(r.plural and r.case == "nominative" and r.base == tail for r in analyse(form)):
            return _with_capital_of(base, prefix + hyphen + form)
    return _with_capital_of(base, prefix + hyphen + forms[0]) if forms else base
