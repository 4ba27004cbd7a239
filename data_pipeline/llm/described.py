"""Descriptions in the course of a run: the first step asks for them, the later ones find them in its file."""

from __future__ import annotations

from data_pipeline.catalog.model import Catalog
from data_pipeline.llm.descriptions import DESCRIPTIONS_NAME, applied, read_texts
from data_pipeline.llm.open import llm_of
from data_pipeline.sentence import Sentence
from data_pipeline.step import Step


def described(step: Step, catalog: Catalog) -> Catalog:
    """The catalog with what the LLM says about what nobody else explains, kept as ``llm_descriptions.json``.

    Without an LLM it is the same catalog. Answers of an interrupted or earlier run are not asked for again.
    """
    language = str(step.parameters.get("language") or "zh")

    def on_call(done: int, total: int) -> None:
        told = Sentence(f"LLM: descriptions {done}/{total}", f"大模型：生成说明 {done}/{total}")
        step.progress(0.0, told.in_language(language))

    with llm_of(step, "ddl_generation") as llm:
        if llm is None:
            return catalog
        from data_pipeline.llm.describe import descriptions

        context = str(step.parameters.get("business_context") or "")
        texts = descriptions(catalog, llm, context, language, on_call)
    texts.write(step.directory)
    return applied(catalog, texts)


def with_descriptions(step: Step, catalog: Catalog) -> Catalog:
    """The catalog with what the first step was told; the same one where it was told nothing."""
    return applied(catalog, read_texts(step.directory))


def forget_descriptions(step: Step) -> None:
    """Start anew: what an earlier run was told holds no longer."""
    (step.directory / DESCRIPTIONS_NAME).unlink(missing_ok=True)
