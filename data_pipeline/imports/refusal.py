"""How a file that cannot be imported is refused: by its name and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError

CODE = "import_file_invalid"
MOST_TOLD = 20  # lines; nobody reads more


class Refusal(PipelineError):
    """What is wrong with one line. Where reading can go on, it is yielded in place of a pair; else it is raised."""

    def __init__(self, name: str, line: int, reason: Sentence) -> None:
        place = _places([line])
        super().__init__(
            CODE,
            f"{name}{place.en and ', '}{place.en}: {reason.en}.",
            f"无法导入 {name}{place.zh and ' '}{place.zh}：{reason.zh}",
        )
        self.line, self.reason = line, reason


def refused(name: str, line: int, en: str, zh: str) -> Refusal:
    """``import_file_invalid``, saying where in the file the trouble is; line 0 = the file as a whole."""
    return Refusal(name, line, Sentence(en, zh))


def refused_together(name: str, refusals: Sequence[Refusal]) -> PipelineError:
    """All of them as one error, the first lines with what is wrong with them, of the rest how many there are."""
    if len(refusals) == 1:
        return refusals[0]
    told = sorted(refusals[:MOST_TOLD], key=lambda one: str(one.reason))
    groups = [(reason, [one.line for one in same]) for reason, same in groupby(told, key=lambda one: one.reason)]
    groups.sort(key=lambda group: group[1])
    more = len(refusals) - len(told)
    en = [f"{_places(lines).en}: {reason.en}" for reason, lines in groups]
    zh = [f"{_places(lines).zh}：{reason.zh}" for reason, lines in groups]
    if more:
        en, zh = [*en, f"lines besides these: {more}"], [*zh, f"另有 {more} 行"]
    return PipelineError(CODE, f"{name}, {'; '.join(en)}.", f"无法导入 {name} {'；'.join(zh)}")


def _places(lines: Sequence[int]) -> Sentence:
    if lines == [0]:
        return Sentence("", "")
    plural = "s" if len(lines) > 1 else ""
    return Sentence(f"line{plural} {', '.join(map(str, lines))}", f"第 {'、'.join(map(str, lines))} 行")
