"""What the advice says. ``{n}`` is a number; the others are named where the advice is found."""

from __future__ import annotations

from data_pipeline.sentence import Sentence

MORE_PAIRS = Sentence(" More pairs cover more: raise max_pairs.", "；问答对越多覆盖越全，也可增大 max_pairs")

SENTENCES = {
    "no_pairs": Sentence(
        "No pair ships: nothing can be asked of empty tables. Load data, run ANALYZE, and start again.",
        "没有可用的问答对：空表无从提问，请导入数据、执行 ANALYZE 后重新运行",
    ),
    "not_validated": Sentence(
        "Validation is switched off, so no pair was ever run: set enable_sql_validation.",
        "SQL 验证已关闭，所有问答对都未执行过：请打开 enable_sql_validation",
    ),
    "many_refused": Sentence(
        "{n} of the generated pairs failed or said nothing: their reasons stand under Validity; look for a table that"
        " changed since it was read, and for statistics that are out of date (ANALYZE).",
        "有 {n} 个问答对执行失败或结果无意义：原因见“有效性”；请看是否有表在读取后被改动，或统计信息已过期（ANALYZE）",
    ),
    "empty_tables": Sentence(
        "Tables without pairs because they are empty: {n} ({names}). Load data, or leave them out of the table list.",
        "{n} 个表因没有数据而没有问答对（{names}）：请导入数据，或从表清单中去掉",
    ),
    "unread_tables": Sentence(
        "Tables and views whose rows could not be read: {n} ({names}). Mend the view or grant SELECT on what it reads,"
        " then start again.",
        "{n} 个表或视图的数据无法读取（{names}）：请修复视图，或授予其所读取的表的 SELECT 权限，然后重新运行",
    ),
    "unused_tables": Sentence(
        "Tables with data but without pairs: {n} ({names}). Raise max_pairs.",
        "{n} 个有数据的表没有问答对（{names}）：请增大 max_pairs",
    ),
    "unused_columns": Sentence(
        "Columns in no pair: {n}. Raise max_pairs, or ignore them in glossary.yaml if nobody asks for them.",
        "{n} 个列没有出现在任何问答对中：请增大 max_pairs；若无人关心，可在 glossary.yaml 中忽略",
    ),
    "unused_keys": Sentence(
        "Declared keys that no pair joins along: {n} ({names}). See whether the tables at both ends hold data.",
        "{n} 个声明的外键从未用于连接（{names}）：请检查两端的表是否有数据",
    ),
    "repeated": Sentence(
        "Pairs that repeat a query with other constants: {n}. Lower max_pairs; the schema has no more to ask.",
        "{n} 个问答对只是换了常量的重复查询：请减小 max_pairs，该库没有更多可问的内容",
    ),
    "few_constructs": Sentence(
        "Constructs that no pair has: {atoms}. Import pairs or queries of your own that have them.",
        "没有任何问答对用到的结构：{atoms}。可导入含有这些结构的自有问答对或查询",
    ),
    "hardness_mix": Sentence(
        "The mix of hardness is up to {gap} points off that of people's questions: more tables or more pairs even it"
        " out.",
        "难度分布与人工问题相差最多 {gap} 个百分点：增加表或问答对可使其更均衡",
    ),
    "unsure_keys": Sentence(
        "Inferred keys below {sure} confidence: {n}. Check them, and declare those that are right.",
        "{n} 个推断外键的置信度低于 {sure}：请核对，并为正确的建立外键约束",
    ),
    "undescribed": Sentence(
        "Columns described by their names alone: {n}. Write comments or glossary.yaml, or set LLM_BASE_URL.",
        "{n} 个列只有由列名得出的描述：请补充注释或 glossary.yaml，或配置 LLM_BASE_URL",
    ),
    "llm_failures": Sentence(
        "Questions to the LLM without a usable answer: {n}. The run did without; its log says why.",
        "{n} 次 LLM 请求没有可用的回答，已按无 LLM 的方式继续：原因见日志",
    ),
}
