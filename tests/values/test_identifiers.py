"""Business identity codes and their check digits."""

from __future__ import annotations

import pytest

from pipeline.values.identifiers import is_business_id


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("1234567-1", True),
        ("7654321-2", True),
        ("1234567-2", False),
        ("7654312-2", False),
        ("0000001-9", True),
    ],
)
def test_the_check_digit_is_tried(code: str, right: bool) -> None:
    assert is_business_id(code) is right


def test_no_code_gives_the_rest_of_one() -> None:
    rest_of_one = [f"000{n:04d}-{d}" for n in range(600) for d in range(10)]
    assert not any(is_business_id(code) for code in rest_of_one if _rest(code) == 1)


def _rest(code: str) -> int:
    return sum(w * int(d) for w, d in zip((7, 9, 10, 5, 8, 4, 2), code, strict=False)) % 11
