"""What tells an identity card or a bank card from any other number: regions, dates, check digits, issuers."""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"  # GB 11643, by the remainder mod 11
_PROVINCES = frozenset((
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
    "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
))  # fmt: skip
_ISSUERS = re.compile(
    r"62\d{14,17}|4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[689]\d)\d{11}|6[0589]\d{14,17}|955[89]\d{12,15}"
)


def is_id_card(text: str) -> bool:
    """A resident id of 18 characters with its check character, or one of the old ones of 15 digits."""
    if re.fullmatch(r"[0-9]{17}[0-9Xx]", text):
        return text[:2] in _PROVINCES and _is_date(text[6:14]) and text[17].upper() == check_character(text[:17])
    return bool(re.fullmatch(r"[0-9]{15}", text)) and text[:2] in _PROVINCES and _is_date("19" + text[6:12])


def check_character(digits: str) -> str:
    """The 18th character that belongs to 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others; every tenth number passes by chance."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


def is_card_shaped(digits: str) -> bool:
    """13 to 19 digits: as long as a card's number."""
    return bool(re.fullmatch(r"[0-9]{13,19}", digits))


def is_bank_card(digits: str) -> bool:
    """A number of a known issuer's range, as long as theirs are, that passes Luhn's check."""
    return bool(_ISSUERS.fullmatch(digits)) and passes_luhn(digits)


def _is_date(digits: str) -> bool:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= born_on.year <= 2100
