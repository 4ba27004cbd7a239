"""Which pairs of a run may go into the store."""

from __future__ import annotations

from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError, Step
from data_pipeline.validation import pair_file
from data_pipeline.validation.pair_file import Pair
from data_pipeline.validation.report import validated_pairs
from data_pipeline.validation.statement import RefusedSqlError, read_select

_UNVALIDATED = Sentence(
    "It did not pass sql_validation; run that step again if the file was changed since.",
    "未通过 sql_validation；如果此后修改过文件，请重新执行该步骤",
)


def shippable(step: Step) -> tuple[list[Pair], int]:
    """The pairs to load, and how many are withheld; each of those is a warning in the log.

    With validation on, only what the latest report on this file calls valid, by content: a pair that was edited or
    added since was never run. In any case only SQL that is one SELECT without side effects. Raises PipelineError
    ``validation_missing`` when validation is on and there is no report on the file.
    """
    path = pair_file.newest(step.directory)
    pairs = pair_file.read(path)
    validated = None
    if step.parameters.get("enable_sql_validation", True):
        validated = validated_pairs(step.directory, path.name)
        if validated is None:
            raise PipelineError(
                "validation_missing",
                f"{path.name} was never validated: run sql_validation first.",
                f"{path.name} 尚未经过验证，请先执行 sql_validation",
            )
    loadable = []
    for pair in pairs:
        if reason := _refusal(pair, validated):
            step.logger.warning("%s: %s", pair["question"], reason.in_language(step.parameters.get("language")))
        else:
            loadable.append(pair)
    return loadable, len(pairs) - len(loadable)


def _refusal(pair: Pair, validated: frozenset[pair_file.Key] | None) -> Sentence | None:
    """Why a pair stays out; None when it may go in."""
    if validated is not None and pair_file.key(pair) not in validated:
        return _UNVALIDATED
    try:
        read_select(pair["sql"])
    except RefusedSqlError as error:
        return error.reason
    return None
