"""Personal data that look real and pass the usual checks, yet belong to nobody."""

from __future__ import annotations

import random
from datetime import date

_SURNAMES = "王李张刘陈杨黄吴赵周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶钟熊万涂"
_GIVEN = ("伟芳娜敏静强磊军洋勇艳杰涛明超霞平刚桂英华文辉玲丽建国红梅", "志海晓思雨欣子小春秋玉金国永家俊")
_DOMAINS = ("example.com", "mail.example.cn", "example.net")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def person_name(rng: random.Random) -> str:
    """A Chinese name of two or three characters; the common surnames are the commonest."""
    surname = _SURNAMES[min(int(rng.expovariate(0.08)), len(_SURNAMES) - 1)]
    middle = rng.choice(_GIVEN[1]) if rng.random() < 0.7 else ""
    return surname + middle + rng.choice(_GIVEN[0])


def mobile(rng: random.Random) -> str:
    """An eleven-digit mobile number in an assigned range."""
    return rng.choice(("135", "136", "138", "139", "150", "152", "158", "177", "186", "189")) + _digits(rng, 8)


def id_card(rng: random.Random, born_on: date, gender: int) -> str:
    """An 18-character resident id with a valid check character (GB 11643); gender 1 male, 2 female.

    The region is a city as such (last two digits 00), a code under which no id is issued.
    """
    region = f"36{rng.randint(1, 11):02d}00"
    sequence = rng.randrange(1, 499) * 2 + (gender == 1)
    body = f"{region}{born_on:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def bank_card(rng: random.Random) -> str:
    """A 19-digit card number of a UnionPay range with a valid Luhn digit."""
    body = rng.choice(("621700", "622848", "622202", "621661")) + _digits(rng, 12)
    doubled = (int(digit) * (1 + (place + 1) % 2) for place, digit in enumerate(reversed(body)))
    total = sum(number // 10 + number % 10 for number in doubled)
    return f"{body}{-total % 10}"


def email(rng: random.Random, local: str) -> str:
    """An address below a domain reserved for examples."""
    return f"{local}@{rng.choice(_DOMAINS)}"


def _digits(rng: random.Random, count: int) -> str:
    return f"{rng.randrange(10**count):0{count}d}"
