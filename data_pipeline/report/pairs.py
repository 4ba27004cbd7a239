"""What the pairs are made of: coverage, constructs, hardness, repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from data_pipeline.han import has_han
from data_pipeline.report.coverage import coverage
from data_pipeline.report.figure import share
from data_pipeline.report.material import Material, Pair

if TYPE_CHECKING:
    from data_pipeline.shape.read import Shape, Shapes

SPIDER_MIX = {"easy": 24, "medium": 43, "hard": 17, "extra": 16}  # percent of the Spider benchmark's queries
_MOST_EXAMPLES = 5
_NO_WORD = re.compile(r"[\W_]+")


def pair_figures(material: Material, shapes: Shapes | None = None) -> dict[str, Any]:
    """The sections of the report about the pairs that ship; empty where there is no pair file.

    ``shapes``: some of them may have been read already.
    """
    if material.pair_file is None:
        return {}
    shapes = shapes or shapes_of(material)
    read = [(pair, shape) for pair in material.pairs if (shape := shapes.of(pair[1])) is not None]
    found = [shape for _, shape in read]
    tables = Counter(table for shape in found for table in shape.tables)
    columns = frozenset[str]().union(*(shape.columns for shape in found))
    edges = frozenset[frozenset[str]]().union(*(shape.edges for shape in found))
    return {
        "pairs": {"shipped": len(material.pairs), "distinct_sql": len({sql for _, sql in material.pairs})},
        "coverage": coverage(material, tables, columns, edges),
        "patterns": _patterns(found),
        "hardness": _hardness(found),
        "repetition": _repetition(read),
    }


def shapes_of(material: Material) -> Shapes:
    """None read yet."""
    from data_pipeline.shape.read import Shapes

    return Shapes(material.schema)


def _patterns(shapes: Sequence[Shape]) -> dict[str, Any]:
    """``atoms`` counts the pairs that have each; all 32 are named."""
    from data_pipeline.shape.constructs import ATOMS

    counts = Counter(atom for shape in shapes for atom in shape.atoms)
    return {
        "of_pairs": len(shapes),
        "atoms": {atom: counts[atom] for atom in ATOMS},
        "atoms_used": share(len(counts), len(ATOMS)),
        "pattern_sets": len({shape.atoms for shape in shapes}),
        "skeletons": len({shape.skeleton for shape in shapes}),
    }


def _hardness(shapes: Sequence[Shape]) -> dict[str, Any]:
    counts = Counter(str(shape.hardness) for shape in shapes)
    levels = {level: share(counts[level], len(shapes)) | {"spider": mix} for level, mix in SPIDER_MIX.items()}
    gaps = [abs(one["percent"] - one["spider"]) for one in levels.values() if one["percent"] is not None]
    return {"levels": levels, "largest_gap": round(max(gaps), 1) if gaps else None}


def _repetition(read: Sequence[tuple[Pair, Shape]]) -> dict[str, Any]:
    """Pairs beyond the first of their kind. The same SQL asked in two languages is no repetition."""
    queries = Counter((has_han(pair[0]), shape.canonical) for pair, shape in read)
    questions = Counter(_NO_WORD.sub(" ", pair[0].lower()).strip() for pair, _ in read)
    example = {shape.canonical: pair for pair, shape in reversed(read)}
    often = [(text, times) for (_, text), times in queries.most_common(_MOST_EXAMPLES) if times > 1]
    return {
        "queries": share(len(read) - len(queries), len(read)),
        "questions": share(len(read) - len(questions), len(read)),
        "most_repeated": [
            {"times": times, "question": example[text][0], "sql": example[text][1]} for text, times in often
        ],
    }
