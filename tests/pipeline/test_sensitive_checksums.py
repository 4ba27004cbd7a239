"""Check digits of identity cards and bank cards: right ones pass, any slip of one digit does not."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.samples.highway import identity
from data_pipeline.sensitive.checksums import check_character, is_bank_card, is_id_card, passes_luhn

SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.dates(date(1930, 1, 1), date(2020, 12, 31)))
def test_is_id_card__what_the_sample_issues(seed: int, born_on: date) -> None:
    card = identity.id_card(random.Random(seed), born_on, 1 + seed % 2)
    assert is_id_card(card)
    assert is_id_card(card.lower())
    assert card[17] == check_character(card[:17])


@given(SEEDS, st.integers(0, 16), st.integers(1, 9))
def test_is_id_card__one_wrong_digit(seed: int, place: int, by: int) -> None:
    card = identity.id_card(random.Random(seed), date(1990, 3, 7), 1)
    wrong = str((int(card[place]) + by) % 10)
    assert not is_id_card(card[:place] + wrong + card[place + 1 :])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("11010519491231002X", True),
        ("110105199002301236", False),  # 30 February
        ("990105194912310021", False),  # no such province
        ("130503670401001", True),  # the old form
        ("130503671301001", False),
        ("1101051949123100", False),
        ("", False),
    ],
)
def test_is_id_card__known_ones(text: str, is_one: bool) -> None:
    assert is_id_card(text) == is_one


@given(SEEDS)
def test_is_bank_card__what_the_sample_issues(seed: int) -> None:
    assert is_bank_card(identity.bank_card(random.Random(seed)))


@given(st.text("0123456789", min_size=12, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_passes_luhn__exactly_one_check_digit_and_no_slip(body: str, place: int, by: int) -> None:
    (right,) = [body + digit for digit in "0123456789" if passes_luhn(body + digit)]
    place %= len(right)
    wrong = str((int(right[place]) + by) % 10)
    assert not passes_luhn(right[:place] + wrong + right[place + 1 :])


@pytest.mark.parametrize("text", ["20250101123000", "1700000000000", "1234567812345670", "0000000000000000"])
def test_is_bank_card__not_without_an_issuer(text: str) -> None:
    assert not is_bank_card(text)
