"""Sensitive values inside any text: what is masked, how, and what is left alone."""

from __future__ import annotations

import json
import random
import time
from datetime import date
from datetime import time as dt_time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data_pipeline.samples.highway import identity
from data_pipeline.sensitive.mode import chosen_mode, kinds_of
from data_pipeline.sensitive.redact import redacted
from data_pipeline.step import PipelineError

MASKED = {
    "13812345678": "138****5678",
    "请拨打13812345678。": "请拨打138****5678。",
    "+86 138 1234 5678": "+86 138****5678",
    "(+86)138-1234-5678": "(+86)138****5678",
    "tel13812345678": "tel138****5678",
    '{"phone":13812345678,"n":1}': '{"phone":138****5678,"n":1}',
    "{13812345678,13912345678}": "{138****5678,139****5678}",
    "１３８１２３４５６７８": "138****5678",
    "0755-86543219": "075****3219",
    "(010)66778899转12": "010****9912",
    "call (206) 555-9857 now": "call 206****9857 now",
    "+44 20 7946 0958": "442****0958",
    "身份证11010519491231002X": "身份证1101**********002X",
    "440524 19880101 0011": "4405**********0011",
    "130503670401001": "1305*******1001",
    "zhang.san@example.com": "z***@example.com",
    "邮箱zhang.san@example.com。": "邮箱z***@example.com。",
    "卡号6222 0212 3456 7890 128": "卡号**** **** **** 0128",
    "4111-1111-1111-1111": "**** **** **** 1111",
    "护照号：E12345678": "护照号：E****78",
    "SSN 123-45-6789": "SSN 1****89",
    "password=hunter22;": "password=***;",
    '{"token": "abcdef"}': '{"token": "***"}',
    "密码：a1b2c3d4": "密码：***",
    "pw:DefaultSecretPw1": "pw:***",
    "db_pw=DefaultSecretPw1 n=2": "db_pw=*** n=2",
    "access_key=AKIA1234, n": "access_key=***, n",
    '{"pw": "SuperSecretPw9", "n": 1}': '{"pw": "***", "n": 1}',
    '{"pw": "Super9 \\"Secret\\" Pw", "n": 1}': '{"pw": "***", "n": 1}',
    '"{\\"passphrase\\": \\"correct horse\\", \\"n\\": 1}"': '"{\\"passphrase\\": \\"***\\", \\"n\\": 1}"',
    "{'密码': 'rosebud'}": "{'密码': '***'}",
    'invalid input syntax for type integer: "13812345678x 13812345678"': (
        'invalid input syntax for type integer: "13812345678x 138****5678"'
    ),
}
KEPT = [
    "pw: power in watts, 250 kW",
    "the token: a word; the secret = to begin",
    "how many tokens, 12345678 in all",
    "mpw:2500000",
    "SELECT data->>'token'::varchar(32)",
    "2025-01-01 10:00:00.123456+08",
    "2025-01-01 10:00:00+08 2025-01-02",
    "[\"2025-01-01 00:00:00+00\",\"2025-02-01 00:00:00+00\")",
    "20250101123000",
    "1700000000000",
    "1730000000",
    "13812345678.50",
    "3.13812345678",
    "138123456789",
    "TS13812345678",
    "1,381,234,567.80",
    "1234567890123456789",
    "550e8400-e29b-41d4-a716-446655440000",
    "0001-20250101",
    "0791-20250101",
    "192.168.100.100",
    "public.orders.customer_id = 17",
    "440524188001010015",
    "6222021234567890129",
    "E12345678",
    "@types/node@1.2.3",
    "+08:00 -12.5 1e10",
    "赣A12345",
    "密码：以 MD5 保存",
    "qs_shop_20260101_120000_pair.json",
]  # fmt: skip


@pytest.mark.parametrize("text", MASKED)
def test_redacted__masks(text: str) -> None:
    assert redacted(text) == MASKED[text]


@pytest.mark.parametrize("text", MASKED)
def test_redacted__twice_is_once(text: str) -> None:
    assert redacted(MASKED[text]) == MASKED[text]


@pytest.mark.parametrize("text", KEPT)
def test_redacted__keeps(text: str) -> None:
    assert redacted(text) == text


@given(st.integers(0, 2**32), st.text("价 :，,.(\n\"'电话a", max_size=6), st.text("元 :，;)\n\"'。", max_size=6))
def test_redacted__every_value_of_the_sample_in_any_surroundings(seed: int, before: str, after: str) -> None:
    rng = random.Random(seed)
    card = identity.id_card(rng, date(1985, 2, 28), 1)
    for value in (identity.mobile(rng), card, identity.bank_card(rng), identity.email(rng, "e00017")):
        text = f"{before} {value}{after}"
        assert value not in redacted(text)
        assert value not in json.loads(redacted(json.dumps({"note": text}, ensure_ascii=False)))["note"]


@example(date(3542, 1, 1), dt_time(0, 0), Decimal("0.00"), 3833242079)  # with the year behind it a card by Luhn
@given(st.dates(), st.times(), st.decimals(-(10**9), 10**9, allow_nan=False, places=2), st.integers(0, 10**10 - 1))
def test_redacted__no_date_time_amount_or_short_number(day: date, at: dt_time, amount: Decimal, number: int) -> None:
    text = f"{day} {at} {number} {day}T{at}+08:00 {amount}"
    assert redacted(text) == text


@pytest.mark.parametrize(
    "piece", ["1", "a", "a.", "b@", "+1", "138 ", "密码", "pwd ", "62220212 ", "(", "2025-01-01 12:00, 17.5; ", "0755-"]
)
def test_redacted__time_is_linear(piece: str) -> None:
    started = time.process_time()
    redacted("x@y " + piece * (400_000 // len(piece)))
    assert time.process_time() - started < 4


def test_redacted__plates_only_in_strict_mode() -> None:
    assert redacted("车辆赣A12345违停", kinds_of("strict")) == "车辆***违停"
    assert redacted("13812345678 password=hunter22", kinds_of("off")) == "13812345678 password=***"


def test_chosen_mode__parameter_then_environment_then_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SENSITIVE_DATA", raising=False)
    assert chosen_mode() == "mask"
    monkeypatch.setenv("SENSITIVE_DATA", "strict")
    assert (chosen_mode(), chosen_mode("off")) == ("strict", "off")
    with pytest.raises(PipelineError, match="choose mask, strict, off"):
        chosen_mode("none")
