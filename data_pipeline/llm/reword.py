"""Questions in the words of a colleague: ten pairs a call, taken only where nothing of the meaning is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from data_pipeline.llm.client import Llm
from data_pipeline.llm.forms import Questions
from data_pipeline.llm.incoming import is_chinese, plain_line, reads_like_sql
from data_pipeline.llm.meaning import marks
from data_pipeline.llm.outgoing import data_block
from data_pipeline.llm.prompts import instruction
from data_pipeline.llm.request import Request

if TYPE_CHECKING:
    from data_pipeline.pairs.asking import Pair
    from data_pipeline.pairs.wording import Language, Wording

PAIRS_A_CALL = 10
_LONGEST, _LONGER = 300, 2.5  # characters, and as a multiple of the original


def reworded(
    pairs: Sequence[Pair],
    wordings: Mapping[Language, Wording],
    llm: Llm,
    *,
    calls: int,
    on_call: Callable[[int, int], None] = lambda done, total: None,
) -> list[Pair]:
    """The same pairs in the same order, asked in other words as far as ``calls`` calls go and answers can be taken.

    A new question keeps every slot of its query, and the original's numbers, comparisons and negations; it is in the
    same language, of sensible length, and asked by no other pair. ``on_call`` is told (done, total).
    """
    batches = list(_batches(pairs))[:calls]
    result, asked = list(pairs), {_folded(pair.question) for pair in pairs}

    def request(batch: Sequence[int]) -> Request[Questions]:
        language = pairs[batch[0]].language
        value = [{"id": f"q{n}", "question": pairs[n].question, "sql": pairs[n].sql} for n in batch]
        return Request("reword", instruction("reword", language), data_block({"questions": value}), Questions)

    for done, (batch, answer) in enumerate(llm.ask_all(batches, request), 1):
        offered = _offered(answer, batch) if answer else {}
        for n, question in offered.items():
            pair = pairs[n]
            if _folded(question) not in asked and _asks_the_same(pair, question, wordings[pair.language]):
                asked.add(_folded(question))
                result[n] = replace(pair, question=question)
        on_call(min(done, len(batches)), len(batches))
    return result


def _batches(pairs: Sequence[Pair]) -> Iterator[list[int]]:
    """Positions of pairs of one language, ten at a time, the first pairs first."""
    waiting: dict[str, list[int]] = {}
    for n, pair in enumerate(pairs):
        batch = waiting.setdefault(pair.language, [])
        batch.append(n)
        if len(batch) == PAIRS_A_CALL:
            yield waiting.pop(pair.language)
    yield from waiting.values()


def _offered(answer: Questions, batch: Sequence[int]) -> dict[int, str]:
    """The usable questions by position; an id that was not asked for, or comes twice, counts for nothing."""
    ids = [item.id for item in answer.questions]
    of_id = {f"q{n}": n for n in batch if ids.count(f"q{n}") == 1}
    found = {of_id[item.id]: plain_line(item.question, _LONGEST) for item in answer.questions if item.id in of_id}
    return {n: question for n, question in found.items() if question}


def _asks_the_same(pair: Pair, question: str, wording: Wording) -> bool:
    if len(question) < 4 or len(question) > max(40, _LONGER * len(pair.question)):
        return False
    if is_chinese(question) != is_chinese(pair.question) or reads_like_sql(question):
        return False
    if marks(question, pair.language) != marks(pair.question, pair.language):
        return False
    return not wording.missing(pair.query, question)


def _folded(question: str) -> str:
    return "".join(filter(str.isalnum, question)).casefold()
