"""Identifiers of organisations that a text gives beside their names."""

from __future__ import annotations

from pipeline.rulebook import load_rules

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def find_business_id(text: str) -> str | None:
    """The business identity code that ``text``, what follows a company's name, begins with; None
    where there is none. Whether it can be one is another question (``is_business_id``)."""
    for rule in load_rules("BUSINESS_ID"):
        if match := rule.pattern.match(text):
            return match["name"]
    return None


def is_business_id(code: str) -> bool:
    """True if the check digit of a code like '1234567-1' is right (modulo 11, weights 7 to 2 as the
    Finnish Tax Administration gives them)."""
    digits, _, check = code.partition("-")
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    rest = total % 11
    return rest != 1 and int(check) == (11 - rest if rest else 0)
