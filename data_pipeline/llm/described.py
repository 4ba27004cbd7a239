"""Descriptions in the course of a run: the first step asks for them, the later ones find them in its file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from data_pipeline.catalog.model import Catalog
from data_pipeline.llm.descriptions import DESCRIPTIONS_NAME, Texts, applied, read_texts
from data_pipeline.llm.open import llm_of
from data_pipeline.names import shown
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step


def described(step: Step, catalog: Catalog, changed: Collection[tuple[str, str]]) -> Catalog:
    """The catalog with what the LLM says about what nobody else explains, kept as ``llm_descriptions.json``.

    It is asked about the ``changed`` tables; what it said of the others in an earlier run holds. Without an LLM it is
    the same catalog. Answers of an interrupted or earlier run are not asked for again.
    """
    others = {shown(*table.key) for table in catalog.tables if table.key not in changed}
    kept = {place: text for place, text in read_texts(step.directory).of.items() if place[0] in others}
    language = str(step.parameters.get("language") or "zh")

    def on_call(done: int, total: int) -> None:
        told = Sentence(f"LLM: descriptions {done}/{total}", f"大模型：生成说明 {done}/{total}")
        step.progress(0.0, told.in_language(language))

    with llm_of(step, "ddl_generation") as llm:
        if llm is None:
            (step.directory / DESCRIPTIONS_NAME).unlink(missing_ok=True)  # what an earlier run was told holds no longer
            return catalog
        from data_pipeline.llm.describe import descriptions

        context = str(step.parameters.get("business_context") or "")
        part = replace(catalog, tables=tuple(table for table in catalog.tables if table.key in changed))
        texts = Texts({**kept, **descriptions(part, llm, context, language, on_call).of})
    texts.write(step.directory)
    return applied(catalog, texts)


def with_descriptions(step: Step, catalog: Catalog) -> Catalog:
    """The catalog with what the first step was told; the same one where it was told nothing."""
    return applied(catalog, read_texts(step.directory))
