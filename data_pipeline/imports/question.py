"""From a parsed SELECT to the question that it answers."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from data_pipeline.catalog.model import Catalog
from data_pipeline.imports.parts import Order, Parts, parts_of
from data_pipeline.imports.phrases import Phrases
from data_pipeline.imports.scope import Scope, UnknownNameError
from data_pipeline.imports.vocabulary import CannotSayError, Language, Vocabulary
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.identifiers import plural

if TYPE_CHECKING:
    from sqlglot import exp

_DEEPEST = 3  # SELECTs within SELECTs
_LONGEST = 400  # characters; what takes longer to ask is not asked


class Questioner(ABC):
    """Puts SELECTs over one catalog into questions of one language."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary) -> None:
        self.catalog = catalog
        self.vocabulary = vocabulary

    def question(self, select: exp.Select) -> str | None:
        """The question; None where there are no words for a part of it."""
        try:
            parts = self._parts(select, None)
            said = self.tidy(self.sentence(parts)) if parts.shown or parts.measures else ""
        except (CannotSayError, UnknownNameError, RecursionError):
            return None
        return said if 0 < len(said) <= _LONGEST else None

    @abstractmethod
    def sentence(self, parts: Parts) -> str:
        """The whole question."""

    @abstractmethod
    def noun(self, parts: Parts) -> str:
        """The same as a noun, for a SELECT within another one."""

    @abstractmethod
    def order(self, order: Order) -> str:
        """One sort order."""

    @abstractmethod
    def tidy(self, text: str) -> str:
        """The text with its spaces in order."""

    def _parts(self, select: exp.Select, outer: Scope | None, depth: int = 1) -> Parts:
        if depth > _DEEPEST:
            raise CannotSayError("depth")

        def nested(inner: exp.Select, scope: Scope) -> str:
            return self.noun(self._parts(inner, scope, depth + 1))

        return parts_of(select, Phrases(Scope(select, self.catalog, outer), self.vocabulary, nested))


class EnglishQuestioner(Questioner):
    """Questions in English."""

    def sentence(self, parts: Parts) -> str:
        if not parts.measures:
            asked = f"{self._listed(parts)}{self._where(parts)}{self._ends(parts, parts.limit)}."
            if parts.distinct:
                one, *more = parts.shown
                return f"List the different {asked if more else asked.replace(one, plural(one), 1)}"
            return f"List {asked}" if asked.startswith("all ") else f"List the {asked}"
        asked = " and the ".join(filter(None, [", the ".join(parts.measures[:-1]), parts.measures[-1]]))
        about = "" if parts.noun in asked else f" of {parts.noun}"
        if parts.shown:
            each = self.vocabulary.listed(parts.shown)
            rest = f"{self._where(parts)}{self._ends(parts, parts.limit)}"
            return f"What {_be(parts)} the {asked}{about} for each {each}{rest}?"
        if parts.only_counts:
            return f"How many {parts.noun} are there{self._where(parts)}?"
        return f"What {_be(parts)} the {asked}{about}{self._where(parts)}?"

    def noun(self, parts: Parts) -> str:
        if parts.having or parts.with_missing or (parts.limit and not parts.order):
            raise CannotSayError("subquery")
        if not parts.measures:
            if all(shown.isdigit() for shown in parts.shown):
                return f"{parts.noun}{self._where(parts)}"
            return f"{self._listed(parts)}{self._where(parts)}{self._ends(parts, parts.limit)}"
        asked = self.vocabulary.listed(parts.measures)
        about = "" if parts.noun in asked else f" of {parts.noun}"
        each = f" for each {self.vocabulary.listed(parts.shown)}" if parts.shown else ""
        return f"{asked}{about}{each}{self._where(parts)}{self._ends(parts, parts.limit)}"

    def order(self, order: Order) -> str:
        ways = {
            ("number", True): "from highest to lowest", ("number", False): "from lowest to highest",
            ("date", True): "latest first", ("date", False): "earliest first",
            ("text", True): "in reverse order", ("text", False): "",
        }  # fmt: skip
        return f"{order.by} {ways[order.way, order.descending]}".rstrip()

    def tidy(self, text: str) -> str:
        return re.sub(r"\s+([.,?;)])", r"\1", re.sub(r"\s+", " ", text)).strip()

    def _listed(self, parts: Parts) -> str:
        return f"{self.vocabulary.listed(parts.shown)} of {parts.noun}"

    def _where(self, parts: Parts) -> str:
        there = [one for one in parts.conditions if one.startswith("have ")]
        there += [f"have {self.vocabulary.listed(parts.unmentioned)}"] if parts.unmentioned else []
        others = [one for one in parts.conditions if not one.startswith("have ")]
        that = f" that {' and '.join(there)}" if there else ""
        return f"{that} where {' and '.join(others)}" if others else that

    def _ends(self, parts: Parts, limit: int | None) -> str:
        said = ""
        if parts.with_missing:
            said += f", including {parts.noun} without {self.vocabulary.listed(parts.with_missing, 'or')}"
        if parts.having:
            said += f", only where {' and '.join(parts.having)}"
        if parts.order:
            said += f", sorted by {', then by '.join(self.order(order) for order in parts.order)}"
        if limit:
            said += ", only the first one" if limit == 1 else f", only the first {limit}"
        return said


class ChineseQuestioner(Questioner):
    """Questions in Chinese."""

    def sentence(self, parts: Parts) -> str:
        if not parts.measures:
            shown = self.vocabulary.listed(parts.shown)
            if parts.distinct:
                return f"{self._rows(parts)}有哪些不同的{shown}{self._ends(parts)}？"
            return f"列出{self._rows(parts)}的{shown}{self._ends(parts)}。"
        asked = self.vocabulary.listed(parts.measures)
        if parts.shown:
            each = self.vocabulary.listed(parts.shown)
            among = f"在{self._rows(parts)}中，" if parts.conditions or parts.unmentioned else ""
            about = "" if among or parts.noun.strip() in asked else f"{parts.noun}的"
            return f"{among}按{each}统计{about}{asked}{self._ends(parts)}。"
        if parts.only_counts:
            return f"{self._rows(parts)}一共有多少？" if parts.conditions else f"一共有多少{self._rows(parts)}？"
        about = "" if parts.noun.strip() in asked and not parts.conditions else f"{self._rows(parts)}的"
        return f"{about}{asked}{'分别' if len(parts.measures) > 1 else ''}是多少？"

    def noun(self, parts: Parts) -> str:
        if parts.having or parts.with_missing or parts.limit:
            raise CannotSayError("subquery")
        if not parts.measures and all(shown.isdigit() for shown in parts.shown):
            return self._rows(parts)
        each = f"各{self.vocabulary.listed(parts.shown)}的" if parts.measures and parts.shown else ""
        return f"{self._rows(parts)}的{each}{self.vocabulary.listed(parts.measures or parts.shown)}"

    def order(self, order: Order) -> str:
        ways = {
            ("number", True): "从高到低排列", ("number", False): "从低到高排列",
            ("date", True): "从晚到早排列", ("date", False): "从早到晚排列",
            ("text", True): "倒序排列", ("text", False): "排序",
        }  # fmt: skip
        return f"按{order.by}{ways[order.way, order.descending]}"

    def tidy(self, text: str) -> str:
        text = re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])|\s+", " ", text)
        return re.sub(r" *([，。？、（）“”；/]) *", r"\1", text).strip()

    def _rows(self, parts: Parts) -> str:
        have = [f"有{self.vocabulary.listed(parts.unmentioned)}"] if parts.unmentioned else []
        told = [*parts.conditions, *have]
        told = [told[0].removeprefix("（").removesuffix("）")] if len(told) == 1 and told[0].count("（") == 1 else told
        return f"{'且'.join(told)}的{parts.noun}" if told else parts.noun

    def _ends(self, parts: Parts) -> str:
        said = ""
        if parts.with_missing:
            said += f"，也包括没有{self.vocabulary.listed(parts.with_missing)}的{parts.noun}"
        if parts.having:
            said += f"，只保留{'且'.join(parts.having)}的"
        if parts.order:
            said += "，" + "，再".join(self.order(order) for order in parts.order)
        return said + (f"，只取前{parts.limit}条" if parts.limit else "")


def questioner(catalog: Catalog, language: Language) -> Questioner:
    """The one for a language."""
    if language == "en":
        return EnglishQuestioner(catalog, Vocabulary(EnglishWords(catalog), "en"))
    return ChineseQuestioner(catalog, Vocabulary(ChineseWords(catalog), "zh"))


def _be(parts: Parts) -> str:
    return "are" if len(parts.measures) > 1 else "is"
